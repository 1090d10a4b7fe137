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
