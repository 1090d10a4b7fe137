"""From a draft to words that left. Every route to the outside passes through `gate`.

DRAFT → `approve` → APPROVED → `claim` (a lease, gate checked again) → the channel, outside any transaction → `mark_sent` | `mark_not_sent`.
A lease that runs out becomes UNKNOWN and waits for a human; nothing is ever sent again by itself.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import HeldByOther, NotPossible, Refused, Stale, Suppressed
from assistant.outreach import drafting
from assistant.outreach.drafting import Desk
from assistant.outreach.history import history_of, we_wrote
from assistant.rules import safe_contact
from assistant.rules.cadence import Pace, WhyNot, may_write
from assistant.rules.stages import Stage
from assistant.store import audit, queries
from assistant.store.accounts import Account, RoleName
from assistant.store.changing import rows_changed
from assistant.store.holding import hold
from assistant.store.models import Contact, Message, MessageKind, MessageState, Point
from assistant.store.points import suppressed_points, writable_points

# What a supervisor may override with a reason. Never a stop; never a colleague's claim.
OVERRIDABLE = frozenset(
    {
        WhyNot.NIGHT,
        WhyNot.HOLIDAY,
        WhyNot.TOO_SOON,
        WhyNot.BUDGET_SPENT,
        WhyNot.DOOR_OPEN,
        "daily_cap",
        "first_cap",
        "team_cap",
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the team's settings allow: the rhythm, how long a claim lasts, a worker's and a team's daily cap."""

    pace: Pace
    claim: timedelta = timedelta(minutes=15)
    writing: timedelta = timedelta(minutes=5)  # how long a sign of life in the answer box keeps colleagues out
    messages_a_day: int = 40
    first_messages_a_day: int = 20  # of these to people whom nobody wrote to yet: each may become a conversation
    team_messages_a_day: int = 120
    names: tuple[str, ...] = ()  # what we are called, which somebody who answers in her place must not read


def gate(
    session: Session,
    contact: Contact,
    *,
    by: Account,
    now: datetime,
    terms: Terms,
    kind: str | None = None,
    override: str = "",
) -> None:
    """Return when a message to `contact` may leave now, or raise Refused with the reason.

    `override` is a supervisor's reason for passing a limit of rhythm; it is logged. A stop is never passed.
    """
    if contact.stage is Stage.STOPPED or suppressed_points(session, writable_points(contact)):
        raise Suppressed
    check_claim(contact, by=by, now=now)
    refusal = _limits(session, contact, by=by, now=now, terms=terms, kind=kind)
    if refusal is None:
        return
    if not (override.strip() and by.role is RoleName.SUPERVISOR and refusal.reason in OVERRIDABLE):
        raise refusal
    audit.record(
        session,
        audit.Event.LIMIT_OVERRIDDEN,
        now=now,
        by_id=by.id,
        contact_id=contact.id,
        reason=f"{refusal.reason}: {override.strip()[:200]}",
    )


def inside_her_card(
    contact: Contact, *, point_id: int | None, body: str, language: str | None, now: datetime, terms: Terms
) -> None:
    """Return when these words may go to this point now by her safe-contact card, or raise Refused. Nobody overrides it: it is her safety."""
    if contact.card is None:
        return
    broken = safe_contact.broken(
        safe_contact.limits_of(contact.card.facts),
        point_id=point_id,
        body=body,
        language=language or contact.language,
        names=terms.names,
        at=now.astimezone(terms.pace.zone),
    )
    if broken is not None:
        until = broken.until.astimezone(UTC) if broken.until else None
        raise Refused(broken.why, until=until, name=broken.word or None)


def _inside_her_card(message: Message, *, now: datetime, terms: Terms) -> None:
    inside_her_card(
        message.contact,
        point_id=message.point_id,
        body=message.body,
        language=message.language,
        now=now,
        terms=terms,
    )


def _limits(
    session: Session, contact: Contact, *, by: Account, now: datetime, terms: Terms, kind: str | None
) -> Refused | None:
    verdict = may_write(history_of(contact), terms.pace, now=now)
    if verdict.why is not None:
        return Refused(verdict.why, until=verdict.until, name=verdict.name)
    if kind in queries.UNASKED and contact.waiting_since is None:
        midnight = now.astimezone(terms.pace.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = midnight + timedelta(days=1)
        if queries.unasked_sent_by(session, by_id=by.id, since=midnight) >= terms.messages_a_day:
            return Refused("daily_cap", until=tomorrow)
        first = (MessageKind.FIRST,)
        if kind in first and terms.first_messages_a_day <= queries.unasked_sent_by(
            session, by_id=by.id, since=midnight, kinds=first
        ):
            return Refused("first_cap", until=tomorrow)
        if queries.unasked_sent_by_team(session, team_id=by.team_id, since=midnight) >= terms.team_messages_a_day:
            return Refused("team_cap", until=tomorrow)
    return None


def check_claim(contact: Contact, *, by: Account, now: datetime) -> None:
    """Raise HeldByOther when a colleague is writing to her."""
    holder, until = contact.claimed_by, contact.claimed_until
    if holder is not None and holder.id != by.id and until is not None and until > now:
        raise HeldByOther(name=holder.shown_name, until=until)


def take_claim(
    session: Session, contact: Contact, *, by: Account, now: datetime, terms: Terms, length: timedelta | None = None
) -> datetime:
    """Hold the contact while writing, or hold on longer: for `length`, else as long as a message may take to leave. Answers until when.

    One of many parallel attempts wins; the others get HeldByOther. What the holder has already is never made shorter.
    """
    hold(session, contact)
    until = now + (length or terms.claim)
    free = (Contact.claimed_by_id.is_(None)) | (Contact.claimed_by_id == by.id) | (Contact.claimed_until <= now)
    longer = and_(Contact.claimed_by_id == by.id, Contact.claimed_until > until)
    values = {"claimed_by_id": by.id, "claimed_until": case((longer, Contact.claimed_until), else_=until)}
    session.flush()
    took = rows_changed(session, update(Contact).where(Contact.id == contact.id, free).values(values))
    session.refresh(contact, ["claimed_by_id", "claimed_until", "claimed_by"])
    if took != 1:
        check_claim(contact, by=by, now=now)
        raise Stale
    return contact.claimed_until or until


def release_claim(contact: Contact, *, by: Account) -> None:
    """Let go, so that a colleague may write."""
    if contact.claimed_by_id == by.id:
        contact.claimed_by_id = contact.claimed_until = None


def approve(
    session: Session, message: Message, *, by: Account, now: datetime, terms: Terms, desk: Desk, override: str = ""
) -> None:
    """A human says yes to these words. Raises Refused, Stale, NotPossible("no_point" | "blocked_words")."""
    hold(session, message.contact, message)
    if message.state not in (MessageState.DRAFT, MessageState.APPROVED):
        raise Stale
    if message.point is None or message.point.gone_at is not None:
        raise NotPossible("no_point")
    if drafting.is_blocked(message, sender=by.shown_name, desk=desk):
        raise NotPossible("blocked_words")
    gate(session, message.contact, by=by, now=now, terms=terms, kind=message.kind, override=override)
    _inside_her_card(message, now=now, terms=terms)
    message.state = MessageState.APPROVED
    message.proposal = False
    message.by_id = by.id
    message.at = now
    audit.record(session, audit.Event.MESSAGE_APPROVED, now=now, by_id=by.id, contact_id=message.contact_id)


def claim(session: Session, message: Message, *, by: Account, now: datetime, terms: Terms, override: str = "") -> str:
    """Take an approved message out to its channel until the lease ends; answers its token. Checks the gate again. Raises Refused, Stale."""
    hold(session, message.contact, message)
    gate(session, message.contact, by=by, now=now, terms=terms, kind=message.kind, override=override)
    _inside_her_card(message, now=now, terms=terms)
    take_claim(session, message.contact, by=by, now=now, terms=terms)
    _nothing_else_out(session, message)
    token, point = secrets.token_hex(16), message.point
    if point is None or point.gone_at is not None:
        raise NotPossible("no_point")
    session.flush()
    try:
        with session.begin_nested():
            took = rows_changed(
                session,
                update(Message)
                .where(Message.id == message.id, Message.state == MessageState.APPROVED)
                .values(
                    state=MessageState.CLAIMED,
                    token=token,
                    lease_until=now + terms.claim,
                    active_key=point.key,
                    at=now,
                    version=Message.version + 1,
                ),
            )
    except IntegrityError:
        raise Refused("on_its_way") from None  # another message to this very point is out or unresolved
    session.refresh(message)
    if took != 1:
        raise Stale
    return token


def _nothing_else_out(session: Session, message: Message) -> None:
    """One message at a time to one person, whatever the contact point: one that may have left counts for the budget."""
    out = (MessageState.CLAIMED, MessageState.UNKNOWN)
    query = select(Message.id).where(
        Message.contact_id == message.contact_id, Message.id != message.id, Message.state.in_(out)
    )
    if session.scalar(query.limit(1)) is not None:
        raise Refused("on_its_way")


def mark_sent(session: Session, message: Message, *, by: Account, now: datetime, pace: Pace) -> None:
    """It left. Also true for one that a stop cancelled in the meantime, or whose lease ran out: what happened, happened."""
    hold(session, message.contact, message)
    if message.state is MessageState.SENT:
        return
    if (
        message.state not in (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.SUPPRESSED)
        or message.token is None
    ):
        raise Stale
    left_at = message.at if message.state is MessageState.UNKNOWN else now
    _close(message, MessageState.SENT, now=left_at)
    release_claim(message.contact, by=by)
    message.contact.owner_id = message.contact.owner_id or by.id
    we_wrote(message.contact, at=left_at, pace=pace, crossed_at=message.crossed_at)
    audit.record(session, audit.Event.MESSAGE_SENT, now=now, by_id=by.id, contact_id=message.contact_id)


def mark_not_sent(
    session: Session, message: Message, *, by: Account, now: datetime, failure: str = "not_sent"
) -> Message:
    """It did not leave. The attempt stays visible; a fresh draft with the same words is answered, unless she stopped us."""
    hold(session, message.contact, message)
    if (
        message.state not in (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.SUPPRESSED)
        or message.token is None
    ):
        raise Stale
    stopped = message.contact.stage is Stage.STOPPED
    _close(message, MessageState.SUPPRESSED if stopped else MessageState.FAILED, now=now)
    message.failure = failure
    release_claim(message.contact, by=by)
    if stopped:
        return message
    again = Message(
        contact=message.contact,
        point=message.point,
        direction=message.direction,
        channel=message.channel,
        kind=message.kind,
        state=MessageState.DRAFT,
        body=message.body,
        language=message.language,
        at=now,
        by_id=by.id,
        template_version_id=message.template_version_id,
        hook=message.hook,
        side_by_side_id=message.side_by_side_id,
        lot=message.lot,
    )
    session.add(again)
    session.flush()
    return again


def put_back(session: Session, message: Message, *, by: Account, now: datetime) -> bool:
    """The provider certainly does not have it: approved as before, to be tried again. False when she stopped us in the meantime."""
    hold(session, message.contact, message)
    if message.state not in (MessageState.CLAIMED, MessageState.SUPPRESSED) or message.token is None:
        raise Stale
    stopped = message.state is MessageState.SUPPRESSED or message.contact.stage is Stage.STOPPED
    _close(message, MessageState.SUPPRESSED if stopped else MessageState.APPROVED, now=now)
    message.token = message.crossed_at = None
    release_claim(message.contact, by=by)
    session.flush()
    return not stopped


def mark_unknown(session: Session, message: Message, *, by: Account) -> None:
    """Nobody knows whether the provider has it: a human says so, or the provider's own report. It is never tried again."""
    hold(session, message.contact, message)
    if message.state is MessageState.CLAIMED:
        message.state, message.lease_until = MessageState.UNKNOWN, None
    elif message.state is not MessageState.SUPPRESSED:
        raise Stale
    release_claim(message.contact, by=by)
    session.flush()


def _close(message: Message, state: MessageState, *, now: datetime) -> None:
    message.state = state
    message.active_key = message.lease_until = None
    message.at = now


def expire_claims(session: Session, *, now: datetime) -> int:
    """Claims whose lease ran out become UNKNOWN: a human says whether they left. Answers how many."""
    return rows_changed(
        session,
        update(Message)
        .where(Message.state == MessageState.CLAIMED, Message.lease_until <= now)
        .values(state=MessageState.UNKNOWN, lease_until=None, version=Message.version + 1),
    )


def drop(message: Message, *, now: datetime) -> None:
    """Lay a draft aside unsent. Raises Stale for one that may have left."""
    if message.state not in (MessageState.DRAFT, MessageState.APPROVED):
        raise Stale
    _close(message, MessageState.DROPPED, now=now)
    message.proposal = False


def reachable(contact: Contact) -> list[Point]:
    """Her contact points that have not failed and are still hers, phones first, none twice."""
    usable = [point for point in contact.points if point.failed_at is None and point.gone_at is None]
    points = {bytes(point.key): point for point in reversed(usable)}.values()
    return sorted(points, key=lambda point: (point.channel != "phone", point.id))
