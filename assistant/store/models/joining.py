"""Who turned out to be one person, who turned out to be two, and who surely is not the same: kept so that it can be undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed
from assistant.store.models.people import Contact
from assistant.store.sealed import SealedJson


class JoiningKind(StrEnum):
    """MERGE two threads became one · SPLIT one thread became two."""

    MERGE = "merge"
    SPLIT = "split"


class Joining(Base):
    """One merge or split that can still be undone.

    After a merge the row of `other` stays as an empty place: it holds her number, so that an old address leads to `kept` and an undo
    gives her back under the same number. After a split `other` is the person that was taken out of `kept`.
    """

    __tablename__ = "joining"
    __table_args__ = (Index("ix_joining_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JoiningKind] = mapped_column(closed(JoiningKind))
    kept_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJson("joining.facts"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    by: Mapped[Account | None] = relationship()
    kept: Mapped[Contact] = relationship(foreign_keys=[kept_id])
    other: Mapped[Contact] = relationship(foreign_keys=[other_id])


class NotSame(Base):
    """Two people of whom somebody said that they are not one person; the smaller number first. Never asked again."""

    __tablename__ = "not_same"

    one_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
