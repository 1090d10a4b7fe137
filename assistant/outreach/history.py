"""A contact as the rules see it, and the moves that follow from what happened."""

from datetime import datetime

from assistant.rules.cadence import History, Pace, next_contact_at
from assistant.rules.stages import Stage, Step, after
from assistant.store.models import Contact, DueFor


def history_of(contact: Contact) -> History:
    """What the rules of rhythm need to know of a contact."""
    return History(
        stage=contact.stage,
        unanswered=contact.unanswered,
        renewals=contact.renewals,
        last_out=contact.last_out_at,
        last_in=contact.last_in_at,
        waiting=contact.waiting_since is not None,
    )


def we_wrote(contact: Contact, *, at: datetime, pace: Pace, crossed_at: datetime | None = None) -> None:
    """A message of ours left: nobody waits any more, the budget shrinks, the next date is set.

    `crossed_at`: she wrote then, while it was already on its way. It is no answer to that, and she goes on waiting.
    """
    was_silent = contact.stage in (Stage.STALLED, Stage.OPEN_DOOR) and contact.waiting_since is None
    if contact.stage is not Stage.STOPPED:  # words that left in the minute of her stop are a fact, not a move
        contact.stage = after(contact.stage, Step.WE_WROTE)
    if crossed_at is None:
        contact.waiting_since = contact.urgent_since = contact.urgent_seen_at = None
    elif contact.waiting_since is not None:
        contact.waiting_since = max(contact.waiting_since, crossed_at)
    contact.last_out_at = at
    contact.unanswered += 1
    contact.renewals += was_silent
    plan(contact, now=at, pace=pace)


def gave_a_sign(contact: Contact, *, at: datetime, step: Step, pace: Pace) -> None:
    """She wrote, called or met us: the rhythm starts anew."""
    contact.stage = after(contact.stage, step)
    contact.unanswered = contact.renewals = 0
    contact.last_in_at = max(at, contact.last_in_at) if contact.last_in_at else at
    if step is Step.SHE_WROTE:
        contact.waiting_since = contact.waiting_since or at
    plan(contact, now=at, pace=pace)


def plan(contact: Contact, *, now: datetime, pace: Pace) -> None:
    """Set the next due date from what happened so far. Whoever waits for us, or wants no more, has none."""
    contact.changed_at = now
    contact.proposed_at = contact.postponed_for = None
    contact.due_at = next_contact_at(history_of(contact), pace, now=now)
    contact.due_for = None
    if contact.due_at is not None:
        contact.due_for = DueFor.RECONTACT if contact.last_in_at else DueFor.REMINDER
    elif (
        contact.waiting_since is None
        and contact.stage in (Stage.WRITTEN, Stage.TALKING, Stage.STALLED)
        and contact.last_out_at
    ):
        contact.due_at, contact.due_for = farewell_at(contact, pace), DueFor.FAREWELL


def farewell_at(contact: Contact, pace: Pace) -> datetime | None:
    """When a conversation at the end of its rhythm becomes an open door: one reminder's time after our last message."""
    return contact.last_out_at + pace.reminder_after if contact.last_out_at else None
