"""Nothing that a verb goes by may change under it: how it holds a person until its transaction ends.

On SQLite a writing transaction is alone. On PostgreSQL a verb locks the contact's row, then her contact points by their keys (so that
a duplicate of her under another name waits too), then a message, always in this order; what was read earlier is read again.
"""

from sqlalchemy import func, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from assistant.errors import NotThere
from assistant.store.models import Contact, Message


def hold(session: Session, contact: Contact, message: Message | None = None) -> None:
    """Hold `contact` (and `message`) until the transaction ends, as they stand now. Raises NotThere when they have been erased."""
    if session.get_bind().dialect.name != "postgresql":
        return
    session.flush()
    try:
        session.refresh(contact, with_for_update={"of": Contact, "key_share": True})
        session.expire(contact, ["points"])
        for number in sorted(int.from_bytes(point.key[:8], signed=True) for point in contact.points):
            session.execute(select(func.pg_advisory_xact_lock(number)))
        if message is not None:
            session.refresh(message, with_for_update={"of": Message})
    except InvalidRequestError:
        raise NotThere from None
