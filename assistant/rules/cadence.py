"""When may we write again, and when would it be good to? Pure: everything is handed in, the time too.

Sources: the default rhythm and its reasons stand in docs/rhythm.md. All days are whole days of 24 hours; all hours are local.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from assistant.rules.stages import Stage

Windows = tuple[tuple[time, time], ...]
AFTERNOON: Windows = ((time(13), time(21)),)
LOOK_AHEAD = 60  # days in which an hour to write must be found


class WhyNot(StrEnum):
    """Why now is not the time. STOPPED and BUDGET_SPENT do not pass by waiting."""

    STOPPED = "stopped"
    BUDGET_SPENT = "budget_spent"
    DOOR_OPEN = "door_open"
    TOO_SOON = "too_soon"
    NIGHT = "night"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Pace:
    """The rhythm that a team keeps (config: [rhythm])."""

    unanswered_first: int = 2
    reminder_after: timedelta = timedelta(days=7)
    recontact_after: tuple[timedelta, ...] = (timedelta(days=21), timedelta(days=90), timedelta(days=180))
    answer_freely: timedelta = timedelta(minutes=120)
    zone: ZoneInfo = ZoneInfo("Europe/Amsterdam")
    windows: Callable[[int], Windows] = lambda weekday: AFTERNOON
    quiet_day: Callable[[date], str | None] = lambda day: None  # the name of a holiday or of the team's own quiet day


@dataclass(frozen=True, slots=True)
class History:
    """What happened so far. `unanswered`: our messages since her last sign; `renewals`: re-contacts since the talk fell silent."""

    stage: Stage
    unanswered: int = 0
    renewals: int = 0
    last_out: datetime | None = None
    last_in: datetime | None = None
    waiting: bool = False  # she wrote last and waits for our answer

    @property
    def ever_answered(self) -> bool:
        return self.last_in is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether we may write now; if not, why, and from when on (None: waiting does not help). `name` is a holiday's."""

    allowed: bool
    why: WhyNot | None = None
    until: datetime | None = None
    name: str | None = field(default=None)


YES = Verdict(True)


def left(history: History, pace: Pace) -> int:
    """How many messages may still go out before she gives a sign: the contact budget."""
    if history.stage is Stage.STOPPED:
        return 0
    if history.waiting:
        return _talk_budget(pace)
    return max(0, _budget(history, pace) - _spent(history))


def _budget(history: History, pace: Pace) -> int:
    if not history.ever_answered:
        return pace.unanswered_first
    return _talk_budget(pace)


def _talk_budget(pace: Pace) -> int:
    """After a conversation: the answer itself and one message for every step of the rhythm."""
    return 1 + len(pace.recontact_after)


def _spent(history: History) -> int:
    return history.unanswered


def gap(history: History, pace: Pace) -> timedelta | None:
    """How long after our last message the next unasked one may go; None when there is no next one."""
    if history.stage in (Stage.STOPPED, Stage.OPEN_DOOR) or left(history, pace) == 0:
        return None
    if not history.ever_answered:
        return pace.reminder_after if history.unanswered else timedelta(0)
    step = max(history.renewals, history.unanswered - 1)
    return pace.recontact_after[step] if step < len(pace.recontact_after) else None


def earliest(history: History, pace: Pace) -> datetime | None:
    """From when on the rhythm allows a message, hours of the day aside; None when it no longer does."""
    wait = gap(history, pace)
    last = max((moment for moment in (history.last_out, history.last_in) if moment), default=None)
    if wait is None or last is None:
        return None
    return last + wait


def next_contact_at(history: History, pace: Pace, *, now: datetime) -> datetime | None:
    """The moment at which a new message is worth proposing: the rhythm's moment, moved into hours in which we write.

    None while she waits for us, before anything happened, and when the rhythm is at its end.
    """
    if history.waiting:
        return None
    moment = earliest(history, pace)
    return None if moment is None else next_open(max(moment, now), pace)


def may_write(history: History, pace: Pace, *, now: datetime) -> Verdict:
    """May a message go out now? An answer to somebody who waits is never "too soon", and right after her message not "night" either."""
    if history.stage is Stage.STOPPED:
        return Verdict(False, WhyNot.STOPPED)
    if not history.waiting and left(history, pace) == 0:
        return Verdict(False, WhyNot.BUDGET_SPENT)
    if history.waiting and history.last_in is not None and timedelta(0) <= now - history.last_in <= pace.answer_freely:
        return YES
    if not history.waiting and (refusal := _too_soon(history, pace, now)):
        return refusal
    return _at_this_hour(pace, now, answering=history.waiting)


def _too_soon(history: History, pace: Pace, now: datetime) -> Verdict | None:
    if history.stage is Stage.OPEN_DOOR:
        return Verdict(False, WhyNot.DOOR_OPEN)
    if history.stage is Stage.TALKING and history.unanswered <= 1:
        return None  # a talk is going on: adding one line to what we said is no re-contact
    if gap(history, pace) is None:
        return Verdict(False, WhyNot.BUDGET_SPENT)  # every pause of the rhythm was used: there is no next one
    moment = earliest(history, pace)
    if moment is not None and now < moment:
        return Verdict(False, WhyNot.TOO_SOON, until=next_open(moment, pace))
    return None


def _at_this_hour(pace: Pace, now: datetime, *, answering: bool) -> Verdict:
    local = now.astimezone(pace.zone)
    holiday = None if answering else pace.quiet_day(local.date())
    if holiday:
        return Verdict(False, WhyNot.HOLIDAY, until=next_open(now, pace), name=holiday)
    if any(start <= local.time().replace(tzinfo=None) < end for start, end in pace.windows(local.weekday())):
        return YES
    return Verdict(False, WhyNot.NIGHT, until=next_open(now, pace, holidays=not answering))


def next_open(moment: datetime, pace: Pace, *, holidays: bool = True) -> datetime | None:
    """`moment` itself when we write at that hour, else the first later moment at which we do; None within 60 days never.

    Safe in both daylight-saving nights: windows are wall-clock hours, and a wall time that does not exist moves on with the clock.
    """
    local = moment.astimezone(pace.zone)
    for ahead in range(LOOK_AHEAD):
        day = local.date() + timedelta(days=ahead)
        if holidays and pace.quiet_day(day):
            continue
        for start, end in sorted(pace.windows(day.weekday())):
            opens = datetime.combine(day, start, tzinfo=pace.zone).astimezone(moment.tzinfo)
            closes = datetime.combine(day, end, tzinfo=pace.zone).astimezone(moment.tzinfo)
            if moment < closes:
                return max(moment, opens)
    return None


def last_chance(pace: Pace, *, now: datetime) -> datetime | None:
    """Until when we may write today, or None when today is over or quiet."""
    local = now.astimezone(pace.zone)
    ends = [end for start, end in pace.windows(local.weekday()) if start <= local.time().replace(tzinfo=None) < end]
    if not ends or pace.quiet_day(local.date()):
        return None
    return datetime.combine(local.date(), max(ends), tzinfo=pace.zone)


def budget_parts(history: History, pace: Pace) -> tuple[int, int]:
    """(messages left, messages in all), for the pips on the screen."""
    total = _budget(history, pace)
    return min(left(history, pace), total), total


def quiet_days(holidays: Mapping[date, str], own: Mapping[str, str]) -> Callable[[date], str | None]:
    """A `Pace.quiet_day` from a country's holidays and a team's own dates (ISO dates as keys)."""

    def named(day: date) -> str | None:
        return own.get(day.isoformat()) or holidays.get(day)

    return named
