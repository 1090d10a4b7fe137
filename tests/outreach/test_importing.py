"""Taking over lists: dry run first, nothing twice, nobody who said no, and whatever a file holds, an answer."""

import io
import json
import resource
import zipfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from assistant.outreach import leaving
from assistant.outreach.importing import reading
from assistant.outreach.importing.records import BadLine, Unreadable
from assistant.outreach.importing.running import run
from assistant.outreach.importing.spooling import BadLines
from assistant.outreach.importing.storing import Batch, Counts
from assistant.rules.import_columns import guess
from assistant.rules.stages import Stage
from assistant.store.models import Contact, Message, MessageState, Suppression
from tests.cast import AN_AFTERNOON, House, a_phone


def takes(house: House, path: Path, *, dry: bool = False) -> tuple[Counts, reading.Source, Batch]:
    """Import a file into anna's team."""
    source = reading.look(path)
    batch = Batch(house.anna.team_id, house.assistant.terms.pace, dry=dry)
    run(house.assistant.store, source, batch, country="NL", now=house.clock())
    return batch.counts, source, batch


def people(house: House) -> list[Contact]:
    with house.reading() as session:
        return list(session.scalars(select(Contact).order_by(Contact.id)))


def written(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def thread(house: House, *days: tuple[str, float], **more: object) -> dict[str, object]:
    """A thread with messages so many days ago: ("out", 3), ("in", 2)."""
    return {
        "points": [{"channel": "phone", "value": a_phone()}],
        "messages": [
            {
                "at": (house.clock() - timedelta(days=ago)).isoformat(),
                "direction": way,
                "channel": "sms",
                "text": f"hallo {ago}",
            }
            for way, ago in days
        ],
        **more,
    }


def test_a_dirty_table(house: House, tmp_path: Path) -> None:
    ours, gone, spent, fresh = a_phone(), a_phone(), a_phone(), a_phone()
    her = house.anna.meets(ours, alias=None, town="Emmen")
    house.anna.stops(house.anna.meets(gone))
    full = house.anna.meets(spent)
    with house.writing() as session:
        contact = session.get_one(Contact, full.id)
        contact.stage, contact.unanswered, contact.last_out_at = Stage.WRITTEN, 2, house.clock()
    rows = [
        ("Naam", "Tel.nr", "Plaats", "Opmerkingen"),
        ("Mira", f"0{fresh[3:]}", "Assen", "geheim"),
        ("Twee", f"0031 {fresh[3:]}", "", ""),
        ("Luna", ours, "Assen", "geheim"),
        ("Weg", gone, "", ""),
        ("Genoeg", spent, "", ""),
        ("Niets", "onbekend", "", ""),
    ]
    path = tmp_path / "lijst.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-16")
    dry, _, _ = takes(house, path, dry=True)
    before = len(people(house))
    counts, source, _ = takes(house, path)
    assert dry == counts == Counts(new=1, known=2, suppressed=1, over_budget=1, invalid=1)
    assert source.encoding == "utf-16"
    assert [line.line for line in source.bad] == [7]
    assert len(people(house)) == before + 1
    assert (her.contact.alias, her.contact.town) == ("Luna", "Emmen")
    assert not people(house)[-1].due_at
    again, _, _ = takes(house, path)
    assert (again.new, again.known) == (0, 3)


def test_a_thread_comes_out_as_it_went_in(house: House, tmp_path: Path) -> None:
    record = thread(
        house,
        ("out", 9),
        ("in", 8),
        ref="Z-1",
        alias="Luna",
        town="Assen",
        language="pt-BR",
        country="BR",
        gender="vrouw",
        worker="anna",
    )
    record |= {
        "notes": [{"at": "2026-01-02T10:00:00+00:00", "text": "een\n\nnotitie"}],
        "visits": [{"at": "2026-01-03T10:00:00+00:00", "place": "thuis", "text": "koffie"}],
        "stop": False,
    }
    counts, _, _ = takes(house, written(tmp_path / "in.jsonl", record))
    assert counts.new == 1
    with house.reading() as session:
        assert list(leaving.everybody(session)) == [record]
    again, _, _ = takes(house, tmp_path / "in.jsonl")
    assert (again.new, again.known) == (0, 1)
    with house.reading() as session:
        assert list(leaving.everybody(session)) == [record]


@pytest.mark.parametrize(
    ("days", "stage", "waits", "due"),
    [
        ((("out", 3),), Stage.WRITTEN, False, True),
        ((("out", 300),), Stage.WRITTEN, False, True),
        ((("out", 300), ("out", 200)), Stage.OPEN_DOOR, False, False),
        ((("out", 9), ("in", 8)), Stage.TALKING, True, False),
        ((("out", 90), ("in", 80)), Stage.STALLED, False, True),
        ((("in", 80), ("out", 79)), Stage.TALKING, False, True),
        ((), Stage.NEW, False, False),
    ],
)
def test_where_a_thread_stands(
    house: House, tmp_path: Path, days: tuple[tuple[str, float], ...], stage: Stage, waits: bool, due: bool
) -> None:
    takes(house, written(tmp_path / "a.jsonl", thread(house, *days)))
    her = people(house)[0]
    assert (her.stage, her.waiting_since is not None, her.due_at is not None) == (stage, waits, due)
    assert her.due_at is None or her.due_at > house.clock() + timedelta(hours=23)
    assert house.ticks() == 0


def test_long_silent_threads_are_not_all_proposed_at_once(house: House, tmp_path: Path) -> None:
    takes(house, written(tmp_path / "a.jsonl", *(thread(house, ("in", 99), ("out", 98)) for _ in range(70))))
    assert house.ticks() == 0
    proposed = []
    for _ in range(8):
        house.clock.forward(days=1)
        proposed.append(house.ticks())
    assert sum(proposed) >= 60
    assert max(proposed) <= 60  # a weekend of quiet days may gather three days' worth
    with house.reading() as session:
        assert not session.scalar(select(func.count()).where(Message.state == MessageState.APPROVED))


def test_a_stop_in_a_thread_holds(house: House, tmp_path: Path) -> None:
    said = thread(house, ("out", 3), stop=True)
    wrote = thread(house, ("out", 3))
    wrote["messages"] += [
        {"at": house.clock().isoformat(), "direction": "in", "channel": "sms", "text": "stop, laat me met rust"}
    ]  # type: ignore[operator]
    counts, _, _ = takes(house, written(tmp_path / "a.jsonl", said, wrote))
    assert counts.new == 2
    assert [her.stage for her in people(house)] == [Stage.STOPPED] * 2
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Suppression)) == 2
    assert takes(house, tmp_path / "a.jsonl")[0].suppressed == 2


def test_a_stop_for_somebody_we_know(house: House, tmp_path: Path) -> None:
    number = a_phone()
    her = house.anna.meets(number)
    takes(house, written(tmp_path / "a.jsonl", {"points": [{"channel": "phone", "value": number}], "stop": True}))
    assert her.stage is Stage.STOPPED


def test_an_unknown_worker_is_said_and_bad_lines_are_named(house: House, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        thread(house, worker="niemand"),
        {"alias": "x"},
        {"notes": [{"at": "gisteren", "text": "x"}]},
    )
    path.write_text(path.read_text() + '\n{"points": [', encoding="utf-8")
    counts, source, batch = takes(house, path)
    assert (counts.new, counts.invalid) == (1, 3)
    assert [line.line for line in source.bad] == [2, 3, 4]
    assert "niemand" in batch.remarks[0].reason


def test_another_teams_person_stays_theirs(house: House, tmp_path: Path) -> None:
    number = a_phone()
    her = house.noor.meets(number, alias=None)
    counts, _, batch = takes(
        house, written(tmp_path / "a.jsonl", {"points": [{"channel": "phone", "value": number}], "alias": "X"})
    )
    assert (counts.known, her.contact.alias) == (1, None)
    assert "another team" in batch.remarks[0].reason


def test_contact_points_that_cross_in_one_file(house: House, tmp_path: Path) -> None:
    known, one, two, three = a_phone(), a_phone(), a_phone(), a_phone()
    her = house.anna.meets(known)
    lines = [[one], [two], [one, two], [known, three], [three], [two, known], ["A@example.org", "a@example.org"]]
    records = [
        {"points": [{"channel": "email" if "@" in value else "phone", "value": value} for value in line]}
        for line in lines
    ]
    counts, _, _ = takes(house, written(tmp_path / "a.jsonl", *records))
    assert (counts.new, counts.known) == (3, 4)
    assert [point.value for point in her.contact.points] == [known, three]


def test_cards(house: House, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mira\r\nitem1.TEL;TYPE=cell:{a_phone()}\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nFN:Niemand\r\nEND:VCARD\r\nBEGIN:VCARD\r\nTEL:06"
    )
    counts, source, _ = takes(house, path)
    assert (counts.new, counts.invalid) == (1, 2)
    assert people(house)[0].alias == "Mira"
    assert "cut off" in source.bad[-1].reason


def workbook(path: Path, sheet: bytes) -> Path:
    """A minimal workbook with this sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        ns = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        rel = "http://schemas.openxmlformats.org"
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{rel}/package/2006/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="r1" Type="{rel}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            b"<workbook "
            + ns
            + f' xmlns:r="{rel}/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="r1" Type="{rel}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", b"<worksheet " + ns + b"><sheetData>" + sheet + b"</sheetData></worksheet>"
        )
    return path


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_workbook_with_a_title_and_merged_cells(house: House, tmp_path: Path) -> None:
    number = a_phone()
    sheet = f'<row r="1">{cell("A1", "Lijst noord")}</row><row r="3">{cell("A3", "Naam")}{cell("B3", "Mobiel")}</row>'
    sheet += f'<row r="4">{cell("A4", "Mira")}<c r="B4"><v>{int(number[3:])}</v></c></row><row r="5">{cell("B5", "geen")}</row>'
    counts, source, _ = takes(house, workbook(tmp_path / "a.xlsx", sheet.encode()))
    assert (counts.new, counts.invalid) == (1, 1)
    assert source.bad[0].line == 5
    assert people(house)[0].alias == "Mira"


BOMB = b"<row>" + b'<c t="n"><v>0</v></c>' * 3_300_000 + b"</row>"


@pytest.mark.parametrize(
    "sheet", [BOMB, b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']
)
def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path, sheet: bytes) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet)
    assert path.stat().st_size < 400_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match="CSV"):
        reading.look(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_a_line_of_fifty_megabytes_is_named_and_not_held(small_house: House, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write("tel,naam\n")
        for _ in range(50):
            file.write("x" * 1_000_000)
        file.write(f"\n{a_phone()},Mira\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts, source, _ = takes(small_house, path)
    assert (counts.new, counts.invalid) == (1, 1)
    assert source.bad[0].line == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"%PDF-1.7 x",
        b"\x89PNG\r\n",
        b"PK\x03\x04cut off",
        b"\xd0\xcf\x11\xe0abc",
        b"\x1f\x8b\x08",
        b"\0\1\2" * 900,
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        reading.look(path)


def test_two_hundred_columns_and_formulas(house: House, tmp_path: Path) -> None:
    heads = [f"veld {n}" for n in range(199)] + ["Telefoon"]
    path = tmp_path / "a.csv"
    path.write_text(
        ",".join(heads) + "\n" + "," * 199 + f'"=""{a_phone()}"""\n' + "=HYPERLINK(1)" + "," * 199 + "=1+1\n"
    )
    counts, source, _ = takes(house, path)
    assert (counts.new, counts.invalid) == (1, 1)
    assert source.bad[0].line == 3


@pytest.mark.parametrize(
    ("encoding", "town"), [("utf-8-sig", "Łódź"), ("utf-16-le", "Łódź"), ("cp1252", "Málaga"), ("cp1251", "Пловдив")]
)
def test_encodings(tmp_path: Path, encoding: str, town: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("".join(["tel;plaats\n", *(f"{a_phone()};{town}\n" for _ in range(30))]).encode(encoding))
    source = reading.look(path)
    from datetime import UTC, datetime

    towns = {person.town for person in reading.people(source, country="NL", now=datetime.now(UTC))}
    assert towns == {town}


def test_columns_are_guessed_without_heads() -> None:
    assert guess(["", "", ""], [["Mira", "0612345678", "a@example.org"]]) == (None, "phone", "email")
    assert guess(["Bemerkungen"], [["0612345678"]]) == (None,)


PIECES = st.sampled_from(
    ["06 12345678", "+31612345678", ",", ";", "\n", '"', "\t", "tel", "naam", "{", "}", "[", '{"points":[{"channel":"phone","value":"0612345678"}]}', '"messages":',
     "BEGIN:VCARD\n", "END:VCARD\n", "TEL:", "=", "\0", "\ufeff", "é", "Ж", "\u202e", "PK\x03\x04", "\r", '{"notes":[{"at":"9999-12-31T23:59:59+00:00","text":"x"}]}']
)  # fmt: skip
FILES = st.one_of(
    st.lists(PIECES, max_size=40)
    .map("".join)
    .flatmap(
        lambda text: st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-32"]).map(
            lambda name: text.encode(name, "replace")
        )
    ),
    st.binary(max_size=400),
)


def check_answered(path: Path, content: bytes) -> None:
    from datetime import UTC, datetime

    path.write_bytes(content)
    with suppress(Unreadable):
        for person in reading.people(reading.look(path), country="NL", now=datetime(2026, 3, 1, tzinfo=UTC)):
            assert person.points or person.notes


@settings(max_examples=700, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=FILES, suffix=st.sampled_from([".csv", ".jsonl", ".vcf", ".xlsx", ""]))
def test_whatever_a_file_holds_is_answered(tmp_path: Path, content: bytes, suffix: str) -> None:
    check_answered(tmp_path / f"a{suffix}", content)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.integers(0, 3000),
)
def test_a_damaged_workbook_is_answered(tmp_path: Path, places: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(
        workbook(tmp_path / "good.xlsx", f'<row r="1">{cell("A1", "0612345678")}</row>'.encode()).read_bytes()
    )
    for at, byte in places:
        content[at % len(content)] = byte
    check_answered(tmp_path / "a.xlsx", bytes(content[: len(content) - cut % 40]))
    assert io.BytesIO(content)


def test_bad_lines_are_a_list_that_takes_no_memory() -> None:
    lines = [BadLine(at, f"reden {at} é", kept=at % 2 == 0) for at in range(1, 2501)]
    bad = BadLines(lines)
    assert list(bad) == lines
    assert (len(bad), bad[0], bad[-1], bad[999:1001]) == (2500, lines[0], lines[-1], lines[999:1001])
    assert bad[::-500] == lines[::-500]
    going = iter(bad)
    assert next(going) == lines[0]
    bad.append(BadLine(9999, "x"))
    assert next(going) == lines[1]
    assert len(bad._newest) < 1000
    with pytest.raises(IndexError):
        bad[2501]
    bad.clear()
    assert not bad


AN_AD = "<html><body><p>Hoi, ik ben {name} uit Assen. Bel 06 {number}</p></body></html>"


def packed(path: Path, pages: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in pages.items():
            archive.writestr(name, page)
    return path


def test_a_zip_of_saved_ads_says_the_same_as_its_folder(tmp_path: Path) -> None:
    pages = {
        f"{at}.html": AN_AD.format(name=name, number=12_345_670 + at).encode("utf-16" if at else "utf-8")
        for at, name in enumerate(("Zoé", "Mirabella"))
    } | {"leeg.txt": b"niets", "foto.png": b"\x89PNG"}
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, page in pages.items():
        (folder / name).write_bytes(page)
    sources = [reading.look(folder), reading.look(packed(tmp_path / "saved.zip", pages))]
    read = [list(reading.people(source, country="NL", now=AN_AFTERNOON)) for source in sources]
    assert read[0] == read[1]
    assert [one.alias for one in read[0]] == ["Zoé", "Mirabella"]
    assert [[(bad.line, bad.reason) for bad in source.bad] for source in sources] == [
        [(3, "leeg.txt: no contact point")]
    ] * 2


def test_a_bomb_in_a_zip_of_ads_is_one_bad_page(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.zip", {"a.html": b" " * (64 << 20), "b.txt": b"Bel Luna 06 12345678"})
    source = reading.look(path)
    assert [one.line for one in reading.people(source, country="NL", now=AN_AFTERNOON)] == [2]
    assert [bad.reason for bad in source.bad] == ["a.html: larger than 4 MB"]


def test_a_page_with_more_words_than_any_ad_is_one_bad_page(tmp_path: Path) -> None:
    path = packed(tmp_path / "long.zip", {"a.txt": b"06 1234 " * 30_000, "b.txt": b"Bel Luna 06 12345678"})
    source = reading.look(path)
    assert [one.line for one in reading.people(source, country="NL", now=AN_AFTERNOON)] == [2]
    assert [bad.reason for bad in source.bad] == ["a.txt: text of 239999 characters, at most 100000 are read"]


def test_a_damaged_page_in_a_zip_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "hurt.zip", {"a.txt": b"Bel Luna 06 12345678 " * 9, "b.txt": b"Bel Zora 06 12345679"})
    raw = bytearray(path.read_bytes())
    raw[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    source = reading.look(path)
    assert [one.line for one in reading.people(source, country="NL", now=AN_AFTERNOON)] == [2]
    assert [bad.reason for bad in source.bad] == ["a.txt: the file is damaged"]
