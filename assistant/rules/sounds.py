"""Words as people half remember them: folded, by sound across languages, by stem, and with one letter wrong. Pure and linear."""

import re
from functools import lru_cache

from assistant.rules.folding import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40
# In order: how spellings of names in our languages fall together. "j" is the sound of Jessica, Yesica, Gessica and Djessica.
_SOUNDS = (
    ("tsch", "s"), ("tsj", "s"), ("sch", "s"), ("tch", "s"), ("ts", "s"), ("sj", "s"), ("sh", "s"), ("ch", "s"), ("sz", "s"), ("cz", "s"),
    ("ph", "f"), ("th", "t"), ("dzh", "j"), ("dj", "j"), ("dz", "j"), ("gh", "g"), ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"),
    ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("z", "s"), ("w", "v"), ("b", "v"), ("ll", "l"),
)  # fmt: skip
_ENDINGS = tuple(
    sorted(
        [
            "en",
            "s",
            "je",
            "jes",
            "tje",
            "tjes",
            "pje",
            "pjes",
            "etje",
            "etjes",
            "e",
            "es",
            "ing",
            "ings",
            "ed",
            "er",
            "ers",
            "a",
            "as",
            "o",
            "os",
            "ita",
            "itas",
            "ito",
            "itos",
            "ski",
            "ska",
            "ul",
            "uri",
            "ele",
        ],
        key=len,
        reverse=True,
    )
)
_SHORTEST_STEM = 3


def words_of(text: str) -> list[str]:
    """The words of a text: small letters, no accents, no apostrophes; digits count as words."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(text).text.replace("'", ""))]


@lru_cache(maxsize=32768)
def sound(name: str) -> str:
    """How a folded name sounds, vowels aside after the first letter: jessica, yesika, gesica → "jsk". Empty for what is too short."""
    said = re.sub(r"(.)\1+", r"\1", name)
    said = re.sub(r"^[yj]", "j", said)
    for spelling, heard in _SOUNDS:
        said = said.replace(spelling, heard)
    first = "a" if said[:1] in "aeiouh" else said[:1]
    skeleton = first + re.sub(r"[aeiouyh]", "", said[1:])
    skeleton = re.sub(r"(.)\1+", r"\1", skeleton)
    return skeleton if len(skeleton) >= 2 else ""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its likeliest ending, the same for "hond", "honden" and "hondje". Rough on purpose: it only proposes."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


def one_letter_less(word: str) -> frozenset[str]:
    """`word` and every way to leave one letter out: two words that share one differ by at most one slip (or two letters swapped)."""
    if len(word) < 5:
        return frozenset()
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(min(len(word), 16)))})


def parts(word: str) -> frozenset[str]:
    """Beginnings and ends of a name from three letters on: "dani" and "ela" for daniela."""
    word = word[:24]
    return frozenset(word[:size] for size in range(3, len(word))) | frozenset(
        word[-size:] for size in range(3, len(word))
    )
