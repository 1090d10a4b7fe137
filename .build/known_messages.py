"""Sentences of messages that we know to be kind or not: our own templates, and the sets that the word lists were tuned on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import lexicon
from assistant.rules.folding import fold
from assistant.rules.lint_model import spans_of
from assistant.rules.lint_weighing import WAY_OUT
from assistant.rules.lint_words import Text, lint_words
from assistant.rules.template_files import parse
from assistant.rules.wording import fill

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "message_templates"
_SETS = ROOT / "tests" / "rules" / "data"
_GOOD = [_SETS / name for name in ("lint_good.jsonl", "fresh_lint_a.jsonl", "judged_lint_a.jsonl")]
_BAD = _SETS / "lint_bad.jsonl"  # single sentences
_OPENINGS = sorted(Path(lexicon.__file__).parent.glob("*/hooks.toml"))
_ENDINGS = sorted(Path(lexicon.__file__).parent.glob("*/stop_lines.toml"))
KNOWN = [*_GOOD, _BAD, *_OPENINGS, *_ENDINGS]
_VALUES = {"sender": "Anna", "team": "De Brug", "how_to_stop": ""}
_MORE = {"alias": "Luna", "town": "Leeuwarden", "phone_team": "06 12345678", "hook": ""}


@dataclass(frozen=True, slots=True)
class Known:
    """One sentence; `says`: heads, or none of them."""

    text: str
    language: str
    says: frozenset[str]


def known() -> list[Known]:
    """Every one of them, once."""
    return list(dict.fromkeys([*_templates(), *_lexicons(), *_good(), *_bad()]))


def _templates() -> Iterator[Known]:
    for file in sorted(TEMPLATES.glob("*.txt")):
        template = parse(file.read_text(encoding="utf-8"), name=file.name)
        for values in (_VALUES, _VALUES | _MORE):
            language = lexicon.base_language(template.language) or "en"
            yield from _kind(fill(template.text, values).text, language)


def _lexicons() -> Iterator[Known]:
    for file in _OPENINGS:
        for kinds in lexicon.words(file.parent.name, "hooks").values():
            for said in kinds.values() if isinstance(kinds, dict) else ():
                yield from (Known(one, file.parent.name, frozenset()) for one in said if isinstance(one, str))
    for file in _ENDINGS:
        for said in lexicon.words(file.parent.name, "stop_lines").values():
            yield Known(said, file.parent.name, frozenset({WAY_OUT}))


def _good() -> Iterator[Known]:
    for row in _rows(_GOOD):
        if not row.get("codes"):
            yield from _kind(row["text"], lexicon.base_language(row["language"]) or "en")


def _bad() -> Iterator[Known]:
    for row in _rows([_BAD]):
        if not row["held_out"]:
            yield Known(row["text"], row["language"], frozenset({row["code"]}))


def _rows(files: list[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _kind(text: str, language: str) -> Iterator[Known]:
    """The sentences of a kind message: those are an easy no that the word lists take for one, the others nothing at all."""
    read = Text(fold(text).text)
    hits = [hit for hit in lint_words(language).hits(read) if hit.code == WAY_OUT]
    for first, last in spans_of(read):
        start, end = read.starts[first], read.ends[last]
        easy_no = any(start <= hit.start < end for hit in hits)
        yield Known(read.folded[start : end + 1].strip(), language, frozenset({WAY_OUT} if easy_no else ()))
