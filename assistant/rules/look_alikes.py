"""Letters that stand for digits because they look like them: "O6l2", "SI-45-o4"."""

from collections.abc import Sequence

LOOKALIKES = dict(
    zip(
        "oOоОοΟØøQDiIlLіІιΙzZsSѕЅBвВßЗзбbчЧGgqT",
        "0000000000" + "1111" + "1111" + "22" + "5555" + "8888" + "33" + "66" + "44" + "6997",
        strict=True,
    )
)
_SURE = frozenset("oOоОοΟiIlіІιΙsSѕЅbBвВзЗбzZчЧ")
_ALONE = frozenset(("oo", "lo", "ol", "ll", "ooo", "lll"))  # look-alikes that stand apart, but are no word
_LONGEST_ALONE, _LONGEST_MIXED = 3, 8
_LONGEST_HOUR = 4  # "14H" is an hour, "6I2H" is not


def spelled(letters: str) -> str:
    """The digits that `letters` look like; every one of them must be a look-alike or a digit."""
    return "".join(LOOKALIKES.get(char, char) for char in letters)


def stands_alone(word: str) -> bool:
    """Is a word without digits made of look-alikes, and no word that people write?"""
    odd = len(word) == 1 or not word.islower() or len(set(word)) == 1 or word in _ALONE
    mixed = not (word.islower() or word.isupper() or word.istitle())  # "oISZo" is no word in any language
    longest = _LONGEST_MIXED if mixed else _LONGEST_ALONE
    return odd and len(word) <= longest and all(letter in _SURE for letter in word)


def whole(parts: Sequence[str]) -> str | None:
    """The digits of a token of digits and letters when each of its letters looks like a digit; None otherwise."""
    token = "".join(parts)
    letters = [char for char in token if not char.isdigit()]
    if any(letter not in LOOKALIKES for letter in letters):
        return None
    if len(letters) == 1 and token[-1] in "hHgGmM" and len(token) <= _LONGEST_HOUR:
        return None
    if not all(letter in _SURE for letter in letters) and len(token) <= _LONGEST_HOUR:
        return None
    if token[:2].isalpha() and not all(letter in _SURE for letter in token[:2]):
        return None  # a code of two letters and figures: "QZ5482956"
    return spelled(token)
