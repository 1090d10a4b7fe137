"""Who has her today: her own worker, whoever stands in while that one is away, or the team. Pure: accounts are numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away until `until` (None: works here no more), and `stand_in` stands in (None: the team)."""

    until: datetime | None
    stand_in: int | None = None


def keeper(owner: int | None, away: Mapping[int, Away]) -> int | None:
    """Whose she is today; None: the team's. A stand-in who is away too hands nothing on: then the whole team looks."""
    if owner is None or owner not in away:
        return owner
    stand_in = away[owner].stand_in
    return None if stand_in is None or stand_in in away else stand_in


def looks_after(account: int, owner: int | None, away: Mapping[int, Away]) -> bool:
    """Whether `account` is asked to look after her: she is theirs today, or the team's."""
    return keeper(owner, away) in (account, None)
