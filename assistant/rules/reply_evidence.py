"""What there is to go on in a reply: the phrases of the lexicons, less those that others take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import base_language
from assistant.rules.phrases import Hit
from assistant.rules.reply_book import phrase_book
from assistant.rules.reply_text import MAX_READ, Word, read_words

TAKEN_BACK_BY = {"stop": "not_stop", "danger": "not_danger"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a reply and the phrases that still stand in it."""

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]

    def quotes(self, label: str) -> tuple[str, ...]:
        """Her own words behind `label`, without repeats, in the order of the text."""
        spans = sorted({(hit.start, hit.end) for hit in self.hits if hit.label == label})
        longest = [span for span in spans if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)]
        return tuple(dict.fromkeys(" ".join(word.text for word in self.words[start:end]) for start, end in longest))

    @property
    def danger(self) -> bool:
        return any(hit.label == "danger" for hit in self.hits)

    @property
    def topics(self) -> frozenset[str]:
        named = {hit.label.removeprefix("topic.") for hit in self.hits if hit.label.startswith("topic.")}
        return frozenset(named if named == {"other"} else named - {"other"})


def read_evidence(text: str, language: str | None = None) -> Evidence:
    """The evidence in the first MAX_READ characters of `text`. The latest few are kept, since consent and signals ask for the same."""
    return _read(text[:MAX_READ], base_language(language))


@lru_cache(maxsize=64)
def _read(text: str, language: str | None) -> Evidence:
    words = read_words(text)
    hits = phrase_book().hits(words)
    return Evidence(words, tuple(_standing(hits)))


def _standing(hits: tuple[Hit, ...]) -> Iterable[Hit]:
    for hit in hits:
        denial = TAKEN_BACK_BY.get(hit.label)
        if not any(other.label == denial and other.start < hit.end and hit.start < other.end for other in hits):
            yield hit
