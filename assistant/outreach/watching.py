"""Does every channel still run? When it last worked, what it said when it did not, and who knocked with a false key."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.models import Alarm, Heartbeat

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LATE = timedelta(minutes=15)
ONCE_A = timedelta(minutes=1)
OUT, IN = "out:", "in:"  # names of heartbeats: out:android is our knocking there, in:android its calls to us


def worked(session: Session, name: str, *, now: datetime) -> None:
    """A poller or gateway did what it should."""
    session.merge(Heartbeat(name=name, ran_at=now, detail=""))


def failed(session: Session, name: str, code: str) -> None:
    """It did not; its last success stays what it was."""
    beat = session.get(Heartbeat, name) or Heartbeat(name=name, ran_at=NEVER)
    beat.detail = code[:200]
    session.add(beat)


def is_late(beat: Heartbeat | None, *, now: datetime) -> bool:
    """Whether a poller or gateway has not worked for too long."""
    return beat is None or now - beat.ran_at > LATE


def turn_away(session: Session, channel: str, kind: str, *, now: datetime) -> None:
    """A call that was not let in: one row a channel and kind, changed at most once a minute however often somebody knocks."""
    alarm = session.get(Alarm, (channel, kind))
    if alarm is None:
        session.add(Alarm(channel=channel, kind=kind, first_at=now, last_at=now, minutes=1))
    elif now - alarm.last_at >= ONCE_A:
        alarm.last_at, alarm.minutes = now, alarm.minutes + 1


def was_just_turned_away(session: Session, channel: str, kind: str, *, now: datetime) -> bool:
    """Whether `turn_away` would change nothing: asked first, so that a flood of calls takes no write lock."""
    alarm = session.get(Alarm, (channel, kind))
    return alarm is not None and now - alarm.last_at < ONCE_A


def alarms(session: Session) -> list[Alarm]:
    """The calls that were turned away, the latest first."""
    return list(session.scalars(select(Alarm).order_by(Alarm.last_at.desc()).limit(50)))
