"""From one colleague to another: offered with a note, accepted or refused with a word, or taken over with a reason. Never ownerless.

Until a colleague accepts, she stays with the giver. Whoever gave, or was relieved, is told what became of it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible, NotThere, Stale, TextTooLong
from assistant.outreach import absence
from assistant.outreach.sending import check_claim
from assistant.store import audit
from assistant.store.accounts import Account, RoleName
from assistant.store.changing import rows_changed
from assistant.store.holding import hold
from assistant.store.models import Contact, Handover, HandoverState

LONGEST_NOTE, LONGEST_WORD = 2_000, 300  # characters


def offer(session: Session, contact: Contact, *, to: Account, note: str, by: Account, now: datetime) -> Handover:
    """Offer her to a colleague. Whoever has no worker yet is `by`'s until then.

    Raises NotPossible("note_needed" | "not_a_colleague" | "not_yours" | "hers_already" | "colleague_away" | "already_offered"), TextTooLong.
    """
    words = _text(note, "note_needed", LONGEST_NOTE)
    hold(session, contact)
    if to.team_id != contact.team_id or not to.active or to.role is RoleName.ADMINISTRATOR:
        raise NotPossible("not_a_colleague")
    if to.id in (contact.owner_id, by.id):
        raise NotPossible("hers_already")
    if not may_hand_over(session, contact, by=by, now=now):
        raise NotPossible("not_yours")
    if to.id in absence.away_now(session, team_id=to.team_id, now=now):
        raise NotPossible("colleague_away")
    if contact.owner_id is None:
        contact.owner_id = by.id
    offered = Handover(
        contact_id=contact.id,
        giver_id=contact.owner_id,
        taker_id=to.id,
        state=HandoverState.OFFERED,
        note=words,
        at=now,
    )
    offered.open = True
    try:
        with session.begin_nested():
            session.add(offered)
            session.flush()
    except IntegrityError:
        raise NotPossible("already_offered") from None
    session.expire(contact, ["owner", "handovers"])
    _log(session, offered, audit.Event.HANDOVER_OFFERED, by=by, now=now, reason=f"to {to.username}")
    return offered


def may_hand_over(session: Session, contact: Contact, *, by: Account, now: datetime) -> bool:
    """Whoever has her today, a supervisor, and for somebody without a worker everybody."""
    if contact.owner_id in (None, by.id) or by.role is RoleName.SUPERVISOR:
        return True
    keeper = absence.keeper_of(session, contact, now=now)
    return keeper is None or keeper.id == by.id


def accept(session: Session, offered: Handover, *, by: Account, now: datetime, word: str = "") -> None:
    """From now on she is `by`'s. Raises NotThere for somebody it was not offered to, Stale when it was answered or withdrawn already."""
    _of(by, offered.taker_id)
    contact = offered.contact
    hold(session, contact)
    _close(session, offered, HandoverState.ACCEPTED, now=now, answer=word)
    contact.owner_id = by.id
    session.flush()
    session.expire(contact, ["owner"])
    _log(session, offered, audit.Event.HANDOVER_ACCEPTED, by=by, now=now)


def refuse(session: Session, offered: Handover, *, word: str, by: Account, now: datetime) -> None:
    """No, and why: she stays with the giver. Raises NotPossible("word_needed"), NotThere, Stale."""
    _of(by, offered.taker_id)
    answer = _text(word, "word_needed", LONGEST_WORD)
    hold(session, offered.contact)
    _close(session, offered, HandoverState.REFUSED, now=now, answer=answer)
    _log(session, offered, audit.Event.HANDOVER_REFUSED, by=by, now=now)


def withdraw(session: Session, offered: Handover, *, by: Account, now: datetime) -> None:
    """The offer is taken back, by its giver or a supervisor. Raises NotThere, Stale."""
    if by.role is not RoleName.SUPERVISOR:
        _of(by, offered.giver_id)
    hold(session, offered.contact)
    _close(session, offered, HandoverState.WITHDRAWN, now=now)
    if by.id == offered.giver_id:
        offered.untold = None
    _log(session, offered, audit.Event.HANDOVER_WITHDRAWN, by=by, now=now)


def take_over(session: Session, contact: Contact, *, by: Account, reason: str, now: datetime) -> None:
    """From now on `by` writes with her, and why; her former worker sees it. An open offer ends with it.

    Raises HeldByOther while a colleague is writing, NotPossible("reason_needed").
    """
    hold(session, contact)
    former = contact.owner_id
    if former == by.id:
        return
    if former is not None and not reason.strip():
        raise NotPossible("reason_needed")
    check_claim(contact, by=by, now=now)
    end_offer(session, contact, now=now)
    words = reason.strip()[:LONGEST_WORD]
    taken = Handover(
        contact_id=contact.id,
        giver_id=former,
        taker_id=by.id,
        state=HandoverState.TAKEN,
        note=words,
        at=now,
        answered_at=now,
    )
    taken.untold = True if former is not None else None
    contact.owner_id = by.id
    session.add(taken)
    session.flush()
    session.expire(contact, ["owner", "handovers"])
    _log(session, taken, audit.Event.TAKEN_OVER, by=by, now=now, reason=words[:200] or None)


def end_offer(session: Session, contact: Contact, *, now: datetime) -> None:
    """An offer that waits for a word is withdrawn: she went another way."""
    offered = open_offer(session, contact)
    if offered is not None:
        _close(session, offered, HandoverState.WITHDRAWN, now=now)


def see(session: Session, ended: Handover, *, by: Account) -> None:
    """The giver has seen what became of it. Raises NotThere for anybody else."""
    _of(by, ended.giver_id)
    ended.untold = None


def find(session: Session, handover_id: int, *, team_id: int) -> Handover:
    """A handover of a team's. Raises NotThere."""
    query = select(Handover).join(Contact).where(Handover.id == handover_id, Contact.team_id == team_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotThere
    return found


def open_offer(session: Session, contact: Contact) -> Handover | None:
    """The offer of her that waits for a word, if there is one."""
    return session.scalars(
        select(Handover).where(Handover.contact_id == contact.id, Handover.open.is_(True))
    ).one_or_none()


def offered_to(session: Session, account: Account) -> list[Handover]:
    """Who is offered to `account` and waits for a word, the oldest first."""
    return _told(session, Handover.taker_id == account.id, Handover.open.is_(True))


def not_told_yet(session: Session, account: Account) -> list[Handover]:
    """What became of people of `account`'s, and `account` has not seen it yet."""
    return _told(session, Handover.giver_id == account.id, Handover.untold.is_(True))


def _told(session: Session, *which: ColumnElement[bool]) -> list[Handover]:
    parts = (joinedload(Handover.contact), joinedload(Handover.giver), joinedload(Handover.taker))
    return list(session.scalars(select(Handover).where(*which).order_by(Handover.id).options(*parts)))


def _close(
    session: Session, offered: Handover, state: HandoverState, *, now: datetime, answer: str | None = None
) -> None:
    """Of many who answer at once one does."""
    still = (Handover.id == offered.id, Handover.open.is_(True))
    session.flush()
    if rows_changed(session, update(Handover).where(*still).values(open=None, state=state, answered_at=now)) != 1:
        raise Stale
    session.refresh(offered)
    offered.answer, offered.untold = (answer or "").strip()[:LONGEST_WORD] or None, True
    session.flush()


def _of(by: Account, account_id: int | None) -> None:
    if by.id != account_id:
        raise NotThere


def _text(words: str, missing: str, longest: int) -> str:
    body = words.replace("\0", "").strip()
    if not body:
        raise NotPossible(missing)
    if len(body) > longest:
        raise TextTooLong(size=len(body), limit=longest)
    return body


def _log(
    session: Session, what: Handover, event: audit.Event, *, by: Account, now: datetime, reason: str | None = None
) -> None:
    audit.record(session, event, now=now, by_id=by.id, contact_id=what.contact_id, reason=reason)
