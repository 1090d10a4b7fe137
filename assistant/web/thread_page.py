"""The page of a conversation, put together: the line of time, the writing panel, and what stands beside them."""

from datetime import timedelta
from typing import Any

from flask import render_template, request

from assistant.channels.handoff import Way
from assistant.outreach import care, drafting, handover, presence, sending, surroundings, thread, topics
from assistant.outreach.composing import Choices, Composition, compose
from assistant.outreach.history import history_of
from assistant.outreach.surroundings import Surroundings
from assistant.rules.cadence import budget_parts
from assistant.rules.stages import Stage
from assistant.store import audit, queries, thread_questions
from assistant.store.accounts import RoleName
from assistant.store.models import Contact, Message, MessageState, NoteKind, Point, PostponeReason, Urgency
from assistant.web.asked import words_asked
from assistant.web.compose_form import choices_from, choices_of_draft, ways_for
from assistant.web.find import REASONS
from assistant.web.going_out import to_take_back
from assistant.web.joining import beside
from assistant.web.language import speaks
from assistant.web.moments import days_to_postpone
from assistant.web.sessions import db, house, now, worker

LONGEST_SEARCH = 100


def log_view(contact: Contact, *, found_for: str = "") -> None:
    """Write down who looked. `found_for`: why she was searched for."""
    audit.record(
        db(),
        audit.Event.VIEWED,
        now=now(),
        by_id=worker().id,
        contact_id=contact.id,
        reason=f"found: {found_for}" if found_for in REASONS else None,
    )


def page_of(contact: Contact) -> str:
    """The page of `contact`. What was typed in the form that is being answered stands in it again."""
    colleagues = queries.colleagues(db(), team_id=worker().team_id)
    thread_questions.know_writers(contact, colleagues)
    around = surroundings.of(db(), contact, now=now())
    draft = thread.open_draft(contact)
    point, points = _to(contact, draft)
    return render_template(
        "thread/page.html",
        contact=contact,
        draft=draft,
        point=point,
        points=points,
        writing=_writing(contact, draft, point, around),
        colleagues=colleagues,
        waits_next=thread_questions.next_waiting(db(), contact),
        **_line_of_time(contact),
        **_around(contact, around),
        **_of_her(contact),
        **_to_choose_from(),
    )


def _to(contact: Contact, draft: Message | None) -> tuple[Point | None, list[Point]]:
    """The point that the words go to, and all that can be reached: the chosen one, that of the draft, else the first."""
    points = sending.reachable(contact)
    chosen = next((p for p in points if str(p.id) == request.form.get("point")), None) or (
        draft.point if draft else None
    )
    return chosen or (points[0] if points else None), points


def _writing(contact: Contact, draft: Message | None, point: Point | None, around: Surroundings) -> Composition:
    return compose(
        db(),
        contact=contact,
        person=drafting.person_of(contact),
        choices=_choices(draft),
        ways=ways_for(point.channel if point else "phone"),
        by=worker(),
        now=now(),
        desk=house().desk,
        terms=house().terms,
        point_id=point.id if point else None,
        requests=around.requests,
    )


def _choices(draft: Message | None) -> Choices:
    """What the form says; else what the kept draft was made with."""
    refill = request.form.get("do") == "refill"
    choices = choices_from(request.form, refill=refill)
    kept = draft is not None and draft.state in (MessageState.DRAFT, MessageState.APPROVED)
    return choices_of_draft(draft) if draft and kept and choices.body is None and not refill else choices


def _line_of_time(contact: Contact) -> dict[str, Any]:
    entries, sought = thread.timeline(contact), words_asked().get("q", "")[:LONGEST_SEARCH].strip()
    older, recent = ([], thread.search(entries, sought)) if sought else thread.folded(entries)
    return {"sought": sought, "older": older, "recent": recent, "mark": thread_questions.mark_of(contact)}


def _around(contact: Contact, around: Surroundings) -> dict[str, Any]:
    return {
        "helps": around.requests,
        "referrals": around.referrals,
        "observed": around.observed,
        "talks": around.talks,
        "offered": around.offered,
        "rounds": around.rounds,
        "beside": beside(contact, around.undoable),
    }


def _of_her(contact: Contact) -> dict[str, Any]:
    assistant, waits = house(), contact.waiting_since
    return {
        "other_reader": care.other_reader_since(contact),
        "code_word_came": care.code_word_came(contact),
        "budget": budget_parts(history_of(contact), assistant.terms.pace),
        "escalates_at": assistant.patience.ends(waits, contact.urgent_since) if waits else None,
        "writer": presence.writes_to(contact, now=now()),
        "may_hand_over": handover.may_hand_over(db(), contact, by=worker(), now=now()),
        "undo": to_take_back(contact),
        "is_supervisor": worker().has(RoleName.SUPERVISOR),
    }


def _to_choose_from() -> dict[str, Any]:
    today = now().astimezone(house().desk.zone).date()
    return {
        "pathways": house().pathways,
        "tongue": speaks(),
        "topics": topics.codes_in_use(db(), team_id=worker().team_id),
        "urgencies": tuple(Urgency),
        "local_today": today,
        "tomorrow": today + timedelta(days=1),
        "days": days_to_postpone(),
        "kinds": [kind for kind in NoteKind if kind is not NoteKind.MISSED],
        "reasons": PostponeReason,
        "ways_in": [way for way in Way if way is not Way.COPY],
        "stages": Stage,
        "states": MessageState,
    }
