"""Words, one folder a language, one file a subject (`nl/numbers.toml`). A new language is a new folder, no new code.

Every language folder may hold any of the subjects; a missing file reads as empty, so that a language can grow.
Languages are named by ISO 639-1 code ("pt", not "pt-BR"): spelling differs between countries, the words we look for hardly do.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from assistant.errors import ConfigError


@cache
def languages() -> tuple[str, ...]:
    """Every language that has a folder here, as ISO 639-1 codes in alphabetical order."""
    return tuple(sorted(entry.name for entry in files(__name__).iterdir() if entry.is_dir() and len(entry.name) == 2))


def base_language(tag: str | None) -> str | None:
    """The ISO 639-1 part of a BCP 47 tag: "pt-BR" → "pt". None stays None."""
    return tag.replace("_", "-").split("-")[0].lower() if tag else None


def built(name: str) -> Traversable:
    """A file that is made when the package is built ("towns.tsv"). ConfigError where it was not made."""
    file = files(__name__) / name
    if not file.is_file():
        raise ConfigError(
            f"assistant/lexicon/{name} is missing: install the package, or run `python .build/hatch_build.py` in a checkout"
        )
    return file


@cache
def table(name: str) -> tuple[str, ...]:
    """The lines of a `built` list."""
    return tuple(built(name).read_text(encoding="utf-8").splitlines())


@cache
def words(language: str, subject: str) -> Mapping[str, Any]:
    """The parsed file of one language and subject ("nl", "numbers"); empty where there is none."""
    if language not in languages():
        return MappingProxyType({})
    file = files(__name__) / language / f"{subject}.toml"
    if not file.is_file():
        return MappingProxyType({})
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))


@cache
def section(language: str, subject: str, title: str) -> Mapping[str, Any]:
    """One section of that file ("nl", "noticing", "when"), without reading the rest of a large one; empty where there is none."""
    file = files(__name__) / language / f"{subject}.toml"
    if not file.is_file():
        return MappingProxyType({})
    _, _, behind = file.read_text(encoding="utf-8").partition(f"\n[{title}]\n")
    return MappingProxyType(tomllib.loads(behind.partition("\n[")[0] + "\n"))
