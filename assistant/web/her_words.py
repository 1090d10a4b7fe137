"""What she wrote, pasted or typed; what it means; and her stop."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from assistant.channels.handoff import Way
from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach import replies
from assistant.store.accounts import RoleName
from assistant.store.models import Message
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of, message_of
from assistant.web.moments import moment_of
from assistant.web.onward import to_thread
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker
from assistant.web.thread_page import page_of

pages = Blueprint("her_words", __name__, url_prefix="/contact/<int:contact_id>")


@pages.post("/reply")
@may_enter(*WRITERS)
def reply(contact_id: int) -> AnyResponse | tuple[str, int]:
    """What she wrote, pasted or typed. Whatever is wrong with the form, her words stay in it."""
    try:
        message, outcome = _stored(contact_id)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return page_of(contact_of(contact_id)), 422
    except TextTooLong as error:
        flash(
            _("This answer is too long (%(size)s characters). Paste the part that she wrote.", size=error.size), "error"
        )
        return page_of(contact_of(contact_id)), 422
    if outcome is not None:
        flash(say_stopped(outcome), "info")
    return to_thread(message.contact_id, f"m{message.id}")


def _stored(contact_id: int, *, again: bool = True) -> tuple[Message, replies.Stopped | None]:
    channel = request.form.get("channel", Way.WHATSAPP)
    if channel not in {way.value for way in Way}:
        raise NotPossible("bad_handle")
    contact = contact_of(contact_id)
    try:
        return replies.record(
            db(),
            contact,
            text=request.form.get("text", ""),
            channel=channel,
            at=moment_of(request.form.get("day", ""), request.form.get("hour", "")),
            now=now(),
            by=worker(),
            pace=house().terms.pace,
        )
    except NotThere:
        # Somebody joined this thread with another between looking and storing: what she wrote belongs there now.
        if not again:
            raise
        db().rollback()
        return _stored(contact_id, again=False)


def say_stopped(outcome: replies.Stopped) -> str:
    """What a stop did, and what may still be on its way."""
    said = _("Stopped. We no longer write to her.") + " "
    if outcome.dropped:
        said += ngettext(
            "One prepared message has been dropped.", "%(num)s prepared messages have been dropped.", outcome.dropped
        )
    if outcome.still_leaving:
        said += " " + _("One message was being sent at that moment. Whoever holds the team phone: do not send it.")
    return said.strip()


@pages.post("/message/<int:message_id>/meaning")
@may_enter(*WRITERS)
def decide(contact_id: int, message_id: int) -> AnyResponse:
    """One click on an unclear answer: does she want to stop?"""
    message = message_of(contact_id, message_id)
    try:
        with db().begin_nested():
            is_stop = request.form.get("stop") == "yes"
            outcome = replies.decide_stop(db(), message, is_stop=is_stop, by=worker(), now=now())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return to_thread(contact_id)
    if outcome is not None:
        flash(say_stopped(outcome), "info")
    return to_thread(contact_id, f"m{message_id}")


@pages.post("/stop")
@may_enter(*WRITERS)
def stop(contact_id: int) -> AnyResponse:
    """She wants no more messages."""
    flash(say_stopped(replies.stop(db(), contact_of(contact_id), now=now(), by=worker())), "info")
    return to_thread(contact_id)


@pages.post("/lift-stop")
@may_enter(RoleName.SUPERVISOR)
def lift_stop(contact_id: int) -> AnyResponse:
    """She came back herself, and a supervisor says why a stop is taken off."""
    try:
        reason = request.form.get("reason", "")
        replies.lift_stop(db(), contact_of(contact_id), by=worker(), now=now(), reason=reason, pace=house().terms.pace)
        flash(_("The stop is off. Answer her, and nothing more than she asks."), "info")
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    return to_thread(contact_id)
