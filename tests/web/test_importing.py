"""A list in the browser: looked through, corrected, stored, taken back; and what stands in the way."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from assistant.bootstrap import Assistant
from assistant.outreach.importing import batches, waiting
from assistant.store.accounts import Team
from assistant.store.models import Contact, ImportBatch, ImportState, LogEntry, Message
from tests.web.conftest import FakeClock, Person

LIST = "Naam;Tel;Stad;Opm.\nMirabella;06 12345678;Assen;geheim\nZoé;06 87654321;Emmen;\nniemand;onbekend;;\n"


def hands_over(person: Person, content: bytes | str = LIST, name: str = "lijst.csv") -> TestResponse:
    raw = content.encode("cp1252") if isinstance(content, str) else content
    return person.client.post(
        "/team/import/", data={"list": (io.BytesIO(raw), name)}, content_type="multipart/form-data"
    )


def how_many(house: Assistant, model: type[Contact] | type[Message] | type[ImportBatch]) -> int:
    with house.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def settle(sofie: Person, house: Assistant, address: str) -> str:
    """The page once nobody works on the list any more."""
    number = int(address.rsplit("/", 1)[1])
    for _ in range(200):
        page = sofie.sees(address)
        with house.store.reading() as session:
            if not batches.alive(session.get_one(ImportBatch, number), now=house.now()):
                return sofie.sees(address)
    return page


def test_looked_through_corrected_stored_and_taken_back(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie).location
    page = settle(sofie, house, address)
    assert how_many(house, Contact) == 0
    assert '<option value="cp1252" selected>' in page
    assert re.search(r'id="column3" name="column3"><option value="">', page)
    assert "Mirabella" not in page
    assert "12345678" not in page.replace(" ", "")
    sofie.posts(
        f"{address}/columns",
        encoding="cp1252",
        delimiter=";",
        column0="alias",
        column1="phone",
        column2="",
        column3="note",
    )
    page = settle(sofie, house, address)
    assert '<option value="note" selected>' in page
    sofie.posts(f"{address}/start", ground="consent")
    settle(sofie, house, address)
    with house.store.reading() as session:
        people = list(session.scalars(select(Contact).order_by(Contact.id)))
        assert [(one.alias, one.town, [note.body for note in one.notes]) for one in people] == [
            ("Mirabella", None, ["geheim"]),
            ("Zoé", None, []),
        ]
        said = list(session.scalars(select(LogEntry.reason).where(LogEntry.event == "imported")))
    assert any(reason and "ground: consent" in reason for reason in said)
    assert how_many(house, Message) == 0
    assert list(house.imports.folder.glob("*")) == list(house.imports.folder.glob("*.lines"))
    sofie.posts(f"{address}/undo")
    settle(sofie, house, address)
    assert how_many(house, Contact) == 0


def test_the_left_out_lines_come_down_as_a_list(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie, LIST + "=HYPERLINK(1);0800;;\n").location
    settle(sofie, house, address)
    answer = sofie.gets(f"{address}/lines.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["4", "1/1", "geen geldig nummer of adres", "niemand", "onbekend", "", ""]
    assert rows[0] == ["regel", "weggelaten", "reden", "Naam", "Tel", "Stad", "Opm."]
    assert rows[2][3] == "'=HYPERLINK(1)"


def test_read_in_another_character_set_and_separator(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie, "Naam|Tel\nŁucja|06 12345678\n".encode("cp1250")).location
    settle(sofie, house, address)
    sofie.posts(f"{address}/columns", encoding="cp1250", delimiter="|")
    page = settle(sofie, house, address)
    assert '<option value="cp1250" selected>' in page
    sofie.posts(f"{address}/start", ground="public_ad")
    settle(sofie, house, address)
    with house.store.reading() as session:
        assert session.scalars(select(Contact)).one().alias == "Łucja"


def test_without_a_reason_to_keep_them_nothing_is_stored(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    for ground in ({}, {"ground": "because"}):
        assert sofie.posts(f"{address}/start", **ground).status_code == 302
    assert how_many(house, Contact) == 0


def test_laid_aside_nothing_is_left(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    sofie.posts(f"{address}/aside")
    assert how_many(house, ImportBatch) == 0
    assert list(house.imports.folder.glob("*")) == []
    assert sofie.gets(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leeg.csv"),
        (b"%PDF-1.4", "lijst.csv"),
        (b"PK\x03\x04kapot", "lijst.xlsx"),
        (b"\x00\x01\x02" * 500, "x.csv"),
    ],
)
def test_what_is_no_list_gets_a_sentence(sofie: Person, house: Assistant, content: bytes, name: str) -> None:
    address = hands_over(sofie, content, name).location
    page = settle(sofie, house, address)
    assert 'class="notice notice-warm"' in page
    assert how_many(house, Contact) == 0
    assert sofie.posts(f"{address}/start", ground="consent").status_code == 302
    assert how_many(house, Contact) == 0


def test_too_large_a_file_and_no_file(sofie: Person, house: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sofie.posts("/team/import/").status_code == 422
    monkeypatch.setattr(waiting, "LARGEST", 1000)
    assert hands_over(sofie, b"x" * 1001).status_code == 413
    sofie.client.application.config["MAX_CONTENT_LENGTH"] = 2000
    assert "Splits hem" in hands_over(sofie, b"x" * 2001).get_data(as_text=True)
    assert not house.imports.folder.exists() or list(house.imports.folder.glob("*")) == []


def test_hostile_names_and_cells(sofie: Person, house: Assistant) -> None:
    name = "../../\x00‮<script>alert(1)</script>.csv"
    address = hands_over(sofie, "<b>Naam</b>;Tel\n<i>x</i>;06 12345678\n", name).location
    page = sofie.gets(address).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<b>Naam" not in page
    sofie.posts(f"{address}/columns", encoding="no-such", delimiter="xx", column0="<i>", column1="phone", column99="a")
    assert "06" in settle(sofie, house, address)


def test_another_teams_lists_are_not_there(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    with house.store.writing() as session:
        row = session.scalars(select(ImportBatch)).one()
        other = Team(name="Zwolle")
        session.add(other)
        session.flush()
        row.team_id = other.id
    assert sofie.gets(address).status_code == 404
    for what in ("columns", "start", "stop", "go-on", "undo", "aside"):
        assert sofie.posts(f"{address}/{what}", ground="consent").status_code == 404
    assert sofie.gets(f"{address}/lines.csv").status_code == 404


@pytest.mark.parametrize("who", ["anna", "ada"])
def test_only_a_supervisor_takes_lists_over(who: str, sofie: Person, request: pytest.FixtureRequest) -> None:
    address = hands_over(sofie).location
    person: Person = request.getfixturevalue(who)
    assert person.gets("/team/import/").status_code == 403
    assert hands_over(person).status_code == 403
    assert person.gets(address).status_code == 403


def test_after_a_crash_the_page_offers_to_go_on(sofie: Person, house: Assistant, clock: FakeClock) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    number = int(address.rsplit("/", 1)[1])
    with house.store.writing() as session:
        row = session.get_one(ImportBatch, number)
        runner = batches.claim(session, row, ImportState.RUNNING, now=house.now())
        batches.release(runner)  # the process ended
    page = sofie.sees(address)
    assert f'action="{address}/go-on"' in page
    assert f'action="{address}/undo"' in page
    sofie.posts(f"{address}/go-on")
    settle(sofie, house, address)
    assert how_many(house, Contact) == 2


def test_while_it_runs_the_page_follows_and_can_stop_it(sofie: Person, house: Assistant) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    with house.store.writing() as session:
        row = session.get_one(ImportBatch, int(address.rsplit("/", 1)[1]))
        batches.claim(session, row, ImportState.RUNNING, now=house.now())
    page = sofie.sees(address)
    assert '<progress max="3" value="0"' in page
    assert '<meta http-equiv="refresh"' in page
    assert sofie.posts(f"{address}/start", follow=True, ground="consent").status_code == 200
    other = hands_over(sofie, LIST.replace("8765", "8865")).location
    settle(sofie, house, other)
    sofie.posts(f"{other}/start", ground="consent")
    assert how_many(house, Contact) == 0
    sofie.posts(f"{address}/stop")
    assert f'action="{address}/go-on"' in sofie.sees(address)


def test_after_thirty_days_it_is_refused_in_a_sentence(sofie: Person, house: Assistant, clock: FakeClock) -> None:
    address = hands_over(sofie).location
    settle(sofie, house, address)
    sofie.posts(f"{address}/start", ground="consent")
    settle(sofie, house, address)
    clock.at += timedelta(days=31)
    sofie.signs_in()
    assert f'action="{address}/undo"' not in sofie.sees(address)
    assert "30 da" in unescaped(sofie.posts(f"{address}/undo", follow=True))
    assert how_many(house, Contact) == 2


def unescaped(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_a_folder_of_saved_ads_is_handed_over_whole(sofie: Person, house: Assistant) -> None:
    pages = [
        (io.BytesIO(f"<p>Hoi, ik ben Zora. Bel 06 1234567{at}</p>".encode()), f"bewaard/{at}.html") for at in range(3)
    ]
    other = (io.BytesIO(b"\x89PNG"), "bewaard/foto.png")
    address = sofie.client.post(
        "/team/import/", data={"pages": [*pages, other]}, content_type="multipart/form-data"
    ).location
    assert "bewaard" in settle(sofie, house, address)
    sofie.posts(f"{address}/start", ground="consent")
    settle(sofie, house, address)
    assert how_many(house, Contact) == 3


def test_a_folder_without_a_page_is_refused(sofie: Person, house: Assistant) -> None:
    answer = sofie.client.post(
        "/team/import/", data={"pages": [(io.BytesIO(b"x"), "foto.png")]}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "geen bewaarde pagina" in answer.text
    assert how_many(house, ImportBatch) == 0
