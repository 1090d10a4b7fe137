"""What is the same for everybody is asked once, and never after it changed: here, in another process, or not after all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from assistant.outreach import topics
from assistant.store import shared
from assistant.store.accounts import Team
from assistant.store.models import TeamTopic
from assistant.store.opening import Store, open_store

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'outreach.db'}", tmp_path / "keys")
    with store.writing() as session:
        session.add(Team(id=1, name="De Brug"))
    yield store
    store.close()


@pytest.fixture
def elsewhere(here: Store, tmp_path: Path) -> Iterator[Store]:
    """The same store as another process opens it."""
    store = open_store(f"sqlite:///{tmp_path / 'outreach.db'}", tmp_path / "keys")
    yield store
    store.close()


def add(session: Session, name: str) -> None:
    session.add(TeamTopic(team_id=1, code=f"own_{name}", name=name, saved_at=NOW))


def names(session: Session) -> set[str]:
    return set(topics.own_names(session, team_id=1).values())


def asked(store: Store) -> int:
    """How often a question is really asked in two sessions."""
    times: list[int] = []
    for _ in range(2):
        with store.reading() as session:
            shared.once(session, "something", lambda own: times.append(1))
    return len(times)


def test_a_question_is_asked_once(here: Store) -> None:
    assert asked(here) == 1
    assert asked(here) == 0


@pytest.mark.parametrize("reads_first", [True, False])
def test_what_changed_in_another_process_is_seen(here: Store, elsewhere: Store, reads_first: bool) -> None:
    for name in ("huis", "werk", "taal"):
        if reads_first:
            with here.reading() as session:
                names(session)
        with elsewhere.writing() as session:
            add(session, name)
        with here.reading() as session:
            assert name in names(session)


def test_a_change_is_seen_at_once_by_whoever_makes_it_and_by_others_when_it_is_kept(here: Store) -> None:
    with here.reading() as session:
        assert names(session) == set()
    with here.writing() as session:
        names(session)
        add(session, "huis")
        assert names(session) == {"huis"}
        with here.reading() as other:
            assert names(other) == set()
        add(session, "werk")
        assert names(session) == {"huis", "werk"}
    with here.reading() as session:
        assert names(session) == {"huis", "werk"}


def test_what_was_not_kept_leaves_nothing_behind(here: Store) -> None:
    with here.writing() as session:
        add(session, "huis")
        assert names(session) == {"huis"}
        session.rollback()
    with here.reading() as session:
        assert names(session) == set()
    with here.writing() as session:
        with session.begin_nested() as part:
            add(session, "werk")
            assert names(session) == {"werk"}
            part.rollback()
        assert names(session) == set()
    with here.reading() as session:
        assert names(session) == set()


def test_many_changed_at_once_are_seen(here: Store) -> None:
    with here.writing() as session:
        add(session, "huis")
    with here.reading() as session:
        assert names(session) == {"huis"}
    with here.writing() as session:
        session.execute(update(TeamTopic).values(name="woning"))
    with here.reading() as session:
        assert names(session) == {"woning"}
    with here.writing() as session:
        session.execute(delete(TeamTopic))
    with here.reading() as session:
        assert names(session) == set()


def test_two_stores_do_not_share(here: Store, tmp_path: Path) -> None:
    with here.writing() as session:
        add(session, "huis")
    with here.reading() as session:
        assert names(session) == {"huis"}
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other-keys")
    with other.reading() as session:
        assert names(session) == set()
    other.close()
