"""What a worker does in a conversation beside writing: needs no answer, postpone, let rest, note, a new number."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from assistant.errors import NotPossible, Refused, TextTooLong
from assistant.outreach import intake, recontact, replies
from assistant.store import audit
from assistant.store.accounts import RoleName
from assistant.store.models import NoteKind, PostponeReason
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.language import day
from assistant.web.moments import until_of
from assistant.web.names import reason_name
from assistant.web.onward import onward, to_thread
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker
from assistant.web.thread_page import page_of

pages = Blueprint("steps", __name__, url_prefix="/contact/<int:contact_id>")


@pages.post("/answered")
@may_enter(*WRITERS)
def no_answer_needed(contact_id: int) -> AnyResponse:
    """Her last words ask for nothing."""
    replies.no_answer_needed(contact_of(contact_id), now=now(), pace=house().terms.pace)
    flash(_("Noted: her last words need no answer."), "info")
    return redirect(url_for("today.page"))


@pages.post("/postpone")
@may_enter(*WRITERS)
def postpone(contact_id: int) -> AnyResponse:
    """Not now, but then, and why."""
    form = request.form
    try:
        until = until_of(form.get("until", ""), form.get("day", ""))
        reason = PostponeReason(form.get("reason", ""))
        recontact.postpone(db(), contact_of(contact_id), until=until, reason=reason, now=now())
    except ValueError:
        flash(say_not_possible(NotPossible("choose_one")), "error")
        return to_thread(contact_id)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return to_thread(contact_id)
    flash(_("Postponed until %(day)s: %(why)s.", day=day(until), why=reason_name(reason).lower()), "info")
    return redirect(onward())


@pages.post("/rest")
@may_enter(*WRITERS)
def rest(contact_id: int) -> AnyResponse:
    """No more messages of ours; the door stays open."""
    try:
        recontact.rest(db(), contact_of(contact_id), now=now())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return to_thread(contact_id)
    flash(_("We let it rest. When she writes, you see her at the top."), "info")
    return redirect(onward())


@pages.post("/note")
@may_enter(*WRITERS)
def note(contact_id: int) -> AnyResponse | tuple[str, int]:
    """Something to remember; a call or a meeting resets the rhythm."""
    try:
        kind = NoteKind(request.form.get("kind", NoteKind.NOTE))
        replies.note(
            db(),
            contact_of(contact_id),
            text=request.form.get("text", ""),
            kind=kind,
            at=now(),
            now=now(),
            by=worker(),
            pace=house().terms.pace,
        )
    except (ValueError, NotPossible):
        flash(say_not_possible(NotPossible("empty_note")), "error")
        return page_of(contact_of(contact_id)), 422
    except TextTooLong as error:
        flash(_("This note is too long (%(size)s characters).", size=error.size), "error")
        return page_of(contact_of(contact_id)), 422
    return to_thread(contact_id)


@pages.post("/urgent-seen")
@may_enter(RoleName.SUPERVISOR)
def urgent_seen(contact_id: int) -> AnyResponse:
    """A supervisor has looked. It stays urgent until she is answered."""
    contact = contact_of(contact_id)
    contact.urgent_seen_at = now()
    audit.record(db(), audit.Event.URGENT_SEEN, now=now(), by_id=worker().id, contact_id=contact.id)
    return redirect(url_for("today.page"))


@pages.post("/point")
@may_enter(*WRITERS)
def add_point(contact_id: int) -> AnyResponse:
    """A new number, address or name; the thread stays hers."""
    contact = contact_of(contact_id)
    entry = (request.form.get("channel", ""), request.form.get("value", ""))
    try:
        with db().begin_nested():
            points = intake.corrected_points([entry], region=house().desk.country)
            intake.add_point_by_hand(db(), contact, points, by=worker(), now=now())
            flash(_("Added. The conversation stays the same."), "info")
    except Refused as refusal:
        flash(say_refusal(refusal), "error")
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    return to_thread(contact_id)
