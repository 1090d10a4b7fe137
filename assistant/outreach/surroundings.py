"""What stands around a conversation on its page: what she asked for, what was seen of her, who else has to do with her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from assistant.outreach import danger, merging, referral_course, talks, visits
from assistant.store import joinings, queries
from assistant.store.models import Contact, Handover, HelpRequest, Joining, Observation, Referral, TalkWish, Visit
from assistant.store.thread_questions import what_there_is


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it, empty where there is nothing."""

    requests: Sequence[HelpRequest]  # the newest first
    referrals: Sequence[Referral]  # the newest first
    observed: Sequence[Observation]  # what is open
    talks: Sequence[TalkWish]  # what is still to be talked about
    undoable: Sequence[Joining]
    offered: Handover | None  # to a colleague, who has not said a word yet
    rounds: Sequence[Visit]  # of the team, to come


def of(session: Session, contact: Contact, *, now: datetime) -> Surroundings:
    """What stands around her. Only what there is is asked for."""
    since = now - merging.UNDO_WITHIN
    there = what_there_is(session, contact, joined_since=since)
    if not there.handovers:
        set_committed_value(contact, "handovers", [])
    return Surroundings(
        requests=queries.help_requests_of(session, contact.id) if there.requests else (),
        referrals=referral_course.of(session, contact.id) if there.requests else (),
        observed=[one for one in danger.of(session, contact.id) if one.open] if there.observed else (),
        talks=talks.open_about(session, contact) if there.talks else (),
        undoable=joinings.undoable(session, contact, since=since) if there.joinings else (),
        offered=next((one for one in contact.handovers if one.open), None),
        rounds=visits.to_come(session, contact.team_id) if there.rounds else (),
    )
