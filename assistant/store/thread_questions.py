"""Questions about one conversation, for its own page: she with all that was said, what else there is of her, what changed, who comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, inspect, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from assistant.errors import NotThere
from assistant.store.joinings import now_under
from assistant.store.models import (
    Ad,
    Contact,
    Handover,
    HelpRequest,
    Joining,
    JoiningKind,
    Message,
    Note,
    Observation,
    Point,
    TalkWish,
    TemplateVersion,
    Visit,
)

IN_LINE = 200  # of those who wait: further ahead nobody looks


def contact_of_team(session: Session, contact_id: int, *, team_id: int) -> Contact:
    """The contact with everything the thread page needs; whoever was joined with another is found there. Raises NotThere, also when it is
    another team's."""
    values = {"contact_id": contact_id, "team_id": team_id}
    row = session.execute(_her(), values).unique().one_or_none()
    if row is None or row.moved:
        values["contact_id"] = now_under(session, contact_id)
        row = session.execute(_her(), values).unique().one_or_none()
    if row is None:
        raise NotThere
    contact: Contact = row.Contact
    for part, asked in _her_parts().items():
        if part in inspect(contact).unloaded:
            things = session.scalars(asked, values | {"contact_id": contact.id}).unique().all()
            set_committed_value(contact, part, list(things))
    _know_templates(session, contact.messages)
    return contact


@cache  # questions as they stand, never changed: making them anew costs as much as asking
def _her() -> Select[Contact, bool]:
    moved = exists().where(Joining.other_id == Contact.id, Joining.kind == JoiningKind.MERGE)
    hers = (Contact.id == bindparam("contact_id"), Contact.team_id == bindparam("team_id"))
    return select(Contact, moved.label("moved")).where(*hers).options(joinedload(Contact.card))


@cache
def _her_parts() -> dict[str, Select[Any]]:
    # Colleagues (owner, writers of notes and messages) are not joined in: a session asks once for each, and knows who is signed in.
    her: BindParameter[int] = bindparam("contact_id")
    messages = select(Message).where(Message.contact_id == her).order_by(Message.id)
    return {
        "points": select(Point).where(Point.contact_id == her).order_by(Point.id),
        "ads": select(Ad).where(Ad.contact_id == her).order_by(Ad.id),
        "messages": messages.options(joinedload(Message.departure)),
        "notes": select(Note).where(Note.contact_id == her).order_by(Note.id),
    }


def _know_templates(session: Session, messages: Sequence[Message]) -> None:
    """Load the templates behind her messages at once; each message finds its own in the session."""
    ids = {message.template_version_id for message in messages if "template_version" in inspect(message).unloaded}
    if wanted := ids - {None}:
        known = {one.id: one for one in session.scalars(select(TemplateVersion).where(TemplateVersion.id.in_(wanted)))}
        for message in messages:
            if message.template_version_id in known:
                set_committed_value(message, "template_version", known[message.template_version_id])


@dataclass(frozen=True, slots=True)
class OfHers:
    """What there is of her beside the conversation, each as yes or no; and whether her team has a round to come."""

    requests: bool
    observed: bool
    handovers: bool
    talks: bool
    joinings: bool
    rounds: bool


def what_there_is(session: Session, contact: Contact, *, joined_since: datetime) -> OfHers:
    """What is worth asking for. Most of it most people do not have, and one question says so. `observed` and `talks`: open ones."""
    values = {"contact_id": contact.id, "team_id": contact.team_id, "since": joined_since}
    return OfHers(*map(bool, session.execute(_what_there_is(), values).one()))


@cache
def _what_there_is() -> Select[bool, bool, bool, bool, bool, bool]:
    her: BindParameter[int] = bindparam("contact_id")
    return select(
        exists().where(HelpRequest.contact_id == her),
        exists().where(Observation.contact_id == her, Observation.open.is_not(None)),
        exists().where(Handover.contact_id == her),
        exists().where(TalkWish.contact_id == her, TalkWish.open.is_not(None)),
        exists().where(
            or_(Joining.kept_id == her, Joining.other_id == her), Joining.at > bindparam("since", type_=Joining.at.type)
        ),
        exists().where(Visit.team_id == bindparam("team_id"), Visit.ended_at.is_(None)),
    )


def thread_mark(session: Session, contact_id: int, *, team_id: int) -> str:
    """A short text that is another one as soon as something in her thread came in or changed. Nothing is unsealed for it. Raises NotThere."""
    row = session.execute(_thread_mark(), {"contact_id": contact_id, "team_id": team_id}).one_or_none()
    if row is None:
        raise NotThere
    return _written(row)


@cache
def _thread_mark() -> Select[Any]:
    counted = [
        select(what).where(table.contact_id == Contact.id).scalar_subquery()
        for table, wanted in ((Message, Message.version), (Note, Note.id), (Ad, Ad.id))
        for what in (func.count(), func.max(table.id), func.sum(wanted))
    ]
    hers = (Contact.id == bindparam("contact_id"), Contact.team_id == bindparam("team_id"))
    return select(Contact.version, *counted).where(*hers)


def mark_of(contact: Contact) -> str:
    """The `thread_mark` of somebody who is loaded with her whole conversation: of what is shown, not of what came in meanwhile."""
    counted: list[int] = [contact.version]
    for things, wanted in (
        (contact.messages, [message.version for message in contact.messages]),
        (contact.notes, [note.id for note in contact.notes]),
        (contact.ads, [ad.id for ad in contact.ads]),
    ):
        counted += [len(things), max((thing.id for thing in things), default=0), sum(wanted)]
    return _written(counted)


def _written(values: Sequence[Any]) -> str:
    return "-".join(str(value or 0) for value in values)


def next_waiting(session: Session, contact: Contact) -> Contact | None:
    """Who else waits for our answer: whoever comes after `contact` in the order of the board, and after the last the first."""
    order = list(session.scalars(_in_line(), {"team_id": contact.team_id}))
    after = order[order.index(contact.id) + 1 :] + order[: order.index(contact.id)] if contact.id in order else order
    return session.get(Contact, after[0]) if after else None


@cache
def _in_line() -> Select[Any]:
    waits = (Contact.team_id == bindparam("team_id"), Contact.waiting_since.is_not(None))
    urgent_first = (Contact.urgent_since.is_(None), Contact.waiting_since, Contact.id)
    return select(Contact.id).where(*waits).order_by(*urgent_first).limit(literal_column(str(IN_LINE)))
