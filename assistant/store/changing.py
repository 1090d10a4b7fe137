"""One statement that changes rows, and how many it changed: how a row is claimed before it is acted on."""

from typing import Any, cast

from sqlalchemy import CursorResult, Update
from sqlalchemy.orm import Session


def rows_changed(session: Session, statement: Update) -> int:
    """Run an UPDATE and answer how many rows it touched. Loaded objects are not brought up to date: refresh what you go on with."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return int(cast("CursorResult[Any]", result).rowcount)
