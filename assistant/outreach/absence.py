"""Somebody is away: from when until when, and who stands in. What is hers then goes to the stand-in, or to the team; she stays its owner."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible
from assistant.rules.absence import Away, keeper
from assistant.store import audit
from assistant.store.accounts import Account, RoleName
from assistant.store.models import Absence, Contact

LONGEST = timedelta(days=366)


def go_away(
    session: Session,
    account: Account,
    *,
    first: date,
    last: date,
    stand_in: Account | None,
    by: Account,
    now: datetime,
    zone: tzinfo,
) -> Absence:
    """`account` is away from the day `first` up to and with the day `last`; an absence noted before is replaced.

    Raises NotPossible("supervisor_needed" | "absence_days" | "not_a_colleague").
    """
    _may_set(account, by)
    starts, ends = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    if not (starts < ends <= starts + LONGEST and ends > now) or starts > now + LONGEST:
        raise NotPossible("absence_days")
    if stand_in is not None and not _can_stand_in(stand_in, account):
        raise NotPossible("not_a_colleague")
    session.execute(
        select(Account.id).where(Account.id == account.id).with_for_update()
    )  # pressed twice, it is noted once
    absence = session.get(Absence, account.id) or Absence(account_id=account.id)
    absence.starts_at, absence.ends_at = starts, ends
    absence.stand_in_id, absence.set_by_id = stand_in.id if stand_in else None, by.id
    session.add(absence)
    session.flush()
    session.expire(absence, ["stand_in"])
    what = f"{account.username}: away {first}/{last}, {stand_in.username if stand_in else 'team'} stands in"
    audit.record(session, audit.Event.ABSENCE_SET, now=now, by_id=by.id, reason=what)
    return absence


def last_day(absence: Absence, zone: tzinfo) -> date:
    """The last day of an absence in the team's zone; it ends at the midnight after it."""
    return (absence.ends_at.astimezone(zone) - timedelta(hours=1)).date()


def first_day(absence: Absence, zone: tzinfo) -> date:
    """The first day of an absence in the team's zone."""
    return absence.starts_at.astimezone(zone).date()


def come_back(session: Session, account: Account, *, by: Account, now: datetime) -> None:
    """`account` is there (again), whatever was noted. Raises NotPossible("supervisor_needed")."""
    _may_set(account, by)
    absence = session.get(Absence, account.id)
    if absence is None:
        return
    session.delete(absence)
    what = f"{account.username}: not away"
    audit.record(session, audit.Event.ABSENCE_SET, now=now, by_id=by.id, reason=what)


def _may_set(account: Account, by: Account) -> None:
    leads = by.role is RoleName.SUPERVISOR and by.team_id == account.team_id
    if by.id != account.id and not leads:
        raise NotPossible("supervisor_needed")


def _can_stand_in(one: Account, account: Account) -> bool:
    writes = one.role is not RoleName.ADMINISTRATOR
    return one.team_id == account.team_id and one.active and writes and one.id != account.id


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def noted(session: Session, *, team_id: int, now: datetime) -> dict[int, Absence]:
    """The absences of a team that are not over, also those to come, by account."""
    query = select(Absence).join(Absence.account).where(Account.team_id == team_id, Absence.ends_at > now)
    found = session.scalars(query.options(joinedload(Absence.stand_in), joinedload(Absence.account)))
    return {absence.account_id: absence for absence in found}


def away_now(session: Session, *, team_id: int, now: datetime) -> dict[int, Away]:
    """Who of a team is not there now. Whoever works here no more is away for good."""
    missing = session.execute(_missing(), {"team_id": team_id, "now": now})
    return {number: Away(until, stand_in) if works else Away(None) for number, works, until, stand_in in missing}


@cache  # asked with every thread
def _missing() -> Select[int, bool, datetime, int | None]:
    account, absence = cast(Table, Account.__table__), cast(Table, Absence.__table__)  # nobody is loaded here
    moment = bindparam("now", type_=absence.c.ends_at.type)
    absent = and_(absence.c.account_id == account.c.id, absence.c.starts_at <= moment, absence.c.ends_at > moment)
    gone = or_(account.c.active.is_(False), absence.c.account_id.is_not(None))
    return (
        select(account.c.id, account.c.active, absence.c.ends_at, absence.c.stand_in_id)
        .select_from(account.outerjoin(absence, absent))
        .where(account.c.team_id == bindparam("team_id"), gone)
    )


def keeper_of(session: Session, contact: Contact, *, now: datetime) -> Account | None:
    """Whose she is today; None: the team's."""
    owner = contact.owner
    if owner is None or (owner.active and session.scalar(_absent(owner.id, now)) is None):
        return owner
    number = keeper(owner.id, away_now(session, team_id=contact.team_id, now=now))
    return session.get(Account, number) if number is not None else None


def _covers(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Absence.starts_at <= now, Absence.ends_at > now


def _absent(account_id: int, now: datetime) -> Select[int]:
    return select(Absence.account_id).where(Absence.account_id == account_id, *_covers(now))


def stood_in_for(away: Mapping[int, Away], account: Account) -> list[int]:
    """For whom `account` stands in now."""
    return [number for number in away if keeper(number, away) == account.id]
