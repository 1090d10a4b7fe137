"""vCards (2.1, 3.0, 4.0), one at a time, photos passed over."""

import quopri
from collections.abc import Iterator
from pathlib import Path

from assistant.outreach.importing.texts import Lines

MOST_PROPERTIES = 200
HEADS = ("phone", "email", "alias", "town", "language", "note")
Card = tuple[int, dict[str, list[str]]]


def cards(path: Path, encoding: str) -> Iterator[Card]:
    """(line of BEGIN, values by name out of HEADS); a card that was cut off comes out as far as it goes, with "cut" in it; one too long has "long"."""
    start = kept = 0
    found: dict[str, list[str]] | None = None
    for number, line in _unfolded(path, encoding):
        name, _, value = line.partition(":")
        name, *parameters = name.upper().split(";")
        name = name.rpartition(".")[2].strip()
        if name == "BEGIN":
            if found is not None:
                yield start, found | {"cut": [""]}
            start, found, kept = number, {}, 0
        elif name == "END" and found is not None:
            yield start, found
            found = None
        elif found is not None:
            kept += 1
            if kept <= MOST_PROPERTIES:
                _keep(found, name, parameters, value)
            else:
                found["long"] = [""]
    if found is not None:
        yield start, found | {"cut": [""]}


def _keep(found: dict[str, list[str]], name: str, parameters: list[str], value: str) -> None:
    if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
        value = quopri.decodestring(value.encode(errors="replace")).decode(errors="replace")
    value = value.strip()
    if name == "TEL":
        found.setdefault("phone", []).append(value.removeprefix("tel:").split(";")[0])
    elif name == "EMAIL":
        found.setdefault("email", []).append(value.removeprefix("mailto:"))
    elif name in ("NICKNAME", "FN"):
        names = found.setdefault("alias", [])
        names.insert(
            0 if name == "NICKNAME" else len(names), _plain(value.split(",")[0] if name == "NICKNAME" else value)
        )
    elif name == "ADR" and value.count(";") >= 3:
        found.setdefault("town", []).append(_plain(value.split(";")[3]))
    elif name == "LANG":
        found.setdefault("language", []).append(value)
    elif name == "NOTE":
        found.setdefault("note", []).append(_plain(value))


def _plain(value: str) -> str:
    return value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\").strip()


def _unfolded(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations joined; what is longer than a name or an address (photos, keys) is dropped."""
    held, first = "", 0
    for number, raw in enumerate(Lines(path, encoding), start=1):
        line = raw.rstrip("\r\n")
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held[:200].upper()
        if held and (line[:1] in (" ", "\t") or soft):
            if len(held) < 4000:
                held = (held[:-1] + line) if soft else held + line[1:]
            continue
        if held:
            yield first, held
        held, first = line[:8000], number
    if held:
        yield first, held
