"""Who we may write to: contacts, their contact points and ads, and the list of those who said no."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, func, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.rules.stages import Stage
from assistant.store.accounts import Account, Team
from assistant.store.base import Base
from assistant.store.models.columns import HASH, closed, filled
from assistant.store.sealed import Sealed, SealedJson

if TYPE_CHECKING:
    from assistant.store.models.care import Note, SafeContactCard
    from assistant.store.models.handing import Handover
    from assistant.store.models.messages import Message


class DueFor(StrEnum):
    """Why a contact's due date is set."""

    REMINDER = "reminder"
    RECONTACT = "recontact"
    POSTPONED = "postponed"
    FAREWELL = "farewell"


class PostponeReason(StrEnum):
    """Why a next message waits, shown to everybody."""

    LOOKING_INTO_IT = "looking_into_it"
    SHE_ASKED_FOR_REST = "she_asked_for_rest"
    WAITING_FOR_COLLEAGUE = "waiting_for_colleague"


UNHANDLED = text("due_at IS NOT NULL AND proposed_at IS NULL")


def hour_of(moment: ColumnElement[datetime]) -> ColumnElement[str]:
    """On SQLite, the hour in the text of a moment: what the index of who is due goes by there.

    Within an hour it goes by the number, as the table does: whoever marks people in the order of their numbers touches few pages of both.
    """
    return func.substr(moment, literal_column("1"), literal_column("13"))


class Contact(Base):
    """A person we may write to. `waiting_since`: she wrote and nobody has answered; `unanswered`: our messages since her last sign."""

    __tablename__ = "contact"
    __table_args__ = (
        filled("ix_contact_team_waiting", "team_id", "waiting_since"),
        filled("ix_contact_team_due", "team_id", "due_at"),
        filled("ix_contact_team_urgent", "team_id", "urgent_since"),
        # Only whoever was not handled yet: with 100,000 proposals open, the clock still finds at once that there is nothing new.
        Index("ix_contact_due", "due_at", postgresql_where=UNHANDLED).ddl_if(dialect="postgresql"),
        filled("ix_contact_proposed_at", "proposed_at"),
        filled("ix_contact_owner_id", "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    alias: Mapped[str | None] = mapped_column(Sealed("contact.alias"))
    town: Mapped[str | None] = mapped_column(Sealed("contact.town"))
    language: Mapped[str | None] = mapped_column(String(10))
    reference: Mapped[str | None] = mapped_column(Sealed("contact.reference"))
    country: Mapped[str | None] = mapped_column(Sealed("contact.country"))
    gender: Mapped[str | None] = mapped_column(Sealed("contact.gender"))

    stage: Mapped[Stage] = mapped_column(closed(Stage), default=Stage.NEW)
    unanswered: Mapped[int] = mapped_column(default=0)
    renewals: Mapped[int] = mapped_column(default=0)  # re-contacts sent since the conversation stalled
    last_in_at: Mapped[datetime | None]
    last_out_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    urgent_since: Mapped[datetime | None]
    urgent_seen_at: Mapped[datetime | None]
    waiting_told_for: Mapped[datetime | None]  # the `waiting_since` (or `urgent_since`) of which a supervisor was told
    urgent_told_for: Mapped[datetime | None]  # the `urgent_since` of which a supervisor was told at once

    due_at: Mapped[datetime | None]
    due_for: Mapped[DueFor | None] = mapped_column(closed(DueFor))
    proposed_at: Mapped[datetime | None]
    postponed_for: Mapped[PostponeReason | None] = mapped_column(closed(PostponeReason))

    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None]

    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    import_batch_id: Mapped[int | None]  # the import that brought her (imports.py)

    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Account | None] = relationship(foreign_keys=[owner_id])
    claimed_by: Mapped[Account | None] = relationship(foreign_keys=[claimed_by_id])
    points: Mapped[list["Point"]] = relationship(
        back_populates="contact", order_by="Point.id", cascade="all, delete-orphan"
    )
    ads: Mapped[list["Ad"]] = relationship(back_populates="contact", order_by="Ad.id", cascade="all, delete-orphan")
    messages: Mapped[list["Message"]] = relationship(
        back_populates="contact", order_by="Message.id", cascade="all, delete-orphan"
    )
    notes: Mapped[list["Note"]] = relationship(
        back_populates="contact", order_by="Note.id", cascade="all, delete-orphan"
    )
    handovers: Mapped[list["Handover"]] = relationship(
        back_populates="contact", order_by="Handover.id", cascade="all, delete-orphan"
    )
    card: Mapped["SafeContactCard | None"] = relationship(back_populates="contact", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


Index("ix_contact_due_hour", hour_of(Contact.__table__.c.due_at), sqlite_where=UNHANDLED).ddl_if(dialect="sqlite")


class Point(Base):
    """A contact point: a phone number, address or handle. Found again by the keyed hash of its canonical spelling.

    `slot` is 0 for the one contact that a point leads to; several people on one (shared) number stand in slots 1, 2, …
    `gone_at`: since then it belongs to somebody else. It stays in her history, leads to her no more, and nothing is sent to it for her.
    """

    __tablename__ = "point"
    __table_args__ = (UniqueConstraint("key", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(Sealed("point.value"))
    key: Mapped[bytes] = mapped_column(HASH)
    slot: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    failed_at: Mapped[datetime | None]
    import_batch_id: Mapped[int | None]  # the import that brought it (imports.py)
    gone_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship(back_populates="points")


class Suppression(Base):
    """The suppression list: keyed hashes only. It outlives erasure and refuses a person who comes back by import."""

    __tablename__ = "suppression"

    key: Mapped[bytes] = mapped_column(HASH, primary_key=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Ad(Base):
    """One version of an ad. The text goes after some weeks; what was noticed for a friendly message stays."""

    __tablename__ = "ad"
    __table_args__ = (UniqueConstraint("contact_id", "number"), Index("ix_ad_text_until", "text_until"))

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Sealed("ad.text"))
    text_until: Mapped[datetime | None]
    noticed: Mapped[dict[str, Any]] = mapped_column(SealedJson("ad.noticed"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    contact: Mapped[Contact] = relationship(back_populates="ads")
