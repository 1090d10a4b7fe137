"""Kinds of columns that several tables have."""

from enum import StrEnum

from sqlalchemy import Enum, Index, LargeBinary, text

HASH = LargeBinary(32)


def closed(kind: type[StrEnum]) -> Enum:
    """A column for a closed set, stored by value with a named check, so that the database refuses what the code does not know."""
    return Enum(
        kind, native_enum=False, values_callable=lambda e: [m.value for m in e], length=24, create_constraint=False
    )


def filled(name: str, *columns: str) -> Index:
    """An index over the rows in which the last of `columns` has a value: nobody asks for the others by it, and most people are those."""
    where = text(f"{columns[-1]} IS NOT NULL")
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
