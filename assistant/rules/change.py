"""One change between two versions of an ad: what it is about, how it is kept, and whether a friendly message may mention it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class What(StrEnum):
    """A kind of change, in the order in which they are told."""

    TOWN = "town"
    ALIAS = "alias"
    LANGUAGE = "language"
    HAIR = "hair"
    PET = "pet"
    PHOTO_MENTION = "photo_mention"
    AVAILABILITY = "availability"
    PRICE = "price"
    PHONE = "phone"
    TEXT_ONLY = "text_only"
    NOTHING = "nothing"


HOOKABLE = frozenset({What.TOWN, What.HAIR, What.PET, What.PHOTO_MENTION})
_LOSABLE = frozenset({What.PET, What.PHOTO_MENTION})
_NOT_KEPT = frozenset({What.PRICE, What.AVAILABILITY})


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` say it in a word or two for the screen, "" where there is nothing to show."""

    what: What
    before: str = ""
    after: str = ""

    def to_record(self) -> dict[str, str] | None:
        """As it is kept with an ad, to be told later; None for what is not kept. Of a number only that it is another one."""
        if self.what in _NOT_KEPT:
            return None
        said = {"before": self.before, "after": self.after} if self.what is not What.PHONE else {}
        return {"what": self.what.value, **{name: value for name, value in said.items() if value}}

    @classmethod
    def from_record(cls, record: Mapping[str, str]) -> Self:
        """Read `to_record` back. KeyError or ValueError when it is not such a record."""
        return cls(What(record["what"]), record.get("before", ""), record.get("after", ""))

    @property
    def hookable(self) -> bool:
        """May a message mention it? Never price, hours or numbers: those are work. Nor a new name or language: that feels watched.

        Nor a loss: a pet that died, photos that were taken down.
        """
        return self.what in HOOKABLE and not self.is_loss

    @property
    def is_loss(self) -> bool:
        """A pet that died or left, photos that are gone: told to the worker, and never a cheerful sentence."""
        return self.what in _LOSABLE and not self.after
