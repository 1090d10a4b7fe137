"""Lists that were taken over: each import is a batch that can be gone on with after a crash and taken back as a whole.

What an import made carries the batch's number (`import_batch_id` on contact, point, message, note): a plain number without a key or an
index of its own, so that it costs an import of a million rows nothing. What it filled in on somebody known stands in `ImportTouched`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import HASH, closed
from assistant.store.sealed import Sealed, SealedJson


class ImportState(StrEnum):
    """COUNTING → COUNTED (a dry run, nothing stored) → RUNNING → DONE | STOPPED | FAILED; of each of the last four → UNDOING → UNDONE.

    RUNNING, COUNTING or UNDOING with nobody at work any more (`lease_until` passed, or its process is gone) was broken off.
    """

    COUNTING = "counting"
    COUNTED = "counted"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportBatch(Base):
    """One list, from its dry run to its last line. `lines_done` and the counts are stored in the same transaction as the people."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_team_made", "team_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(Sealed("import_batch.name"))
    file_key: Mapped[bytes] = mapped_column(HASH)  # keyed hash of what the file holds: the same list is known again
    upload: Mapped[str | None] = mapped_column(
        String(32)
    )  # names the sealed file that waits; none from the command line
    state: Mapped[ImportState] = mapped_column(closed(ImportState))
    choices: Mapped[dict[str, Any]] = mapped_column(SealedJson("import_batch.choices"))  # encoding, separator, columns
    found: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("import_batch.found"))  # what the dry run met
    problem: Mapped[str | None] = mapped_column(Sealed("import_batch.problem"))
    ground: Mapped[str | None] = mapped_column(String(24))  # why we may keep these people

    total: Mapped[int | None]  # lines that the dry run counted
    lines_done: Mapped[int] = mapped_column(default=0)  # up to and with this line of the file everybody is in
    new: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    suppressed: Mapped[int] = mapped_column(default=0)
    over_budget: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    spread: Mapped[int] = mapped_column(default=0)  # people who were given a later moment (importing/standing.py)
    removed: Mapped[int] = mapped_column(default=0)  # when it was taken back
    kept: Mapped[int] = mapped_column(default=0)

    runner: Mapped[str | None] = mapped_column(String(120))  # who is at work: "host:process:token"
    lease_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    by: Mapped[Account | None] = relationship()


class ImportTouched(Base):
    """What an import filled in on somebody we knew: {"fields": {name: value}, "before": where she stood, "after": where she stands now}."""

    __tablename__ = "import_touched"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True)
    added: Mapped[dict[str, Any]] = mapped_column(SealedJson("import_touched.added"))
