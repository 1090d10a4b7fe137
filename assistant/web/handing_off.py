"""Hand off: the approved words leave with the team's own phone, and a human says whether they did."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.channels.handoff import Way, fits_qr, hand_off, qr_svg
from assistant.errors import NotPossible, Stale
from assistant.outreach import sending, taking_back
from assistant.store import queries
from assistant.store.models import Message, MessageState
from assistant.web.access import may_enter
from assistant.web.going_out import UNDO, approve_and_go
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("sending", __name__, url_prefix="/message/<int:message_id>")


def _message(message_id: int) -> Message:
    return queries.message_of_team(db(), message_id, team_id=worker().team_id)


@pages.get("/send")
@may_enter(*WRITERS)
def page(message_id: int) -> str | Response:
    """The link or the code that opens the app with the words in it; then the one question: did it leave?"""
    message = _message(message_id)
    if message.state not in (MessageState.CLAIMED, MessageState.UNKNOWN):
        return redirect(url_for("thread.page", contact_id=message.contact_id))
    if message.by_id != worker().id and message.state is MessageState.CLAIMED:
        flash(_("A colleague is sending this message. You see here what becomes of it."), "info")
        return redirect(url_for("thread.page", contact_id=message.contact_id))
    point = message.point
    way = Way(message.channel) if message.channel in set(Way) else Way.COPY
    out = None
    if point is not None and message.state is MessageState.CLAIMED:
        subject = _("Hello from %(name)s", name=worker().shown_name)
        out = hand_off(way, channel=point.channel, value=point.value, text=message.body, subject=subject)
    code = qr_svg(out.link) if out and out.link and fits_qr(out.link) else None
    return render_template(
        "sending/page.html", message=message, contact=message.contact, way=way, out=out, code=code, ways=Way
    )


@pages.post("/sent")
@may_enter(*WRITERS)
def sent(message_id: int) -> Response:
    """Yes, it left; or no, it did not, and then the words are a draft again."""
    message = _message(message_id)
    contact_id = message.contact_id
    try:
        with db().begin_nested():
            if request.form.get("sent") == "yes":
                before = taking_back.as_it_stands(message)
                sending.mark_sent(db(), message, by=worker(), now=now(), pace=house().terms.pace)
                db().flush()
                session[UNDO] = taking_back.closed(message, before)
                flash(_("Sent. You see it when she answers."), "info")
            else:
                sending.mark_not_sent(db(), message, by=worker(), now=now())
                flash(_("Not sent. Your text is kept as a draft."), "info")
    except Stale:
        flash(_("This message was already closed. Nothing was changed."), "error")
    return redirect(url_for("thread.page", contact_id=contact_id))


@pages.post("/unsent")
@may_enter(*WRITERS)
def unsent(message_id: int) -> Response:
    """It did not leave after all: within a minute, everything is as it was before "sent"."""
    message = _message(message_id)
    try:
        with db().begin_nested():
            taking_back.take_back(db(), message, session.pop(UNDO, None), by=worker(), now=now())
    except (NotPossible, Stale):
        flash(say_not_possible(NotPossible("sent_long_ago")), "error")
        return redirect(url_for("thread.page", contact_id=message.contact_id))
    return redirect(url_for("sending.page", message_id=message_id))


@pages.post("/go")
@may_enter(*WRITERS)
def go(message_id: int) -> Response:
    """Approve a kept draft as it stands and go to the hand-off page."""
    message = _message(message_id)
    try:
        return approve_and_go(message, override=request.form.get("override", ""))
    except Stale:
        flash(_("Somebody else already did something with this message. Nothing was changed."), "error")
    return redirect(url_for("thread.page", contact_id=message.contact_id))


@pages.post("/drop")
@may_enter(*WRITERS)
def drop(message_id: int) -> Response:
    """Lay a draft aside unsent."""
    message = _message(message_id)
    try:
        sending.drop(message, now=now())
        sending.release_claim(message.contact, by=worker())
        flash(_("The draft is laid aside. Nothing was sent."), "info")
    except Stale:
        flash(_("This message may have left, so it cannot be laid aside. Say first whether it was sent."), "error")
    return redirect(url_for("thread.page", contact_id=message.contact_id))
