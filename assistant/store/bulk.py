"""Many rows of one table in one statement, sealed and checked by the columns' own types.

On SQLite the types are asked once a column, and once for each value that returns (a moment, a stage): SQLAlchemy asks for every
row, which costs more than the sealing. PostgreSQL has faster ways of its own, so there SQLAlchemy does it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from assistant.store.base import Base
from assistant.store.sealed import Sealed, SealedJson

Row = Mapping[str, Any]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert `rows`, which all have the same keys. Python-side defaults are not filled in: give every column that must have a value."""
    if not rows:
        return
    table = cast("Table", model.__table__)
    connection = session.connection()
    dialect = connection.dialect
    if dialect.name != "sqlite":
        connection.execute(insert(table), list(rows))
        return
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    cells = []
    for name in names:
        kind = table.c[name].type
        process = kind.dialect_impl(dialect).bind_processor(dialect)
        values = [row[name] for row in rows]
        if process is None:
            cells.append(values)
        elif isinstance(kind, Sealed | SealedJson):
            seal = kind.process_bind_param
            cells.append([None if value is None else seal(value, dialect) for value in values])
        else:
            cells.append(_each_once(process, values))
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
    connection.exec_driver_sql(statement, list(zip(*cells, strict=True)))


def _each_once(process: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    done: dict[Any, Any] = {}
    for value in values:
        if value not in done:
            done[value] = process(value)
    return [done[value] for value in values]
