"""Two threads that are one person's: where the joined conversation stands. Of everything the strictest holds."""

from datetime import datetime

from assistant.rules.cadence import History, Pace, left
from assistant.rules.stages import Stage

# The first that either side is at. A thread that fell silent asks for the longer pause, also beside one that is lively.
STRICTEST = (Stage.STOPPED, Stage.OPEN_DOOR, Stage.STALLED, Stage.TALKING, Stage.WRITTEN, Stage.NEW)


def joined(one: History, other: History, pace: Pace) -> History:
    """The history of one person out of those of her two threads.

    She got the messages of both, so both count; never is more of the budget left than the poorer of the two had.
    """
    stage = next(stage for stage in STRICTEST if stage in (one.stage, other.stage))
    last_out, last_in = latest(one.last_out, other.last_out), latest(one.last_in, other.last_in)
    renewals = max(one.renewals, other.renewals)
    fresh = History(stage, 0, renewals, last_out, last_in)
    poorer = min(_left_unasked(one, pace), _left_unasked(other, pace))
    spent = max(one.unanswered + other.unanswered, left(fresh, pace) - poorer)
    return History(stage, spent, renewals, last_out, last_in, one.waiting or other.waiting)


def _left_unasked(history: History, pace: Pace) -> int:
    """What is left of the budget, her waiting aside: an answer that she waits for is owed whatever was spent."""
    asked = History(history.stage, history.unanswered, history.renewals, history.last_out, history.last_in)
    return left(asked, pace)


def latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def both_cards(mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """Two safe-contact cards as one. Where they differ both stand there: which one holds is hers to say."""
    together = dict(mine)
    for fact, words in theirs.items():
        own = mine.get(fact, "")
        if not own:
            together[fact] = words
        elif words and words.casefold() != own.casefold():
            together[fact] = f"{own} / {words}"
    return together
