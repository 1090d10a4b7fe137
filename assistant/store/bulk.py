"""Many values of one table in one statement, sealed and checked by the columns' own types.

On SQLite the types are asked once a column, and once for each value that returns (a moment, a stage): SQLAlchemy asks for every
row, which costs more than the sealing. What all rows share stands in the statement itself. Its driver looks for an adapter of every
None and every bytes, which costs more than storing them: a bytearray and a float it hands on as they are, and SQLite keeps NaN as NULL.
PostgreSQL has faster ways of its own, so there SQLAlchemy does it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, bindparam, func, insert, select, update
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine

from assistant.store.base import Base
from assistant.store.sealed import Sealed, SealedJson, keyring_of, seal_all

ASKED_AT_ONCE = 5_000
_NULL = float("nan")
_PLAIN = re.compile(r"[\w :.+-]*", re.ASCII)
Row = Mapping[str, Any]
Columns = Mapping[str, Sequence[Any]]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert `rows`, which all have the same keys. Python-side defaults are not filled in: give every column that must have a value."""
    if rows:
        insert_columns(session, model, {name: [row[name] for row in rows] for name in rows[0]})


def insert_columns(session: Session, model: type[Base], columns: Columns) -> None:
    """The same, from the values of each column: all equally many. What is None throughout is left out of the statement."""
    filled = {name: values for name, values in columns.items() if values.count(None) < len(values)}
    if not filled:
        return
    table = cast("Table", model.__table__)
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), list(_rows(filled)))
        return
    cells: list[Sequence[Any]] = []
    marks: list[str] = []
    for name, values in filled.items():
        shared = _shared(table.c[name].type, values, connection.dialect) if cells else None
        marks.append(shared or "?")
        if shared is None:
            cells.append(_bound(table.c[name].type, values, connection.dialect))
    statement = f"INSERT INTO {table.name} ({', '.join(filled)}) VALUES ({', '.join(marks)})"
    connection.exec_driver_sql(statement, list(zip(*cells, strict=True)))


def fill_in(
    session: Session, model: type[Base], numbers: Sequence[int], columns: Columns, *, changed_at: datetime
) -> None:
    """Give the rows with these ids the values of `columns` where they have none yet (a None gives nothing) and their next version.

    The session's own objects do not see it: flush what they changed before, and let them go.
    """
    table = cast("Table", model.__table__)
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        given: dict[str, Any] = {
            name: func.coalesce(table.c[name], bindparam(f"new_{name}", type_=table.c[name].type)) for name in columns
        }
        given |= {"changed_at": changed_at, "version": table.c.version + 1}
        rows = _rows({"number": numbers} | {f"new_{name}": values for name, values in columns.items()})
        connection.execute(update(table).where(table.c.id == bindparam("number")).values(given), list(rows))
        return
    cells = [_bound(table.c[name].type, values, connection.dialect) for name, values in columns.items()]
    moments = _bound(table.c.changed_at.type, [changed_at] * len(numbers), connection.dialect)
    given_here = ", ".join(f"{name} = coalesce({name}, ?)" for name in columns)
    connection.exec_driver_sql(
        f"UPDATE {table.name} SET {given_here}, changed_at = ?, version = version + 1 WHERE id = ?",
        list(zip(*cells, moments, numbers, strict=True)),
    )


def rows_with(
    session: Session,
    column: InstrumentedAttribute[Any],
    values: Sequence[Any],
    *also: InstrumentedAttribute[Any],
    empty: InstrumentedAttribute[Any] | None = None,
) -> Iterator[Sequence[Any]]:
    """(value, *also) for each row whose `column` is one of `values`, and whose `empty` has no value; none sealed, none a moment."""
    connection = session.connection()
    for at in range(0, len(values), ASKED_AT_ONCE):
        part = values[at : at + ASKED_AT_ONCE]
        which = (column.in_(part),) if empty is None else (column.in_(part), empty.is_(None))
        yield from connection.execute(select(column, *also).where(*which))


def rows_with_key(
    session: Session,
    column: InstrumentedAttribute[bytes],
    keys: Sequence[bytes],
    *also: InstrumentedAttribute[Any],
    empty: InstrumentedAttribute[Any] | None = None,
) -> Sequence[Sequence[Any]]:
    """The same for keyed hashes, of which SQLite takes any number in one piece: that halves the time of asking."""
    connection = session.connection()
    if connection.dialect.name != "sqlite" or not keys:
        return list(rows_with(session, column, keys, *also, empty=empty))
    table = cast("Table", column.class_.__table__)
    names = ", ".join(f"{table.name}.{one.key}" for one in (column, *also))
    extra = f" AND {table.name}.{empty.key} IS NULL" if empty is not None else ""
    return connection.exec_driver_sql(
        "WITH RECURSIVE place (at) AS (VALUES (1) UNION ALL SELECT at + ?2 FROM place WHERE at + ?2 <= length(?1))"
        f" SELECT {names} FROM place CROSS JOIN {table.name} ON {table.name}.{column.key} = substr(?1, at, ?2){extra}",
        (b"".join(keys), len(keys[0])),
    ).all()


def _rows(columns: Columns) -> Iterator[dict[str, Any]]:
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _shared(kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect) -> str | None:
    """The one value of a whole column as SQL, when it can stand in a statement: a whole number, a plain word, a moment."""
    if isinstance(kind, Sealed | SealedJson | LargeBinary) or len(values) == 1:
        return None
    if values.count(values[0]) < len(values):
        return None
    [value] = _bound(kind, values[:1], dialect)
    if type(value) is int:
        return str(value)
    return f"'{value}'" if isinstance(value, str) and _PLAIN.fullmatch(value) else None


def _bound(kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """`values` as the driver takes them without asking."""
    if isinstance(kind, Sealed):
        bound: Sequence[Any] = seal_all(keyring_of(dialect), kind.place, values)
    elif isinstance(kind, SealedJson):
        bound = [kind.process_bind_param(value, dialect) for value in values]
    elif isinstance(kind, LargeBinary) or (process := kind.dialect_impl(dialect).bind_processor(dialect)) is None:
        bound = values
    else:
        bound = _each_once(process, values)
    if isinstance(kind, LargeBinary | SealedJson):
        bound = [bytearray(value) if value is not None else None for value in bound]
    return [_NULL if value is None else value for value in bound] if None in bound else bound


def _each_once(process: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    done: dict[Any, Any] = {}
    for value in values:
        if value not in done:
            done[value] = process(value)
    return [done[value] for value in values]
