"""What was said: messages of ours and of hers."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import HASH, closed
from assistant.store.models.people import Contact, Point
from assistant.store.models.templates import TemplateVersion
from assistant.store.sealed import Sealed, SealedJson

if TYPE_CHECKING:
    from assistant.store.models.arrivals import Departure


class Direction(StrEnum):
    """OUT from us, IN from her."""

    OUT = "out"
    IN = "in"


class MessageState(StrEnum):
    """DRAFT → APPROVED → CLAIMED (with a lease) → SENT | FAILED | UNKNOWN | SUPPRESSED; DROPPED laid aside unsent; RECEIVED hers.

    An expired claim becomes UNKNOWN and waits for a human; it is never sent again by itself.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    DROPPED = "dropped"
    RECEIVED = "received"


class MessageKind(StrEnum):
    """What a message of ours is for."""

    FIRST = "first"
    REMINDER = "reminder"
    RECONTACT = "recontact"
    ANSWER = "answer"


class StopAnswer(StrEnum):
    """What reading a reply (or a human) says about stopping."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


TYPED_HOOK = "typed"
PENDING = (MessageState.DRAFT, MessageState.APPROVED, MessageState.CLAIMED)


class Message(Base):
    """Words that left or came in, or are about to. `active_key` is unique: one message at a time may be on its way to a point."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("active_key"),
        UniqueConstraint("token"),
        Index("ix_message_contact_at", "contact_id", "at"),
        Index("ix_message_state_lease", "state", "lease_until"),
        CheckConstraint("direction = 'in' OR state <> 'received'", name="received_is_hers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id", ondelete="SET NULL"))
    direction: Mapped[Direction] = mapped_column(closed(Direction))
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[MessageKind | None] = mapped_column(closed(MessageKind))
    state: Mapped[MessageState] = mapped_column(closed(MessageState))
    body: Mapped[str] = mapped_column(Sealed("message.body"))
    language: Mapped[str | None] = mapped_column(String(10))
    at: Mapped[datetime]  # sent, received, or else last changed
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("template_version.id"))
    hook: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("message.hook"))
    hook_kind: Mapped[str | None] = mapped_column(
        String(24)
    )  # of the hook: a HookKind, or "typed" by hand; counted, so not sealed
    side_by_side_id: Mapped[int | None]  # chance chose this version there; None when a person did
    lot: Mapped[str | None] = mapped_column(String(40))  # what chance went by, so that the draft draws the same again
    proposal: Mapped[bool] = mapped_column(default=False)  # made by the clock, waiting for a human

    token: Mapped[str | None] = mapped_column(String(32))  # names this sending to a channel, so that it is done once
    active_key: Mapped[bytes | None] = mapped_column(HASH)
    lease_until: Mapped[datetime | None]
    crossed_at: Mapped[datetime | None]  # she wrote then, while this was on its way: it does not answer her
    failure: Mapped[str | None] = mapped_column(String(40))

    stop: Mapped[StopAnswer | None] = mapped_column(closed(StopAnswer))
    stop_decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reading: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("message.reading"))
    danger: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    import_batch_id: Mapped[int | None]  # the import that brought it (imports.py)

    contact: Mapped[Contact] = relationship(back_populates="messages")
    point: Mapped[Point | None] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    template_version: Mapped[TemplateVersion | None] = relationship()
    departure: Mapped["Departure | None"] = relationship(
        back_populates="message", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}

    @validates("hook")
    def _name_the_hook(self, key: str, hook: dict[str, Any] | None) -> dict[str, Any] | None:
        self.hook_kind = str(hook.get("kind", TYPED_HOOK))[:24] if hook else None
        return hook
