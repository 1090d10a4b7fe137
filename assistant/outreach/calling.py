""" "Who am I speaking to?": from a number, a name or a code word to the people it may be. The finder's own search, and logged like it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach import finder, intake
from assistant.rules.recall import FactKind
from assistant.store import audit, thread_questions
from assistant.store.accounts import Account
from assistant.store.models import Contact
from assistant.store.points import contacts_at

REASON = "calls"
MOST = 5


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may be on the line. `by_code`: what was said is her code word, or part of it."""

    contact: Contact
    by_number: bool = False
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class Callers:
    """Who it may be, the likeliest first. `shared`: several people use the number that was typed, `elsewhere` of them of another team."""

    people: tuple[Caller, ...] = ()
    shared: bool = False
    elsewhere: int = 0


def who(session: Session, said: str, *, region: str, today: date, by: Account, now: datetime) -> Callers:
    """Who may be meant by `said`; each person whose card is shown is in the log. A number that is known leads to its people alone."""
    answer = finder.find(session, said, today=today, by=by, reason=REASON, now=now, limit=MOST)
    everybody = _on_number(session, said, region=region)
    ours = [contact for contact in everybody if contact.team_id == by.team_id]
    if ours:
        callers = [Caller(thread_questions.contact_of_team(session, one.id, team_id=by.team_id), True) for one in ours]
    else:
        callers = []
        for found in answer.found:
            fits = [why for why in found.why if why.fits]
            by_number = any(why.fact.kind is FactKind.DIGITS for why in fits)
            by_code = any(why.how == "code" for why in fits)
            contact = thread_questions.contact_of_team(session, found.contact_id, team_id=by.team_id)
            callers.append(Caller(contact, by_number, by_code))
    for caller in callers:
        audit.record(
            session,
            audit.Event.VIEWED,
            now=now,
            by_id=by.id,
            contact_id=caller.contact.id,
            reason=f"found: {REASON}",
        )
    return Callers(tuple(callers), len(everybody) > 1, len(everybody) - len(ours) if ours else 0)


def _on_number(session: Session, said: str, *, region: str) -> list[Contact]:
    try:
        points = intake.corrected_points([("phone", said)], region=region)
    except NotPossible:
        return []
    return contacts_at(session, [(point.channel.value, point.value) for point in points])
