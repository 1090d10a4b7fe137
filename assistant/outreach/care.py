"""What she asks for and how she can be reached safely. Suggestions come from reading a reply; a human answers them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible, NotThere
from assistant.outreach import topics
from assistant.rules.safe_contact import has_code_word, limits_of
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Contact, Direction, HelpRequest, HelpState, Message, SafeContactCard, Urgency

MAX_WORDS = 20_000
MAX_FACT = 300

# What the safe-contact card asks, in the order of the page.
CARD_FACTS = (
    "reach",
    "not",
    "hours",
    "call_us",
    "name",
    "pronouns",
    "avoid",
    "language",
    "code_question",
    "code_word",
)

# What else the card holds and a machine checks before anything leaves (rules/safe_contact.py).
CARD_LIMITS = ("safe_points", "from_hour", "to_hour")

# By when somebody looks at it, unless a person says another day.
DUE_IN = {Urgency.TODAY: timedelta(0), Urgency.THIS_WEEK: timedelta(days=5), Urgency.SOON: timedelta(days=14)}
UNFINISHED = (HelpState.OPEN, HelpState.DOING)
LATEST_DUE = timedelta(days=366)


def ask(
    session: Session,
    contact: Contact,
    *,
    topic: str,
    words: str,
    message: Message | None,
    by: Account,
    now: datetime,
    urgency: Urgency = Urgency.SOON,
    taken_by: Account | None = None,
    due_on: date | None = None,
    zone: tzinfo = UTC,
) -> HelpRequest:
    """Put something she asked for on the list; whoever does so takes it, or a colleague of the team.

    Without `due_on` the urgency says by when. Raises NotPossible("unknown_topic" | "empty_help" | "not_a_colleague" | "due_date").
    """
    if topic not in topics.codes_in_use(session, team_id=contact.team_id):
        raise NotPossible("unknown_topic")
    if not words.strip():
        raise NotPossible("empty_help")
    today = now.astimezone(zone).date()
    request = HelpRequest(
        contact_id=contact.id,
        message_id=message.id if message else None,
        topic=topic,
        words=words[:MAX_WORDS],
        urgency=urgency,
        due_on=_due(due_on or today + DUE_IN[urgency], today),
        taken_by_id=_taker(contact, taken_by or by).id,
        asked_at=now,
        changed_at=now,
    )
    session.add(request)
    session.flush()
    audit.record(session, audit.Event.HELP_ASKED, now=now, by_id=by.id, contact_id=contact.id)
    return request


def _due(due_on: date, today: date) -> date:
    if not today <= due_on <= today + LATEST_DUE:
        raise NotPossible("due_date")
    return due_on


def _taker(contact: Contact, account: Account) -> Account:
    if account.team_id != contact.team_id or not account.active:
        raise NotPossible("not_a_colleague")
    return account


def answer_suggestion(
    session: Session, message: Message, *, topic: str, is_request: bool, by: Account, now: datetime
) -> None:
    """A human says whether a reply asks for help on `topic`. Either way it is not suggested again.

    What the team retired is put under the last resort.
    """
    reading = dict(message.reading or {})
    if topic not in reading.get("topics", ()):
        return
    message.reading = reading | {"topics": [one for one in reading["topics"] if one != topic]}
    if is_request:
        topic = topics.taken_for(session, topic, team_id=message.contact.team_id)
        ask(session, message.contact, topic=topic, words=message.body, message=message, by=by, now=now)


def request_of(session: Session, contact: Contact, request_id: int) -> HelpRequest:
    """One of her requests. Raises NotThere."""
    request = session.get(HelpRequest, request_id)
    if request is None or request.contact_id != contact.id:
        raise NotThere
    return request


def move(session: Session, contact: Contact, request_id: int, *, to: str, by: Account, now: datetime) -> HelpRequest:
    """How far a help request is now; whoever is on it takes it. "Referred" it becomes by a referral only (referring.py).

    Raises NotThere, NotPossible("unknown_state" | "through_referral").
    """
    request = request_of(session, contact, request_id)
    if to not in {state.value for state in HelpState}:
        raise NotPossible("unknown_state")
    if to == HelpState.REFERRED:
        raise NotPossible("through_referral")
    request.state, request.changed_at, request.taken_by_id = HelpState(to), now, by.id
    audit.record(session, audit.Event.HELP_CHANGED, now=now, by_id=by.id, contact_id=contact.id, reason=to)
    return request


def plan(
    session: Session,
    contact: Contact,
    request_id: int,
    *,
    taken_by: Account,
    due_on: date,
    by: Account,
    now: datetime,
    zone: tzinfo,
) -> HelpRequest:
    """Who takes it, and by when. Raises NotThere, NotPossible("not_a_colleague" | "due_date" | "help_ended")."""
    request = request_of(session, contact, request_id)
    if request.state not in UNFINISHED:
        raise NotPossible("help_ended")
    request.due_on = _due(due_on, now.astimezone(zone).date())
    request.taken_by_id, request.changed_at = _taker(contact, taken_by).id, now
    audit.record(session, audit.Event.HELP_CHANGED, now=now, by_id=by.id, contact_id=contact.id, reason="planned")
    return request


def due_requests(session: Session, team_id: int, *, until: date, by_id: int | None = None) -> list[HelpRequest]:
    """What is not finished and due on `until` or before, the oldest first; with `by_id` only what that colleague took."""
    query = (
        select(HelpRequest)
        .join(Contact, Contact.id == HelpRequest.contact_id)
        .where(Contact.team_id == team_id, HelpRequest.state.in_(UNFINISHED), HelpRequest.due_on <= until)
        .order_by(HelpRequest.due_on, HelpRequest.id)
        .options(joinedload(HelpRequest.contact), joinedload(HelpRequest.taken_by))
    )
    if by_id is not None:
        query = query.where(HelpRequest.taken_by_id == by_id)
    return list(session.scalars(query).unique())


def keep_card(
    session: Session, contact: Contact, facts: Mapping[str, str], *, by: Account, now: datetime, zone: tzinfo
) -> SafeContactCard:
    """Keep how she can be reached safely; saving it counts as having checked it today.

    Raises NotPossible("card_hours") for one hour without the other, or for hours that are none.
    """
    kept = {name: value for name in (*CARD_FACTS, *CARD_LIMITS) if (value := facts.get(name, "").strip()[:MAX_FACT])}
    if ("from_hour" in kept or "to_hour" in kept) and not limits_of(kept).hours:
        raise NotPossible("card_hours")
    if contact.card is not None and "other_reader" in contact.card.facts:
        kept["other_reader"] = contact.card.facts["other_reader"]
    today = now.astimezone(zone).date()
    if contact.card is None:
        contact.card = SafeContactCard(facts=kept, checked_on=today, by_id=by.id)
    else:
        contact.card.facts, contact.card.checked_on, contact.card.by_id = kept, today, by.id
    session.flush()
    audit.record(session, audit.Event.CARD_CHANGED, now=now, by_id=by.id, contact_id=contact.id)
    return contact.card


def somebody_else(session: Session, contact: Contact, *, may_answer: bool, by: Account, now: datetime) -> None:
    """From now on somebody else may be answering, or it is surely her again. In between only neutral words leave."""
    if contact.card is None:
        contact.card = SafeContactCard(facts={}, checked_on=now.date(), by_id=by.id)
    facts = {name: value for name, value in contact.card.facts.items() if name != "other_reader"}
    if may_answer:
        facts["other_reader"] = now.isoformat()
    contact.card.facts = facts
    session.flush()
    what = "somebody else may answer" if may_answer else "it is her"
    audit.record(session, audit.Event.CARD_CHANGED, now=now, by_id=by.id, contact_id=contact.id, reason=what)


def other_reader_since(contact: Contact) -> datetime | None:
    """Since when somebody else may be answering; None when it is her."""
    said = contact.card.facts.get("other_reader", "") if contact.card else ""
    try:
        return datetime.fromisoformat(said.split(" / ")[0]) if said else None
    except ValueError:
        return None


def code_word_came(contact: Contact) -> bool:
    """Whether she wrote the code word since somebody else may be answering."""
    since = other_reader_since(contact)
    word = contact.card.facts.get("code_word", "") if contact.card else ""
    return since is not None and any(
        message.direction is Direction.IN and message.at >= since and has_code_word(message.body, word)
        for message in contact.messages
    )
