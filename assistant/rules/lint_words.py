"""Find a language's words in a text: what `lexicon/<language>/lint.toml` lists, less what is negated or harmless there.

A section of a word list holds patterns (`find`; lint_patterns.py) and words that say it together (`together`, `not_with`;
lint_together.py). Harmless are: `except`, patterns; `except_asked`, patterns that a question mark follows; and `unless`, words
that make a finding harmless when they stand near it in its sentence.

A text is cut into words once. Each word says which few patterns can begin there, so that the cost hardly grows with the length of
the lists, and nothing is made ready that no message needs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from assistant import lexicon
from assistant.rules.folding import fold
from assistant.rules.lint_patterns import expression, keys, lines
from assistant.rules.lint_together import Together, sentences

_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[,.;:!?()\n…]")
_SENTENCE_END = re.compile(r"[.!?\n…]")
_REACH = {"police": 5}
_KEPT = 5000  # words of which is kept what may begin with them
_LONGEST = 40  # letters of a word that say what may begin with it
_LAST_HOUR = 31  # figures up to here are hours and days
_NEAR = {
    "rescue": 4,
    "price": 6,
    "body": 5,
    "services": 4,
    "promise": 4,
}  # words either side in which `unless` is looked for; else 7
_AFTER = frozenset({"police", "price", "trafficking", "services"})
# A demand is a demand with "not" before it: "don't keep us waiting". What is kind ("no hurry") is listed as harmless.
_NEVER_NEGATED = frozenset({"way_out", "exposing", "lock", "pressure"})
_ASKED = frozenset({"rescue", "trafficking", "judgement", "body"})


_Match = Callable[[str, int], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern of `code` stands at text[start:end] of the folded text."""

    code: str
    start: int
    end: int


class Text:
    """A folded text cut into words: `starts[i]`, `ends[i]` and `words[i]`."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        found = [(word.start(), word.end(), word[0]) for word in _WORD.finditer(folded)]
        self.starts = [start for start, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.words = [word for _, _, word in found]

    @cached_property
    def sentences(self) -> list[int]:
        """For each word, the number of its sentence."""
        return sentences(self.folded, self.starts, self.ends)

    @cached_property
    def at(self) -> Mapping[int, int]:
        """Where a word starts → which word it is."""
        return {start: index for index, start in enumerate(self.starts)}


@dataclass
class _Patterns:
    """Patterns by code, found by the word that they begin with; those of a word are compiled when it is first met."""

    whole_words: bool
    _sources: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _compiled: dict[tuple[str, ...], re.Pattern[str]] = field(default_factory=dict)
    _begins: dict[str, tuple[tuple[str, _Match], ...]] = field(default_factory=dict)

    def add(self, code: str, block: str) -> None:
        for pattern in lines(block):
            for key in keys(pattern) if self.whole_words else ("*",):
                self._sources.setdefault(key, {}).setdefault(code, []).append(pattern)

    def find(self, text: Text) -> Iterator[Hit]:
        if not self.whole_words:
            for code, patterns in self._sources.get("*", {}).items():
                yield from (Hit(code, one.start(), one.end()) for one in self._regex(patterns).finditer(text.folded))
            return
        if not self._sources:
            return
        begins = self._begins
        for word, start in zip(text.words, text.starts, strict=True):
            groups = begins.get(word)
            if groups is None:
                groups = tuple(self._beginning(word[:_LONGEST]))
                if len(begins) < _KEPT:
                    begins[word] = groups
            for code, match in groups:
                found = match(text.folded, start)
                if found:
                    yield Hit(code, start, found.end())

    def _beginning(self, word: str) -> Iterator[tuple[str, _Match]]:
        """What may begin with `word`: where its own letters say so, where its first letter does, and where any word will do."""
        sure = [word, *(word[:end] + "*" for end in range(2, len(word) + 1))]
        for asked in (sure, [word[:1] + "*"], ["#", "*"] if word[0].isdigit() else ["*"]):
            by_code: dict[str, list[str]] = {}
            for key in asked:
                for code, patterns in self._sources.get(key, {}).items():
                    by_code.setdefault(code, []).extend(patterns)
            yield from ((code, self._regex(patterns).match) for code, patterns in by_code.items())

    def _regex(self, patterns: list[str]) -> re.Pattern[str]:
        longest_first = tuple(sorted(dict.fromkeys(patterns), key=len, reverse=True))
        if longest_first not in self._compiled:
            self._compiled[longest_first] = re.compile("|".join(map(self._expression, longest_first)))
        return self._compiled[longest_first]

    def _expression(self, pattern: str) -> str:
        return f"(?:{expression(pattern)})" if self.whole_words else _anywhere(pattern)


def _anywhere(pattern: str) -> str:
    """For scripts without spaces between words, or with particles glued on: the letters, wherever they stand."""
    options = (re.escape(fold(option.strip()).text) for option in pattern.split("|"))
    return (
        "(?:"
        + "|".join(option.replace(r"\.\.", r"[^.!?。！？\n]{0,8}").replace(r"\ ", r"\s+") for option in options)
        + ")"
    )


class LintWords:
    """One language's lists, ready to look with."""

    def __init__(self, language: str) -> None:
        data = lexicon.words(language, "lint")
        whole_words = bool(data.get("whole_words", True))
        self._find = _Patterns(whole_words)
        self._except = _Patterns(whole_words)
        self._except_asked = _Patterns(whole_words)
        self._sections = {
            code: section for code, section in data.items() if isinstance(section, dict) and code != "negation"
        }
        for code, section in self._sections.items():
            self._find.add(code, section.get("find", ""))
            self._except.add(code, section.get("except", ""))
            self._except_asked.add(code, section.get("except_asked", ""))
        self._together = {
            code: Together.read(section["together"], section.get("not_with", ""))
            for code, section in self._sections.items()
            if "together" in section
        }
        self._unless = {
            code: _word_set(section["unless"]) for code, section in self._sections.items() if "unless" in section
        }
        self._bills = _word_set(self._sections.get("price", {}).get("bills", ""))
        negation = data.get("negation", {})
        self._before = _word_set(negation.get("before", ""))
        self._after = _word_set(negation.get("after", ""))
        self._breaks = _word_set(negation.get("breaks", ""))
        self._undo = _word_set(negation.get("undo", ""))

    def hits(self, text: Text) -> tuple[Hit, ...]:
        """Every finding that is neither harmless nor negated, in the order of the text."""
        return self.read(text)[0]

    def read(self, text: Text) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        """(`hits`, what would be one but is negated: "we are not the police")."""
        found = [*self._find.find(text)]
        together = [*self._said_together(text)]
        if not found and not together:
            return (), ()
        harmless: dict[str, set[int]] = {}
        for other in self._except.find(text):
            harmless.setdefault(other.code, set()).update(range(other.start, other.end))
        for other in self._except_asked.find(text) if "?" in text.folded else ():
            if text.folded[other.end :].lstrip()[:1] == "?":
                harmless.setdefault(other.code, set()).update(range(other.start, other.end))
        kept: list[Hit] = []
        negated: list[Hit] = []
        excused: dict[str, int] = {}
        for hit in sorted(found, key=lambda one: (one.start, -one.end)):
            letters = range(hit.start, hit.end)
            if any(not harmless[code].isdisjoint(letters) for code in (hit.code, "harmless") if code in harmless):
                continue
            if self._about_something_else(text, hit):
                continue
            if self._negated(text, hit) or self._goes_on(text, hit, excused.get(hit.code)):
                excused[hit.code] = hit.end
                negated.append(hit)
                continue
            kept.append(hit)
        # A saying holds its own "not": nothing outside it negates it.
        kept.extend(hit for hit in together if hit.start not in harmless.get(hit.code, ()))
        return tuple(sorted(kept, key=lambda one: (one.start, -one.end))), tuple(negated)

    def say(self, code: str, quote: str) -> str | None:
        """Another wording for `quote`: the one listed for that word, else the one for the code."""
        section = self._sections.get(code, {})
        folded = fold(quote).text
        for word, other in section.get("swap", {}).items():
            if fold(word).text in folded:
                return str(other)
        return section.get("say")

    def _said_together(self, text: Text) -> Iterator[Hit]:
        for code, together in self._together.items():
            for first, last in together.find(text.words, text.sentences):
                if code == "promise" and is_question(text.folded, text.ends[last]):
                    continue
                yield Hit(code, text.starts[first], text.ends[last])

    def _about_something_else(self, text: Text, hit: Hit) -> bool:
        """A rescued dog, victims of the flu, a price of zero: the sentence holds a word that the code's `unless` lists.

        A figure beside it that is no hour or day of a month says that an amount is meant; an amount is left alone where a bill,
        a tax or a fare is spoken of.
        """
        at = text.at.get(hit.start)
        if at is None or hit.code not in self._unless:
            return False
        number, reach = text.sentences[at], _NEAR.get(hit.code, 7)
        near = range(max(0, at - reach), min(len(text.words), at + reach + 1))
        words = [text.words[one] for one in near if text.sentences[one] == number]
        if hit.code == "price" and any(
            _in(self._bills, word) for word, said in zip(text.words, text.sentences, strict=True) if said == number
        ):
            return True
        if hit.code == "price" and any(word.isdigit() and int(word[:9]) > _LAST_HOUR for word in words):
            return False
        return any(_in(self._unless[hit.code], word) for word in words)

    def _negated(self, text: Text, hit: Hit) -> bool:
        at = text.at.get(hit.start)
        if at is None or hit.code in _NEVER_NEGATED:
            return False
        # "It is never too late" holds its own "never": a "not" before it says nothing more.
        if any(_in(self._before, word) for word in text.folded[hit.start : hit.end].split()):
            return False
        if hit.code in _AFTER and self._after and self._negated_after(text, hit):
            return True
        for back in range(at - 1, max(-1, at - 2 - _REACH.get(hit.code, 3)), -1):
            if _CLAUSE_END.search(text.folded, text.ends[back], text.starts[back + 1]) or _in(
                self._breaks, text.words[back]
            ):
                return False
            if _in(self._before, text.words[back]):
                asked = hit.code in _ASKED and is_question(text.folded, hit.end)
                return not asked and not any(_in(self._undo, word) for word in text.words[max(0, back - 2) : back])
        return False

    def _negated_after(self, text: Text, hit: Hit) -> bool:
        end = hit.end
        for word in _WORD.finditer(text.folded, hit.end):
            if _CLAUSE_END.search(text.folded, end, word.start()) or _in(self._breaks, word[0]):
                return False
            if _in(self._after, word[0]):
                return True
            end = word.end()
            if text.folded.count(" ", hit.end, end) >= 3:
                return False
        return False

    @staticmethod
    def _goes_on(text: Text, hit: Hit, excused: int | None) -> bool:
        """ "not the police, immigration or any inspector": the "not" holds for the whole list."""
        if excused is None or hit.start < excused:
            return excused is not None and hit.start < excused
        between = text.folded[excused : hit.start]
        return len(between) < 30 and not _SENTENCE_END.search(between) and len(between.split()) <= 3


def is_question(folded: str, end: int) -> bool:
    """Whether the sentence that goes on at `end` is closed by a question mark."""
    closing = _SENTENCE_END.search(folded, end, end + 200)
    return closing is not None and closing[0] == "?"


def _word_set(block: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """(whole words, beginnings of words) from "geen niet kein*"."""
    listed = fold(block).text.split()
    return frozenset(one for one in listed if not one.endswith("*")), tuple(
        one[:-1] for one in listed if one.endswith("*")
    )


def _in(words: tuple[frozenset[str], tuple[str, ...]], word: str) -> bool:
    return word in words[0] or bool(words[1] and word.startswith(words[1]))


@cache
def lint_words(language: str) -> LintWords:
    """The lists of one language, read once."""
    return LintWords(language)


def other_languages(text: Text, announced: str) -> tuple[str, ...]:
    """Languages that a text seems to be in beside the announced one, by their small words ("the", "que", "het")."""
    present = set(text.words)
    scores = {language: len(present & common) for language, common in _small_words().items()}
    expected = max(scores.get(announced, 0) + 1, 4)
    return tuple(language for language, score in scores.items() if language != announced and score >= expected)


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    """Small words by language."""
    files = ((language, lexicon.words(language, "small_words")) for language in lexicon.languages())
    return {language: frozenset(fold(file["common"]).text.split()) for language, file in files if file}
