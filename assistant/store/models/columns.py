"""Kinds of columns that several tables have."""

from enum import StrEnum

from sqlalchemy import Enum, LargeBinary

HASH = LargeBinary(32)


def closed(kind: type[StrEnum]) -> Enum:
    """A column for a closed set, stored by value with a named check, so that the database refuses what the code does not know."""
    return Enum(
        kind, native_enum=False, values_callable=lambda e: [m.value for m in e], length=24, create_constraint=False
    )
