"""Bring the tables up to date with Alembic, whose scripts live inside the package."""

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine

SCRIPTS = "assistant.store:migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Run every migration that has not run yet, in one transaction that waits for other processes doing the same."""
    with engine.execution_options(begins_as_writer=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7239101)")
        settings = AlembicConfig()
        settings.set_main_option("script_location", SCRIPTS)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
