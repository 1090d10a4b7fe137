"""Alembic's entry: uses the connection it is handed (`migrating.bring_up_to_date`), never a URL of its own."""

from typing import Any, Literal

from alembic import context

from assistant.store import accounts, models
from assistant.store.base import Base, UtcTime
from assistant.store.sealed import Sealed, SealedJson

TABLES = (accounts, models)  # imported so that their tables stand in the metadata


def plain_type(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Migrations name what the database holds, not our types, so that they keep working when those change."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed | SealedJson):
        return "sa.LargeBinary()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=plain_type,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
