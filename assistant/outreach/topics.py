"""What people can ask for. The shipped topics keep their codes, so that what is read from a reply still points at them; a team renames,
adds and retires. Nothing in use disappears: a retired topic keeps its name where it stands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere
from assistant.rules.signals import Topic
from assistant.store import audit, shared
from assistant.store.accounts import Account
from assistant.store.models import TeamTopic

LONGEST_NAME, MOST = 60, 60
SHIPPED = tuple(topic.value for topic in Topic)
LAST_RESORT = Topic.OTHER.value  # where a suggestion goes whose topic the team retired; it cannot be retired itself


@dataclass(frozen=True, slots=True)
class TopicNow:
    """A topic as a team has it. `name` is the team's own; None: as it is shipped."""

    code: str
    name: str | None
    retired: bool

    @property
    def shipped(self) -> bool:
        return self.code in SHIPPED


def every(session: Session, *, team_id: int) -> list[TopicNow]:
    """All of a team's topics, also the retired ones: the shipped in their order, then its own by name, "other" last."""
    return shared.once(session, ("topics", team_id), lambda own: _every(own, team_id))


def _every(session: Session, team_id: int) -> list[TopicNow]:
    rows = {row.code: row for row in session.scalars(select(TeamTopic).where(TeamTopic.team_id == team_id))}
    own = sorted(
        (row for code, row in rows.items() if code not in SHIPPED), key=lambda row: (row.name or "").casefold()
    )
    codes = [*(code for code in SHIPPED if code != LAST_RESORT), *(row.code for row in own), LAST_RESORT]
    return [
        TopicNow(code, row.name if row else None, bool(row and row.retired_at))
        for code, row in ((code, rows.get(code)) for code in codes)
    ]


def codes_in_use(session: Session, *, team_id: int) -> list[str]:
    """What a new request can be about."""
    return [topic.code for topic in every(session, team_id=team_id) if not topic.retired]


def own_names(session: Session, *, team_id: int | None = None) -> Mapping[str, str]:
    """Code → the team's own name. Over all teams (None) only of topics that one team added: a shipped code means the same to everybody."""
    return shared.once(session, ("topic names", team_id), lambda own: _own_names(own, team_id))


def _own_names(session: Session, team_id: int | None) -> dict[str, str]:
    query = select(TeamTopic.code, TeamTopic.name).where(TeamTopic.name.is_not(None))
    query = query.where(TeamTopic.code.not_in(SHIPPED) if team_id is None else TeamTopic.team_id == team_id)
    return {code: name or "" for code, name in session.execute(query)}


def taken_for(session: Session, code: str, *, team_id: int) -> str:
    """The topic under which something read as `code` is put: itself, or the last resort when the team retired it."""
    return code if code in codes_in_use(session, team_id=team_id) else LAST_RESORT


def add(session: Session, *, name: str, by: Account, now: datetime) -> TeamTopic:
    """A topic of the team's own. Raises NotPossible("topic_name" | "topic_taken" | "too_many_topics")."""
    if len(every(session, team_id=by.team_id)) >= MOST:
        raise NotPossible("too_many_topics")
    called = _name(session, name, team_id=by.team_id)
    row = TeamTopic(
        team_id=by.team_id, code=f"own_{secrets.token_hex(6)}", name=called, saved_at=now, saved_by_id=by.id
    )
    session.add(row)
    _log(session, f"{row.code}: {called}", by=by, now=now)
    return row


def rename(session: Session, code: str, *, name: str, by: Account, now: datetime) -> None:
    """Another name for a topic; a shipped one without a name is called as it is shipped. Raises NotThere, NotPossible as `add`."""
    row = _row(session, code, by=by, now=now)
    if name.strip() or code not in SHIPPED:
        row.name = _name(session, name, team_id=by.team_id, but=code)
    else:
        row.name = None
    row.saved_at, row.saved_by_id = now, by.id
    _log(session, f"{code}: {row.name or 'as shipped'}", by=by, now=now)


def retire(session: Session, code: str, *, retired: bool, by: Account, now: datetime) -> None:
    """Nobody chooses it any more, or they do again. Raises NotThere, NotPossible("last_topic")."""
    if code == LAST_RESORT:
        raise NotPossible("last_topic")
    row = _row(session, code, by=by, now=now)
    row.retired_at = now if retired else None
    row.saved_at, row.saved_by_id = now, by.id
    _log(session, f"{code}: {'retired' if retired else 'back'}", by=by, now=now)


def _row(session: Session, code: str, *, by: Account, now: datetime) -> TeamTopic:
    row = session.scalar(select(TeamTopic).where(TeamTopic.team_id == by.team_id, TeamTopic.code == code))
    if row is None:
        if code not in SHIPPED:
            raise NotThere
        row = TeamTopic(team_id=by.team_id, code=code, saved_at=now)
        session.add(row)
    return row


def _name(session: Session, name: str, *, team_id: int, but: str = "") -> str:
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME:
        raise NotPossible("topic_name")
    others = (topic.name for topic in every(session, team_id=team_id) if topic.code != but and topic.name)
    if said.casefold() in {other.casefold() for other in others}:
        raise NotPossible("topic_taken")
    return said


def _log(session: Session, reason: str, *, by: Account, now: datetime) -> None:
    session.flush()
    audit.record(session, audit.Event.TOPIC_CHANGED, now=now, by_id=by.id, reason=reason)
