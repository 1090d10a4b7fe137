"""Going out: field visits, who of us went, and whom a round should look in on. Whom we met stands in her own thread, as a note."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed, SealedJson


class PlaceKind(StrEnum):
    """What kind of place was visited."""

    BROTHEL = "brothel"
    STREET = "street"
    CLUB = "club"
    WINDOW = "window"
    HOME = "home"
    OTHER = "other"


class Visit(Base):
    """One visit or round, planned or done. `words` are about the place; what concerns a person is a note in her thread (`Note.visit_id`).

    `nameless`: people met who gave no name. `ended_at`: since then nobody goes on with it.
    """

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_team_at", "team_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[PlaceKind] = mapped_column(closed(PlaceKind))
    place: Mapped[str] = mapped_column(Sealed("visit.place"))
    town: Mapped[str] = mapped_column(Sealed("visit.town"))
    words: Mapped[str] = mapped_column(Sealed("visit.words"))
    nameless: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    import_batch_id: Mapped[int | None]  # the import that brought it (imports.py)

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    went: Mapped[list["VisitColleague"]] = relationship(
        order_by="VisitColleague.account_id", cascade="all, delete-orphan"
    )
    look_ins: Mapped[list["LookIn"]] = relationship(
        back_populates="visit", order_by="LookIn.id", cascade="all, delete-orphan"
    )

    @property
    def where(self) -> str:
        """The place and its town in one line; "" when neither was noted."""
        return ", ".join(part for part in (self.place, self.town) if part)


class VisitColleague(Base):
    """One of us who went."""

    __tablename__ = "visit_colleague"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class LookIn(Base):
    """Somebody whom a round looks in on. What came of it is the note of that visit in her thread; no note: not yet.

    `stood`: where she stood before and after she was met, so that a slip of the thumb can be taken back.
    """

    __tablename__ = "look_in"
    __table_args__ = (UniqueConstraint("visit_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    stood: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("look_in.stood"))

    visit: Mapped[Visit] = relationship(back_populates="look_ins")
    contact: Mapped[Contact] = relationship()
