"""A moment as a form says it, in the team's zone: when something was, with day and hour or without; until when something waits."""

from datetime import UTC, datetime, time, timedelta

from assistant.errors import NotPossible
from assistant.web.sessions import house, now


def moment_of(day: str, hour: str) -> datetime:
    """The moment meant, in UTC; now when both are empty, noon of a day without an hour. Raises NotPossible("future") when it is none."""
    if not day and not hour:
        return now()
    zone = house().desk.zone
    try:
        local = now().astimezone(zone)
        on = datetime.fromisoformat(day).date() if day else local.date()
        clock = time.fromisoformat(hour) if hour else (time(12) if day else local.time())
        at = datetime.combine(on, clock.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotPossible("future") from None
    return min(at, now()) if at - now() < timedelta(minutes=1) or (not hour and on == local.date()) else at


POSTPONED_TO = time(13)  # the hour at which a postponed person is due


def days_to_postpone() -> list[datetime]:
    """The days that a form offers: tomorrow, three days, a week, three weeks."""
    zone = house().desk.zone
    today = now().astimezone(zone).date()
    return [datetime.combine(today + timedelta(days=days), POSTPONED_TO, tzinfo=zone) for days in (1, 3, 7, 21)]


def until_of(chosen: str, day: str) -> datetime:
    """Until when to postpone, in UTC: the day that was filled in, else the one that was chosen. Raises NotPossible("postpone_date")."""
    try:
        if day:
            on = datetime.fromisoformat(day).date()
            return datetime.combine(on, POSTPONED_TO, tzinfo=house().desk.zone).astimezone(UTC)
        return datetime.fromisoformat(chosen).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotPossible("postpone_date") from None
