"""The tables. Names are the field's (docs/words): contact, contact point, ad, message, suppression list, template.

Sealed (see sealed.py): contact points, alias, town, ad text, what was noticed, message bodies, notes, safe-contact cards.
Due dates are columns (`Contact.due_at`, `Message.lease_until`); the clock only asks who is due.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.rules.stages import Stage
from assistant.store.accounts import Account, Team
from assistant.store.base import Base
from assistant.store.sealed import Sealed, SealedJson

HASH = LargeBinary(32)


def closed(kind: type[StrEnum]) -> Enum:
    """A column for a closed set, stored by value with a named check, so that the database refuses what the code does not know."""
    return Enum(
        kind, native_enum=False, values_callable=lambda e: [m.value for m in e], length=24, create_constraint=False
    )


class StoreMark(Base):
    """One row: which keys this store was sealed with, and where the log's chain ends."""

    __tablename__ = "store_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    log_end: Mapped[bytes | None] = mapped_column(HASH)


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


class Contact(Base):
    """A person we may write to. `waiting_since`: she wrote and nobody has answered; `unanswered`: our messages since her last sign."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_team_waiting", "team_id", "waiting_since"),
        Index("ix_contact_team_due", "team_id", "due_at"),
        Index("ix_contact_due", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
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

    due_at: Mapped[datetime | None]
    due_for: Mapped[DueFor | None] = mapped_column(closed(DueFor))
    proposed_at: Mapped[datetime | None]
    postponed_for: Mapped[PostponeReason | None] = mapped_column(closed(PostponeReason))

    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None]

    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

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
    card: Mapped["SafeContactCard | None"] = relationship(back_populates="contact", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class Point(Base):
    """A contact point: a phone number, address or handle. Found again by the keyed hash of its canonical spelling.

    `slot` is 0 for the one contact that a point leads to; several people on one (shared) number stand in slots 1, 2, …
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


class TemplateKind(StrEnum):
    """When a template serves."""

    FIRST = "first"
    RECONTACT = "recontact"
    ANSWER = "answer"


class Template(Base):
    """One message template: a thing with translations, of which each has versions."""

    __tablename__ = "template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[TemplateKind] = mapped_column(closed(TemplateKind))
    purpose: Mapped[str] = mapped_column(String(40), default="")
    source_language: Mapped[str] = mapped_column(String(10), default="nl")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    versions: Mapped[list["TemplateVersion"]] = relationship(
        back_populates="template", order_by="TemplateVersion.number"
    )


class VersionState(StrEnum):
    """DRAFT nobody may use it yet · APPROVED in use · REPLACED a later version took its place."""

    DRAFT = "draft"
    APPROVED = "approved"
    REPLACED = "replaced"


class TemplateVersion(Base):
    """What a template said in one language at one time. Never changed after saving: a change is a new version."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("template.id"))
    language: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[VersionState] = mapped_column(closed(VersionState), default=VersionState.DRAFT)
    native_checked: Mapped[bool] = mapped_column(default=False)
    source_number: Mapped[int | None]  # the version of the source language that it was translated from
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    template: Mapped[Template] = relationship(back_populates="versions")
    saved_by: Mapped[Account | None] = relationship(foreign_keys=[saved_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])


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

    contact: Mapped[Contact] = relationship(back_populates="messages")
    point: Mapped[Point | None] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    template_version: Mapped[TemplateVersion | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


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


class LogEntry(Base):
    """The log after NEN 7513: event, time, person concerned, user, responsible user, reason. Chained by keyed hashes (audit.py)."""

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_contact", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None]
    responsible_id: Mapped[int | None]
    contact_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Sealed("log_entry.reason"))
    link: Mapped[bytes] = mapped_column(HASH)


class SearchKey(Base):
    """One thing by which a contact can be found again, as a keyed hash (see search.py): nothing of it can be read here."""

    __tablename__ = "search_key"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True, autoincrement=False
    )


class Heartbeat(Base):
    """When each piece of clockwork last ran."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(String(200), default="")
