"""The visits of a list: one record for all who were met there at the same moment, as when they are written down here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.outreach.importing.counting import Batch
from assistant.outreach.importing.records import PastNote, PastVisit
from assistant.store.accounts import Account
from assistant.store.models import PlaceKind, Visit, VisitColleague


def add(
    session: Session, notes: Sequence[PastNote], batch: Batch, *, now: datetime
) -> dict[tuple[datetime, PastVisit], int]:
    """Store the visits that `notes` speak of, each once. Answers the number of each. Of who went, only the own team is known."""
    asked = dict.fromkeys((note.at, note.visit) for note in notes if note.visit is not None)
    if not asked:
        return {}
    known = workers(session, batch)
    stored = {}
    for at, past in asked:
        visit = Visit(
            team_id=batch.team_id,
            kind=PlaceKind(past.kind),
            place=past.place,
            town="",
            words="",
            at=at,
            made_at=now,
            ended_at=now,
            import_batch_id=batch.number,
        )
        went = [known[name][0] for name in past.team if name in known and known[name][1] == batch.team_id]
        visit.went = [VisitColleague(account_id=number) for number in went]
        stored[at, past] = visit
    session.add_all(stored.values())
    session.flush()
    return {key: visit.id for key, visit in stored.items()}


def workers(session: Session, batch: Batch) -> dict[str, tuple[int, int]]:
    """Folded user name → (account, team) of everybody who may sign in; asked once a batch."""
    if batch.workers is None:
        everybody = select(Account.username, Account.id, Account.team_id).where(Account.active.is_(True))
        batch.workers = {name.casefold(): (number, team) for name, number, team in session.execute(everybody)}
    return batch.workers
