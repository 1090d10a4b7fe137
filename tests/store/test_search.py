"""The index of the finder: what it holds follows every change, and nothing of it can be read."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import func, make_url, select

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


def test_rebuilding_changes_nothing(house: House) -> None:
    her = house.anna.meets(alias="Daniela", town="Leeuwarden")
    house.anna.sends(her)

    def rows() -> set[tuple[bytes, int]]:
        with house.reading() as session:
            return {
                (bytes(row.key), row.contact_id) for row in session.execute(select(SearchKey.key, SearchKey.contact_id))
            }

    before = rows()
    assert before
    with house.writing() as session:
        assert search.rebuild(session) == 1
    assert rows() == before


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
