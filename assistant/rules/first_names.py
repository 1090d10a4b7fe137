"""Is a word a first name? A hint, never a proof."""

from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare


@cache
def first_names() -> frozenset[str]:
    """Women's first names and common stage names of every language, bare."""
    return frozenset(
        bare(name) for code in lexicon.languages() for name in lexicon.words(code, "names").get("first_names", ())
    )
