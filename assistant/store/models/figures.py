"""What figures rest on beside the messages: two versions side by side, and what is still counted of people we forgot."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base


class SideBySide(Base):
    """Two approved versions of one translation between which chance chooses. `running` is True, or None when it has ended."""

    __tablename__ = "side_by_side"
    __table_args__ = (UniqueConstraint("template_id", "language", "running"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("template.id"))
    language: Mapped[str] = mapped_column(String(10))
    first_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"))
    running: Mapped[bool | None]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("template_version.id"))


class KeptCount(Base):
    """Counts of messages to people who are forgotten: of no one in particular, added up by month (UTC) and by what was sent.

    Without them everybody who never answered would leave the figures after some weeks, and what is left would look too good.
    """

    __tablename__ = "kept_count"
    __table_args__ = (Index("ix_kept_count_team_month", "team_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    month: Mapped[str] = mapped_column(String(7))  # "2026-03"
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("template_version.id"))
    kind: Mapped[str | None] = mapped_column(String(24))
    language: Mapped[str | None] = mapped_column(String(10))
    hook_kind: Mapped[str | None] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(16))
    side_by_side_id: Mapped[int | None]
    sent: Mapped[int]
    aged_7: Mapped[int]
    aged_30: Mapped[int]
    answered_7: Mapped[int]
    answered_30: Mapped[int]
    talked: Mapped[int]
    helped: Mapped[int]
    unclear: Mapped[int]
    stopped: Mapped[int]
    repeated: Mapped[int]
