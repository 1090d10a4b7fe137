"""Where a thread from elsewhere stands, from its messages and visits alone, as if it had happened here.

An import makes nobody due by accident. Words of hers without an answer put her on the board only when they are younger than
`WAITS_FOR`; older ones are a conversation that fell silent. Whoever's next moment already passed gets a new one, at most
`A_DAY` people a day from tomorrow on; a rhythm that already ended is an open door at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.outreach.importing.records import PastMessage, PastNote
from assistant.rules.cadence import History, Pace, left, next_contact_at, next_open
from assistant.rules.stages import Stage
from assistant.store.models import DueFor

WAITS_FOR = timedelta(days=30)
A_DAY = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of a contact that follow from her history."""

    stage: Stage = Stage.NEW
    unanswered: int = 0
    renewals: int = 0
    last_in_at: datetime | None = None
    last_out_at: datetime | None = None
    waiting_since: datetime | None = None
    due_at: datetime | None = None
    due_for: DueFor | None = None

    def history(self) -> History:
        """As the rules of rhythm see it."""
        waiting = self.waiting_since is not None
        return History(self.stage, self.unanswered, self.renewals, self.last_out_at, self.last_in_at, waiting)


class Spread:
    """Gives people whose moment passed a later one, A_DAY a day."""

    def __init__(self) -> None:
        self.given = 0

    def next(self, now: datetime) -> datetime:
        self.given += 1
        return now + timedelta(days=1 + (self.given - 1) // A_DAY)


def standing(
    messages: tuple[PastMessage, ...],
    notes: tuple[PastNote, ...],
    *,
    stop: bool,
    now: datetime,
    pace: Pace,
    spread: Spread,
) -> Standing:
    """What follows from a thread; `stop`: she wants no more messages."""
    now_at = _replayed(messages, notes, pace)
    if stop:
        return replace(now_at, stage=Stage.STOPPED, waiting_since=None)
    if now_at.waiting_since is not None and now_at.last_in_at and now - now_at.last_in_at > WAITS_FOR:
        now_at = replace(now_at, stage=Stage.STALLED, waiting_since=None)
    return planned(now_at, now=now, pace=pace, spread=spread)


def _replayed(messages: tuple[PastMessage, ...], notes: tuple[PastNote, ...], pace: Pace) -> Standing:
    signs = [(note.at, 1, "met") for note in notes if note.kind not in ("note", "missed")]
    words = [(message.at, 0 if message.inbound else 2, "in" if message.inbound else "out") for message in messages]
    stage, unanswered, renewals = Stage.NEW, 0, 0
    last_in: datetime | None = None
    last_out: datetime | None = None
    waiting: datetime | None = None
    for at, _, what in sorted(signs + words):
        if what == "out":
            silent = last_out is not None and unanswered > 0 and at - last_out >= pace.recontact_after[0]
            renewals += stage is not Stage.WRITTEN and last_in is not None and silent and waiting is None
            stage = Stage.WRITTEN if stage is Stage.NEW else stage
            waiting, last_out, unanswered = None, at, unanswered + 1
        else:
            stage, unanswered, renewals, last_in = Stage.TALKING, 0, 0, at
            waiting = (waiting or at) if what == "in" else None
    return Standing(stage, unanswered, renewals, last_in, last_out, waiting)


def planned(known: Standing, *, now: datetime, pace: Pace, spread: Spread) -> Standing:
    """With the next moment, if there is one; as outreach.history.plan would, but never now."""
    if known.waiting_since is not None or known.stage in (Stage.NEW, Stage.OPEN_DOOR, Stage.STOPPED):
        return known
    history = known.history()
    due = next_contact_at(history, pace, now=now)
    if left(history, pace) and due is not None:
        purpose = DueFor.RECONTACT if known.last_in_at else DueFor.REMINDER
        if due - now < timedelta(hours=24):
            due = next_open(spread.next(now), pace)
        return replace(known, due_at=due, due_for=purpose if due else None)
    farewell = known.last_out_at + pace.reminder_after if known.last_out_at else None
    if farewell is None or farewell <= now:
        return replace(known, stage=Stage.OPEN_DOOR)
    return replace(known, due_at=farewell, due_for=DueFor.FAREWELL)
