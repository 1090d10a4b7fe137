"""When somebody may not be safe: note what was seen or said, let the supervisor know, take steps with her agreement.

Nothing here reports anything, scores anybody or leaves the program by itself. A step by which something about her leaves is recorded as
taken only with her consent (how and when), or as an exception that a second colleague agreed to.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach import agreeing
from assistant.rules.pathways import Asked, Pathway, Worry, needs_second
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Contact, Message, Observation, ObservationStep, Source, StepState

LONGEST = 10_000  # characters

Pathways = Mapping[Worry, Pathway]


def note(
    session: Session,
    contact: Contact,
    *,
    worry: Worry,
    source: Source,
    words: str,
    at: datetime,
    message: Message | None,
    by: Account,
    now: datetime,
) -> Observation:
    """Keep what was seen or said, by whom and when; it stands on the board until it ends. Raises NotPossible, TextTooLong."""
    body = _text(words, "empty_observation")
    if at > now:
        raise NotPossible("future")
    if message is not None and message.contact_id != contact.id:
        raise NotThere
    seen = Observation(
        contact_id=contact.id,
        message_id=message.id if message else None,
        worry=worry,
        source=source,
        words=body,
        at=at,
        noted_at=now,
        by_id=by.id,
    )
    session.add(seen)
    contact.changed_at = now
    session.flush()
    audit.record(session, audit.Event.OBSERVED, now=now, by_id=by.id, contact_id=contact.id, reason=worry.value)
    return seen


def see(session: Session, seen: Observation, *, by: Account, now: datetime) -> None:
    """A supervisor knows."""
    if seen.seen_at is None:
        seen.seen_at, seen.seen_by_id = now, by.id
        audit.record(session, audit.Event.URGENT_SEEN, now=now, by_id=by.id, contact_id=seen.contact_id)


def take(
    session: Session,
    seen: Observation,
    pathways: Pathways,
    *,
    key: str,
    knows: Asked,
    agrees: Asked,
    told: str,
    how: str,
    by: Account,
    now: datetime,
) -> ObservationStep:
    """Record a step. Where something leaves the program without her yes it waits for a second person.

    Raises NotThere for a step that the pathway has not, NotPossible("ended" | "how_needed" | "told_needed" | "agrees_unknowing").
    """
    step = pathways[seen.worry].step(key)
    if step is None:
        raise NotThere
    if not seen.open:
        raise NotPossible("observation_ended")
    agreeing.check_answers(knows=knows, agrees=agrees)
    if step.leaves:
        _text(told, "told_needed")
        _text(how, "how_needed")
    waits = needs_second(step, agrees)
    taken = ObservationStep(
        observation_id=seen.id,
        key=key,
        state=StepState.WAITING if waits else StepState.DONE,
        knows=knows,
        agrees=agrees,
        told=told.strip()[:LONGEST],
        how=how.strip()[:LONGEST],
        at=now,
        by_id=by.id,
    )
    session.add(taken)
    session.flush()
    event = audit.Event.STEP_ASKED if waits else audit.Event.STEP_TAKEN
    audit.record(session, event, now=now, by_id=by.id, contact_id=seen.contact_id, reason=key)
    return taken


def second(session: Session, step: ObservationStep, *, agrees: bool, by: Account, now: datetime) -> None:
    """A second colleague says whether an exception may be made. Raises NotPossible("same_two" | "decided")."""
    session.refresh(step, with_for_update=True)
    agreeing.check_second(step.state, asked_by=step.by_id, by=by)
    step.state = StepState.DONE if agrees else StepState.REFUSED
    step.second_id, step.second_at = by.id, now
    event = audit.Event.STEP_TAKEN if agrees else audit.Event.STEP_REFUSED
    audit.record(session, event, now=now, by_id=by.id, contact_id=step.observation.contact_id, reason=step.key)


def end(session: Session, seen: Observation, *, words: str, by: Account, now: datetime) -> None:
    """How it ended. Raises NotPossible while an exception waits for a second person, or without words."""
    ending = _text(words, "reason_needed")
    if not seen.open:
        raise NotPossible("observation_ended")
    if any(step.state is StepState.WAITING for step in seen.steps):
        raise NotPossible("second_waits")
    seen.open, seen.ended_at, seen.ended_by_id, seen.ending = None, now, by.id, ending
    audit.record(session, audit.Event.OBSERVATION_ENDED, now=now, by_id=by.id, contact_id=seen.contact_id)


def find(session: Session, contact: Contact, observation_id: int) -> Observation:
    """One of hers. Raises NotThere."""
    seen = session.get(Observation, observation_id)
    if seen is None or seen.contact_id != contact.id:
        raise NotThere
    return seen


def of(session: Session, contact_id: int) -> Sequence[Observation]:
    """Everything noted about her, newest first."""
    query = select(Observation).where(Observation.contact_id == contact_id).order_by(Observation.id.desc())
    return session.scalars(query.options(selectinload(Observation.steps))).all()


def open_in(session: Session, team_id: int) -> Sequence[Observation]:
    """What is open in a team; what no supervisor has seen comes first, then the oldest."""
    query = (
        select(Observation)
        .join(Contact, Contact.id == Observation.contact_id)
        .where(Observation.open.is_not(None), Contact.team_id == team_id)
        .order_by(Observation.seen_at.is_not(None), Observation.noted_at)
        .options(joinedload(Observation.contact), joinedload(Observation.by), selectinload(Observation.steps))
    )
    return session.scalars(query).unique().all()


def how_many_unseen(session: Session, *, team_id: int) -> int:
    """Open observations that no supervisor has seen."""
    query = select(func.count(Observation.id)).join(Contact, Contact.id == Observation.contact_id)
    unseen = (Observation.open.is_not(None), Observation.seen_at.is_(None), Contact.team_id == team_id)
    return session.scalar(query.where(*unseen)) or 0


def _text(words: str, reason: str) -> str:
    text = words.strip().replace("\0", "")
    if not text:
        raise NotPossible(reason)
    if len(text) > LONGEST:
        raise TextTooLong(size=len(text), limit=LONGEST)
    return text
