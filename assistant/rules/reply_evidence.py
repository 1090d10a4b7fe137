"""What there is to go on in a reply: the phrases of the lexicons, less those that others take back.

All languages are read at once. The ones that explain most of her words (and the one that was expected, a little) are taken as hers: only
they say what she asks for, since "nie" is Polish for no and a Spanish identity card. A long demand to stop, or sign of danger, counts
in any language; a short demand in another one is a doubt.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import base_language
from assistant.rules.phrases import Hit
from assistant.rules.reply_book import phrase_book
from assistant.rules.reply_concepts import known_in
from assistant.rules.reply_text import MAX_READ, Word, read_words

TAKEN_BACK_BY = {"stop": "not_stop", "danger": "not_danger"}
_OVERRULES = {"topic.leaving_work": "stop", "topic.housing": "danger", "topic.finance": "danger"}
_EXPECTED = 2.5  # the expected language starts ahead by this many words
_ALONE = 3  # words in another language from which on a demand to stop or a sign of danger counts all the same
_ENOUGH = 0.7  # of the words that the best language explains, for another one to count as hers too


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a reply, the phrases that still stand in it.

    `wordless_question`: it asks without words ("??"). `doubtful_stop`: a demand to stop was taken back, but only by part of its words.
    `hers`: the languages that explain her words best.
    """

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    wordless_question: bool = False
    doubtful_stop: bool = False
    hers: frozenset[str] = frozenset()

    def quotes(self, label: str) -> tuple[str, ...]:
        """Her own words behind `label`, without repeats, in the order of the text."""
        spans = sorted({(hit.start, hit.end) for hit in self.hits if hit.label == label})
        longest = [span for span in spans if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)]
        return tuple(dict.fromkeys(" ".join(word.text for word in self.words[start:end]) for start, end in longest))

    def has(self, label: str) -> bool:
        """Whether a phrase of this list stands."""
        return any(hit.label == label for hit in self.hits)

    @property
    def danger(self) -> bool:
        """Whether a danger phrase stands."""
        return self.has("danger")

    @property
    def topics(self) -> frozenset[str]:
        """The topics named; "other" only where there is nothing more exact."""
        named = {
            hit.label.removeprefix("topic.")
            for hit in self.hits
            if hit.label.startswith("topic.") and not self._about_us(hit)
        }
        return frozenset(named if named == {"other"} else named - {"other"})

    def _about_us(self, hit: Hit) -> bool:
        """Whether the words of a topic only say how she takes our writing, "I call the police if you go on", or where harm is done.

        Who demands that we stop does not leave work by the same words; who is kept in a house does not look for one.
        """
        return any(
            (other.label in ("stop", "unclear") and other.start <= hit.start and hit.end <= other.end)
            or (other.label == _OVERRULES.get(hit.label) and other.start < hit.end and hit.start < other.end)
            for other in self.hits
        )


def read_evidence(text: str, language: str | None = None) -> Evidence:
    """The evidence in the first MAX_READ characters of `text`. The latest few are kept, since consent and signals ask for the same."""
    return _read(text[:MAX_READ], base_language(language))


@lru_cache(maxsize=64)
def _read(text: str, language: str | None) -> Evidence:
    words = read_words(text)
    hits = phrase_book().hits(words)
    hers = languages_of(hits, language, words)
    standing = tuple(_standing(hits, hers))
    wordless = not words and any(mark in text for mark in "?؟")
    return Evidence(words, standing, wordless, _doubtful(hits, standing), hers)


def languages_of(hits: tuple[Hit, ...], expected: str | None, words: tuple[Word, ...] = ()) -> frozenset[str]:
    """The languages that explain most of the words, by phrases and by what words are about; the one that was expected starts ahead."""
    explained: Counter[str] = Counter(language for word in words for language in known_in(word))
    for language in {hit.language for hit in hits}:
        explained[language] += len({at for hit in hits if hit.language == language for at in range(hit.start, hit.end)})
    scores = {language: count + (_EXPECTED if language == expected else 0) for language, count in explained.items()}
    best = max(scores.values(), default=0)
    return frozenset(language for language, score in scores.items() if score >= _ENOUGH * best)


def _doubtful(hits: tuple[Hit, ...], standing: tuple[Hit, ...]) -> bool:
    """Whether a taken back demand to stop reaches beyond every phrase that took it back."""
    return any(
        not any(other.label == "not_stop" and other.start <= hit.start and hit.end <= other.end for other in hits)
        for hit in hits
        if hit.label == "stop" and hit not in standing
    )


def _standing(hits: tuple[Hit, ...], hers: frozenset[str]) -> Iterable[Hit]:
    for hit in hits:
        if hit.language not in hers and (hit.label not in TAKEN_BACK_BY or hit.end - hit.start < _ALONE):
            continue
        denial = TAKEN_BACK_BY.get(hit.label)
        if not any(
            other.label == denial
            and (other.language == hit.language or other.language in hers)
            and other.start < hit.end
            and hit.start < other.end
            for other in hits
        ):
            yield hit
