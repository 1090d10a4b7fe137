"""The one click after which words leave: approved, and then taken out by hand or put in the queue of a channel."""

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, Refused
from assistant.outreach import dispatch, sending, taking_back
from assistant.store.models import Contact, Departure, Message
from assistant.web.language import moment
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

UNDO = "undo"  # in the worker's own session: how things stood before "sent", for a minute


def approve_and_go(message: Message, *, override: str) -> Response:
    """Approve the words and go on to the hand-off page, or to the thread with the moment at which they leave. Raises Stale."""
    by, assistant, departure = worker(), house(), None
    try:
        with db().begin_nested():
            sending.approve(
                db(), message, by=by, now=now(), terms=assistant.terms, desk=assistant.desk, override=override
            )
            if message.channel in dispatch.BY_CHANNEL.values():
                departure = _queue(message, override=override)
            else:
                sending.claim(db(), message, by=by, now=now(), terms=assistant.terms, override=override)
    except Refused as refusal:
        flash(say_refusal(refusal), "error")
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    else:
        if departure is None:
            return redirect(url_for("sending.page", message_id=message.id))
        flash(leaves_said(message, departure), "info")
    return redirect(url_for("thread.page", contact_id=message.contact_id))


def _queue(message: Message, *, override: str) -> Departure:
    assistant = house()
    return dispatch.queue(
        db(), message, channels=assistant.channels, now=now(), pauses=assistant.pauses, override=override
    )


def to_take_back(contact: Contact) -> Message | None:
    """Her message of which "sent" was pressed in this browser less than a minute ago, if nothing happened since."""
    kept = session.get(UNDO)
    last = next((m for m in reversed(contact.messages) if kept and m.id == kept.get("message")), None)
    return last if last is not None and taking_back.can_be_taken_back(last, kept, now=now()) else None


def leaves_said(message: Message, departure: Departure) -> str:
    """When it leaves, and that a night lies between when one does: nothing waits unsaid."""
    assistant = house()
    places = dispatch.places(db(), departure.channel, now=now(), pace=assistant.terms.pace, pauses=assistant.pauses)
    at = next((place.at for place in places if place.message.id == message.id), None)
    if at is None:
        return _("Approved, but there is no hour in which it can leave. Look at it under Today.")
    zone = assistant.desk.zone
    if at.astimezone(zone).date() != now().astimezone(zone).date():
        return _(
            "Approved. It leaves %(when)s: before that we do not write, or the gateway has done its day.",
            when=moment(at),
        )
    return _("Approved. It leaves at about %(when)s. Until then you can take it back.", when=moment(at))
