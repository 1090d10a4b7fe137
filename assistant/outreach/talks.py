""" "I want to talk about this": from a thread to the supervisor, until it is done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotThere
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Contact, TalkWish

LONGEST = 1_000  # characters


def ask(session: Session, contact: Contact, *, words: str, by: Account, now: datetime) -> TalkWish:
    """Put it on the supervisor's board; asked again while it is open, only the words are renewed. `words` may be empty."""
    said = words.replace("\0", "").strip()[:LONGEST]
    wish = next((one for one in open_about(session, contact) if one.by_id == by.id), None)
    if wish is not None:
        wish.words = said or wish.words
        return wish
    wish = TalkWish(contact_id=contact.id, words=said, asked_at=now, by_id=by.id)
    session.add(wish)
    session.flush()
    audit.record(session, audit.Event.TALK_ASKED, now=now, by_id=by.id, contact_id=contact.id)
    return wish


def done(session: Session, contact: Contact, wish_id: int, *, by: Account, now: datetime) -> None:
    """We talked, or it is not needed any more. Raises NotThere."""
    wish = session.get(TalkWish, wish_id)
    if wish is None or wish.contact_id != contact.id:
        raise NotThere
    if wish.open:
        wish.open, wish.done_at, wish.done_by_id = None, now, by.id
        audit.record(session, audit.Event.TALK_DONE, now=now, by_id=by.id, contact_id=contact.id)


def open_about(session: Session, contact: Contact) -> Sequence[TalkWish]:
    """What somebody still wants to talk about in this thread, the oldest first."""
    query = select(TalkWish).where(TalkWish.contact_id == contact.id, TalkWish.open.is_not(None))
    return session.scalars(query.order_by(TalkWish.id).options(joinedload(TalkWish.by))).unique().all()


def of_thread(session: Session, contact_id: int) -> Sequence[TalkWish]:
    """All that was ever asked about this thread, the oldest first."""
    return session.scalars(select(TalkWish).where(TalkWish.contact_id == contact_id).order_by(TalkWish.id)).all()


def open_in(session: Session, team_id: int) -> Sequence[TalkWish]:
    """What a team's people want to talk about, the longest waiting first."""
    query = (
        select(TalkWish)
        .join(Contact, Contact.id == TalkWish.contact_id)
        .where(TalkWish.open.is_not(None), Contact.team_id == team_id)
        .order_by(TalkWish.asked_at, TalkWish.id)
        .options(joinedload(TalkWish.contact), joinedload(TalkWish.by))
    )
    return session.scalars(query).unique().all()
