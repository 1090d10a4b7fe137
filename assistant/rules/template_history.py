"""What a library remembers beside the words that are in use: every version of a template with who, when and why, as a TOML file.

`first-practical.history.toml` stands next to `first-practical.nl.txt` and its translations; `own-blanks.toml` holds what the team
defined itself. People edit the .txt files; these two are written by the program, every value on a line of its own, so that a
repository shows what changed.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.rules.template_files import TemplateFileError, TemplateKind, quoted

SUFFIX = ".history.toml"
BLANKS_FILE = "own-blanks.toml"
MAX_CHARACTERS = 20_000_000
_NAME = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.history\.toml")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_BLANK = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_STATES = frozenset({"draft", "approved", "replaced"})
_MARKS = frozenset({"approved", "still_right", "native"})


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Somebody's word on a version: approved, still_right (against version `source_number` of the source) or native."""

    kind: str
    by: str
    at: datetime
    source_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version as it stands in the file; `line` is where it begins there. `saved_by` "" is the program itself."""

    language: str
    number: int
    state: str
    text: str
    saved_at: datetime
    why: str = ""
    saved_by: str = ""
    approved_at: datetime | None = None
    source_number: int | None = None
    confirmed_number: int | None = None
    old_is_wrong: bool = False
    native_checked: bool = False
    marks: tuple[Mark, ...] = ()
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class History:
    """A template with all its versions."""

    key: str
    title: str
    kind: TemplateKind
    when: str
    channels: tuple[str, ...]
    source_language: str
    created_at: datetime
    retired_at: datetime | None
    versions: tuple[Version, ...]

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.key}{SUFFIX}"


@dataclass(frozen=True, kw_only=True)
class Blank:
    """An own blank of the team; the language "" in `values` is every other one."""

    name: str
    saved_at: datetime
    saved_by: str
    values: Mapping[str, str]
    line: int = 0


def write(history: History) -> str:
    """The file of a template's history."""
    head = _lines(
        title=history.title,
        kind=str(history.kind),
        when=history.when,
        channels=list(history.channels),
        source_language=history.source_language,
        created_at=history.created_at,
        retired_at=history.retired_at,
    )
    return head + "".join(map(_version, history.versions))


def write_blanks(blanks: list[Blank]) -> str:
    """The file of the team's own blanks."""
    return "\n".join(
        "[[blank]]\n"
        + _lines(name=blank.name, saved_at=blank.saved_at, saved_by=blank.saved_by)
        + "[blank.values]\n"
        + "".join(f"{quoted(language)} = {quoted(value)}\n" for language, value in sorted(blank.values.items()))
        for blank in blanks
    )


def parse(text: str, *, name: str) -> History:
    """Read a history. Raises TemplateFileError with the line to look at."""
    named = _NAME.fullmatch(name)
    if not named:
        raise TemplateFileError(name[:100], 1, "a history is named like first-practical.history.toml")
    values, lines = _toml(text, name)
    head = _Part(values, lines, name, 1)
    versions = tuple(_read_version(part) for part in head.parts("version", lambda line: line.strip() == "[[version]]"))
    history = History(
        key=named["key"],
        title=head.text("title"),
        kind=TemplateKind(head.one_of("kind", frozenset(TemplateKind))),
        when=head.text("when", ""),
        channels=head.words("channels"),
        source_language=head.like("source_language", _LANGUAGE),
        created_at=head.moment("created_at"),
        retired_at=head.moment_or_none("retired_at"),
        versions=versions,
    )
    head.nothing_else()
    _check_numbers(history)
    return history


def parse_blanks(text: str) -> list[Blank]:
    """Read the own blanks. Raises TemplateFileError with the line to look at."""
    values, lines = _toml(text, BLANKS_FILE)
    head = _Part(values, lines, BLANKS_FILE, 1)
    blanks = []
    for part in head.parts("blank", lambda line: line.strip() == "[[blank]]"):
        name, said = part.like("name", _BLANK), part.table("values")
        blanks.append(
            Blank(
                name=name,
                saved_at=part.moment("saved_at"),
                saved_by=part.text("saved_by", ""),
                values=said,
                line=part.first,
            )
        )
        part.nothing_else()
    head.nothing_else()
    return blanks


def _version(version: Version) -> str:
    said = _lines(
        language=version.language,
        number=version.number,
        state=version.state,
        text=version.text,
        why=version.why,
        saved_at=version.saved_at,
        saved_by=version.saved_by,
        approved_at=version.approved_at,
        source_number=version.source_number,
        confirmed_number=version.confirmed_number,
        old_is_wrong=version.old_is_wrong or None,
        native_checked=version.native_checked or None,
    )
    marks = (
        "[[version.mark]]\n" + _lines(kind=mark.kind, by=mark.by, at=mark.at, source_number=mark.source_number)
        for mark in version.marks
    )
    return "\n[[version]]\n" + said + "".join(marks)


def _read_version(part: "_Part") -> Version:
    marks = []
    for mark in part.parts("mark", lambda line: line.strip() == "[[version.mark]]"):
        marks.append(
            Mark(
                kind=mark.one_of("kind", _MARKS),
                by=mark.text("by", ""),
                at=mark.moment("at"),
                source_number=mark.number_or_none("source_number"),
            )
        )
        mark.nothing_else()
    version = Version(
        language=part.like("language", _LANGUAGE),
        number=part.number("number"),
        state=part.one_of("state", _STATES),
        text=part.text("text"),
        why=part.text("why", ""),
        saved_at=part.moment("saved_at"),
        saved_by=part.text("saved_by", ""),
        approved_at=part.moment_or_none("approved_at"),
        source_number=part.number_or_none("source_number"),
        confirmed_number=part.number_or_none("confirmed_number"),
        old_is_wrong=part.flag("old_is_wrong"),
        native_checked=part.flag("native_checked"),
        marks=tuple(marks),
        line=part.first,
    )
    part.nothing_else()
    return version


def _check_numbers(history: History) -> None:
    """Each language counts its versions from 1 without a gap, and has one in use at most."""
    numbers: dict[str, int] = {}
    used: set[str] = set()
    for version in history.versions:
        expected = numbers.get(version.language, 0) + 1
        if version.number != expected:
            reason = f"version {version.number} of {version.language} stands where {expected} is expected"
            raise TemplateFileError(history.name, version.line, reason)
        numbers[version.language] = expected
        if version.state == "approved" and version.language in used:
            raise TemplateFileError(history.name, version.line, f"two versions of {version.language} are in use")
        if version.state == "approved":
            used.add(version.language)


def _lines(**values: Any) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items() if value is not None)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(quoted, value))}]"
    return quoted(value)


def _toml(text: str, name: str) -> tuple[dict[str, Any], list[str]]:
    if len(text) > MAX_CHARACTERS:
        raise TemplateFileError(name, 1, f"the file is longer than {MAX_CHARACTERS} characters")
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = clean.split("\n")
    try:
        return tomllib.loads(clean), lines
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = _TOML_LINE.search(str(error))
        raise TemplateFileError(name, int(place[1]) if place else len(lines), str(error)[:200]) from None


class _Part:
    """A table of the file: each value is asked for once, each refusal names its line."""

    def __init__(self, values: dict[str, Any], lines: list[str], name: str, first: int) -> None:
        self._values, self._lines, self._name, self.first = dict(values), lines, name, first

    def refuse(self, key: str, reason: str) -> TemplateFileError:
        for number, line in enumerate(self._lines[self.first - 1 :], start=self.first):
            if line.split("=")[0].strip(" \t\"'") == key:
                return TemplateFileError(self._name, number, reason)
            if number > self.first and line.startswith("[[") and not line.startswith("[[version."):
                break
        return TemplateFileError(self._name, self.first, reason)

    def parts(self, key: str, starts: Callable[[str], bool]) -> list["_Part"]:
        """The tables of an array, with where they begin: the n-th one begins at the n-th line that looks so."""
        held = self._values.pop(key, [])
        if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
            raise self.refuse(key, f"{key} is a list of tables: [[{key}]]")
        places = [at for at, line in enumerate(self._lines[self.first - 1 :], start=self.first) if starts(line)]
        places += [self.first] * (len(held) - len(places))
        return [_Part(one, self._lines, self._name, at) for one, at in zip(held, places, strict=False)]

    def nothing_else(self) -> None:
        for key in self._values:
            raise self.refuse(key, f"{key[:40]!r} is not a setting here")

    def _take(self, key: str, kind: type, what: str) -> Any:
        value = self._values.pop(key, None)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.refuse(key, f"{key} is missing or is not {what}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self._values:
            return default
        return str(self._take(key, str, "a text"))

    def like(self, key: str, pattern: re.Pattern[str]) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.refuse(key, f"{key} cannot be {value[:40]!r}")
        return value

    def one_of(self, key: str, known: frozenset[Any]) -> str:
        value = self.text(key)
        if value not in known:
            raise self.refuse(key, f"{key} is one of {', '.join(sorted(known))}")
        return value

    def number(self, key: str) -> int:
        value = int(self._take(key, int, "a whole number"))
        if not 0 <= value < 1_000_000:
            raise self.refuse(key, f"{key} is not a number that can be")
        return value

    def number_or_none(self, key: str) -> int | None:
        return self.number(key) if key in self._values else None

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true or false")) if key in self._values else False

    def moment(self, key: str) -> datetime:
        value: datetime = self._take(key, datetime, "a moment such as 2026-03-17T14:20:00+00:00")
        if value.tzinfo is None:
            raise self.refuse(key, f"{key} has no time zone")
        return value.astimezone(UTC)

    def moment_or_none(self, key: str) -> datetime | None:
        return self.moment(key) if key in self._values else None

    def words(self, key: str) -> tuple[str, ...]:
        value = self._take(key, list, "a list of words")
        if not all(isinstance(one, str) for one in value):
            raise self.refuse(key, f"{key} is a list of words")
        return tuple(value)

    def table(self, key: str) -> dict[str, str]:
        value = self._take(key, dict, "a table")
        if not all(isinstance(one, str) for one in value.values()):
            raise self.refuse(key, f"{key} holds texts only")
        return dict(value)
