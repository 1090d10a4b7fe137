"""The sentences that open a message with something friendly, as a team has made them its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed
from assistant.store.models.templates import VersionState


class HookVersion(Base):
    """The sentences for one hook ("hair.short") in one language at one time, one a line. Never changed after saving."""

    __tablename__ = "hook_version"
    __table_args__ = (UniqueConstraint("language", "key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[VersionState] = mapped_column(closed(VersionState), default=VersionState.DRAFT)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    saved_by: Mapped[Account | None] = relationship(foreign_keys=[saved_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
