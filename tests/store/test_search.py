"""The index of the finder: what it holds follows every change, and nothing of it can be read."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, func, make_url, select

from assistant.rules import recall_tokens
from assistant.store import search
from assistant.store.models import Contact, Note, SearchKey
from assistant.store.sealed import keyring_of_session
from tests.cast import Her, House

WORDS = ("Vuurvliegje", "Appelscha", "paardenbloem", "bovendebakker")


def has(house: House, her: Her, token: str) -> bool:
    with house.reading() as session:
        contact = session.get_one(Contact, her.id)
        key = search.search_key(keyring_of_session(session), contact.team_id, token)
        return session.get(SearchKey, (key, her.id)) is not None


def test_every_step_keeps_the_index_up_to_date(house: House) -> None:
    her = house.anna.meets("+31612345987", alias="Daniela", town="Leeuwarden")
    assert has(house, her, "alias:daniela")
    assert has(house, her, "town:leeuwarden")
    assert has(house, her, "digits:5987")
    assert has(house, her, f"worker:{house.anna.id}")
    house.anna.notes(her, "Ze heeft een hondje")
    assert has(house, her, "word:hondje")
    assert has(house, her, "alias:daniela")
    her.answers("tengo un perrito")
    assert has(house, her, "word:perrito")
    with house.writing() as session:
        session.get_one(Contact, her.id).alias = "Valeria"
    assert has(house, her, "alias:valeria")
    assert not has(house, her, "alias:daniela")
    with house.writing() as session:
        session.delete(session.scalars(select(Note).where(Note.contact_id == her.id)).one())
    assert not has(house, her, "word:hondje")


def test_words_that_never_left_are_not_indexed(house: House) -> None:
    her = house.anna.meets()
    house.anna.writes(her, "over de vlinderstichting")
    assert not has(house, her, "word:vlinderstichting")


def test_a_fault_leaves_the_index_as_it_was(house: House) -> None:
    her = house.anna.meets(alias="Daniela")

    def fails() -> None:
        with house.writing() as session:
            session.get_one(Contact, her.id).alias = "Valeria"
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert has(house, her, "alias:daniela")
    assert not has(house, her, "alias:valeria")


def test_rows_go_with_their_contact(house: House) -> None:
    her = house.anna.meets(alias="Daniela")
    house.anna.erases(her)
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchKey)) == 0


def test_another_team_has_other_keys(house: House) -> None:
    with house.reading() as session:
        keyring = keyring_of_session(session)
        assert search.search_key(keyring, 1, "alias:daniela") != search.search_key(keyring, 2, "alias:daniela")


def every_row(house: House) -> set[tuple[bytes, int]]:
    with house.reading() as session:
        return {
            (bytes(row.key), row.contact_id) for row in session.execute(select(SearchKey.key, SearchKey.contact_id))
        }


def test_rebuilding_changes_nothing(house: House) -> None:
    her = house.anna.meets(alias="Daniela", town="Leeuwarden")
    house.anna.sends(her)
    house.bram.notes(her, "Ze komt uit Colombia en heeft een hondje")
    her.answers("tengo un perrito y vivo en Assen")
    house.anna.notes(her, "Hondje heet Pip")
    with house.writing() as session:
        session.scalars(
            select(Note).where(Note.contact_id == her.id).order_by(Note.id)
        ).first().body = "Ze heeft een kat"
    before = every_row(house)
    assert has(house, her, f"worker:{house.bram.id}")
    assert has(house, her, "word:pip")
    assert not has(house, her, "said-country:CO")
    with house.writing() as session:
        assert search.rebuild(session) == 1
    assert every_row(house) == before


def test_words_taken_back_within_a_transaction_are_not_indexed(house: House) -> None:
    her = house.anna.meets(alias="Daniela")
    house.anna.notes(her, "Ze heeft een kat")
    with house.writing() as session:
        first = session.scalars(select(Note).where(Note.contact_id == her.id)).one()
        given = {
            "contact_id": her.id,
            "at": first.at,
            "by_id": first.by_id,
            "kind": first.kind,
        }
        with session.begin_nested() as part:
            session.add(Note(**given, body="vlinderstichting"))
            session.flush()
            part.rollback()
        session.add(Note(**given, body="paardenbloem"))
        session.flush()
        gone = Note(**given, body="bovendebakker")
        session.add(gone)
        session.flush()
        session.delete(gone)
    assert has(house, her, "word:paardenbloem")
    assert not has(house, her, "word:vlinderstichting")
    assert not has(house, her, "word:bovendebakker")


def test_a_new_text_of_somebody_who_said_much_asks_for_no_other_text(house: House) -> None:
    her = house.anna.meets(alias="Daniela")
    for number in range(3):
        house.anna.notes(her, f"Ze kent buurvrouw{number}")
    asked: list[str] = []
    engine = house.assistant.store.engine

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(" ".join(statement.split()).lower())

    event.listen(engine, "before_cursor_execute", listen)
    house.anna.notes(her, "Ze heeft een hondje")
    event.remove(engine, "before_cursor_execute", listen)
    assert has(house, her, "word:hondje")
    assert any("from search_key" in statement for statement in asked)
    assert not any("note.contact_id in" in statement for statement in asked)


def test_of_whom_too_much_was_said_the_oldest_words_go(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    her = house.anna.meets(alias="Daniela")
    monkeypatch.setattr(recall_tokens, "MOST_WORDS", 12)
    monkeypatch.setattr(search, "MOST_WORDS", 12)
    for at in range(4):
        house.clock.forward(days=1)
        house.anna.notes(her, f"eersteding{at} tweededing{at} derdeding{at}")
    assert has(house, her, "word:eersteding3")
    assert not has(house, her, "word:eersteding0")


def test_planted_words_cannot_be_read_in_the_index(small_house: House) -> None:
    her = small_house.anna.meets("+31612345987", alias=WORDS[0], town=WORDS[1])
    small_house.anna.notes(her, f"{WORDS[2]} {WORDS[3]} 612345987")
    path = make_url(small_house.assistant.config.store.url).database
    assert path
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT key, contact_id FROM search_key").fetchall()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(rows) > 30
    assert {len(key) for key, _ in rows} == {search.KEY_BYTES}
    with open(path, "rb") as file:
        held = file.read().lower()
    for word in (*WORDS, "612345987", "word:", "alias:"):
        for form in (word, word.lower(), word[:6].lower()):
            assert form.encode() not in held
            assert form.encode("utf-16-le") not in held
