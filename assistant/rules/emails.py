"""E-mail addresses, also those written to be read by people only: "luna (at) example punt nl"."""

import re
from dataclasses import dataclass
from functools import cache

LONGEST = 254

_AT_WORDS = (
    "at|apestaart|apestaartje|apenstaart|apenstaartje|arroba|arobase|arobas|klammeraffe|ät|aet|malpa|małpa|kukac|собака|собачка|равлик|кльомба|маймунско а|"
    "маймуна|chiocciola|coada de maimuta|coadă de maimuță|arond|a rond|et|kuyruklu a|soba[ck]a"
)
_DOT_WORDS = "dot|punt|punkt|point|punto|ponto|punct|pont|kropka|точка|крапка|nokta|puntje|نقطة"
_ENDINGS = (
    "com|net|org|info|biz|eu|nl|be|de|fr|es|pt|ro|bg|hu|pl|ru|ua|tr|uk|co\\.uk|it|at|ch|lu|br|com\\.br|mx|com\\.mx|ar|com\\.ar|co|cl|pe|ec|ve|us|ca|ie|me|io|"
    "example|test|invalid|cz|sk|gr|se|dk|no|fi|hr|rs|md|by|lt|lv|ee|app|online|site|live|xyz|pm|ch|cat"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in lower case, and where it stands in the folded text."""

    value: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    local = r"[a-z0-9][a-z0-9._%+\-]{0,63}"
    bracketed_at = rf"\s{{0,2}}[(\[{{<*_-]{{1,2}}\s?(?:@|a|{_AT_WORDS})\s?[)\]}}>*_-]{{1,2}}\s{{0,2}}"
    at = rf"(?:{bracketed_at}|\s{{0,2}}@\s{{0,2}}|\s(?:{_AT_WORDS})\s)"
    bracketed_dot = rf"\s{{0,2}}[(\[{{<*_-]{{1,2}}\s?(?:\.|{_DOT_WORDS})\s?[)\]}}>*_-]{{1,2}}\s{{0,2}}"
    dot = rf"(?:{bracketed_dot}|\s?\.\s?|\s(?:{_DOT_WORDS})\s|,(?=com\b))"
    spoken_local = rf"{local}(?:(?:{bracketed_dot}|\s(?:{_DOT_WORDS})\s){local}){{0,3}}"
    return re.compile(
        rf"(?<![\w.+\-])({spoken_local})({at})([a-z0-9\-]{{1,63}}(?:{dot}[a-z0-9\-]{{1,63}}){{0,3}}{dot}[a-z]{{2,24}})(?![a-z0-9])"
    )


_DOT = re.compile(
    rf"\s*[(\[{{<*_-]{{1,2}}\s?(?:\.|{_DOT_WORDS})\s?[)\]}}>*_-]{{1,2}}\s*|\s(?:{_DOT_WORDS})\s|\s?\.\s?|,(?=com\b)"
)
_ENDING = re.compile(rf"(?:{_ENDINGS})")


def find(text: str) -> list[Address]:
    """The addresses in a folded, lower-case text, in order."""
    if "@" not in text and not _HINT.search(text):
        return []
    found = []
    for match in _pattern().finditer(text):
        local, at, domain = match.groups()
        local = re.sub(rf"\s*[(\[{{]\s?(?:\.|{_DOT_WORDS})\s?[)\]}}]\s*|\s(?:{_DOT_WORDS})\s", ".", local)
        domain = _DOT.sub(".", _sentence_end(domain))
        if len(local) + len(domain) > LONGEST or not _believable(at, local, domain):
            continue
        value = f"{local.strip('.-')}@{domain}"
        found.append(Address(value, match.start(), match.end()))
    return found


_HINT = re.compile(rf"(?:{_AT_WORDS}|\([a@]\)|\[[a@]\])")


def _sentence_end(domain: str) -> str:
    """The domain without the sentence behind it: in "example.org. Tel 06" the second dot ends a sentence, since "org" ends a domain."""
    for stop in _FULL_STOP.finditer(domain):
        last = re.split(r"[^a-z]", domain[: stop.start()])[-1]
        if last != domain[: stop.start()] and _ENDING.fullmatch(last):
            return domain[: stop.start()]
    return domain


_FULL_STOP = re.compile(r"(?<=\S)\.\s")


def _believable(at: str, local: str, domain: str) -> bool:
    """A worded or spaced sign needs an ending that exists ("insta @luna.love" is a handle); a real @ is believed with any."""
    if at == "@":
        return True
    known = bool(_ENDING.fullmatch(domain.rsplit(".", 1)[-1]))
    return known and not (at.startswith(" ") and at.endswith("@") and local in _CHANNEL_WORDS)


_CHANNEL_WORDS = frozenset(
    ("insta", "instagram", "ig", "snap", "snapchat", "sc", "telegram", "tg", "twitter", "x", "tiktok", "kik", "facebook", "fb", "skype", "discord", "line", "wechat", "viber", "onlyfans")
)  # fmt: skip
