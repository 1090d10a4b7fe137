"""The log: who did or saw what, when, about whom and why (NEN 7513), in a chain that shows when an entry is changed or missing."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from assistant.store.models import LogEntry, StoreMark
from assistant.store.sealed import keyring_of_session, storable

START = b"\0" * 32
END = b"end"
CHAIN_LOCK = 7239102

_log, _mark = cast(Table, LogEntry.__table__), cast(Table, StoreMark.__table__)
_LAST_LINK = select(_log.c.link).order_by(_log.c.id.desc()).limit(1).scalar_subquery()
# The last link, and the number of the entry to come: its own link is made over it.
_LAST = {
    "sqlite": select(_LAST_LINK, func.coalesce(select(func.max(_log.c.id)).scalar_subquery(), 0) + 1),
    "postgresql": select(_LAST_LINK, func.nextval(func.pg_get_serial_sequence(_log.name, "id"))),
}
_ADD, _COLUMNS = insert(_log), tuple(column.name for column in _log.c)
_END_AT = update(_mark).values(log_end=bindparam("end"))


class Event(StrEnum):
    """What is worth an entry."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    VIEWED = "viewed"
    SEARCHED = "searched"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    MESSAGE_APPROVED = "message_approved"
    MESSAGE_SENT = "message_sent"
    LIMIT_OVERRIDDEN = "limit_overridden"
    REPLY_STORED = "reply_stored"
    STOPPED = "stopped"
    STOP_LIFTED = "stop_lifted"
    CODE_WORD_SHOWN = "code_word_shown"
    CARD_CHANGED = "card_changed"
    ERASED = "erased"
    EXPORTED = "exported"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import_undone"
    URGENT_SEEN = "urgent_seen"
    OBSERVED = "observed"
    STEP_TAKEN = "step_taken"
    STEP_ASKED = "step_asked"
    STEP_REFUSED = "step_refused"
    OBSERVATION_ENDED = "observation_ended"
    HELP_ASKED = "help_asked"
    HELP_CHANGED = "help_changed"
    REFERRAL_PREPARED = "referral_prepared"
    REFERRAL_ASKED = "referral_asked"
    REFERRAL_AGREED = "referral_agreed"
    REFERRAL_NOT_AGREED = "referral_not_agreed"
    LETTER_TAKEN = "letter_taken"
    REFERRAL_SENT = "referral_sent"
    REFERRAL_CHANGED = "referral_changed"
    TAKEN_OVER = "taken_over"
    HANDOVER_OFFERED = "handover_offered"
    HANDOVER_ACCEPTED = "handover_accepted"
    HANDOVER_REFUSED = "handover_refused"
    HANDOVER_WITHDRAWN = "handover_withdrawn"
    ABSENCE_SET = "absence_set"
    JOINED = "joined"
    PARTED = "parted"
    JOINING_UNDONE = "joining_undone"
    NOT_SAME = "not_same"
    POINT_GONE = "point_gone"
    POINT_BACK = "point_back"
    MESSAGE_MOVED = "message_moved"
    TEMPLATE_SAVED = "template_saved"
    TEMPLATE_APPROVED = "template_approved"
    TEMPLATE_RETIRED = "template_retired"
    SIDE_BY_SIDE = "side_by_side"
    TOPIC_CHANGED = "topic_changed"
    OFFER_CHANGED = "offer_changed"
    BOOK_CHANGED = "book_changed"
    ACCOUNT_CHANGED = "account_changed"
    SENT_TAKEN_BACK = "sent_taken_back"
    CHANNEL_TESTED = "channel_tested"
    ARRIVAL_LAID_ASIDE = "arrival_laid_aside"
    VISIT_PLANNED = "visit_planned"
    VISITED = "visited"
    VISIT_TAKEN_BACK = "visit_taken_back"
    TALK_ASKED = "talk_asked"
    TALK_DONE = "talk_done"


def record(
    session: Session,
    event: Event,
    *,
    now: datetime,
    by_id: int | None,
    contact_id: int | None = None,
    responsible_id: int | None = None,
    reason: str | None = None,
) -> None:
    """Append an entry. Serial by nature: a chain has one end. Writers hold SQLite's write lock; PostgreSQL gets a lock until the commit."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    session.flush()
    last, number = connection.execute(_LAST[connection.dialect.name]).one()
    entry = LogEntry(
        id=number,
        at=now,
        event=event.value,
        account_id=by_id,
        responsible_id=responsible_id or by_id,
        contact_id=contact_id,
        reason=storable(reason) if reason is not None else None,
    )
    keyring = keyring_of_session(session)
    entry.link = keyring.link(bytes(last) if last else START, _content(entry))
    # Past the unit of work: an entry comes with every page, has no relations, and is never looked at again in its own session.
    connection.execute(_ADD, {name: getattr(entry, name) for name in _COLUMNS})
    # Where the chain ends is kept apart, so that the last entries cannot be taken off unseen.
    connection.execute(_END_AT, {"end": keyring.link(entry.link, END)})


def first_broken_entry(session: Session) -> int | None:
    """The number of the first entry that is changed or missing, or None when the whole chain holds."""
    keyring, previous, number = keyring_of_session(session), START, 0
    with session.scalars(select(LogEntry).order_by(LogEntry.id).execution_options(yield_per=1000)) as entries:
        for entry in entries:
            if entry.link != keyring.link(previous, _content(entry)):
                return entry.id
            previous, number = entry.link, entry.id
    end = session.scalar(select(StoreMark.log_end))
    expected = keyring.link(previous, END) if number else None
    return None if end == expected else number + 1


def _content(entry: LogEntry) -> bytes:
    parts = (
        entry.id,
        entry.at.astimezone(UTC).isoformat(),
        entry.event,
        entry.account_id,
        entry.responsible_id,
        entry.contact_id,
        entry.reason,
    )
    return repr(parts).encode()
