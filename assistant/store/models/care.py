"""What comes after a message: notes and visits, the safe-contact card, what she asked for."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed, SealedJson


class NoteKind(StrEnum):
    """A note stands in the thread; a call, a meeting or a visit also resets the rhythm."""

    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"


class Note(Base):
    """Something a worker wants remembered."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(closed(NoteKind), default=NoteKind.NOTE)
    body: Mapped[str] = mapped_column(Sealed("note.body"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    import_batch_id: Mapped[int | None]  # the import that brought it (imports.py)

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
    DONE = "done"
    NOT_WANTED = "not_wanted"


class HelpRequest(Base):
    """Something she asked for."""

    __tablename__ = "help_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))
    topic: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Sealed("help_request.words"))
    state: Mapped[HelpState] = mapped_column(closed(HelpState), default=HelpState.OPEN)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    taken_by: Mapped[Account | None] = relationship()
