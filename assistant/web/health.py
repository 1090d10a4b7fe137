"""Is the door open? For a monitor: no sign-in, and nothing else to learn here."""

from flask import Blueprint

from assistant.web.access import public

pages = Blueprint("health", __name__)


@pages.get("/health")
@public
def health() -> dict[str, str]:
    return {"status": "ok"}
