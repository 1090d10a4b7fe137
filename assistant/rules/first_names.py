"""Is a word a first name? A hint, never a proof."""

from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare


@cache
def first_names() -> frozenset[str]:
    """First names, their short forms and common stage names of every language, bare; women's more than men's."""
    return frozenset(
        bare(name)
        for code in lexicon.languages()
        for subject in ("first_names", "short_names", "more_names")
        for name in lexicon.words(code, "names").get(subject, ())
    )


def is_first_name(word: str) -> bool:
    """Is `word`, or the first part of a double one ("Anna-Lena"), a known first name?"""
    spelled = bare(word)
    if spelled in first_names():
        return True
    first, *rest = word.split("-")
    return bool(rest) and not any(part[:1].islower() for part in rest) and bare(first) in first_names()


@cache
def given_names() -> frozenset[str]:
    """Some 25,000 first names of many countries, bare, as Faker lists them. Some are everyday words in another language."""
    return frozenset(lexicon.table("given_names.txt"))


def may_be_first_name(word: str, language: str | None) -> bool:
    """Is `word` a known first name, or one of other countries and no common word of the language?"""
    counted = bare(word) in given_names() and bare(word) not in common_words(language or "en")
    return counted or is_first_name(word)


@cache
def common_words(language: str) -> frozenset[str]:
    """The bare words that texts in a language use often, as wordfreq counted them; names that are often written are among them."""
    lines = (line.split(" ") for line in lexicon.table("common_words.txt"))
    return frozenset(next((words for code, *words in lines if code == language), ()))
