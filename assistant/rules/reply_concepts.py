"""What a word is about, under one name for all languages: "paspoort", "útlevel" and "паспорт" are `papers`.

So that a pair such as "he" near "papers", learnt from one language, is known in all.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from assistant.lexicon import table
from assistant.rules.reply_text import Word

LISTED = "concepts.tsv"  # made from all languages' concepts when the package is built


@cache
def _listed() -> Mapping[str, str]:
    """Key of a word → its senses: "nl:papers pl:papers"."""
    return dict(line.split("\t") for line in table(LISTED)[1:])


@cache
def ranks() -> Mapping[str, int]:
    """Concept → its place in the lexicons: what matters most in a reply stands first."""
    return {concept: rank for rank, concept in enumerate(table(LISTED)[0].split())}


@lru_cache(maxsize=20_000)
def _about(forms: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    listed = _listed()
    senses = {tuple(sense.split(":")) for form in forms if form in listed for sense in listed[form].split()}
    return {
        language: tuple(sorted(concept for of, concept in senses if of == language))
        for language in {of for of, _ in senses}
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
