"""How urgent a silence is: due, overdue, or about to be lost. Pure: told the time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.rules.cadence import History, Pace, earliest, left
from assistant.rules.stages import Stage

OVERDUE_AFTER = timedelta(days=7)
FAREWELL_IN_SIGHT = timedelta(days=14)


class Silence(StrEnum):
    """DUE a light message may go · OVERDUE it could have gone a week ago · LOSING we are about to lose touch with somebody we talked with."""

    DUE = "due"
    OVERDUE = "overdue"
    LOSING = "losing"


class Losing(StrEnum):
    """Why we are losing touch."""

    NO_WAY_LEFT = "no_way_left"  # no number, address or name that still works
    LAST_ONE = "last_one"  # after this message there is none left
    AT_THE_END = "at_the_end"  # no message is left; soon it rests


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a silent person stands in the queue. `since`: from when on a message could have gone, or when it comes to rest."""

    silence: Silence
    since: datetime
    why: Losing | None = None


def standing(
    history: History,
    pace: Pace,
    *,
    due_at: datetime | None,
    farewell: bool = False,
    postponed: bool = False,
    reachable: bool = True,
    now: datetime,
) -> Standing | None:
    """Where somebody belongs; None when nothing is asked of us now. `farewell`, `postponed`: what `due_at` is for.

    Somebody who never answered is not lost: she was never ours. Her reminder is due or overdue, and that is all.
    """
    if due_at is None or history.waiting or history.stage in (Stage.STOPPED, Stage.OPEN_DOOR):
        return None
    if history.ever_answered and not reachable:
        return Standing(Silence.LOSING, due_at, Losing.NO_WAY_LEFT)
    if farewell:
        in_sight = history.ever_answered and now >= due_at - FAREWELL_IN_SIGHT
        return Standing(Silence.LOSING, due_at, Losing.AT_THE_END) if in_sight else None
    if due_at > now:
        return None
    since = due_at if postponed else min(earliest(history, pace) or due_at, due_at)
    if history.ever_answered and left(history, pace) == 1:
        return Standing(Silence.LOSING, since, Losing.LAST_ONE)
    return Standing(Silence.OVERDUE if now - since >= OVERDUE_AFTER else Silence.DUE, since)
