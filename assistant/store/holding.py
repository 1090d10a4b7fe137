"""Nothing that a verb goes by may change under it: how it holds a person until its transaction ends.

On SQLite a writing transaction is alone. On PostgreSQL a verb locks the contact's row, then her contact points by their keys (so that
a duplicate of her under another name waits too), then a message, always in this order; what was read earlier is read again.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from assistant.errors import NotThere
from assistant.store.models import Contact, Joining, JoiningKind, Message


def hold(session: Session, contact: Contact, message: Message | None = None) -> None:
    """Hold `contact` (and `message`) until the transaction ends, as they stand now.

    Raises NotThere when they have been erased, or when she was joined with another thread a moment ago: look her up again.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    session.flush()
    try:
        _lock(session, [contact])
        if message is not None:
            session.refresh(message, with_for_update={"of": Message})
    except InvalidRequestError:
        raise NotThere from None
    if message is not None and message.contact_id != contact.id:
        raise NotThere


def hold_all(session: Session, contacts: Iterable[Contact]) -> None:
    """Hold several people and all their messages at once, in the order of their numbers so that no two wait for each other.

    Raises NotThere as `hold` does. On both databases everything loaded is read again.
    """
    people = sorted({contact.id: contact for contact in contacts}.values(), key=lambda contact: contact.id)
    session.flush()
    try:
        if session.get_bind().dialect.name == "postgresql":
            _lock(session, people)
            theirs = select(Message).where(Message.contact_id.in_([contact.id for contact in people]))
            query = theirs.order_by(Message.id).with_for_update(of=Message).execution_options(populate_existing=True)
            session.scalars(query).all()
        for contact in people:
            session.refresh(contact)
    except InvalidRequestError:
        raise NotThere from None


def hold_rows(session: Session, contact_ids: Sequence[int]) -> None:
    """Hold the rows of these contacts and nothing else, in the order of their numbers; waits for who holds one. Gone ones are no error."""
    if session.get_bind().dialect.name == "postgresql":
        rows = select(Contact.id).where(Contact.id.in_(contact_ids)).order_by(Contact.id)
        session.connection().execute(rows.with_for_update(key_share=True)).all()


def _lock(session: Session, contacts: list[Contact]) -> None:
    for contact in contacts:
        session.refresh(contact, with_for_update={"of": Contact, "key_share": True})
        session.expire(contact, ["points"])
        joined = exists().where(Joining.other_id == contact.id, Joining.kind == JoiningKind.MERGE)
        if session.scalar(select(joined)):
            raise NotThere
    keys = {int.from_bytes(point.key[:8], signed=True) for contact in contacts for point in contact.points}
    for number in sorted(keys):
        session.execute(select(func.pg_advisory_xact_lock(number)))
