"""What came in over a channel and what leaves by one: arrivals, departures, and calls that were turned away."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import HASH, closed
from assistant.store.models.messages import Message
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed


class ArrivalState(StrEnum):
    """STORED, not read yet → FILED in a thread, or OPEN: a human looks → FILED | ASIDE."""

    STORED = "stored"
    FILED = "filed"
    OPEN = "open"
    ASIDE = "aside"


class Trouble(StrEnum):
    """Why words that came in are in nobody's thread."""

    UNKNOWN_SENDER = "unknown_sender"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_READ = "not_read"  # our own fault: reading them failed


class Arrival(Base):
    """Words as they came in, stored before anything else happens. `key` is a keyed hash: the same words handed over again meet here.

    Once they stand in a thread `raw`, `text` and `sender` are emptied; the row stays for a while, so that a late repeat is known.
    """

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("channel", "key"), Index("ix_arrival_state_received_at", "state", "received_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(24))
    key: Mapped[bytes] = mapped_column(HASH)
    raw: Mapped[str | None] = mapped_column(Sealed("arrival.raw"))
    text: Mapped[str | None] = mapped_column(Sealed("arrival.text"))
    sender: Mapped[str | None] = mapped_column(Sealed("arrival.sender"))
    sender_kind: Mapped[str] = mapped_column(String(16))
    answers: Mapped[str | None] = mapped_column(Sealed("arrival.answers"))  # tokens of ours it refers to, with spaces
    said_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    state: Mapped[ArrivalState] = mapped_column(closed(ArrivalState), default=ArrivalState.STORED)
    trouble: Mapped[Trouble | None] = mapped_column(closed(Trouble))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Sealed("arrival.reason"))

    contact: Mapped[Contact | None] = relationship()
    handled_by: Mapped[Account | None] = relationship()


class DeliveryState(StrEnum):
    """How far a message is, in the provider's words."""

    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


class Departure(Base):
    """A message that leaves by a channel: since when it waits, why it still does, and what became of it.

    `gap_seconds` is the pause that is kept before it, drawn at random. `trouble` is a code of channels.base.Reason or of a refusal.
    """

    __tablename__ = "departure"
    __table_args__ = (Index("ix_departure_channel_left_at", "channel", "left_at"),)

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    channel: Mapped[str] = mapped_column(String(24))
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime]
    gap_seconds: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(40))
    override: Mapped[str | None] = mapped_column(Sealed("departure.override"))
    left_at: Mapped[datetime | None]
    delivery: Mapped[DeliveryState | None] = mapped_column(closed(DeliveryState))
    delivery_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship(back_populates="departure")


class Alarm(Base):
    """Calls at our door that were turned away, for the administrator: one row a channel and kind, changed at most once a minute."""

    __tablename__ = "alarm"

    channel: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    minutes: Mapped[int]  # in how many minutes it happened
