"""Who is writing to her: asked and told by the page's script every little while, in one small piece of the page."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from assistant.errors import HeldByOther
from assistant.outreach import presence
from assistant.web.access import may_enter
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("writing", __name__, url_prefix="/contact/<int:contact_id>/writing")


@pages.get("/")
@may_enter(*WRITERS)
def who(contact_id: int) -> str:
    """Who writes to her now."""
    writer = presence.writer_of(db(), contact_id, team_id=worker().team_id, now=now())
    return render_template("writing/who.html", writer=writer, contact_id=contact_id)


@pages.post("/")
@may_enter(*WRITERS)
def sign_of_life(contact_id: int) -> str | Response:
    """The answer box was opened, or somebody types in it; with "done" they left the page. A colleague who is there already stays there."""
    if request.form.get("do") == "done":
        presence.lay_down(db(), contact_id, by=worker())
        return Response(status=204)
    try:
        presence.keep_writing(db(), contact_id, by=worker(), now=now(), terms=house().terms)
    except HeldByOther:
        db().rollback()
    return who(contact_id)
