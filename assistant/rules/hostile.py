"""Do her words insult, curse or threaten whoever reads them? Then a page folds them behind a neutral sentence, until somebody opens it.

Only what a page shows first depends on it. A stop in such words is read and told like any other, and words that sound unsafe or ask for
help are never folded: whoever curses in fear must be seen. A few words count in a language that is hers, a long phrase in any.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from assistant import lexicon
from assistant.rules.phrases import Hit, Phrase, PhraseBook, compile_phrases
from assistant.rules.reply_book import phrase_book
from assistant.rules.reply_evidence import Evidence, languages_of, read_evidence
from assistant.rules.reply_text import MAX_READ, read_words

SUBJECT = "hostile"
LISTS = ("hostile", "not_hostile")
MOST_BESIDE = 3  # other words beside as many hostile ones, for a reply to be folded
ALONE = 3  # words from which on a phrase counts in another language too


def is_hostile(text: str, *, language: str | None = None) -> bool:
    """Whether `text` is folded away. `language`: a BCP 47 hint. The first 10,000 characters are read."""
    return _read(text[:MAX_READ], lexicon.base_language(language))


@lru_cache(maxsize=512)
def _read(text: str, language: str | None) -> bool:
    words = read_words(text)
    hits = hostile_book().hits(words)
    if not any(hit.label == "hostile" for hit in hits):
        return False
    hers = languages_of((*hits, *phrase_book().hits(words)), language)
    told = [hit for hit in hits if hit.label == "not_hostile"]
    hostile = [hit for hit in hits if hit.label == "hostile" and _counts(hit, hers) and not _is_told(hit, told)]
    evidence = read_evidence(text, language)
    return bool(hostile) and _is_most_of_it(evidence, hostile) and not _is_serious(evidence, hostile)


def _is_most_of_it(evidence: Evidence, hostile: list[Hit]) -> bool:
    """Whether little else is said: among many other words there may be some that we do not understand and must not miss."""
    told = [*hostile, *(hit for hit in evidence.hits if hit.label == "stop")]
    explained = len({at for hit in told for at in range(hit.start, hit.end)})
    return len(evidence.words) - explained <= MOST_BESIDE + explained


def _is_serious(evidence: Evidence, hostile: list[Hit]) -> bool:
    """Whether she sounds unsafe or asks for help, in other words than those that are hostile: "son of a …" is no child of hers."""
    if evidence.danger:
        return True
    asked = [hit for hit in evidence.hits if hit.label.startswith("topic.") and hit.label[6:] in evidence.topics]
    return any(not any(one.start <= hit.start and hit.end <= one.end for one in hostile) for hit in asked)


def _counts(hit: Hit, hers: frozenset[str]) -> bool:
    return hit.language in hers or hit.end - hit.start >= ALONE


def _is_told(hit: Hit, told: list[Hit]) -> bool:
    """Whether she only tells what somebody said to her."""
    return any(one.start < hit.end and hit.start < one.end for one in told)


@cache
def hostile_book() -> PhraseBook:
    """The phrases of every language that has them. Raises PhraseError at a line that does not follow the grammar."""
    return PhraseBook(phrase for language in lexicon.languages() for phrase in _phrases(language))


def _phrases(language: str) -> Iterator[Phrase]:
    file = lexicon.words(language, SUBJECT)
    for label in LISTS:
        for line in str(file.get(label, "")).splitlines():
            if line.strip() and not line.startswith("#"):
                yield from compile_phrases(line, label, language, file.get("class", {}))
