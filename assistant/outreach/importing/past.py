"""Words from before this program knew of them, as rows to insert."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.outreach.importing.records import PastVisit, Person
from assistant.rules.consent import Stop, read_consent
from assistant.rules.signals import read_signals
from assistant.store.models import Direction, MessageKind, MessageState, NoteKind, StopAnswer


def message_rows(number: int, person: Person, import_number: int | None) -> list[dict[str, Any]]:
    """Her messages as rows for contact `number`; her own last words are read for a stop and for danger."""
    rows = []
    answered = False
    for at, message in enumerate(person.messages):
        answered = answered or message.inbound
        kind = (
            None
            if message.inbound
            else MessageKind.ANSWER
            if answered
            else MessageKind.REMINDER
            if at
            else MessageKind.FIRST
        )
        rows.append(
            {
                "contact_id": number,
                "direction": Direction.IN if message.inbound else Direction.OUT,
                "channel": message.channel,
                "kind": kind,
                "state": MessageState.RECEIVED if message.inbound else MessageState.SENT,
                "body": message.text,
                "at": message.at,
                "stop": None,
                "danger": False,
                "proposal": False,
                "version": 1,
                "import_batch_id": import_number,
            }
        )
    last = next((row for row in reversed(rows) if row["direction"] is Direction.IN), None)
    if last is not None:
        _read(last, person.language)
    return rows


def _read(row: dict[str, Any], language: str | None) -> None:
    """Her last words are read as any reply is; a reader that fails leaves the judgement to a human."""
    try:
        row["stop"] = StopAnswer(read_consent(row["body"], language=language).stop.value)
        row["danger"] = read_signals(row["body"], language=language).danger
    except Exception:
        row["stop"] = StopAnswer.UNCLEAR


def wants_no_more(rows: Sequence[dict[str, Any]]) -> bool:
    """Do the words in these rows say stop?"""
    return any(row["stop"] is StopAnswer.YES or row["stop"] is Stop.YES for row in rows)


Visits = Mapping[tuple[datetime, PastVisit], int]


def note_rows(number: int, person: Person, import_number: int | None, visits: Visits) -> list[dict[str, Any]]:
    """Her notes and visits as rows for contact `number`; `visits`: the number under which each visit was stored."""
    return [
        {
            "contact_id": number,
            "kind": NoteKind(note.kind),
            "body": note.text,
            "at": note.at,
            "import_batch_id": import_number,
            "visit_id": visits.get((note.at, note.visit)) if note.visit is not None else None,
        }
        for note in person.notes
    ]
