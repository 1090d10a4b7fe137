"""Links that hold a phone number: wa.me, api.whatsapp.com, tel:, sms:, viber://, signal.me/#p/, t.me/+31…"""

import re
from dataclasses import dataclass

from assistant.rules.phones import Number, parse

_NUMBER = r"(?P<number>(?:\+|%2b|00|\s)?[\d][\d\s().\-]{5,22}\d)"
_LINK = re.compile(
    r"(?:(?:https?://|//)?(?:www\.|api\.|chat\.|web\.|m\.)?(?:"
    r"wa\s?\.\s?me\s?/\s?(?:message/|send\?phone=|phone/)?"
    r"|whatsapp\s?\.\s?com/(?:send/?\?(?:[a-z_]+=[^&\s]{0,200}&){0,4}phone=|message/|phone/)"
    r"|signal\.me/#p/"
    r"|(?:t|telegram)\.me/(?=\+|%2b)"
    r"|viber\.(?:click|me)/"
    r")"
    r"|whatsapp://send/?\?(?:[a-z_]+=[^&\s]{0,200}&){0,4}phone="
    r"|viber://(?:chat|add|forward|contact|call)/?\?(?:[a-z_]+=[^&\s]{0,200}&){0,3}number="
    r"|tg://resolve\?phone="
    r"|(?<![a-z])(?:tel|sms|smsto|callto|facetime|imessage|mms)://?/?"
    r"|(?<![a-z])(?:tel|sms|smsto|callto|facetime|imessage|mms):(?=\+|%2b|\d)"
    r")" + _NUMBER,
    re.IGNORECASE,
)
_SIGNS = (
    "me/",
    "me /",
    "phone=",
    "phone/",
    "message/",
    "number=",
    "#p/",
    "viber",
    "tel:",
    "sms",
    "callto:",
    "facetime:",
    "mms:",
    "imessage:",
)
_SPACED_TAIL = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Linked:
    """A number behind a link, and where the link stands in the folded text."""

    number: Number
    start: int
    end: int


def find(text: str, regions: tuple[str, ...]) -> list[Linked]:
    """The numbers behind links in a folded, lower-case text. A link means a number with its country code; `regions` read one without."""
    found: list[Linked] = []
    if not any(sign in text for sign in _SIGNS):
        return found  # most ads have no link, and looking for these is quicker
    for match in _LINK.finditer(text):
        raw = match.group("number").replace("%2b", "+").strip()
        number, length = _longest(raw, regions)
        if number:
            found.append(Linked(number, match.start(), match.start("number") + length))
    return found


def _longest(raw: str, regions: tuple[str, ...]) -> tuple[Number | None, int]:
    """The number at the start of `raw`: what stands before the first space, when that is whole, or all of it."""
    first = _SPACED_TAIL.split(raw, maxsplit=1)[0]
    if number := _read(first, regions):
        return number, len(first)
    return _read(raw, regions), len(raw)


def _read(raw: str, regions: tuple[str, ...]) -> Number | None:
    digits = re.sub(r"[^\d]", "", raw.replace("(0)", ""))
    if digits.startswith("00"):
        digits = digits[2:]
    number = parse("+" + digits, None)
    if raw.startswith("+") or (number and not digits.startswith("0")):
        return number
    for region in regions:
        number = parse(digits, region)
        if number:
            return number
    return None
