"""Where somebody stands, told again from what happened: for threads that are taken apart."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from assistant.outreach.history import gave_a_sign, we_wrote
from assistant.rules.cadence import Pace
from assistant.rules.stages import Stage, Step
from assistant.store.models import Contact, Direction, DueFor, Message, MessageState, Note, PostponeReason

WHO_SHE_IS = ("alias", "town", "language", "reference", "country", "gender", "owner_id")
MOMENTS = (
    "last_in_at",
    "last_out_at",
    "waiting_since",
    "urgent_since",
    "urgent_seen_at",
    "due_at",
    "proposed_at",
)
RHYTHM = ("stage", "unanswered", "renewals", "due_for", "postponed_for", *MOMENTS)
AWAY = ("due_at", "due_for", "proposed_at", "postponed_for")
_CLOSED = {"stage": Stage, "due_for": DueFor, "postponed_for": PostponeReason}


def picture(contact: Contact) -> dict[str, Any]:
    """Who she is to us and where she stands, as JSON holds it."""
    return {name: _plain(getattr(contact, name)) for name in (*WHO_SHE_IS, *RHYTHM)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def put_back(contact: Contact, seen: dict[str, Any], names: Iterable[str] = (*WHO_SHE_IS, *RHYTHM)) -> None:
    """Make `contact` look as she did in a picture."""
    for name in names:
        value = seen[name]
        if value is not None and name in MOMENTS:
            value = datetime.fromisoformat(value)
        elif value is not None and name in _CLOSED:
            value = _CLOSED[name](value)
        setattr(contact, name, value)


def clear(contact: Contact) -> None:
    """Nobody: no name, nothing due, nothing said."""
    put_back(contact, dict.fromkeys(WHO_SHE_IS), WHO_SHE_IS)
    clear_rhythm(contact)
    contact.claimed_by_id = contact.claimed_until = None


def clear_rhythm(contact: Contact) -> None:
    """As if nothing had happened between us yet."""
    put_back(contact, dict.fromkeys(RHYTHM) | {"stage": Stage.NEW, "unanswered": 0, "renewals": 0}, RHYTHM)


def retell(
    contact: Contact,
    messages: Sequence[Message],
    notes: Sequence[Note],
    *,
    pace: Pace,
    urgent_at: datetime | None = None,
) -> None:
    """Let these happen to `contact` again, in their order. `urgent_at`: the moment for words that sounded unsafe, when still open."""
    happened: list[tuple[datetime, int, Message | Note]] = [
        (m.at, m.id, m) for m in messages if m.direction is Direction.IN or m.state is MessageState.SENT
    ]
    happened += [(note.at, note.id, note) for note in notes if note.kind.is_contact]
    for at, _, thing in sorted(happened, key=lambda one: one[:2]):
        if isinstance(thing, Note):
            gave_a_sign(contact, at=at, step=Step.MET, pace=pace)
        elif thing.direction is Direction.IN:
            gave_a_sign(contact, at=at, step=Step.SHE_WROTE, pace=pace)
            if thing.danger and urgent_at is not None:
                contact.urgent_since = contact.urgent_since or urgent_at
        else:
            we_wrote(contact, at=at, pace=pace, crossed_at=thing.crossed_at)
