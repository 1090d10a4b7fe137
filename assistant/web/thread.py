"""A conversation: everything with her in one line of time, her answer, ours, and what to do next."""

from datetime import timedelta

from flask import Blueprint, Response, flash, json, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from assistant.channels.handoff import Way
from assistant.errors import HeldByOther, NotPossible, NotThere, Refused, Stale, TextTooLong
from assistant.outreach import (
    care,
    danger,
    drafting,
    handover,
    intake,
    presence,
    recontact,
    referral_course,
    replies,
    rights,
    sending,
    talks,
    thread,
    topics,
    visits,
)
from assistant.outreach.composing import compose
from assistant.outreach.history import history_of
from assistant.rules.cadence import budget_parts
from assistant.rules.stages import Stage
from assistant.store import audit, queries
from assistant.store.accounts import RoleName
from assistant.store.models import Contact, Message, MessageState, NoteKind, PostponeReason, Urgency
from assistant.web.access import may_enter
from assistant.web.compose_form import choices_from, choices_of_draft, ways_for
from assistant.web.contacts import contact_of, message_of
from assistant.web.find import REASONS
from assistant.web.going_out import to_take_back
from assistant.web.joining import beside
from assistant.web.language import day, speaks
from assistant.web.moments import days_to_postpone, moment_of, until_of
from assistant.web.names import reason_name
from assistant.web.onward import onward
from assistant.web.paste import WRITERS, DraftPlace, keep_and_send
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

LONGEST_SEARCH = 100

pages = Blueprint("thread", __name__, url_prefix="/contact/<int:contact_id>")


def _log_view(contact: Contact, *, found_for: str = "") -> None:
    audit.record(
        db(),
        audit.Event.VIEWED,
        now=now(),
        by_id=worker().id,
        contact_id=contact.id,
        reason=f"found: {found_for}" if found_for in REASONS else None,
    )


def _back(contact_id: int, anchor: str = "") -> AnyResponse:
    return redirect(url_for("thread.page", contact_id=contact_id, _anchor=anchor or None))


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def page(contact_id: int) -> str:
    """The conversation. Who looked is logged."""
    contact = contact_of(contact_id)
    _log_view(contact, found_for=request.args.get("why", ""))
    return page_of(contact)


def page_of(contact: Contact) -> str:
    """The page of `contact`. What was typed in the form that is being answered stands in it again."""
    assistant, by = house(), worker()
    colleagues = queries.colleagues(db(), team_id=by.team_id)  # first: whoever wrote what is then known already
    draft = thread.open_draft(contact)
    points = sending.reachable(contact)
    choices = choices_from(request.form, refill=request.form.get("do") == "refill")
    if (
        choices.body is None
        and request.form.get("do") != "refill"
        and draft
        and draft.state in (MessageState.DRAFT, MessageState.APPROVED)
    ):
        choices = choices_of_draft(draft)
    chosen = next((p for p in points if str(p.id) == request.form.get("point")), None) or (
        draft.point if draft else None
    )
    point = chosen or (points[0] if points else None)
    writing = compose(
        db(),
        contact=contact,
        person=drafting.person_of(contact),
        choices=choices,
        ways=ways_for(point.channel if point else "phone"),
        by=by,
        now=now(),
        desk=assistant.desk,
        terms=assistant.terms,
        point_id=point.id if point else None,
    )
    mark, waits_next = queries.thread_mark(db(), contact.id, team_id=by.team_id), queries.next_waiting(db(), contact)
    entries, sought = thread.timeline(contact), request.args.get("q", "")[:LONGEST_SEARCH].strip()
    older, recent = ([], thread.search(entries, sought)) if sought else thread.folded(entries)
    return render_template(
        "thread/page.html",
        contact=contact,
        sought=sought,
        mark=mark,
        waits_next=waits_next,
        older=older,
        recent=recent,
        draft=draft,
        point=point,
        points=points,
        writing=writing,
        other_reader=care.other_reader_since(contact),
        code_word_came=care.code_word_came(contact),
        observed=[one for one in danger.of(db(), contact.id) if one.open],
        pathways=assistant.pathways,
        tongue=speaks(),
        topics=topics.codes_in_use(db(), team_id=by.team_id),
        referrals=referral_course.of(db(), contact.id),
        urgencies=tuple(Urgency),
        colleagues=colleagues,
        local_today=now().astimezone(assistant.desk.zone).date(),
        helps=queries.help_requests_of(db(), contact.id),
        budget=budget_parts(history_of(contact), assistant.terms.pace),
        escalates_at=assistant.patience.ends(contact.waiting_since, contact.urgent_since)
        if contact.waiting_since
        else None,
        kinds=[kind for kind in NoteKind if kind is not NoteKind.MISSED],
        reasons=PostponeReason,
        days=days_to_postpone(),
        tomorrow=now().astimezone(assistant.desk.zone).date() + timedelta(days=1),
        writer=presence.writer_of(db(), contact.id, team_id=by.team_id, now=now()),
        offered=handover.open_offer(db(), contact),
        may_hand_over=handover.may_hand_over(db(), contact, by=by, now=now()),
        ways_in=[way for way in Way if way is not Way.COPY],
        stages=Stage,
        undo=to_take_back(contact),
        states=MessageState,
        beside=beside(contact),
        talks=talks.open_about(db(), contact),
        rounds=visits.to_come(db(), by.team_id),
        is_supervisor=by.has(RoleName.SUPERVISOR),
    )


@pages.post("/")
@may_enter(*WRITERS)
def write(contact_id: int) -> str | AnyResponse:
    """The buttons of the writing panel: refill, check, save as a draft, approve."""
    contact, form = contact_of(contact_id), request.form
    # The page's script says by itself that somebody writes (web/writing.py); without it, each press of a button says so.
    if form.get("live") != "yes" and not _may_write(contact):
        return page_of(contact)
    if form.get("do") not in ("save", "approve"):
        return page_of(contact)
    try:
        place = DraftPlace(int(form["draft"]), int(form["draft_version"])) if form.get("draft", "").isdigit() else None
        answer = keep_and_send(contact, form, approve=form["do"] == "approve", draft=place)
    except Stale:
        return _both_versions(contact)
    except TextTooLong as error:
        flash(_("This message is too long (%(size)s characters).", size=error.size), "error")
        return page_of(contact)
    if form["do"] == "save":
        presence.lay_down(db(), contact.id, by=worker())
    return answer


def _may_write(contact: Contact) -> bool:
    """Hold her for whoever pressed a button; not while a colleague writes. Then nothing is kept, and the words stay in the form."""
    try:
        presence.keep_writing(db(), contact.id, by=worker(), now=now(), terms=house().terms)
    except HeldByOther as refusal:
        flash(say_refusal(refusal), "error")
        return False
    return True


def _both_versions(contact: Contact) -> str:
    """Somebody else changed the draft in the meantime: show theirs and ours, overwrite nothing."""
    db().rollback()
    theirs = queries.open_draft(db(), contact.id)
    return render_template(
        "thread/both.html", contact=contact_of(contact.id), theirs=theirs, mine=request.form.get("body", "")
    )


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
    return _back(message.contact_id, f"m{message.id}")


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
        return _back(contact_id)
    if outcome is not None:
        flash(say_stopped(outcome), "info")
    return _back(contact_id, f"m{message_id}")


@pages.post("/stop")
@may_enter(*WRITERS)
def stop(contact_id: int) -> AnyResponse:
    """She wants no more messages."""
    flash(say_stopped(replies.stop(db(), contact_of(contact_id), now=now(), by=worker())), "info")
    return _back(contact_id)


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
    return _back(contact_id)


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
        return _back(contact_id)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return _back(contact_id)
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
        return _back(contact_id)
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
    return _back(contact_id)


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
    return _back(contact_id)


@pages.get("/data")
@may_enter(*WRITERS, writes=True)
def data(contact_id: int) -> str:
    """What we keep about her, and how to let her see or erase it."""
    contact = contact_of(contact_id)
    _log_view(contact)
    return render_template("thread/data.html", contact=contact, kept=house().config.retention)


@pages.post("/data/export")
@may_enter(*WRITERS)
def export(contact_id: int) -> AnyResponse:
    """Everything kept about her as a file that she can read."""
    kept = rights.export(db(), contact_of(contact_id), by=worker(), now=now())
    answer = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return answer


@pages.post("/data/erase")
@may_enter(*WRITERS)
def erase(contact_id: int) -> AnyResponse:
    """Erase her data; with a "no", her points stay refused as hashes only."""
    if request.form.get("sure") != "yes":
        flash(_("Nothing was erased: tick the box first."), "error")
        return redirect(url_for("thread.data", contact_id=contact_id))
    rights.erase(
        db(),
        contact_of(contact_id),
        now=now(),
        by=worker(),
        keep_no=request.form.get("keep_no") == "yes",
        reason=_("her request"),
    )
    flash(_("Erased. Nothing of her words is left here."), "info")
    return redirect(url_for("today.page"))
