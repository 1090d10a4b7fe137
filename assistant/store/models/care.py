"""What comes after a message: notes and visits, the safe-contact card, what she asked for."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed, filled
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed, SealedJson


class NoteKind(StrEnum):
    """A note stands in the thread; a call, a meeting or a visit also resets the rhythm. MISSED: we looked in, and she was not there."""

    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    MISSED = "missed"

    @property
    def is_contact(self) -> bool:
        """Whether she and we spoke: then the rhythm starts anew."""
        return self not in (NoteKind.NOTE, NoteKind.MISSED)


class Note(Base):
    """Something a worker wants remembered. `visit_id`: the visit on which we met or missed her (visits.py)."""

    __tablename__ = "note"
    __table_args__ = (filled("ix_note_visit", "visit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(closed(NoteKind), default=NoteKind.NOTE)
    body: Mapped[str] = mapped_column(Sealed("note.body"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    import_batch_id: Mapped[int | None]  # the import that brought it (imports.py)
    visit_id: Mapped[int | None]

    contact: Mapped[Contact] = relationship(back_populates="notes")
    by: Mapped[Account | None] = relationship()


class SafeContactCard(Base):
    """How she can be reached safely, in her own words; asked right after a first answer."""

    __tablename__ = "safe_contact_card"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJson("safe_contact_card.facts"))
    checked_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    contact: Mapped[Contact] = relationship(back_populates="card")


class HelpState(StrEnum):
    """How far a help request is."""

    OPEN = "open"
    DOING = "doing"
    REFERRED = "referred"
    DONE = "done"
    NOT_WANTED = "not_wanted"


class Urgency(StrEnum):
    """How soon she needs it, in her own eyes."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    SOON = "soon"


class HelpRequest(Base):
    """Something she asked for. `due_on`: the day by which `taken_by` looks at it; a day of the team's zone."""

    __tablename__ = "help_request"
    __table_args__ = (filled("ix_help_request_due", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))
    topic: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Sealed("help_request.words"))
    state: Mapped[HelpState] = mapped_column(closed(HelpState), default=HelpState.OPEN)
    urgency: Mapped[Urgency] = mapped_column(closed(Urgency), default=Urgency.SOON, server_default=text("'soon'"))
    due_on: Mapped[date | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship()
    taken_by: Mapped[Account | None] = relationship()
