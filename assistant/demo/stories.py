"""The stories of the fictional people, read from people/*.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from string import Formatter
from typing import Any

# Written out with everything that happened; read in this order.
TOLD = ("waiting.toml", "silent.toml", "finished.toml", "long_ago.toml")
BRIEF = "eight_weeks.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when (moments.py), what (a verb of telling.py), in which words, and anything else it needs."""

    when: str
    verb: str
    words: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, and what happened. `writes_in` is the language of our messages when it is not her own."""

    key: str
    by: str
    ad: str
    story: tuple[Step, ...]
    alias: str | None = None
    town: str | None = None
    language: str | None = None
    writes_in: str | None = None
    number: str | None = "NL"  # the country of her number, or None: the ad holds another way to reach her
    country: str | None = None
    gender: str | None = None


def everybody() -> Iterator[Person]:
    """All people of the demo, in a fixed order."""
    for name in TOLD:
        for key, record in _read(name).items():
            yield _person(key, record)
    yield from _briefly()


def _person(key: str, record: Mapping[str, Any]) -> Person:
    story = tuple(_step(step) for step in record["story"])
    return Person(key=key, **{**record, "ad": record.get("ad", "{phone}").strip(), "story": story})


def _step(record: list[Any]) -> Step:
    words = [entry.strip() for entry in record[2:] if isinstance(entry, str)]
    more = next((entry for entry in record[2:] if isinstance(entry, dict)), {})
    return Step(record[0], record[1], " ".join(words), more)


def _briefly() -> Iterator[Person]:
    """The many with whom little happened: an ad and a course of things, each a pattern with a language's own words put in."""
    book = _read(BRIEF)
    for index, record in enumerate(book["person"]):
        language, course = record["language"], record["course"]
        said = book["said"][language]
        story = tuple(_step([_fill(entry, said, record) for entry in step]) for step in book["course"][course])
        ad = _fill(book["ad"][language][record["ad"]], {}, {"phone": "{phone}", **record})
        yield Person(
            key=f"brief-{index}",
            by=record["by"],
            ad=ad.strip(),
            story=story,
            alias=record["alias"],
            town=record["town"],
            language=language,
            writes_in=record.get("writes_in"),
            number=record.get("number", "NL"),
        )


def _fill(pattern: Any, said: Mapping[str, str], record: Mapping[str, Any]) -> Any:
    if not isinstance(pattern, str):
        return pattern
    blanks = {name for _, name, _, _ in Formatter().parse(pattern) if name}
    return pattern.format(**{name: record.get(name, said.get(name)) for name in blanks})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "people" / name).read_text(encoding="utf-8"))
