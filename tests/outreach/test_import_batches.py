"""An import as a whole: gone on with after a crash without doubles, stopped between two chunks, taken back without taking back a stop."""

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from assistant.bootstrap import open_assistant
from assistant.config import config_for_folder
from assistant.errors import NotPossible
from assistant.outreach import leaving
from assistant.outreach.importing import batches, left_out, reading, storing, waiting, working
from assistant.outreach.importing.fields import phones
from assistant.outreach.importing.records import BadLine
from assistant.rules.dialling import Dialler
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.checking import faults
from assistant.store.models import (
    Contact,
    ImportBatch,
    ImportState,
    ImportTouched,
    LogEntry,
    LookIn,
    Message,
    MessageState,
    Note,
    PlaceKind,
    Point,
    SearchKey,
    Suppression,
    Visit,
)
from tests.cast import Her, House, a_phone
from tests.outreach.test_importing import cell, workbook

TABLES = (Contact, Point, Message, Note, SearchKey, Suppression, ImportTouched)


@pytest.fixture
def place(house: House, tmp_path: Path) -> working.Workplace:
    """Where lists wait is a folder of the test's own."""
    return replace(house.assistant.imports, folder=tmp_path / "imports")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing.chunks, "__defaults__", (3,))


def a_list(*rows: tuple[str, ...], heads: tuple[str, ...] = ("Naam", "Tel", "Plaats")) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows((heads, *rows))
    return out.getvalue().encode()


def hands_over(house: House, place: working.Workplace, content: bytes, name: str = "lijst.csv") -> int:
    """Sofie hands a list over and it is looked through."""
    token, key = waiting.put(place.folder, place.store.keyring, io.BytesIO(content))
    with house.writing() as session:
        row = batches.make(
            session,
            team_id=house.sofie.team_id,
            by=house.sofie._me(session),
            name=name,
            file_key=key,
            upload=token,
            now=house.clock(),
        )
        number, runner = row.id, batches.claim(session, row, ImportState.COUNTING, now=house.clock())
    working.carry_out(place, number, runner)
    return number


def does(
    house: House,
    place: working.Workplace,
    number: int,
    to: ImportState,
    tell: Callable[[storing.Batch], None] = lambda batch: None,
) -> ImportBatch:
    with house.writing() as session:
        runner = batches.claim(session, session.get_one(ImportBatch, number), to, now=house.clock())
    working.carry_out(place, number, runner, tell=tell)
    return row_of(house, number)


def row_of(house: House, number: int) -> ImportBatch:
    with house.reading() as session:
        return session.get_one(ImportBatch, number)


def counted(house: House) -> dict[str, int]:
    with house.reading() as session:
        return {model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0 for model in TABLES}


def everybody(house: House) -> list[dict[str, object]]:
    with house.reading() as session:
        return list(leaving.everybody(session))


def people_of(house: House, number: int) -> list[Her]:
    with house.reading() as session:
        ids = session.scalars(select(Contact.id).where(Contact.import_batch_id == number).order_by(Contact.id))
        return [Her(house, one) for one in ids]


def some(many: int) -> list[tuple[str, str, str]]:
    return [(f"Naam {at}", a_phone(), "Assen") for at in range(many)]


def test_a_dry_run_stores_nobody_and_shows_nobody_whole(house: House, place: working.Workplace) -> None:
    known, fresh = a_phone(), a_phone()
    house.anna.meets(known)
    gone = a_phone()
    house.anna.stops(house.anna.meets(gone))
    before = counted(house)
    number = hands_over(
        house, place, a_list(("Mirabella", fresh, "Assen"), ("x", known, ""), ("y", gone, ""), ("=1+1", "niets", ""))
    )
    row = row_of(house, number)
    assert (row.state, row.new, row.known, row.suppressed, row.invalid, row.total) == (
        ImportState.COUNTED,
        1,
        1,
        1,
        1,
        4,
    )
    assert counted(house) == before
    assert row.found is not None
    assert row.found["people"]["new"][0][0] == 2
    shown = json.dumps(row.found)
    assert "Mirabella" not in shown
    assert not any(number[-7:-2] in shown.replace(" ", "") for number in (fresh, known, gone))
    text = waiting.lines(place.folder, place.store.keyring, row.upload or "").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1] == [
        "5",
        "1/1",
        "not a valid number or address",
        "'=1+1",
        "niets",
        "",
    ]


def test_what_waits_cannot_be_read_on_the_disk_and_not_be_changed(house: House, place: working.Workplace) -> None:
    content = a_list(("Vuurvliegje", "0612345678", "Appelscha")) * 40_000
    token, key = waiting.put(place.folder, place.store.keyring, io.BytesIO(content))
    sealed = place.folder / token
    assert sealed.stat().st_mode & 0o077 == 0
    assert b"Vuurvliegje" not in sealed.read_bytes()
    with waiting.opened(place.folder, place.store.keyring, token) as path:
        assert path.read_bytes() == content
        assert waiting.file_key(place.store.keyring, path) == key
    assert [file.name for file in place.folder.iterdir()] == [token]
    raw = sealed.read_bytes()
    for hurt in (raw[:-1], raw[: len(raw) // 2], raw[:-9] + bytes((raw[-9] ^ 1,)) + raw[-8:], b"", b"\x01"):
        sealed.write_bytes(hurt)
        with (
            pytest.raises(waiting.Gone),
            waiting.opened(place.folder, place.store.keyring, token) as path,
        ):
            assert path.read_bytes() == content
    with pytest.raises(waiting.TooLarge):
        waiting.put(place.folder, place.store.keyring, io.BytesIO(b"x" * (waiting.LARGEST + 1)))


def test_columns_encoding_and_separator_can_be_corrected(house: House, place: working.Workplace) -> None:
    phone = a_phone()
    content = f"a|b|c\nZoë|x|{phone}\n".encode("cp1250")
    number = hands_over(house, place, content)
    with house.writing() as session:
        row = session.get_one(ImportBatch, number)
        row.choices = working.corrected(row, encoding="cp1250", delimiter="|", columns=["alias", None, "phone"])
    row = does(house, place, number, ImportState.COUNTING)
    assert row.found is not None
    assert (row.new, row.found["columns"], row.found["encoding"]) == (1, ["alias", None, "phone"], "cp1250")
    does(house, place, number, ImportState.RUNNING)
    assert [her.contact.alias for her in people_of(house, number)] == ["Zoë"]


def test_a_list_without_a_column_to_reach_anybody_asks_for_one(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(("Luna", "x"), heads=("Naam", "Iets")))
    row = row_of(house, number)
    assert (row.state, row.new) == (ImportState.COUNTED, 0)
    assert row.problem == "no column with phone numbers, addresses or handles was found; say which it is"
    with pytest.raises(NotPossible, match="import_decided"):
        does(house, place, number, ImportState.RUNNING)


def test_a_file_that_is_no_list_says_so(house: House, place: working.Workplace) -> None:
    row = row_of(house, hands_over(house, place, b"%PDF-1.7 x"))
    assert (row.state, row.problem) == (ImportState.FAILED, "this is a PDF, not a list")
    with pytest.raises(NotPossible, match="import_decided"):
        does(house, place, row.id, ImportState.RUNNING)


@pytest.mark.parametrize("kind", ["xlsx", "vcard", "jsonl", "utf-16"])
def test_every_kind_of_list_waits_and_comes_in(
    house: House, place: working.Workplace, tmp_path: Path, kind: str
) -> None:
    sheet = f'<row r="1">{cell("A1", "Tel")}</row><row r="2">{cell("A2", "0612345678")}</row>'
    content = {
        "xlsx": workbook(tmp_path / "a.xlsx", sheet.encode()).read_bytes(),
        "vcard": b"BEGIN:VCARD\r\nTEL:0612345678\r\nEND:VCARD\r\nBEGIN:VCARD\r\nTEL:1\r\nEND:VCARD\r\n",
        "jsonl": b'{"points": [{"channel": "phone", "value": "0612345678"}]}\n{"no\n',
        "utf-16": "Tel;Naam\n0612345678;Zoë\n".encode("utf-16"),
    }[kind]
    row = row_of(house, hands_over(house, place, content))
    assert (row.state, row.new, row.problem) == (ImportState.COUNTED, 1, None)
    does(house, place, row.id, ImportState.RUNNING)
    assert [her.contact.points[0].value for her in people_of(house, row.id)] == ["+31612345678"]


@pytest.mark.usefixtures("small_chunks")
def test_stopped_between_two_chunks_and_gone_on_with(house: House, place: working.Workplace) -> None:
    rows = some(10)
    rows.insert(4, ("twee keer", rows[1][1], "Emmen"))
    number = hands_over(house, place, a_list(*rows))

    def stops(batch: storing.Batch) -> None:
        with house.writing() as session:
            batches.stop(session, session.get_one(ImportBatch, number), by=None, now=house.clock())

    row = does(house, place, number, ImportState.RUNNING, tell=stops)
    assert (row.state, row.lines_done, row.new) == (ImportState.STOPPED, 4, 3)
    assert len(people_of(house, number)) == 3
    row = does(house, place, number, ImportState.RUNNING)
    assert (row.state, row.new, row.known, row.total) == (ImportState.DONE, 10, 1, 11)
    assert sorted(her.contact.points[0].value for her in people_of(house, number)) == sorted(
        one[1] for one in some_of(rows)
    )
    assert not waiting.is_there(place.folder, row.upload)
    assert not house.ticks()


def some_of(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return list({row[1]: row for row in rows}.values())


@pytest.mark.usefixtures("small_chunks")
def test_whoever_lost_the_lease_stores_nothing_more(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(*some(9)))

    def is_taken_over(batch: storing.Batch) -> None:
        with house.writing() as session:
            row = session.get_one(ImportBatch, number)
            if row.runner != "elsewhere:1:x":
                row.runner = "elsewhere:1:x"

    row = does(house, place, number, ImportState.RUNNING, tell=is_taken_over)
    assert (row.state, row.new, len(people_of(house, number))) == (ImportState.RUNNING, 3, 3)
    with pytest.raises(NotPossible, match="import_busy"):
        does(house, place, number, ImportState.RUNNING)
    house.clock.forward(minutes=2)
    assert batches.broken_off(row_of(house, number), now=house.clock())
    assert does(house, place, number, ImportState.RUNNING).new == 9


def test_two_lists_are_not_stored_at_once(house: House, place: working.Workplace) -> None:
    first, second = hands_over(house, place, a_list(*some(2))), hands_over(house, place, a_list(*some(2)))
    with house.writing() as session:
        runner = batches.claim(session, session.get_one(ImportBatch, first), ImportState.RUNNING, now=house.clock())
    with pytest.raises(NotPossible, match="another_import"):
        does(house, place, second, ImportState.RUNNING)
    working.carry_out(place, first, runner)
    assert does(house, place, second, ImportState.RUNNING).new == 2


def test_a_process_that_is_gone_holds_nothing(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(*some(2)))
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    with house.writing() as session:
        row = session.get_one(ImportBatch, number)
        runner = batches.claim(session, row, ImportState.RUNNING, now=house.clock())
        host, _, token = runner.split(":")
        batches.release(runner)
        row.runner = f"{host}:{child.pid}:{token}"
    assert batches.broken_off(row_of(house, number), now=house.clock())
    assert does(house, place, number, ImportState.RUNNING).state is ImportState.DONE


@pytest.mark.usefixtures("small_chunks")
def test_taken_back_the_store_is_as_before(house: House, place: working.Workplace, tmp_path: Path) -> None:
    ours = a_phone()
    her = house.anna.meets(ours, alias="Luna", town=None)
    bare = house.anna.meets(a_phone(), alias=None)
    before, was = counted(house), everybody(house)
    ago = (house.clock() - timedelta(days=200)).isoformat()
    records = [
        {
            "points": [{"channel": "phone", "value": ours}, {"channel": "telegram", "value": "lunaatje"}],
            "town": "Assen",
        },
        {
            "points": [{"channel": "phone", "value": bare.contact.points[0].value}],
            "alias": "Mira",
            "messages": [{"at": ago, "direction": "out", "channel": "sms", "text": "hallo"}],
            "notes": [{"at": ago, "text": "oud"}],
        },
        *(
            {"points": [{"channel": "phone", "value": a_phone()}], "notes": [{"at": ago, "text": f"n{at}"}]}
            for at in range(8)
        ),
    ]
    number = hands_over(house, place, "\n".join(map(json.dumps, records)).encode(), "draden.jsonl")
    row = does(house, place, number, ImportState.RUNNING)
    assert (row.state, row.new, row.known) == (ImportState.DONE, 8, 2)
    assert (her.contact.town, len(her.contact.points), bare.stage) == ("Assen", 2, Stage.WRITTEN)
    house.clock.forward(days=20)
    house.ticks()  # the clock's own proposals do not count as anybody's work
    row = does(house, place, number, ImportState.UNDOING)
    assert (row.state, row.removed, row.kept) == (ImportState.UNDONE, 8, 0)
    assert everybody(house) == was
    after = counted(house)
    assert after == before
    assert bare.stage is Stage.NEW
    with house.reading() as session:
        assert list(faults(session, now=house.clock())) == []
        events = session.scalars(select(LogEntry.event)).all()
    assert audit.Event.IMPORT_UNDONE.value in events


def test_whom_somebody_went_on_with_stays(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(*some(9)))
    does(house, place, number, ImportState.RUNNING)
    written, answered, noted, held, pasted, looked, stopped, merged, idle = people_of(house, number)
    house.anna.sends(written)
    answered.answers("hoi")
    house.anna.notes(noted, "belde")
    house.bram.starts_writing_to(held)
    house.anna.meets(pasted.contact.points[0].value, text="hallo, ik ben in Assen")
    with house.writing() as session:
        event = audit.Event.VIEWED
        audit.record(session, event, now=house.clock(), by_id=house.anna.id, contact_id=looked.id)
    house.anna.stops(stopped)
    ours = house.anna.meets(a_phone())
    joined = house.anna.joins(ours, merged)
    row = does(house, place, number, ImportState.UNDOING)
    stay = (written, answered, noted, held, pasted, stopped, merged)
    assert [her.is_remembered for her in stay] == [True] * 7
    assert not looked.is_remembered
    assert not idle.is_remembered
    assert (row.removed, row.kept) == (2, 7)
    with house.reading() as session:
        assert [one.id for one in batches.who_stayed(session, row)] == [one.id for one in stay]
    house.anna.undoes(joined)
    assert len(merged.contact.points) == 1


def test_a_stop_that_came_with_the_list_is_never_taken_back(house: House, place: working.Workplace) -> None:
    ours, words, fresh = a_phone(), a_phone(), a_phone()
    known, told = house.anna.meets(ours), house.anna.meets(words)
    ago = (house.clock() - timedelta(days=2)).isoformat()
    records = [
        {"points": [{"channel": "phone", "value": ours}], "stop": True},
        {"points": [{"channel": "phone", "value": fresh}], "stop": True},
        {
            "points": [{"channel": "phone", "value": words}],
            "messages": [{"at": ago, "direction": "in", "channel": "sms", "text": "STOP, schrijf me nooit meer"}],
        },
    ]
    number = hands_over(house, place, "\n".join(map(json.dumps, records)).encode(), "draden.jsonl")
    does(house, place, number, ImportState.RUNNING)
    assert (known.stage, told.stage) == (Stage.STOPPED, Stage.STOPPED)
    held = counted(house)["suppression"]
    does(house, place, number, ImportState.UNDOING)
    assert (known.stage, told.stage) == (Stage.STOPPED, Stage.STOPPED)
    assert counted(house)["suppression"] == held == 3
    assert "STOP" in told.messages(MessageState.RECEIVED)[0].body
    again = row_of(house, hands_over(house, place, a_list(*(("x", one, "") for one in (ours, words, fresh)))))
    assert (again.new, again.suppressed) == (0, 3)


def test_what_a_colleague_changed_since_stays(house: House, place: working.Workplace) -> None:
    ours = a_phone()
    her = house.anna.meets(ours, alias=None, town=None)
    number = hands_over(house, place, a_list(("Mira", ours, "Assen")))
    does(house, place, number, ImportState.RUNNING)
    with house.writing() as session:
        session.get_one(Contact, her.id).town = "Emmen"
    does(house, place, number, ImportState.UNDOING)
    assert (her.contact.alias, her.contact.town) == (None, "Emmen")


def test_after_thirty_days_it_stays(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(*some(2)))
    does(house, place, number, ImportState.RUNNING)
    house.clock.forward(days=30, minutes=1)
    with pytest.raises(NotPossible, match="undo_too_late"):
        does(house, place, number, ImportState.UNDOING)
    assert len(people_of(house, number)) == 2


def test_a_taking_back_that_broke_off_is_gone_on_with(
    house: House, place: working.Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.outreach.importing import undoing

    monkeypatch.setattr(undoing, "CHUNK", 2)
    number = hands_over(house, place, a_list(*some(7)))
    does(house, place, number, ImportState.RUNNING)
    times = iter(range(9))

    def breaks(batch: storing.Batch) -> None:
        if next(times) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        does(house, place, number, ImportState.UNDOING, tell=breaks)
    assert len(people_of(house, number)) == 3
    row = does(house, place, number, ImportState.UNDOING)
    assert (row.state, row.removed, people_of(house, number)) == (ImportState.UNDONE, 7, [])


def test_undecided_lists_are_swept_after_a_day(house: House, place: working.Workplace) -> None:
    number = hands_over(house, place, a_list(*some(2)))
    token = row_of(house, number).upload
    house.clock.forward(hours=23)
    with house.writing() as session:
        assert batches.sweep(session, folder=place.folder, now=house.clock()) == 0
    house.clock.forward(hours=2)
    with house.writing() as session:
        batches.sweep(session, folder=place.folder, now=house.clock())
        assert session.get(ImportBatch, number) is None
    assert not waiting.is_there(place.folder, token)
    stray = place.folder / "stray"
    stray.write_bytes(b"x")
    old = (house.clock() - timedelta(days=2)).timestamp()
    os.utime(stray, (old, old))
    with house.writing() as session:
        batches.sweep(session, folder=place.folder, now=house.clock())
    assert not stray.exists()


CELLS = st.text(max_size=30) | st.from_regex(r"[=+\-@]?[0-9 ()./\-]{0,20}", fullmatch=True)


@given(st.lists(CELLS, min_size=1, max_size=6))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@example([" 0000000"])
def test_no_cell_of_the_left_out_lines_is_a_formula(cells: list[str]) -> None:
    for shown in map(left_out.safe, cells):
        assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not shown.replace(" ", "").isdecimal() or len(shown.replace(" ", "")) < 7


def test_a_mended_left_out_line_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Naam;Tel\nLuna;0612345678\nMira;+31 6 87654321\n", encoding="utf-8")
    source = reading.look(path)
    text = left_out.as_csv(source, [BadLine(2, "x"), BadLine(3, "=y")], heads=working.HEADS)
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1:] == [["2", "1/1", "x", "Luna", "'0612345678"], ["3", "1/1", "'=y", "Mira", "'+31 6 87654321"]]
    assert [phones(row[4], Dialler("NL")) for row in rows[1:]] == [["+31612345678"], ["+31687654321"]]


@pytest.fixture
def a_real_list(tmp_path: Path) -> Path:
    """Some 20,000 lines, some people twice, in a file, and a place for a real store."""
    chance = random.Random(7)
    numbers = [f"06{at:08d}" for at in chance.sample(range(10_000_000, 58_999_999), 18_000)]
    rows = [(f"Naam {at}", number, "Assen") for at, number in enumerate(numbers)]
    rows += [("nog eens", chance.choice(numbers), "") for _ in range(2_000)]
    chance.shuffle(rows)
    path = tmp_path / "lang.csv"
    path.write_bytes(a_list(*rows))
    return path


def test_killed_at_any_moment_and_gone_on_with_nobody_is_twice_or_lost(a_real_list: Path, tmp_path: Path) -> None:
    data, chance = tmp_path / "data", random.Random(os.getpid())
    config_for_folder(data)
    call = [sys.executable, "-m", "assistant", "import", str(a_real_list), "--data", str(data), "--json"]
    kills = 0
    for _attempt in range(30):
        child = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            if kills < 4:
                _wait_for_the_store(data, child)
                child.wait(timeout=chance.uniform(0.05, 1.2 if kills else 0.3))  # the first is killed at work
            else:
                child.wait(timeout=120)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            kills += 1
        out, _ = child.communicate()
        if child.returncode == 0:
            break
    assert json.loads(out)["rows"] == 20_000
    assistant = open_assistant(config_for_folder(data))
    with assistant.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 18_000
        assert session.scalar(select(func.count(func.distinct(Point.key)))) == 18_000
        first, *later = session.scalars(select(ImportBatch).order_by(ImportBatch.id))
        assert (first.state, first.new, first.known, first.invalid) == (ImportState.DONE, 18_000, 2_000, 0)
        # Killed between its last chunk and its last word, a run is told nowhere: the next one begins anew and finds only people it knows.
        assert {(row.state, row.new, row.known) for row in later} <= {(ImportState.DONE, 0, 20_000)}
        assert list(faults(session, now=assistant.now())) == []
    assistant.close()
    assert kills >= 1


def _wait_for_the_store(data: Path, child: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 30
    while not (data / "outreach.db").exists() and child.poll() is None and time.monotonic() < until:
        time.sleep(0.02)


def test_visits_of_a_list_go_with_its_people_and_a_round_keeps_them(house: House, place: working.Workplace) -> None:
    at = "2026-03-02T14:00:00+00:00"
    lines = [
        {"points": [{"channel": "phone", "value": a_phone()}], "visits": [{"at": at, "place": where, "kind": "street"}]}
        for where in ("De Kade", "De Kade", "De Hoek")
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    number = hands_over(house, place, content, "lijst.jsonl")
    does(house, place, number, ImportState.RUNNING)
    first, second, _third = people_of(house, number)
    with house.reading() as session:
        found = list(session.scalars(select(Visit).order_by(Visit.id)))
        assert [(one.place, one.kind) for one in found] == [
            ("De Kade", PlaceKind.STREET),
            ("De Hoek", PlaceKind.STREET),
        ]
    assert first.contact.notes[0].visit_id == second.contact.notes[0].visit_id == found[0].id
    with house.writing() as session:
        session.add(LookIn(visit_id=found[0].id, contact_id=second.id))
    does(house, place, number, ImportState.UNDOING)
    assert [her.id for her in people_of(house, number)] == [second.id]
    with house.reading() as session:
        assert [one.place for one in session.scalars(select(Visit))] == ["De Kade"]
