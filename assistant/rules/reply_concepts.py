"""What a word is about, under one name for all languages: "paspoort", "útlevel" and "паспорт" are `papers`.

So that a pair such as "he" near "papers", learnt from one language, is known in all.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from assistant.lexicon import languages, words
from assistant.rules.reply_text import Word, lexicon_keys

SUBJECT = "concepts"


@cache
def _listed() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Key of a word → its (language, concept) pairs."""
    found: dict[str, set[tuple[str, str]]] = {}
    for language in languages():
        for concept, spellings in words(language, SUBJECT).items():
            for spelling in spellings.split():
                for key in lexicon_keys(spelling, language):
                    found.setdefault(key, set()).add((language, concept))
    return {key: tuple(sorted(pairs)) for key, pairs in found.items()}


@lru_cache(maxsize=20_000)
def _about(forms: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    listed = _listed()
    pairs = {pair for form in forms if form in listed for pair in listed[form]}
    return {
        language: tuple(sorted(concept for of, concept in pairs if of == language))
        for language in {of for of, _ in pairs}
    }


def known_in(word: Word) -> Iterable[str]:
    """The languages in which this word is known."""
    return _about(word.forms)


def concepts_of(word: Word, hers: frozenset[str]) -> tuple[str, ...]:
    """What the word is about in any of the languages `hers`, in alphabetical order."""
    about = _about(word.forms)
    if len(hers) == 1:
        return about.get(next(iter(hers)), ())
    return tuple(sorted({concept for language in hers for concept in about.get(language, ())}))
