"""JSON Lines: whole threads, one person a line. The form stands in docs (Import of whole threads)."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.outreach.importing import fields
from assistant.outreach.importing.records import (
    LONGEST_TEXT,
    MOST_POINTS,
    BadLine,
    PastMessage,
    PastNote,
    PastVisit,
    Person,
    Unreadable,
    tidy,
)
from assistant.outreach.importing.spooling import BadLines
from assistant.outreach.importing.texts import Lines
from assistant.rules.ads import Channel
from assistant.rules.dialling import Dialler
from assistant.rules.visit_words import visit_body
from assistant.store.models import PlaceKind

CHANNELS = frozenset(channel.value for channel in Channel)
MOST_ENTRIES = 5000
MOST_COLLEAGUES = 20
NOTE_KINDS = ("note", "call", "meeting")
FIELDS = (
    "ref",
    "alias",
    "points",
    "town",
    "language",
    "country",
    "gender",
    "worker",
    "messages",
    "notes",
    "visits",
    "stop",
)
CLOCKS_DIFFER = timedelta(hours=1)


class Wrong(Exception):
    """Why a line cannot be taken over."""


def people(path: Path, encoding: str, dialler: Dialler, bad: BadLines, *, now: datetime) -> Iterator[Person]:
    """The people in the file; lines that are none are added to `bad`."""
    lines = Lines(path, encoding)
    for line in lines:
        while lines.too_long:
            bad.append(BadLine(lines.too_long.pop(0), lines.complaint()))
        if not line.strip("\ufeff\0 \t\r\n"):
            continue
        try:
            yield person(json.loads(line.strip("\ufeff\0 \t\r\n")), lines.number, dialler, now=now)
        except Wrong as wrong:
            bad.append(BadLine(lines.number, str(wrong)))
        except json.JSONDecodeError as error:
            bad.append(BadLine(lines.number, f"not valid JSON ({error.msg}, at character {error.colno})"))
        except (RecursionError, ValueError):
            bad.append(BadLine(lines.number, "not valid JSON (too deep, or a number too long)"))
    while lines.too_long:
        bad.append(BadLine(lines.too_long.pop(0), lines.complaint()))
    if not lines.number:
        raise Unreadable("the file is empty")


def person(record: Any, line: int, dialler: Dialler, *, now: datetime) -> Person:
    """One line as a Person. Raises Wrong."""
    if not isinstance(record, dict):
        raise Wrong("a line must be one JSON object")
    remarks = [f"{tidy(str(key), 40)!r} is not a field; left out" for key in record if key not in FIELDS][:5]
    points = tuple(_points(record, dialler, remarks))
    notes = tuple(sorted(_notes(record, now), key=lambda note: note.at))
    if not points and not notes:
        raise Wrong("; ".join([*remarks[:3], "needs a contact point or a note"]))
    stop = record.get("stop")
    if stop not in (None, True, False) or isinstance(stop, int) and not isinstance(stop, bool):
        raise Wrong("stop must be true or false")
    return Person(
        line=line,
        points=points,
        alias=_text(record, "alias"),
        town=_text(record, "town"),
        language=_known(record, "language", fields.language, remarks),
        reference=_text(record, "ref"),
        country=_known(record, "country", fields.country, remarks),
        gender=_text(record, "gender"),
        worker=_text(record, "worker"),
        messages=tuple(sorted(_messages(record, now), key=lambda message: message.at)),
        notes=notes,
        stop=bool(stop),
        remarks=tuple(remarks),
    )


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)[:40]
    if value is not None and not isinstance(value, str):
        raise Wrong(f"{key} must be a text")
    return tidy(value)


def _known(record: dict[str, Any], key: str, read: Any, remarks: list[str]) -> str | None:
    given = _text(record, key)
    value: str | None = read(given) if given else None
    if given and value is None:
        remarks.append(f"{key} {given[:20]!r} is not known; left out")
    return value


def _points(record: dict[str, Any], dialler: Dialler, remarks: list[str]) -> Iterator[tuple[str, str]]:
    seen = set()
    for entry in _list(record, "points"):
        channel, value = entry.get("channel"), entry.get("value")
        if not isinstance(value, str) or channel not in CHANNELS:
            remarks.append("a contact point without a known channel and a value; left out")
            continue
        found = fields.point(channel, value, dialler)
        if not found:
            remarks.append(f"not a valid {channel}; left out")
        for one in found:
            if (channel, one) not in seen:
                seen.add((channel, one))
                yield channel, one
    if len(seen) > MOST_POINTS:
        raise Wrong(f"{len(seen)} contact points; at most {MOST_POINTS} are one person's")


def _messages(record: dict[str, Any], now: datetime) -> Iterator[PastMessage]:
    for number, entry in enumerate(_list(record, "messages"), start=1):
        where = f"message {number}"
        if entry.get("direction") not in ("out", "in"):
            raise Wrong(f'{where}: direction must be "out" or "in"')
        channel = entry.get("channel", "phone")
        if not isinstance(channel, str) or not 0 < len(channel) <= 16 or not channel.isascii():
            raise Wrong(f"{where}: channel must be a short name")
        yield PastMessage(_at(entry, where, now), entry["direction"] == "in", channel.lower(), _body(entry, where))


def _notes(record: dict[str, Any], now: datetime) -> Iterator[PastNote]:
    for number, entry in enumerate(_list(record, "notes"), start=1):
        where = f"note {number}"
        kind = entry.get("kind", "note")
        if kind not in NOTE_KINDS:
            raise Wrong(f"{where}: kind must be one of {', '.join(NOTE_KINDS)}")
        yield PastNote(_at(entry, where, now), _body(entry, where), kind)
    for number, entry in enumerate(_list(record, "visits"), start=1):
        where = f"visit {number}"
        place, text = entry.get("place") or "", entry.get("text") or ""
        if not isinstance(place, str) or not isinstance(text, str) or len(text) > LONGEST_TEXT:
            raise Wrong(f"{where}: place and text must be texts of at most {LONGEST_TEXT:,} characters")
        if not isinstance(met := entry.get("met", True), bool):
            raise Wrong(f"{where}: met must be true or false")
        visit = PastVisit(_place_kind(entry), tidy(place) or "", _went(entry, where))
        body = visit_body(visit.place, text.replace("\0", ""))
        yield PastNote(_at(entry, where, now), body, "visit" if met else "missed", visit)


def _place_kind(entry: dict[str, Any]) -> str:
    kind = entry.get("kind")
    return kind if isinstance(kind, str) and kind in {one.value for one in PlaceKind} else PlaceKind.OTHER.value


def _went(entry: dict[str, Any], where: str) -> tuple[str, ...]:
    team = entry.get("team") or []
    if not isinstance(team, list) or len(team) > MOST_COLLEAGUES or not all(isinstance(name, str) for name in team):
        raise Wrong(f"{where}: team must be a list of at most {MOST_COLLEAGUES} user names")
    return tuple(sorted({name.casefold()[:80] for name in team}))


def _list(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key) or []
    if not isinstance(value, list) or len(value) > MOST_ENTRIES or not all(isinstance(entry, dict) for entry in value):
        raise Wrong(f"{key} must be a list of at most {MOST_ENTRIES:,} objects")
    return value


def _body(entry: dict[str, Any], where: str) -> str:
    text = entry.get("text")
    if not isinstance(text, str):
        raise Wrong(f"{where}: text is missing")
    if len(text) > LONGEST_TEXT:
        raise Wrong(f"{where}: longer than {LONGEST_TEXT:,} characters")
    return text.replace("\0", "")


def _at(entry: dict[str, Any], where: str, now: datetime) -> datetime:
    given = entry.get("at")
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
        if moment is None or moment.tzinfo is None:
            raise Wrong(f"{where}: at must be a moment with its offset, like 2026-03-01T14:30:00+01:00")
        late = moment > now + CLOCKS_DIFFER
    except (ValueError, OverflowError):
        raise Wrong(f"{where}: at is not a moment (ISO 8601)") from None
    if late:
        raise Wrong(f"{where}: at lies in the future")
    if moment.year < 1990:
        raise Wrong(f"{where}: at lies before 1990")
    return moment
