"""A moment as a form says it: a day and an hour in the team's zone, either or both left out."""

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
