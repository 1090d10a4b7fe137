"""What an import filled in on somebody we knew, remembered so that it can be taken off again and nothing else with it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from assistant.outreach.importing.standing import Standing
from assistant.store.models import Contact, ImportTouched

STANDS = tuple(Standing.__slots__)


def remember(
    session: Session, number: int | None, contact: Contact, fields: dict[str, str], *, stands: Standing | None = None
) -> None:
    """Note that import `number` (None: nobody will take it back) filled in `fields`; `stands`: where it is about to put her.

    Points, messages and notes carry the number themselves. Called again for the same person it adds to what is there.
    """
    if number is None:
        return
    touched = session.get(ImportTouched, (number, contact.id))
    if touched is None:
        touched = ImportTouched(batch_id=number, contact_id=contact.id, added={"fields": {}})
        session.add(touched)
    added = touched.added | {"fields": touched.added["fields"] | fields}
    if stands is not None:
        added["before"] = added.get("before") or plain(contact)
        added["after"] = plain(stands)
    touched.added = added


def plain(of: Contact | Standing) -> dict[str, Any]:
    """Where somebody stands, as JSON holds it."""
    values = {name: getattr(of, name) for name in STANDS}
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
