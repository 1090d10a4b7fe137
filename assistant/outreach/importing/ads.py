"""Saved ads that come in with a list: a version of her ad each, with what may be mentioned in a friendly way, as after pasting."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.outreach.importing.counting import Batch
from assistant.outreach.importing.records import SavedAd
from assistant.rules import hooks
from assistant.store.models import Ad, Contact


def add_version(session: Session, contact: Contact, saved: SavedAd, batch: Batch, *, now: datetime) -> None:
    """Store `saved` as the newest version of her ad, unless it is the one we have."""
    last = contact.ads[-1] if contact.ads else None
    if last is not None and last.text == saved.text:
        return
    noticed = hooks.notice(
        saved.text,
        language=saved.language,
        today=now.astimezone(UTC).date(),
        country=saved.country,
        previous_town=contact.town,
        town=saved.town,
    )
    kept = {"alias": saved.alias, "town": saved.town, "language": saved.language}
    number = (session.scalar(select(func.max(Ad.number)).where(Ad.contact_id == contact.id)) or 0) + 1
    ad = Ad(
        number=number,
        text=saved.text,
        text_until=now + batch.keep_text,
        noticed=kept | {"hooks": [one.to_record() for one in noticed]},
        added_at=now,
        added_by_id=batch.by.id if batch.by else None,
    )
    contact.ads.append(ad)
    session.flush()
