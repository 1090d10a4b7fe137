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
    ("rd", "road", "street", "lane", "ave", "avenue", "straat", "strasse", "utca", "ut", "ter", "korut")
)
_SMALL_BEHIND = frozenset(("utca", "ut", "ter", "korut"))  # in small letters where they are written well
_DISTANCES = frozenset(("km", "kms", "kilometer", "kilometers", "miles", "mile", "км", "километра"))
_FAR_BEFORE, _LONGEST_LIST = 6, 14  # tokens
# fmt: off
_STATES = {  # as they stand behind a town
    "US": frozenset((
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME",
        "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN",
        "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY", "DC",
    )),
    "CA": frozenset((
        "AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK",
    )),
    "BR": frozenset((
        "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE", "PI", "PR", "RJ", "RN", "RO",
        "RR", "RS", "SC", "SE", "SP", "TO",
    )),
    "AU": frozenset((
        "ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA",
    )),
}
# fmt: on
_ZIP = 5  # digits
_OF = frozenset(("de", "do", "da", "d", "di", "del"))  # "Rua de Coimbra"


def names_a_street(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Is it what a street or a square is called after: "Via Roma", "str. Mărășești", "Rua de Coimbra", "Oxford Rd"?"""
    before = [token.group() for token in tokens[max(0, index - 2) : index]]
    after = tokens[index + 1].group() if index + 1 < len(tokens) else ""
    if bare(after) in _STREETS_BEHIND and (after[0].isupper() or bare(after) in _SMALL_BEHIND):
        return True  # "Oxford Rd", "Győri út"
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


def begins_a_part(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Does a part of the text begin with it, at the start or behind a sign: "Widow, 59, Kielce"?"""
    return index == 0 or (_parts(tokens, index - 1) and tokens[index - 1].group() not in "(/")


def ends_a_part(tokens: Sequence[re.Match[str]], index: int, size: int) -> bool:
    """Does a sign follow, or the end: "Opole - Bogna"?"""
    return _parts(tokens, index + size)


def _parts(tokens: Sequence[re.Match[str]], at: int) -> bool:
    dash = 0 < at < len(tokens) - 1 and tokens[at].group() == "-" and tokens[at - 1].end() < tokens[at].start()
    return dash or sign(tokens, at)


def before_state(tokens: Sequence[re.Match[str]], index: int, size: int, country: str) -> bool:
    """Does what says where follow: "Reno NV", "Bauru-SP", "Tilburg NL", "Rotherham S60", "Katy, 77449"?"""
    after = [token.group() for token in tokens[index + size : index + size + 3]]
    said = [word for word in after if word not in ",-/("]
    if not said:
        return False
    if said[0] == country or said[0] in _STATES.get(country, frozenset()):
        return True
    if country == "US" and len(said[0]) == _ZIP and said[0].isdigit():
        return True
    glued = len(said) > 1 and tokens[index + size].end() == tokens[index + size + 1].start()
    letters = said[0].isupper() and len(said[0]) <= len("SW")
    return country == "GB" and letters and glued and said[1].isdigit() and len(said[1]) <= len("60")


def is_so_far(tokens: Sequence[re.Match[str]], index: int, size: int) -> bool:
    """Is it said how far it is: "60 km from București", "max 60 km (Sebeș, Blaj)", "as far as Slobozia (45 km)"?"""
    after = [token.group().lower() for token in tokens[index + size : index + size + 3]]
    if after[:1] == ["("] and after[-1] in _DISTANCES:
        return True
    before = [token.group().lower() for token in tokens[max(0, index - _LONGEST_LIST) : index]]
    opened = max((at for at, word in enumerate(before) if word == "("), default=None)
    if opened is not None and ")" not in before[opened:]:
        return not _DISTANCES.isdisjoint(before[max(0, opened - 2) : opened])
    ends = max((at for at, word in enumerate(before) if word in ".!?;,\n|"), default=-1)
    return not _DISTANCES.isdisjoint(before[max(ends + 1, len(before) - _FAR_BEFORE) :])


def sign(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Is the token at `at` a sign, or the end?"""
    return at >= len(tokens) or not (tokens[at].group()[0].isalnum() or tokens[at].group()[0] in "'’-")
