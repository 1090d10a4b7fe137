"""Opening a store: on both databases, for the first time and again, and what is refused."""

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Text, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from assistant.bootstrap import open_assistant
from assistant.config import Config, StorePlace, config_for_folder
from assistant.errors import ConfigError, Stale
from assistant.outreach import falling_due
from assistant.store.base import Base
from assistant.store.models import Contact, Heartbeat, Note
from assistant.store.opening import open_store
from tests.cast import AN_AFTERNOON, House

OF_ONE_DATABASE = (
    "ix_contact_due"  # each has its own; the comparison does not know which is whose, nor reads an expression back
)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrations_make_exactly_the_models(house: House) -> None:
    with house.assistant.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = compare_metadata(context, Base.metadata)
        assert [
            change for change in changes if not str(getattr(change[1], "name", "")).startswith(OF_ONE_DATABASE)
        ] == []


def test_an_idle_clock_goes_by_an_index(house: House) -> None:
    on_sqlite, engine = house.assistant.store.is_sqlite, house.assistant.store.engine
    asked = falling_due._due(on_sqlite).params(moment=AN_AFTERNOON, most=10)
    plain = asked.compile(engine, compile_kwargs={"literal_binds": True})
    with house.assistant.store.reading() as session:
        if not on_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # the table is empty
        plan = session.execute(text(f"EXPLAIN {'QUERY PLAN' if on_sqlite else ''} {plain}")).all()
    assert "ix_contact_due" in str(plan)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_every_constraint_has_a_name(house: House) -> None:
    tables = inspect(house.assistant.store.engine)
    for table in Base.metadata.tables:
        named = [
            *tables.get_unique_constraints(table),
            *tables.get_foreign_keys(table),
            *tables.get_check_constraints(table),
        ]
        assert all(one["name"] for one in named), table


def test_whatever_is_free_text_about_her_is_sealed() -> None:
    """A new text column on a table that hangs on a contact must be a Sealed one, or be named here with a reason."""
    short = {
        "language",
        "channel",
        "sender_kind",
        "failure",
        "token",
        "topic",
        "hook_kind",
        "lot",
    }  # codes and our own random names, not her words
    for table in Base.metadata.tables.values():
        about_her = table.name == "contact" or any(key.column.table.name == "contact" for key in table.foreign_keys)
        for column in table.columns if about_her else ():
            assert not isinstance(column.type, Text), column
            plain = column.type.__visit_name__ == "string"
            assert not plain or column.name in short, column


def test_sqlite_keeps_what_it_was_told(small_house: House) -> None:
    with small_house.assistant.store.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_the_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    open_store(config_for_folder(tmp_path).store.url, tmp_path / "keys.json").close()
    assert (tmp_path / "outreach.db").stat().st_mode & 0o777 == 0o600


def test_a_writer_has_the_write_lock_before_it_reads(small_house: House) -> None:
    store = small_house.assistant.store
    other = sqlite3.connect(str(store.engine.url.database), timeout=0, isolation_level=None)
    with closing(other), store.writing() as session:
        session.scalar(select(Heartbeat.name))
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_reader_is_not_in_the_way_of_a_writer(small_house: House) -> None:
    store = small_house.assistant.store
    with store.reading() as reading:
        assert reading.scalar(select(Heartbeat.name)) is None
        with store.writing() as writing:
            writing.add(Heartbeat(name="clock", ran_at=AN_AFTERNOON))
        assert reading.scalar(select(Heartbeat.name)) is None


def test_a_fault_takes_back_everything(house: House) -> None:
    with suppress(ZeroDivisionError), house.writing() as session:
        session.add(Heartbeat(name="clock", ran_at=AN_AFTERNOON))
        session.flush()
        _ = 1 / 0
    with house.reading() as session:
        assert session.scalar(select(Heartbeat.name)) is None


def test_what_was_only_asked_is_never_kept(house: House) -> None:
    with house.assistant.store.reading() as session:
        session.add(Heartbeat(name="clock", ran_at=AN_AFTERNOON))
        session.flush()
    with house.reading() as session:
        assert session.scalar(select(Heartbeat.name)) is None


def test_two_who_changed_the_same_row_do_not_overwrite_each_other(house: House) -> None:
    her = house.anna.meets()
    with house.assistant.store.reading() as early:
        stale = early.get_one(Contact, her.id)
        early.expunge(stale)
    house.anna.sends(her)
    stale.alias = "somebody else"
    with pytest.raises(Stale), house.writing() as session:
        session.add(stale)
    assert her.contact.alias == "Luna"


def test_a_time_without_its_zone_is_an_error(house: House) -> None:
    with pytest.raises(StatementError, match="a time without its zone"), house.writing() as session:
        session.add(Heartbeat(name="clock", ran_at=datetime(2026, 3, 17, 14, 20)))  # noqa: DTZ001


def test_a_time_comes_back_in_utc_whatever_zone_it_went_in(house: House) -> None:
    there = datetime(2026, 3, 17, 19, 50, 1, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with house.writing() as session:
        session.add(Heartbeat(name="clock", ran_at=there))
    with house.reading() as session:
        back = session.get_one(Heartbeat, "clock").ran_at
    assert back == there
    assert back.tzinfo is UTC


def test_a_row_cannot_point_at_nobody(house: House) -> None:
    with pytest.raises(IntegrityError), house.writing() as session:
        session.add(Note(contact_id=987654, body="x", at=AN_AFTERNOON))


def test_opening_again_changes_nothing(store_place: StorePlace) -> None:
    config = Config(store=store_place)
    for _ in range(2):
        open_assistant(config).close()


def test_a_store_of_a_later_version_is_refused(store_place: StorePlace) -> None:
    assistant = open_assistant(Config(store=store_place))
    with assistant.store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(ConfigError, match="later version"):
            open_assistant(assistant.config)
    finally:
        with assistant.store.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        assistant.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://h/d",
        "oracle://h/d",
        "sqlite:////proc/nowhere/x.db",
        "postgresql+psycopg://u@127.0.0.1:1/x",
    ],
)
def test_a_mistaken_url_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"store\.url"):
        open_store(url, tmp_path / "keys.json")
    assert not (tmp_path / "keys.json").exists()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "outreach.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(ConfigError, match=r"store\.url"):
        open_store(config_for_folder(tmp_path).store.url, tmp_path / "keys.json")
    assert (tmp_path / "outreach.db").read_bytes() == b"this is not a database" * 100


def test_two_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """Each opens the same new store; whoever is later must read the whole key file of the other."""
    code = (
        "import sys; from pathlib import Path; from assistant.config import config_for_folder as c; "
        "from assistant.store.opening import open_store as o; p = c(Path(sys.argv[1])).store; "
        "print(o(p.url, p.keys).keyring.fingerprint)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    ends = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], ends
    assert len({out for out, _ in ends}) == 1


def test_only_work_that_can_be_gone_on_with_does_not_wait_for_the_disk(house: House) -> None:
    store = house.assistant.store
    asked, waits, does_not = (
        ("PRAGMA synchronous", 2, 1) if store.is_sqlite else ("SHOW synchronous_commit", "on", "off")
    )
    for at_once in (True, False, True):
        with store.writing(at_once=at_once) as session:
            assert session.scalar(text(asked)) == (waits if at_once else does_not)
