"""Taking over 100,000 dirty rows, against the floor: csv + phonenumbers + one raw SQLite insert a row, nothing sealed."""

import csv
import random
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import phonenumbers

from assistant.bootstrap import open_assistant
from assistant.config import config_for_folder
from assistant.outreach.importing import reading
from assistant.outreach.importing.running import run as take_over
from assistant.outreach.importing.storing import Batch, Counts, team_number

ROWS = 100_000
ROUNDS = 3
DOUBLES, JUNK = 0.12, 0.07


def make_list(path: Path, rows: int = ROWS, seed: int = 1) -> None:
    """A list with doubles, junk and numbers in every spelling."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Naam", "Tel", "Plaats", "Taal", "Opm."))
        numbers: list[str] = []
        for at in range(rows):
            roll = chance.random()
            if roll < JUNK:
                number = chance.choice(("onbekend", "", "06-1234", "zie map", "+31 6 000", "12-03-2024"))
            else:
                fresh = roll > JUNK + DOUBLES or not numbers
                national = f"6{chance.randint(10_000_000, 58_999_999)}" if fresh else chance.choice(numbers)
                if fresh and len(numbers) < 5000:
                    numbers.append(national)
                number = _spelled(national, chance)
            writer.writerow(
                (
                    f"Naam {at % 997}",
                    number,
                    chance.choice(("Assen", "Emmen", "")),
                    chance.choice(("nl", "RO", "")),
                    "x",
                )
            )


def _spelled(n: str, chance: random.Random) -> str:
    pairs = f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:]}"
    return chance.choice(
        (
            f"0{n}",
            f"0{pairs}",
            f"+31{n}",
            f"+31 {pairs}",
            f"0031{n}",
            f"0{n[0]}-{n[1:]}",
            f"+31 (0){n}",
            f"(0{n[0]}) {n[1:]}",
        )
    )


def floor(path: Path, database: Path) -> float:
    """Seconds for the plainest way."""
    began = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection, path.open(encoding="utf-8", newline="") as file:
        connection.execute("CREATE TABLE person (name TEXT, number TEXT, town TEXT)")
        for row in csv.reader(file, delimiter=";"):
            try:
                number = phonenumbers.parse(row[1], "NL")
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                connection.execute("INSERT INTO person VALUES (?, ?, ?)", (row[0], spelled, row[2]))
        connection.commit()
    return time.perf_counter() - began


def ours(path: Path, folder: Path) -> tuple[float, Counts]:
    """Seconds for an import with sealing, hashing, the log and the suppression list."""
    assistant = open_assistant(config_for_folder(folder))
    with assistant.store.writing() as session:
        team = team_number(session, None, default="Bench", make=True)
    batch = Batch(team or 0, assistant.terms.pace)
    began = time.perf_counter()
    take_over(assistant.store, reading.look(path), batch, country="NL", now=datetime.now(UTC))
    seconds = time.perf_counter() - began
    assistant.close()
    return seconds, batch.counts


def run(rows: int = ROWS) -> dict[str, float]:
    """`ratio`: our rows a second against the floor's (asked: at least 1.0), the best of some rounds of each in turn.

    `peak_mb`: of this process, both ways included.
    """
    mine, plain = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_list(folder / "list.csv", rows)
        for number in range(ROUNDS):
            seconds, counts = ours(folder / "list.csv", folder / f"store{number}")
            mine.append(seconds)
            plain.append(floor(folder / "list.csv", folder / f"floor{number}.db"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert counts.rows >= rows * 0.999
    assert counts.new > rows * 0.7
    return {
        "ratio": round(min(plain) / min(mine), 2),
        "seconds": round(min(mine), 2),
        "floor_seconds": round(min(plain), 2),
        "peak_mb": round(peak),
    }


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
