"""What was noted as "away until" before there were absences is kept."""

from datetime import datetime

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig

from assistant.config import StorePlace
from assistant.store.migrating import SCRIPTS, bring_up_to_date

MOMENT = datetime(2026, 3, 20, 22, 59)  # noqa: DTZ001 — as the columns of SQLite hold it


def test_away_until_becomes_an_absence_and_goes_back(store_place: StorePlace) -> None:
    engine = sa.create_engine(store_place.url)
    settings = AlembicConfig()
    settings.set_main_option("script_location", SCRIPTS)
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0011")
        connection.execute(sa.text("INSERT INTO team (id, name) VALUES (1, 'Groningen')"))
        for number, until in ((1, MOMENT), (2, None)):
            account = (
                "INSERT INTO account (id, team_id, username, shown_name, must_change_password, active, fs_uniquifier,"
                " single_keys, login_count, created_at, away_until)"
                " VALUES (:id, 1, :name, 'x', false, true, :name, true, 0, :made, :until)"
            )
            connection.execute(
                sa.text(account).bindparams(sa.bindparam("until", type_=sa.DateTime(timezone=True))),
                {"id": number, "name": f"w{number}", "made": MOMENT.replace(day=1), "until": until},
            )
        command.upgrade(settings, "0012")
        [row] = connection.execute(sa.text("SELECT account_id, ends_at, stand_in_id FROM absence"))
        assert (row.account_id, row.stand_in_id) == (1, None)
        command.downgrade(settings, "0011")
        again = connection.execute(sa.text("SELECT id, away_until FROM account ORDER BY id")).all()
    assert [bool(until) for _id, until in again] == [True, False]
    bring_up_to_date(engine)
    engine.dispose()
