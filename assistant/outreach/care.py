"""What she asks for and how she can be reached safely. Suggestions come from reading a reply; a human answers them."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere
from assistant.rules.signals import Topic
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Contact, HelpRequest, HelpState, Message, SafeContactCard

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


def ask(
    session: Session, contact: Contact, *, topic: str, words: str, message: Message | None, by: Account, now: datetime
) -> HelpRequest:
    """Put something she asked for on the list; whoever does so takes it. Raises NotPossible for an unknown topic."""
    if topic not in {known.value for known in Topic}:
        raise NotPossible("unknown_topic")
    request = HelpRequest(
        contact_id=contact.id,
        message_id=message.id if message else None,
        topic=topic,
        words=words[:MAX_WORDS],
        taken_by_id=by.id,
        asked_at=now,
        changed_at=now,
    )
    session.add(request)
    session.flush()
    audit.record(session, audit.Event.HELP_ASKED, now=now, by_id=by.id, contact_id=contact.id)
    return request


def answer_suggestion(
    session: Session, message: Message, *, topic: str, is_request: bool, by: Account, now: datetime
) -> None:
    """A human says whether a reply asks for help on `topic`. Either way it is not suggested again."""
    reading = dict(message.reading or {})
    if topic not in reading.get("topics", ()):
        return
    message.reading = reading | {"topics": [one for one in reading["topics"] if one != topic]}
    if is_request:
        ask(session, message.contact, topic=topic, words=message.body, message=message, by=by, now=now)


def move(session: Session, contact: Contact, request_id: int, *, to: str, by: Account, now: datetime) -> HelpRequest:
    """How far a help request is now. Raises NotThere, NotPossible."""
    request = session.get(HelpRequest, request_id)
    if request is None or request.contact_id != contact.id:
        raise NotThere
    if to not in {state.value for state in HelpState}:
        raise NotPossible("unknown_state")
    request.state, request.changed_at, request.taken_by_id = HelpState(to), now, by.id
    return request


def keep_card(
    session: Session, contact: Contact, facts: Mapping[str, str], *, by: Account, now: datetime, zone: tzinfo
) -> SafeContactCard:
    """Keep how she can be reached safely; saving it counts as having checked it today."""
    kept = {name: value for name in CARD_FACTS if (value := facts.get(name, "").strip()[:MAX_FACT])}
    today = now.astimezone(zone).date()
    if contact.card is None:
        contact.card = SafeContactCard(facts=kept, checked_on=today, by_id=by.id)
    else:
        contact.card.facts, contact.card.checked_on, contact.card.by_id = kept, today, by.id
    session.flush()
    audit.record(session, audit.Event.CARD_CHANGED, now=now, by_id=by.id, contact_id=contact.id)
    return contact.card
