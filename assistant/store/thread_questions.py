"""Questions about one conversation, for its own page: she with all that was said, what else there is of her, what changed, who comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, Select, Table, bindparam, exists, func, inspect, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from assistant.errors import NotThere
from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.joinings import now_under
from assistant.store.models import (
    Ad,
    Contact,
    Departure,
    Handover,
    HelpRequest,
    Joining,
    JoiningKind,
    Message,
    Note,
    Observation,
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
    unloaded = inspect(contact).unloaded
    for part, asked in _her_parts(departed=row.departed).items():
        if part in unloaded:
            set_committed_value(contact, part, list(session.scalars(asked, {"contact_id": contact.id})))
    _know_templates(session, contact.messages)
    if not row.departed:
        for message in contact.messages:
            set_committed_value(message, "departure", None)
    return contact


@cache  # questions as they stand, never changed: making them anew costs as much as asking
def _her() -> Select[Contact, bool, bool]:
    moved = exists().where(Joining.other_id == Contact.id, Joining.kind == JoiningKind.MERGE)
    departed = exists().where(Departure.message_id == Message.id, Message.contact_id == Contact.id).correlate(Contact)
    hers = (Contact.id == bindparam("contact_id"), Contact.team_id == bindparam("team_id"))
    query = select(Contact, moved.label("moved"), departed.label("departed")).where(*hers)
    few = (joinedload(Contact.card), joinedload(Contact.points))
    return query.options(*few, lazyload(Contact.team))  # the team is known from who is signed in


@cache
def _her_parts(*, departed: bool) -> dict[str, Select[Any]]:
    # Colleagues (owner, writers of notes and messages) are not joined in: a session asks once for each, and knows who is signed in.
    her: BindParameter[int] = bindparam("contact_id")
    messages = select(Message).where(Message.contact_id == her).order_by(Message.id)
    return {
        "ads": select(Ad).where(Ad.contact_id == her).order_by(Ad.id),
        "messages": messages.options(joinedload(Message.departure)) if departed else messages,
        "notes": select(Note).where(Note.contact_id == her).order_by(Note.id),
    }


def _know_templates(session: Session, messages: Sequence[Message]) -> None:
    """Load the templates behind her messages at once; each message finds its own in the session."""
    from_one = [message for message in messages if message.template_version_id is not None]
    wanted = {one.template_version_id for one in from_one if "template_version" in inspect(one).unloaded}
    known: dict[int | None, TemplateVersion] = {}
    if wanted:
        found = session.scalars(select(TemplateVersion).where(TemplateVersion.id.in_(wanted)))
        known |= {version.id: version for version in found}
    for message in from_one:
        if message.template_version_id in known:
            set_committed_value(message, "template_version", known[message.template_version_id])


def know_writers(contact: Contact, accounts: Iterable[Account]) -> None:
    """Have her, her messages and her notes know their people, as far as those are loaded: asking the session for each costs more."""
    known: dict[int | None, Account] = {account.id: account for account in accounts}
    if contact.owner_id in known:
        set_committed_value(contact, "owner", known[contact.owner_id])
    said: list[Message | Note] = [*contact.messages, *contact.notes]
    for thing in said:
        if thing.by_id in known:
            set_committed_value(thing, "by", known[thing.by_id])


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
    request, observed, handover, talk, joined, visit = map(
        _columns, (HelpRequest, Observation, Handover, TalkWish, Joining, Visit)
    )
    her: BindParameter[int] = bindparam("contact_id")
    return select(
        exists().where(request.contact_id == her),
        exists().where(observed.contact_id == her, observed.open.is_not(None)),
        exists().where(handover.contact_id == her),
        exists().where(talk.contact_id == her, talk.open.is_not(None)),
        exists().where(
            or_(joined.kept_id == her, joined.other_id == her), joined.at > bindparam("since", type_=joined.at.type)
        ),
        exists().where(visit.team_id == bindparam("team_id"), visit.ended_at.is_(None)),
    )


def _columns(model: type[Base]) -> Any:
    """The columns of a table, for questions that load nobody."""
    return cast(Table, model.__table__).c


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
    people = _columns(Contact)
    waits = (people.team_id == bindparam("team_id"), people.waiting_since.is_not(None))
    urgent_first = (people.urgent_since.is_(None), people.waiting_since, people.id)
    return select(people.id).where(*waits).order_by(*urgent_first).limit(literal_column(str(IN_LINE)))
