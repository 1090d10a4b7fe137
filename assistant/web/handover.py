"""Her worker changes: offered to a colleague with a note, accepted or refused with a word, taken over with a reason."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import HeldByOther, NotPossible, NotThere, Stale, TextTooLong
from assistant.outreach import handover
from assistant.store import queries
from assistant.store.models import Handover
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.onward import onward
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, now, worker
from assistant.web.thread_page import page_of

pages = Blueprint("handover", __name__, url_prefix="/contact/<int:contact_id>")


@pages.post("/hand-over")
@may_enter(*WRITERS)
def offer(contact_id: int) -> Response | tuple[str, int]:
    """Offer her to a colleague. Whatever is wrong with the form, the note stays in it."""
    contact, form = contact_of(contact_id), request.form
    colleagues = {str(one.id): one for one in queries.colleagues(db(), team_id=worker().team_id)}
    try:
        to = colleagues.get(form.get("to", ""))
        if to is None:
            raise NotPossible("not_a_colleague")
        handover.offer(db(), contact, to=to, note=form.get("note", ""), by=worker(), now=now())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return page_of(contact), 422
    except TextTooLong as error:
        flash(_("This note is too long (%(size)s characters).", size=error.size), "error")
        return page_of(contact), 422
    flash(_("Offered to %(name)s. Until there is an answer nothing changes.", name=to.shown_name), "info")
    return redirect(onward() if form.get("from") else url_for("thread.page", contact_id=contact.id, _anchor="whose"))


@pages.post("/hand-over/<int:handover_id>")
@may_enter(*WRITERS)
def answer(contact_id: int, handover_id: int) -> Response:
    """Accept or refuse what was offered to me; take back what I offered; say that I saw what became of it."""
    offered, word, action = _one(contact_id, handover_id), request.form.get("word", ""), request.form.get("do")
    try:
        with db().begin_nested():
            if action == "accept":
                handover.accept(db(), offered, by=worker(), now=now(), word=word)
                flash(_("You have her now. Her thread says what was noted for you."), "info")
            elif action == "refuse":
                handover.refuse(db(), offered, word=word, by=worker(), now=now())
                flash(_("Refused. She stays where she was, and your word is passed on."), "info")
            elif action == "withdraw":
                handover.withdraw(db(), offered, by=worker(), now=now())
                flash(_("Taken back. Nothing changed."), "info")
            elif action == "seen":
                handover.see(db(), offered, by=worker())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    except Stale:
        flash(_("This was answered already, or she went another way. Nothing was changed."), "error")
    else:
        if action == "accept":
            return redirect(url_for("thread.page", contact_id=offered.contact_id))
    return redirect(onward())


@pages.post("/take-over")
@may_enter(*WRITERS)
def take_over(contact_id: int) -> Response:
    """From now on I write with her, and why."""
    contact = contact_of(contact_id)
    try:
        handover.take_over(db(), contact, by=worker(), reason=request.form.get("reason", ""), now=now())
    except HeldByOther as refusal:
        flash(say_refusal(refusal), "error")
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    return redirect(url_for("thread.page", contact_id=contact.id, _anchor="whose"))


def _one(contact_id: int, handover_id: int) -> Handover:
    """A handover in her own thread; she may have been joined with somebody since the page was loaded."""
    offered = handover.find(db(), handover_id, team_id=worker().team_id)
    if offered.contact_id not in (contact_id, contact_of(contact_id).id):
        raise NotThere
    return offered
