"""What stands right beside a name that may be a town's: a street's word, a postcode, the path of a site, a sign."""

import re
from collections.abc import Sequence

from assistant.rules.digits import bare

_STREETS = frozenset(
    (
        "via", "viale", "corso", "piazza", "rue", "avenue", "boulevard", "calle", "avenida", "rua", "travessa", "str", "strada", "bulevardul", "ulica", "ul", "aleja",
        "ул", "улица", "вул", "вулиця", "бул", "cra", "carrera",
    )
)  # fmt: skip
_STREETS_BEHIND = frozenset(
    ("rd", "road", "street", "lane", "ave", "avenue", "straat", "strasse", "straße", "utca", "út")
)
_OF = frozenset(("de", "do", "da", "d", "di", "del"))  # "Rua de Coimbra"


def names_a_street(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Is it what a street or a square is called after: "Via Roma", "str. Mărășești", "Rua de Coimbra", "Oxford Rd"?"""
    before = [token.group() for token in tokens[max(0, index - 2) : index]]
    after = tokens[index + 1].group() if index + 1 < len(tokens) else ""
    if bare(after) in _STREETS_BEHIND and after[0].isupper():
        return True  # "Oxford Rd"
    passed = len(before) == 2 and (before[-1] == "." or bare(before[-1]) in _OF)
    return bool(before) and bare(before[0] if passed else before[-1]) in _STREETS


def follows_postcode(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Does a number of five digits, or four and two letters, stand right before: "54000 Nancy", "5613 LK Eindhoven"?"""
    before = [token.group() for token in tokens[max(0, index - 2) : index]]
    if not before:
        return False
    dutch = (
        len(before) == 2 and len(before[0]) == 4 and before[0].isdigit() and len(before[1]) == 2 and before[1].isupper()
    )
    return dutch or (before[-1].isdigit() and len(before[-1]) == 5)


def ends_a_path(tokens: Sequence[re.Match[str]], index: int, size: int) -> bool:
    """Does it stand in the path of a site: "Ads › Women › Murcia"?"""
    return index > 1 and tokens[index - 1].group() in ("›", ">", "»", "→") and sign(tokens, index + size)


def sign(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Is the token at `at` a sign, or the end?"""
    return at >= len(tokens) or not (tokens[at].group()[0].isalnum() or tokens[at].group()[0] in "'’-")
