"""Somebody is writing to her: held for a short while by signs of life from the answer box, and seen by colleagues while it lasts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.errors import NotThere
from assistant.outreach.sending import Terms, take_claim
from assistant.store.accounts import Account
from assistant.store.changing import rows_changed
from assistant.store.joinings import now_under
from assistant.store.models import Contact, Message, MessageState


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes to her now, and until when colleagues wait at least."""

    account_id: int
    name: str
    until: datetime


def keep_writing(session: Session, contact_id: int, *, by: Account, now: datetime, terms: Terms) -> datetime:
    """`by` opened the answer box or types in it. Raises HeldByOther while a colleague does, NotThere."""
    query = select(Contact).where(Contact.id == now_under(session, contact_id), Contact.team_id == by.team_id)
    contact = session.scalars(query).one_or_none()
    if contact is None:
        raise NotThere
    return take_claim(session, contact, by=by, now=now, terms=terms, length=terms.writing)


def lay_down(session: Session, contact_id: int, *, by: Account) -> None:
    """`by` stopped writing. While words of ours are on their way to her she stays held: that ends with them."""
    on_their_way = (
        select(Message.id)
        .where(Message.contact_id == Contact.id, Message.state == MessageState.CLAIMED, Message.by_id == by.id)
        .exists()
    )
    mine = (Contact.id == now_under(session, contact_id), Contact.claimed_by_id == by.id, ~on_their_way)
    rows_changed(session, update(Contact).where(*mine).values(claimed_by_id=None, claimed_until=None))


def writer_of(session: Session, contact_id: int, *, team_id: int, now: datetime) -> Writer | None:
    """Who writes to her now; None: nobody. Asked often, so it reads one row and opens nothing sealed. Raises NotThere."""
    query = (
        select(Account.id, Account.shown_name, Contact.claimed_until)
        .select_from(Contact)
        .outerjoin(Account, Account.id == Contact.claimed_by_id)
        .where(Contact.id == now_under(session, contact_id), Contact.team_id == team_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotThere
    account_id, name, until = row
    return Writer(account_id, name, until) if account_id is not None and until is not None and until > now else None


def writes_to(contact: Contact, *, now: datetime) -> Writer | None:
    """The same of somebody who is loaded."""
    until = contact.claimed_until
    held = contact.claimed_by if until is not None and until > now else None
    return Writer(held.id, held.shown_name, until) if held is not None and until is not None else None
