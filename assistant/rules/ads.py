"""Pasted ad → AdDetails: how to reach her, what she calls herself, where she is now, which language she writes.

Nothing else is read: no age, no services, no price. What was taken for digits that are no number is said, so that a worker can see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules import aliases, emails, handles, languages, not_numbers, phone_reader, places
from assistant.rules.countries import COUNTRIES, paid_in
from assistant.rules.digits import Folded, fold, lower
from assistant.rules.number_readings import Places
from assistant.rules.plain_text import MAX_TEXT, plain_text

__all__ = ["MAX_TEXT", "AdDetails", "Channel", "ContactPoint", "plain_text", "read_ad"]

_DOUBTED = 0.6  # of the certainty of a language
MOST_NOT_NUMBERS = 8


class Channel(StrEnum):
    """Where a contact point lives."""

    PHONE = "phone"
    EMAIL = "email"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    SNAPCHAT = "snapchat"
    INSTAGRAM = "instagram"
    KIK = "kik"
    SESSION = "session"
    WECHAT = "wechat"
    LINE = "line"
    VIBER = "viber"
    ONLYFANS = "onlyfans"
    TWITTER = "twitter"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    SKYPE = "skype"
    DISCORD = "discord"


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A way to reach somebody. `value`: E.164 for a phone, lower case for e-mail, without @ for a handle; `quote`: as the ad wrote it."""

    channel: Channel
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class AdDetails:
    """What an ad tells. `language`: ISO 639-1, with its `certainty` (0 to 1); `not_numbers`: digits seen and rejected, as written."""

    points: tuple[ContactPoint, ...]
    alias: str | None
    town: str | None
    language: str | None
    certainty: float
    not_numbers: tuple[str, ...]


def read_ad(text: str, *, region: str | None = None, today: date | None = None) -> AdDetails:
    """What `text` (clean text; see `plain_text`) tells. Any string is accepted.

    `region`: ISO 3166 country where the ad stands, a hint. `today`: the day on which it stands there, for what it tells by date.
    """
    hint = region.upper() if region and len(region) == 2 and region.isalpha() else None
    hint = "GB" if hint == "UK" else hint  # everybody writes it so; ISO 3166 keeps it for that
    folded = fold(text)
    low = lower(folded.text)
    detected = languages.detect_plain(folded.text, hint)
    countries = COUNTRIES.get(detected.language or "", ())
    hinted, paid = (hint,) if hint else (), paid_in(low)
    town, town_words = places.find(
        folded.text,
        places.reader(detected.language, countries, tuple(dict.fromkeys(hinted + paid + countries))),
        today=today,
    )
    sure = tuple(dict.fromkeys(hinted + ((town.country,) if town else ()) + paid))
    here = Places(tuple(dict.fromkeys(sure + countries)), hint, len(sure))
    addresses = emails.find(low)
    alias = aliases.find(_without(folded.text, addresses), detected.language, town_words, typed=folded.text)
    points, spans = _written(folded, low, addresses, alias)
    rejected = not_numbers.spans(low)
    numbers = phone_reader.find(folded, low, detected.language, here, spans, rejected)
    if not hint and numbers and detected.certainty < _DOUBTED:  # few words: her number tells which country they are for
        told = numbers[0].number.region
        if told and languages.detect_plain(folded.text, told).language != detected.language:
            return read_ad(text, region=told, today=today)
    phones = [ContactPoint(Channel.PHONE, entry.number.e164, folded.quote(entry.start, entry.end)) for entry in numbers]
    return AdDetails(
        points=tuple(phones + points),
        alias=alias,
        town=town.name if town else None,
        language=detected.language,
        certainty=detected.certainty,
        not_numbers=_rejected(folded, rejected),
    )


def _without(text: str, addresses: Sequence[emails.Address]) -> str:
    """`text` with signs for each address that is spelled in words, so that its words are read as no others; of the same length."""
    parts: list[str] = []
    at = 0
    for one in addresses:
        if "@" in text[one.start : one.end]:
            continue
        parts += (text[at : one.start], "@" * (one.end - one.start))
        at = one.end
    return "".join((*parts, text[at:]))


def _written(
    folded: Folded, low: str, addresses: Sequence[emails.Address], alias: str | None
) -> tuple[list[ContactPoint], list[tuple[int, int]]]:
    """E-mail addresses and handles, each once, and the spans they take."""
    points: dict[tuple[Channel, str], ContactPoint] = {}
    spans: list[tuple[int, int]] = []
    for address in addresses:
        spans.append((address.start, address.end))
        points.setdefault(
            (Channel.EMAIL, address.value),
            ContactPoint(Channel.EMAIL, address.value, folded.quote(address.start, address.end)),
        )
    theirs = tuple(spans)
    for handle in handles.find(low, folded.text, alias):
        if any(handle.start < end and start < handle.end for start, end in theirs):
            continue
        channel = Channel(handle.channel)
        points.setdefault(
            (channel, handle.value.lower()), ContactPoint(channel, handle.value, folded.quote(handle.start, handle.end))
        )
        spans.append((handle.start, handle.end))
    return list(points.values()), spans


def _rejected(folded: Folded, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    quotes = (folded.quote(start, end).strip() for start, end in spans[: 4 * MOST_NOT_NUMBERS])
    return tuple(dict.fromkeys(quotes))[:MOST_NOT_NUMBERS]
