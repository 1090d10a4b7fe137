"""One import under way: what it is for, what it has counted, and whom it has met."""

from dataclasses import dataclass, field
from datetime import timedelta

from assistant.outreach.importing.known import Seen
from assistant.outreach.importing.records import Person
from assistant.outreach.importing.spooling import BadLines
from assistant.outreach.importing.standing import Spread
from assistant.rules.cadence import Pace
from assistant.store.accounts import Account

EXAMPLES = 5


@dataclass(slots=True)
class Counts:
    """What became, or would become, of the lines. `rows` is the sum of the others."""

    new: int = 0
    known: int = 0
    suppressed: int = 0
    over_budget: int = 0
    invalid: int = 0

    @property
    def rows(self) -> int:
        return self.new + self.known + self.suppressed + self.over_budget + self.invalid


@dataclass(slots=True)
class Batch:
    """One import under way. `dry`: only count. `remarks`: lines that came in with something left out."""

    team_id: int
    pace: Pace
    by: Account | None = None
    dry: bool = False
    counts: Counts = field(default_factory=Counts)
    remarks: BadLines = field(default_factory=BadLines)
    spread: Spread = field(default_factory=Spread)
    workers: dict[str, tuple[int, int]] | None = None
    references: dict[str, int] | None = None
    seen: Seen = field(default_factory=Seen)
    number: int | None = None  # of its ImportBatch, carried by all it makes; None: nobody will take it back
    line: int = 0  # up to and with this line everybody has been handled
    keep_text: timedelta = timedelta(days=30)  # of saved ads
    examples: dict[str, list[Person]] | None = None  # the first people of each outcome, when somebody wants to see them

    def tally(self, outcome: str, person: Person) -> None:
        """Count `person` under the name of a field of Counts."""
        setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)
        if self.examples is not None and len(shown := self.examples.setdefault(outcome, [])) < EXAMPLES:
            shown.append(person)
