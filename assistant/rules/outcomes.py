"""What became of messages, counted by the message and not by the calendar of replies.

A reply belongs to the last message that left before it on that thread. A message whose days have not passed yet is in no share at all:
nobody can say yet that it stays unanswered.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self

from assistant.rules.intervals import Share

SOON_DAYS, LATE_DAYS = 7, 30


class Outcome(StrEnum):
    """What may become of a message. Reach first, respect after it; they are always shown together.

    ANSWERED_7, ANSWERED_30: she wrote something other than a stop within so many days · TALKED: she answered, we wrote back, she wrote
    again · HELPED: she asked for help · UNCLEAR: a reply that a person had to read twice, because it may mean stop · STOPPED ·
    REPEATED: it followed a message that she had left unanswered, and she left it unanswered too, for 30 days.
    """

    ANSWERED_7 = "answered_7"
    ANSWERED_30 = "answered_30"
    TALKED = "talked"
    HELPED = "helped"
    UNCLEAR = "unclear"
    STOPPED = "stopped"
    REPEATED = "repeated"


REACH = (Outcome.ANSWERED_7, Outcome.ANSWERED_30, Outcome.TALKED, Outcome.HELPED)
RESPECT = (Outcome.STOPPED, Outcome.UNCLEAR, Outcome.REPEATED)
_AFTER_A_WEEK = frozenset({Outcome.ANSWERED_7, Outcome.UNCLEAR, Outcome.STOPPED})


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages sent, how many of them are old enough to be judged after 7 and 30 days, and what became of those."""

    sent: int = 0
    aged_7: int = 0
    aged_30: int = 0
    answered_7: int = 0
    answered_30: int = 0
    talked: int = 0
    helped: int = 0
    unclear: int = 0
    stopped: int = 0
    repeated: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def share(self, outcome: Outcome) -> Share:
        """How many of those that can be judged had this outcome."""
        return Share(getattr(self, outcome.value), self.aged_7 if outcome in _AFTER_A_WEEK else self.aged_30)

    @property
    def too_young(self) -> int:
        """Messages of which nothing can be said yet: their 7 days have not passed."""
        return self.sent - self.aged_7


NOTHING = Counts()
