"""Mail to supervisors that says nothing but "sign in". No row here is about anybody: it knows a team, a kind and a colleague's address."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.models.columns import closed


class NoticeKind(StrEnum):
    """Why a supervisor should look."""

    WAITS = "waits"  # somebody waits longer than agreed
    WAITS_URGENT = "waits_urgent"  # the same, of somebody whose words sounded unsafe
    UNSAFE = "unsafe"  # words that sounded unsafe came in
    OBSERVED = "observed"  # a colleague noted that somebody may not be safe


class NoticeState(StrEnum):
    """WAITING → SAYING (with a lease) → TOLD | REFUSED for good | UNKNOWN: nobody knows whether it left, and it is not mailed again."""

    WAITING = "waiting"
    SAYING = "saying"
    TOLD = "told"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Notice(Base):
    """One mail to one address. `open` is True until it left or cannot: one at a time of a kind, so that a broken mail server heaps up none."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("team_id", "kind", "address", "open"),
        Index("ix_notice_state", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[NoticeKind] = mapped_column(closed(NoticeKind))
    address: Mapped[str] = mapped_column(String(254))
    token: Mapped[str] = mapped_column(String(32))  # the mail's own name: a server that sees it twice can tell
    state: Mapped[NoticeState] = mapped_column(closed(NoticeState), default=NoticeState.WAITING)
    open: Mapped[bool | None] = mapped_column(default=True)
    raised_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(40))
