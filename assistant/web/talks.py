""" "I want to talk about this": from a thread to the supervisor's board, until it is done."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.outreach import talks
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, now, worker

pages = Blueprint("talks", __name__, url_prefix="/contact/<int:contact_id>/talk")


@pages.post("/")
@may_enter(*WRITERS)
def ask(contact_id: int) -> Response:
    """Ask for a talk, with a word on it or without."""
    contact = contact_of(contact_id)
    talks.ask(db(), contact, words=request.form.get("words", ""), by=worker(), now=now())
    flash(_("It stands with your supervisor, until you two have talked."), "info")
    return redirect(url_for("thread.page", contact_id=contact.id, _anchor="talk-about"))


@pages.post("/<int:wish_id>/done")
@may_enter(*WRITERS)
def done(contact_id: int, wish_id: int) -> Response:
    """You talked, or it is not needed any more."""
    contact = contact_of(contact_id)
    talks.done(db(), contact, wish_id, by=worker(), now=now())
    flash(_("Done. It is off the board."), "info")
    if request.form.get("from_board"):
        return redirect(url_for("today.page"))
    return redirect(url_for("thread.page", contact_id=contact.id))
