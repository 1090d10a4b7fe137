"""Many rows in one statement are what the session itself would have stored, and are found again by their keys."""

import os
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select

from assistant.rules.stages import Stage
from assistant.store.bulk import insert_columns, insert_rows, rows_with, rows_with_key
from assistant.store.models import Contact, DueFor, Note, NoteKind, Point, Suppression
from tests.cast import House

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NAMES = ("Mira", None, "Zoë '); DROP TABLE contact; --", "", "\U0001f338", "half \ud83c")
KEPT = ("alias", "town", "language", "stage", "unanswered", "due_at", "due_for", "created_at", "version")


def test_rows_inserted_in_bulk_read_as_they_were_given(house: House) -> None:
    many = len(NAMES)
    given: dict[str, list[Any]] = {
        "id": list(range(90_001, 90_001 + many)),
        "team_id": [house.anna.team_id] * many,
        "alias": list(NAMES),
        "town": [None] * many,
        "language": ["nl", None, "pt-BR", None, "x'); --", None],
        "stage": [Stage.NEW, Stage.TALKING, Stage.NEW, Stage.STOPPED, Stage.NEW, Stage.NEW],
        "unanswered": [0] * many,
        "renewals": [0] * many,
        "due_at": [NOW, None, NOW, NOW, None, None],
        "due_for": [DueFor.REMINDER] * many,
        "created_at": [NOW] * many,
        "changed_at": [NOW] * many,
        "version": [1] * many,
    }
    with house.writing() as session:
        insert_columns(session, Contact, given)
        for at, number in enumerate(given["id"]):
            contact = session.get_one(Contact, number)
            expected = {name: given[name][at] for name in KEPT}
            if at == many - 1:
                expected["alias"] = "half ?"
            assert {name: getattr(contact, name) for name in KEPT} == expected


def test_what_all_rows_share_is_a_value_and_never_a_piece_of_sql(house: House) -> None:
    her = house.anna.meets("+31612345321")
    words = "it's; DROP TABLE note --"
    for channel in ("phone", "it's ? :x %s", "a\nb"):
        with house.writing() as session:
            keys = [os.urandom(32) for _ in range(3)]
            rows = [
                {"contact_id": her.id, "channel": channel, "value": words, "key": key, "slot": 0, "created_at": NOW}
                for key in keys
            ]
            insert_rows(session, Point, rows)
            stored = session.execute(select(Point.channel, Point.value).where(Point.key.in_(keys))).all()
            assert [tuple(one) for one in stored] == [(channel, words)] * 3
            session.rollback()
    with house.writing() as session:
        insert_rows(session, Note, [{"contact_id": her.id, "kind": NoteKind.NOTE, "body": words, "at": NOW}] * 2)
        assert session.scalars(select(Note.body).where(Note.contact_id == her.id)).all() == [words] * 2


def test_rows_are_found_by_their_keys_alone(house: House) -> None:
    keys = [os.urandom(32) for _ in range(40)]
    strangers = [key[1:] + key[:1] for key in keys]  # the same bytes, one place further
    with house.writing() as session:
        insert_rows(session, Suppression, [{"key": key, "added_at": NOW, "added_by_id": None} for key in keys])
        assert [bytes(row[0]) for row in rows_with_key(session, Suppression.key, keys[:1])] == keys[:1]
        asked = [*strangers, *keys[10:30]]
        assert {bytes(row[0]) for row in rows_with_key(session, Suppression.key, asked)} == set(keys[10:30])
        assert not rows_with_key(session, Suppression.key, strangers)
        assert not rows_with_key(session, Suppression.key, [])
        session.execute(delete(Suppression).where(Suppression.key.in_(keys)))


def test_a_point_that_went_to_somebody_else_is_not_among_them(house: House) -> None:
    her = house.anna.meets("+31612345322")
    with house.writing() as session:
        point = session.scalars(select(Point).where(Point.contact_id == her.id)).one()
        asked = ([point.key], Point.contact_id)
        assert [row[1] for row in rows_with_key(session, Point.key, *asked, empty=Point.gone_at)] == [her.id]
        assert [row[1] for row in rows_with(session, Point.key, *asked, empty=Point.gone_at)] == [her.id]
        point.gone_at = NOW
        session.flush()
        assert not rows_with_key(session, Point.key, *asked, empty=Point.gone_at)
        assert len(rows_with_key(session, Point.key, *asked)) == 1
