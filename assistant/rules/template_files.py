"""One message template in one language as a file that a person can read and edit by hand.

`first-practical.nl.txt` holds a small TOML header between two lines of `+++`, and below it the words as they are sent. The key and
the language are in the file's name and nowhere else, so that copying a file to a new language cannot leave them contradicting.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from assistant.errors import AssistantError
from assistant.rules import wording

FENCE = "+++"
SUFFIX = ".txt"
MAX_CHARACTERS = 20_000

_NAME = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>[a-z]{2,3}(?:-[A-Z]{2})?)\.txt")
_TAG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class TemplateFileError(AssistantError):
    """A template file cannot be read. `name` is the file's, `line` counts from 1, `reason` is a plain sentence in English."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}: {reason}")
        self.name = name
        self.line = line
        self.reason = reason


class TemplateKind(StrEnum):
    """What a message is for: the first one to somebody, a later one after silence, or an answer to a reply."""

    FIRST = "first"
    RECONTACT = "recontact"
    ANSWER = "answer"


@dataclass(frozen=True, kw_only=True)
class TemplateFile:
    """One template in one language.

    `key`              joins the translations: "first-practical"
    `language`         BCP 47: "nl", "pt-BR"
    `title`            what the team calls it; the person written to never sees it
    `when`             a short tag: the occasion of a re-contact ("months"), the question that an answer answers ("who_are_you"), or ""
    `channels`         what it may be sent by, in the order of preference; none named is any
    `source_language`  the language that this text follows; equal to `language` for the source itself
    `checked`          whether a native speaker read it, and who (`checked_by`, a name or None)
    `text`             the words with their blanks, lines ended by "\\n", no white space around
    """

    key: str
    language: str
    title: str
    kind: TemplateKind
    when: str
    channels: tuple[str, ...]
    text: str
    source_language: str = "nl"
    checked: bool = False
    checked_by: str | None = None

    def __post_init__(self) -> None:
        # Editors leave line ends and empty lines behind; without this a file would not be equal to what was written.
        object.__setattr__(self, "text", _clean(self.text))

    @property
    def name(self) -> str:
        """The file's name: "first-practical.nl.txt"."""
        return f"{self.key}.{self.language}{SUFFIX}"

    @property
    def is_source(self) -> bool:
        """Whether this is the text that the other languages follow."""
        return self.language == self.source_language


def parse(text: str, *, name: str, own: Iterable[str] = ()) -> TemplateFile:
    """Read one file; `name` is its name without folders, `own` the team's own blanks beside ours.

    Raises TemplateFileError with the line of the file to look at, for the header and for the words alike.
    """
    named = _NAME.fullmatch(name)
    if not named:
        raise TemplateFileError(name[:100], 1, "a template file is named like first-practical.nl.txt")
    if len(text) > MAX_CHARACTERS:
        raise TemplateFileError(name, 1, f"the file is longer than {MAX_CHARACTERS} characters")
    lines = _clean_lines(text.removeprefix("\ufeff"))
    _refuse_unsendable(lines, name)
    header, body = _split(lines, name)
    settings = _Header(_toml(header, name), header, name)
    template = TemplateFile(
        key=named["key"],
        language=named["language"],
        title=settings.text("title"),
        kind=settings.kind(),
        when=settings.tag("when") if settings.has("when") else "",
        channels=settings.channels() if settings.has("channels") else (),
        source_language=settings.language("source_language"),
        checked=settings.flag("checked"),
        checked_by=settings.optional_text("checked_by"),
        text="\n".join(body),
    )
    _check_words(template.text, body, name=name, first_line=len(header) + 3, own=own)
    if template.checked_by and not template.checked:
        raise TemplateFileError(name, settings.line("checked_by"), "checked_by names somebody but checked is not true")
    return template


def write(template: TemplateFile) -> str:
    """Give the file of one template; `parse(write(t), name=t.name) == t` for every template that `parse` accepts."""
    header = {"title": quoted(template.title), "kind": quoted(template.kind)}
    if template.when:
        header["when"] = quoted(template.when)
    if template.channels:
        header["channels"] = f"[{', '.join(map(quoted, template.channels))}]"
    header |= {"source_language": quoted(template.source_language), "checked": str(template.checked).lower()}
    if template.checked_by is not None:
        header["checked_by"] = quoted(template.checked_by)
    settings = "".join(f"{key} = {value}\n" for key, value in header.items())
    return f"{FENCE}\n{settings}{FENCE}\n{template.text}\n"


class _Header:
    """The header's settings, each read once, each refusal with its line."""

    def __init__(self, values: dict[str, Any], lines: list[str], name: str) -> None:
        self._values = values
        self._lines = lines
        self._name = name
        known = {field.name for field in fields(TemplateFile)} - {"key", "language", "text"}
        for key in values:
            if key not in known:
                raise self._error(key, f"{key[:40]!r} is not a setting of a template file")

    def line(self, key: str) -> int:
        """Where a setting stands in the file; the closing fence for one that is not there."""
        for number, line in enumerate(self._lines, start=2):
            if line.split("=")[0].strip(" \t\"'") == key:
                return number
        return len(self._lines) + 2

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._error(key, f'{key} = "…" is missing or empty')
        if _UNSENDABLE.search(value):
            raise self._error(key, f"{key} holds a control character")
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self._values else None

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self._error(key, f"{key} is either true or false")
        return value

    def tag(self, key: str) -> str:
        value = self.text(key)
        if not _TAG.fullmatch(value):
            raise self._error(key, f"{key} is one word of small letters, such as who_are_you")
        return value

    def language(self, key: str) -> str:
        value = self._values.get(key, "nl")
        if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
            raise self._error(key, f'{key} is a language code, such as "nl" or "pt-BR"')
        return value

    def kind(self) -> TemplateKind:
        value = self.text("kind")
        if value not in set(TemplateKind):
            raise self._error("kind", f"kind is one of {', '.join(TemplateKind)}")
        return TemplateKind(value)

    def channels(self) -> tuple[str, ...]:
        value = self._values.get("channels")
        if not isinstance(value, list) or not value or not all(isinstance(c, str) and _TAG.fullmatch(c) for c in value):
            raise self._error("channels", 'channels is a list, such as ["whatsapp", "sms"]')
        if len(set(value)) < len(value):
            raise self._error("channels", "a channel is named twice")
        return tuple(value)

    def _error(self, key: str, reason: str) -> TemplateFileError:
        return TemplateFileError(self._name, self.line(key), reason)


def _split(lines: list[str], name: str) -> tuple[list[str], list[str]]:
    if not lines or lines[0].rstrip() != FENCE:
        raise TemplateFileError(name, 1, f"the file starts with a line {FENCE}")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return lines[1:number], lines[number + 1 :]
    raise TemplateFileError(name, 1, f"the header is not closed by a line {FENCE}")


def _check_words(text: str, body: list[str], *, name: str, first_line: int, own: Iterable[str]) -> None:
    if not text:
        raise TemplateFileError(name, first_line - 1, "there is no text below the header")
    empty_above = next(number for number, line in enumerate(body) if line.strip())
    try:
        wording.check(text, own=own)
    except wording.WordingError as error:
        line = first_line + empty_above + error.line - 1
        raise TemplateFileError(name, line, f"{error.reason.value.replace('_', ' ')}: {error.quote}") from error


def _toml(header: list[str], name: str) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(header))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) + 1 if place and place[1] else len(header) + 1
        raise TemplateFileError(name, line, _TOML_PLACE.sub("", str(error))[:200]) from None


def _refuse_unsendable(lines: list[str], name: str) -> None:
    for number, line in enumerate(lines, start=1):
        if _UNSENDABLE.search(line):
            raise TemplateFileError(name, number, "the line holds a control character that no phone can show")


def quoted(value: str) -> str:
    """A TOML basic string. JSON's escapes are all TOML's; DEL is the one character that JSON leaves bare."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _clean_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _clean(text: str) -> str:
    return "\n".join(_clean_lines(text)).strip()
