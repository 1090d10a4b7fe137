"""When does what waits for a gateway leave? Pure: one at a time, with pauses, in hours in which we write, at most so many a day.

A SIM card that sends in bursts is taken for a machine and blocked; a person who gets a message at night is not served.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.rules.cadence import Pace, next_open

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message in the queue. `gap` is the pause before it; until `free_until` it may also leave at night (an answer soon after her words)."""

    not_before: datetime
    gap: timedelta
    answering: bool = False
    free_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """How a gateway stands: when it last sent, how many today, and how many it may a day."""

    last_left: datetime | None
    left_today: int
    a_day: int


def expected(queue: Sequence[Waiting], line: Line, pace: Pace, *, now: datetime) -> list[tuple[int, datetime | None]]:
    """(place in `queue`, when it leaves as things stand) in the order of leaving; None for what finds no hour.

    Whoever waits for an answer goes first.
    """
    times: list[tuple[int, datetime | None]] = []
    open_ones = sorted(range(len(queue)), key=lambda number: not queue[number].answering)
    last, today, left = line.last_left, _day(now, pace), line.left_today
    while open_ones:
        possible = {number: _earliest(queue[number], last, pace, now=now) for number in open_ones}
        # Of those that can leave at the same moment the first in line does: `min` takes the first of equals.
        number = min(possible, key=lambda one: (possible[one] is None, possible[one] or now))
        chosen = possible[number]
        if chosen is not None and _day(chosen, pace) != today:
            today, left = _day(chosen, pace), 0
        if chosen is not None and left >= line.a_day:
            chosen = next_open(_midnight_after(chosen, pace), pace, holidays=not queue[number].answering)
            today, left = (_day(chosen, pace), 0) if chosen else (today, left)
        times.append((number, chosen))
        open_ones.remove(number)
        if chosen is not None:
            last, left = chosen, left + 1
    return times


def _earliest(one: Waiting, last: datetime | None, pace: Pace, *, now: datetime) -> datetime | None:
    at = max(now, one.not_before, last + one.gap if last else now)
    if one.free_until is not None and at <= one.free_until:
        return at
    return next_open(at, pace, holidays=not one.answering)


def _day(moment: datetime, pace: Pace) -> tuple[int, int]:
    local = moment.astimezone(pace.zone)
    return local.year, local.timetuple().tm_yday


def _midnight_after(moment: datetime, pace: Pace) -> datetime:
    local = (moment.astimezone(pace.zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(moment.tzinfo)


def next_try(tries: int) -> timedelta:
    """How long to wait after the `tries`-th failure (1, 2, …): two minutes, doubling, at most an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(max(tries, 1) - 1, 10)))
