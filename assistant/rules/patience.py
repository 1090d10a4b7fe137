"""How long may somebody wait for our answer before a supervisor hears of it? Pure; shorter when her words sounded unsafe."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an ordinary and an urgent answer may take (config: [limits])."""

    ordinary: timedelta = timedelta(hours=24)
    urgent: timedelta = timedelta(hours=2)

    def ends(self, waiting_since: datetime, urgent_since: datetime | None) -> datetime:
        """From when on she waits too long: whichever of the two comes first."""
        by_wait = waiting_since + self.ordinary
        return by_wait if urgent_since is None else min(by_wait, urgent_since + self.urgent)
