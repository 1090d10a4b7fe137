"""The organisations that a team refers to: what for, how to reach them, whom to ask for. A supervisor keeps the book."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere
from assistant.outreach import topics
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Organisation

LONGEST = {"name": 120, "reach": 300, "function": 120, "notes": 2_000}
_TOPICS = 400  # characters that the codes of an organisation may take


def every(session: Session, *, team_id: int) -> list[Organisation]:
    """The whole book by name, those no longer used last."""
    found = session.scalars(select(Organisation).where(Organisation.team_id == team_id))
    return sorted(found, key=lambda one: (one.ended_at is not None, one.name.casefold(), one.id))


def usable(session: Session, *, team_id: int, topic: str) -> list[Organisation]:
    """Where one can refer to now: those that are for `topic` first."""
    running = [one for one in every(session, team_id=team_id) if one.ended_at is None]
    return sorted(running, key=lambda one: not is_for(one, topic))


def is_for(organisation: Organisation, topic: str) -> bool:
    """Whether the book says that it is for this topic."""
    return topic in organisation.topics.split(",")


def find(session: Session, organisation_id: int, *, team_id: int) -> Organisation:
    """Raises NotThere."""
    found = session.get(Organisation, organisation_id)
    if found is None or found.team_id != team_id:
        raise NotThere
    return found


def keep(
    session: Session,
    organisation: Organisation | None,
    *,
    name: str,
    about: Collection[str],
    reach: str,
    function: str,
    notes: str,
    by: Account,
    now: datetime,
) -> Organisation:
    """A new page of the book, or another text on one. Raises NotPossible("organisation_name" | "organisation_text")."""
    facts = {
        key: value.replace("\0", "").strip()
        for key, value in (("name", name), ("reach", reach), ("function", function), ("notes", notes))
    }
    if not facts["name"]:
        raise NotPossible("organisation_name")
    if any(len(value) > LONGEST[key] for key, value in facts.items()):
        raise NotPossible("organisation_text")
    known = {topic.code for topic in topics.every(session, team_id=by.team_id)}
    codes = ",".join(code for code in dict.fromkeys(about) if code in known)
    if len(codes) > _TOPICS:
        raise NotPossible("organisation_text")
    if organisation is None:
        organisation = Organisation(team_id=by.team_id)
        session.add(organisation)
    for key, value in facts.items():
        setattr(organisation, key, " ".join(value.split()) if key != "notes" else value)
    organisation.topics, organisation.saved_at, organisation.saved_by_id = codes, now, by.id
    session.flush()
    audit.record(session, audit.Event.BOOK_CHANGED, now=now, by_id=by.id, reason=f"{organisation.id}: {name.strip()}")
    return organisation


def end(session: Session, organisation: Organisation, *, ended: bool, by: Account, now: datetime) -> None:
    """Nobody is referred there any more, or they are again; what was referred stays."""
    organisation.ended_at = now if ended else None
    why = f"{organisation.id}: {'ended' if ended else 'again'}"
    audit.record(session, audit.Event.BOOK_CHANGED, now=now, by_id=by.id, reason=why)
