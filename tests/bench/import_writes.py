"""A worker's own writes while a list comes in: notes through the real verb, from a thread of this process and from a process beside it."""

import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import config_for_folder
from assistant.outreach import accounts, replies
from assistant.outreach.importing import reading
from assistant.outreach.importing.running import run as take_over
from assistant.outreach.importing.storing import Batch
from assistant.store.accounts import Account, RoleName
from assistant.store.models import Contact, NoteKind
from tests.bench.import_rows import make_list

ROWS = 100_000
EVERY = 0.015  # seconds between two notes


def note(house: Assistant, worker: int, her: int) -> float:
    """Seconds for one note."""
    began = time.perf_counter()
    with house.store.writing() as session:
        replies.note(
            session,
            session.get_one(Contact, her),
            text="Zij belde; alles goed.",
            kind=NoteKind.NOTE,
            at=house.now(),
            now=house.now(),
            by=session.get_one(Account, worker),
            pace=house.terms.pace,
        )
    return time.perf_counter() - began


def write_until(house: Assistant, worker: int, her: int, over: threading.Event) -> list[float]:
    """How long each note took; the event ends it. What a note raises ends the benchmark."""
    spent = []
    while not over.wait(EVERY):
        spent.append(note(house, worker, her))
    return sorted(spent)


def p95_ms(spent: list[float]) -> float:
    return round(1000 * spent[int(len(spent) * 0.95)], 1)


def a_house(folder: Path) -> tuple[Assistant, int, int, int]:
    """A store with a worker and somebody to write notes about."""
    house = open_assistant(config_for_folder(folder))
    with house.store.writing() as session:
        made = accounts.make_account(
            session, username="anna", shown_name="Anna", role=RoleName.WORKER, team="Bench", now=datetime.now(UTC)
        ).account
        her = Contact(team_id=made.team_id, created_at=house.now(), changed_at=house.now())
        session.add(her)
        session.flush()
        return house, made.team_id, made.id, her.id


def beside(folder: Path, path: Path, team: int) -> None:
    """The import, in whatever process this is."""
    house = open_assistant(config_for_folder(folder))
    take_over(house.store, reading.look(path), Batch(team, house.terms.pace), country="NL", now=house.now())
    house.close()


def run(rows: int = ROWS) -> dict[str, float]:
    """p95 and most, in milliseconds, of the notes; `alone`: the same with no import. Asked: p95 at most 50, and no note fails."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "list.csv"
        make_list(path, rows)
        for where in ("process", "thread"):
            folder = Path(place) / where
            house, team, worker, her = a_house(folder)
            alone = sorted(note(house, worker, her) for _ in range(100))
            spent = _while_importing(house, worker, her, where, folder, path, team)
            figures |= {f"alone_{where}_p95_ms": p95_ms(alone), f"{where}_p95_ms": p95_ms(spent)}
            figures |= {f"{where}_most_ms": round(1000 * spent[-1], 1), f"{where}_notes": len(spent)}
            house.close()
    return figures


def _while_importing(
    house: Assistant, worker: int, her: int, where: str, folder: Path, path: Path, team: int
) -> list[float]:
    over = threading.Event()

    def bring_in() -> None:
        try:
            if where == "thread":
                beside(folder, path, team)
            else:
                command = [sys.executable, "-m", "tests.bench.import_writes", str(folder), str(path), str(team)]
                subprocess.run(command, check=True)
        finally:
            over.set()

    thread = threading.Thread(target=bring_in)
    thread.start()
    try:
        return write_until(house, worker, her, over)
    finally:
        thread.join()


if __name__ == "__main__":
    beside(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
