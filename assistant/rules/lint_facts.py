"""What is wrong with a text that no word list says: links, length, and nobody who says who writes."""

import re
from functools import lru_cache

from assistant.rules.folding import fold
from assistant.rules.latin import in_latin
from assistant.rules.segments import Encoding, Segments

# Text messages a first contact may cost: two in the small alphabet; in UCS-2, where 67 characters fit, four.
LONGEST_SMS = {Encoding.GSM_7: 2, Encoding.UCS_2: 4}
LONGEST = {"whatsapp": 500, "email": 1500}

_TOP = (
    "com|net|org|info|biz|eu|nl|be|de|at|ch|fr|es|it|pt|br|pl|ro|md|bg|hu|cz|sk|uk|ie|us|ca|ru|ua|by|tr|th|cn|me|ly|io|co|gl|gd|to|"
    "app|link|page|site|online|website|xyz|shop|club|live|care|help|health|team|support|chat|cc|tk|gg|tv|dev|ngo|example|invalid|test"
)
_DOT = r"\s?(?:[\[(]\s?(?:dot|punt|punto|ponto|punct|kropka|point|punkt|pont|\.)\s?[\])]|\s(?:dot|punt|punto|ponto|punct|kropka|punkt)\s)\s?"
_LINK = re.compile(
    r"(?<![\w@.])(?:"
    r"(?:https?|ftp)\s?:\s?//[^\s<>\"]*+"
    r"|www\.[^\s<>\"]++"
    rf"|(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,5}}(?:{_TOP})(?::\d{{2,5}})?(?:/[^\s<>\"]*+|(?![\w@-]|\.\w))"
    rf"|[a-z0-9-]{{2,63}}{_DOT}(?:com|net|org|info|nl|be|de|eu|es|pt|ro|pl|hu|bg|fr|uk)(?!\w)"
    r")"
)
_AT_MAIL = re.compile(r"[\w.+-]{1,64}$")
# A missing space after a full stop makes "goed.de groeten" look like a link: short words are only taken with a path.
_WORDLIKE = re.compile(r"^[a-z]{1,3}\.(?:de|me|to|at|es|be|it|us|by|co)$")
_GENERIC = frozenset(
    [
        "stichting",
        "team",
        "vereniging",
        "organisatie",
        "foundation",
        "association",
        "fundacion",
        "fundacao",
        "asociatia",
        "asociacion",
        "associacao",
        "fundatia",
        "verein",
        "stiftung",
        "stowarzyszenie",
        "fundacja",
        "alapitvany",
        "egyesulet",
        "fondation",
        "the",
        "het",
        "de",
        "la",
        "el",
        "die",
        "der",
        "das",
        "les",
        "van",
        "von",
    ]
)
_LETTERS = "a-z0-9\u00c0-\u04ff"
_DOUBLED = re.compile(r"(\w)\1+")


def links(folded: str) -> list[tuple[int, int]]:
    """Where a web address stands in a folded text: with or without https, shortened, or with its dot in words."""
    found = []
    for match in _LINK.finditer(folded):
        if (
            _WORDLIKE.match(match[0])
            or match[0].endswith(".test")
            and match.start()
            and folded[match.start() - 1] == "."
        ):
            continue
        found.append((match.start(), match.end()))
    return found


def overflow(text: str, segments: Segments, *, channel: str) -> int | None:
    """From which character `text` is too long for the channel; None when it fits."""
    if channel in LONGEST:
        return LONGEST[channel] if len(text) > LONGEST[channel] else None
    most = LONGEST_SMS[segments.encoding]
    return (
        min(len(text) - 1, most * (153 if segments.encoding is Encoding.GSM_7 else 67))
        if segments.segments > most
        else None
    )


def says_who(folded: str, *, sender: str, organisation: str) -> bool:
    """Whether the text names the sender or the organisation, in any case, without accents, or in Cyrillic letters."""
    plain = _loose(folded)
    # A name stands by itself among letters, but Chinese and Thai write on without a space: "我是Anna".
    return any(
        re.search(rf"(?<![{_LETTERS}]){re.escape(name)}(?![{_LETTERS}])", plain)
        for name in _names(sender, organisation)
    )


@lru_cache(maxsize=256)
def _names(sender: str, organisation: str) -> tuple[str, ...]:
    """Ways to name them: both in full, the first name, and the organisation without "Stichting" or "Team"."""
    names = {_loose(fold(sender).text), _loose(fold(organisation).text)}
    for full in tuple(names):
        words = [word for word in full.split() if word not in _LOOSE_GENERIC]
        names.add(" ".join(words))
        if len(words) > 1 and len(words[0]) >= 3 and full == _loose(fold(sender).text):
            names.add(words[0])
    return tuple(name for name in names if len(name) >= 2 and name not in _LOOSE_GENERIC)


def _loose(folded: str) -> str:
    return _DOUBLED.sub(r"\1", " ".join(re.findall(r"\w+", in_latin(folded))))


_LOOSE_GENERIC = frozenset(_loose(word) for word in _GENERIC)
