"""What waits to leave by itself: in which order, at about what time, and why not sooner."""

from flask import Blueprint, render_template

from assistant.outreach import dispatch
from assistant.web.access import may_enter
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("queue", __name__, url_prefix="/queue")


@pages.get("/")
@may_enter(*WRITERS)
def page() -> str:
    """The team's own messages; other teams' stand between them and are not shown."""
    assistant = house()
    lines = {
        name: dispatch.places(
            db(),
            name,
            now=now(),
            pace=assistant.terms.pace,
            pauses=assistant.pauses,
            team_id=worker().team_id,
        )
        for name in assistant.channels
    }
    return render_template("queue/page.html", lines=lines, channels=assistant.config.channels)
