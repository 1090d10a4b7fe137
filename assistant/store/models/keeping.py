"""What keeps the store honest: its mark, the log, the keys to search by, and when the clockwork last ran."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.models.columns import HASH
from assistant.store.sealed import Sealed


class StoreMark(Base):
    """One row: which keys this store was sealed with, where the log's chain ends, and a token that says whether anything shared changed (shared.py)."""

    __tablename__ = "store_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    log_end: Mapped[bytes | None] = mapped_column(HASH)
    shared: Mapped[bytes | None] = mapped_column(LargeBinary(16))


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


class SearchDue(Base):
    """A contact that came in with many others and waits for its search keys."""

    __tablename__ = "search_due"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class DraftDue(Base):
    """A contact that fell due and waits for the draft that is proposed to a human."""

    __tablename__ = "draft_due"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class SearchPacked(Base):
    """The contacts that have a key which many share, in one piece: little-endian 32-bit numbers, ascending, none above `up_to`."""

    __tablename__ = "search_packed"

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    up_to: Mapped[int] = mapped_column(index=True)
    contact_ids: Mapped[bytes] = mapped_column(LargeBinary)


class SearchFresh(Base):
    """A contact that was indexed since the lists were packed. A row each time: whoever packs takes away only the rows it saw."""

    __tablename__ = "search_fresh"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(index=True)


class Heartbeat(Base):
    """When each piece of clockwork last ran."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(String(200), default="")
