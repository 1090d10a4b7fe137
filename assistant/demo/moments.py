"""When something in a story happened: "-23h", "-12w 15:40", "+2d 14:00", "year-1 04-08 15:10".

- counts back from now, + on from the step before it; units m, h, d, w. A clock time is the team's own. "year-1" is last calendar year:
for what belongs to a season. Our own messages are moved into hours in which the team writes.
"""

import re
from datetime import date, datetime, time, timedelta

from assistant.errors import AssistantError
from assistant.rules.cadence import Pace, next_open

_RELATIVE = re.compile(r"([+-])(\d{1,4})([mhdw])(?: (\d\d:\d\d))?")
_CALENDAR = re.compile(r"year-(\d) (\d\d-\d\d) (\d\d:\d\d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_STEP = timedelta(minutes=20)
_LONGEST_QUIET = timedelta(days=14)


class NotAMoment(AssistantError):
    """A story names a time that cannot be read."""


def moment(words: str, *, previous: datetime | None, now: datetime, pace: Pace) -> datetime:
    """The moment that `words` name, in the zone of `now`. Raises NotAMoment."""
    zone = pace.zone
    if found := _CALENDAR.fullmatch(words):
        year = now.astimezone(zone).year - int(found[1])
        return _at_clock(date.fromisoformat(f"{year}-{found[2]}"), found[3], pace).astimezone(now.tzinfo)
    found = _RELATIVE.fullmatch(words)
    if not found or (found[1] == "+" and previous is None):
        raise NotAMoment(words)
    sign, count, unit, clock = found.groups()
    span = timedelta(**{_UNITS[unit]: int(count)})
    start = previous if sign == "+" and previous is not None else now
    plain = start + span if sign == "+" else start - span
    if clock is None:
        return plain
    return _at_clock(plain.astimezone(zone).date(), clock, pace).astimezone(now.tzinfo)


def _at_clock(day: date, clock: str, pace: Pace) -> datetime:
    try:
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=pace.zone)
    except ValueError:
        raise NotAMoment(clock) from None


def in_our_hours(wanted: datetime, *, after: datetime | None, now: datetime, pace: Pace) -> datetime:
    """`wanted` when the team writes then, else a moment nearby at which it does, later than `after`: an earlier day at the same
    clock time, an earlier moment, or else a later one. The answer may lie after `now`: then this has not happened yet.
    """
    for earlier in (timedelta(days=1), _STEP):
        candidate = wanted
        while wanted <= now and candidate > wanted - _LONGEST_QUIET and (after is None or candidate > after):
            if next_open(candidate, pace) == candidate:
                return candidate
            candidate -= earlier
    return next_in_our_hours(max(wanted, after + timedelta(minutes=1)) if after else wanted, pace=pace)


def next_in_our_hours(wanted: datetime, *, pace: Pace) -> datetime:
    """`wanted` when the team writes then, else the first later day at the same clock time, or else the first later moment."""
    for days in range(_LONGEST_QUIET.days):
        candidate = wanted + timedelta(days=days)
        if next_open(candidate, pace) == candidate:
            return candidate
    return next_open(wanted, pace) or wanted
