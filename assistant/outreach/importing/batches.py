"""The life of one import as a row: who may work on it now, how far it is, and what a person may do with it.

The row is the truth. Whoever works on it holds a lease under a name of their own (`runner`); every chunk stores its people and the
place reached in one transaction that first makes sure the lease is still theirs. So a stop counts from the moment it is stored, two
workers never store the same line, and after a crash the next one goes on where the row says.
"""

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible, NotThere
from assistant.outreach.importing import waiting
from assistant.outreach.importing.storing import Batch
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.changing import rows_changed
from assistant.store.models import Contact, ImportBatch, ImportState

LEASE = timedelta(seconds=60)
UNDO_WITHIN = timedelta(days=30)
SHOWN = 20
IMPORT_LOCK = 7239104
AT_WORK = frozenset({ImportState.COUNTING, ImportState.RUNNING, ImportState.UNDOING})
STORING = (ImportState.RUNNING, ImportState.UNDOING)
GOES_ON = frozenset({ImportState.RUNNING, ImportState.STOPPED, ImportState.FAILED})
HAS_STORED = (*sorted(GOES_ON), ImportState.DONE, ImportState.UNDOING)
GROUNDS = ("consent", "public_ad", "handed_over")
COUNTED = ("new", "known", "suppressed", "over_budget", "invalid")

_working: set[str] = set()  # the runners of this process that are alive


class TakenBack(Exception):
    """Somebody stopped this import, or another process took it over: what this one had in hand is not stored."""


def make(
    session: Session,
    *,
    team_id: int,
    by: Account | None,
    name: str,
    file_key: bytes,
    now: datetime,
    upload: str | None = None,
    choices: dict[str, Any] | None = None,
) -> ImportBatch:
    """A row for a list that nobody has looked into yet."""
    batch = ImportBatch(
        team_id=team_id,
        by_id=by.id if by else None,
        name=name.replace("\0", "")[-120:] or "?",
        file_key=file_key,
        upload=upload,
        state=ImportState.COUNTED,
        choices=choices or {},
        made_at=now,
    )
    session.add(batch)
    session.flush()
    return batch


def of_team(session: Session, number: int, *, team_id: int) -> ImportBatch:
    """The batch. Raises NotThere, also when it is another team's."""
    query = select(ImportBatch).where(ImportBatch.id == number, ImportBatch.team_id == team_id)
    batch = session.scalars(query.options(joinedload(ImportBatch.by))).one_or_none()
    if batch is None:
        raise NotThere
    return batch


def latest(session: Session, *, team_id: int | None) -> list[ImportBatch]:
    """The last lists of a team (None: of all teams), newest first."""
    query = select(ImportBatch).order_by(ImportBatch.made_at.desc(), ImportBatch.id.desc()).limit(SHOWN)
    if team_id is not None:
        query = query.where(ImportBatch.team_id == team_id)
    return list(session.scalars(query.options(joinedload(ImportBatch.by))))


def same_list(session: Session, batch: ImportBatch) -> ImportBatch | None:
    """The last time that the same list was taken over, and not taken back."""
    query = select(ImportBatch).where(
        ImportBatch.file_key == batch.file_key,
        ImportBatch.team_id == batch.team_id,
        ImportBatch.id != batch.id,
        ImportBatch.state.in_(HAS_STORED),
    )
    return session.scalars(query.order_by(ImportBatch.id.desc()).limit(1)).first()


def unfinished(session: Session, *, team_id: int, file_key: bytes) -> ImportBatch | None:
    """The same list, when it was begun and did not come to its end."""
    query = select(ImportBatch).where(
        ImportBatch.file_key == file_key,
        ImportBatch.team_id == team_id,
        ImportBatch.state.in_(GOES_ON),
        ImportBatch.started_at.is_not(None),
    )
    return session.scalars(query.order_by(ImportBatch.id.desc()).limit(1)).first()


def alive(batch: ImportBatch, *, now: datetime) -> bool:
    """Whether somebody works on it at this moment."""
    return (
        batch.state in AT_WORK
        and batch.runner is not None
        and batch.lease_until is not None
        and batch.lease_until > now
        and not _gone(batch.runner)
    )


def broken_off(batch: ImportBatch, *, now: datetime) -> bool:
    """Whether the work on it ended without a word: a crash, a restart."""
    return batch.state in AT_WORK and not alive(batch, now=now)


def undo_until(batch: ImportBatch) -> datetime | None:
    """Until when it may be taken back whole; None when nothing was stored."""
    return batch.started_at + UNDO_WITHIN if batch.started_at and batch.state in HAS_STORED else None


def claim(session: Session, batch: ImportBatch, to: ImportState, *, now: datetime) -> str:
    """Take `batch` to work on it as `to` says: the runner's name. Raises NotPossible when it cannot be, or when another list is being stored."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))
    session.flush()
    session.refresh(batch)
    _check(session, batch, to, now=now)
    token = secrets.token_hex(8)
    batch.runner = f"{socket.gethostname()[:60]}:{os.getpid()}:{token}"
    batch.lease_until = now + LEASE
    batch.state = to
    batch.problem = None
    if to is ImportState.RUNNING:
        batch.started_at = batch.started_at or now
        if not batch.lines_done:  # what stands there was counted by the dry run
            batch.new = batch.known = batch.suppressed = batch.over_budget = batch.invalid = 0
    batch.ended_at = None
    session.flush()
    _working.add(batch.runner)
    return batch.runner


def _check(session: Session, batch: ImportBatch, to: ImportState, *, now: datetime) -> None:
    if alive(batch, now=now):
        raise NotPossible("import_busy")
    if to is ImportState.COUNTING:
        if batch.state not in (ImportState.COUNTED, ImportState.COUNTING, ImportState.FAILED) or batch.started_at:
            raise NotPossible("import_decided")
        return
    if to is ImportState.RUNNING:
        ready = batch.state is ImportState.COUNTED and not batch.problem
        if not ready and (batch.state not in GOES_ON or batch.started_at is None):
            raise NotPossible("import_decided")
    if to is ImportState.UNDOING:
        until = undo_until(batch)
        if until is None:
            raise NotPossible("import_decided")
        if now > until and batch.state is not ImportState.UNDOING:
            raise NotPossible("undo_too_late")
    others = select(ImportBatch).where(ImportBatch.state.in_(STORING), ImportBatch.id != batch.id)
    if any(alive(other, now=now) for other in session.scalars(others)):
        raise NotPossible("another_import")


def release(runner: str) -> None:
    """The worker of this name has ended."""
    _working.discard(runner)


def _gone(runner: str) -> bool:
    """Whether the process that took this name is certainly no longer there; of another machine's nobody knows."""
    host, _, rest = runner.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:60] or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return runner not in _working
    if os.name == "nt":  # there, asking whether a process lives would end it
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def keep(session: Session, number: int, runner: str, to: ImportState, *, now: datetime, **values: Any) -> None:
    """Store how far the work is and hold the lease. Raises TakenBack when it is no longer this runner's."""
    mine = (ImportBatch.id == number, ImportBatch.runner == runner, ImportBatch.state == to)
    if rows_changed(session, update(ImportBatch).where(*mine).values(lease_until=now + LEASE, **values)) != 1:
        raise TakenBack


def progress(batch: Batch) -> dict[str, int]:
    """The columns that say how far an import is."""
    counts = {name: getattr(batch.counts, name) for name in COUNTED}
    return counts | {"lines_done": batch.line, "spread": batch.spread.given}


def end(
    session: Session, number: int, runner: str, at: ImportState, to: ImportState, *, now: datetime, **more: Any
) -> None:
    """The work is over. Raises TakenBack when it was not this runner's any more."""
    keep(session, number, runner, at, now=now, state=to, ended_at=now, **more)
    session.execute(update(ImportBatch).where(ImportBatch.id == number).values(runner=None, lease_until=None))


def stop(session: Session, batch: ImportBatch, *, by: Account | None, now: datetime) -> None:
    """Store nothing more. What is in stays in, and can be taken back. Raises NotPossible when it is not being stored."""
    where = (ImportBatch.id == batch.id, ImportBatch.state == ImportState.RUNNING)
    values = {"state": ImportState.STOPPED, "ended_at": now, "runner": None, "lease_until": None}
    if rows_changed(session, update(ImportBatch).where(*where).values(**values)) != 1:
        raise NotPossible("import_decided")
    session.refresh(batch)
    log(session, batch, f"stopped after line {batch.lines_done}", by=by, now=now)


def lay_aside(session: Session, batch: ImportBatch, *, folder: Path) -> None:
    """Forget a list of which nothing was stored. Raises NotPossible when something was."""
    if batch.started_at is not None:
        raise NotPossible("import_decided")
    waiting.remove(folder, batch.upload, lines_too=True)
    session.delete(batch)
    session.flush()


def sweep(session: Session, *, folder: Path, now: datetime) -> int:
    """Lists that nobody decided on within a day go, with whatever else waited for longer. Answers how many rows and files."""
    undecided = select(ImportBatch).where(ImportBatch.started_at.is_(None), ImportBatch.made_at <= now - waiting.KEPT)
    old = [batch for batch in session.scalars(undecided) if not alive(batch, now=now)]
    for batch in old:
        lay_aside(session, batch, folder=folder)
    return len(old) + waiting.sweep(folder, now=now)


def who_stayed(session: Session, batch: ImportBatch, *, most: int = 50) -> Sequence[Contact]:
    """People an import brought who are still here after it was taken back: somebody had gone on with them."""
    query = select(Contact).where(Contact.import_batch_id == batch.id, Contact.team_id == batch.team_id)
    return list(session.scalars(query.order_by(Contact.id).limit(most)))


def log(session: Session, batch: ImportBatch, what: str, *, by: Account | None, now: datetime) -> None:
    """An entry about the list as a whole."""
    reason = f"list {batch.id}: {what}" + (f"; ground: {batch.ground}" if batch.ground else "")
    audit.record(session, audit.Event.IMPORTED, now=now, by_id=by.id if by else None, reason=reason)
