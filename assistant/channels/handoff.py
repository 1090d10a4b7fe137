"""The default channel: a person sends, from the team's own phone, with the words already in it.

A link opens the app on a phone; on a desk the same link as a QR code opens it on the team's phone. Signal takes no text: copy first.
Sources: faq.whatsapp.com (click to chat), RFC 5724 (sms:), core.telegram.org/api/links, signal.me links, RFC 6068 (mailto:).
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import segno

from assistant.rules.ads import Channel


class Way(StrEnum):
    """The ways in which a person can carry words over by hand."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    EMAIL = "email"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class HandOff:
    """`link` opens the app, None when there is only copying. `takes_text`: the words are in the link. `profile`: where to paste them."""

    way: Way
    link: str | None
    takes_text: bool


_PHONE_WAYS = (Way.WHATSAPP, Way.SMS, Way.SIGNAL, Way.TELEGRAM, Way.COPY)
_PROFILES = {
    Channel.INSTAGRAM: "https://ig.me/m/{}",
    Channel.SNAPCHAT: "https://www.snapchat.com/add/{}",
    Channel.FACEBOOK: "https://m.me/{}",
    Channel.TWITTER: "https://x.com/{}",
    Channel.TIKTOK: "https://www.tiktok.com/@{}",
    Channel.VIBER: "viber://chat?number={}",
    Channel.LINE: "https://line.me/R/ti/p/~{}",
    Channel.KIK: "https://kik.me/{}",
}


def ways(channel: str) -> tuple[Way, ...]:
    """The ways that fit a contact point, the usual one first."""
    if channel == Channel.PHONE:
        return _PHONE_WAYS
    if channel == Channel.EMAIL:
        return (Way.EMAIL, Way.COPY)
    if channel == Channel.TELEGRAM:
        return (Way.TELEGRAM, Way.COPY)
    if channel == Channel.SIGNAL:
        return (Way.SIGNAL, Way.COPY)
    return (Way.COPY,)


def hand_off(way: Way, *, channel: str, value: str, text: str, subject: str = "") -> HandOff:
    """The link that opens `way` for the contact point (`channel`, `value`) with `text` in it, where the app takes text."""
    words, digits = quote(text, safe=""), value.lstrip("+")
    if way is Way.WHATSAPP:
        return HandOff(way, f"https://wa.me/{digits}?text={words}", True)
    if way is Way.SMS:
        # "?&body=" is read by both iOS (which wants "&") and Android (which wants "?").
        return HandOff(way, f"sms:{value}?&body={words}", True)
    if way is Way.TELEGRAM:
        where = f"+{digits}" if channel == Channel.PHONE else quote(value, safe="")
        return HandOff(way, f"https://t.me/{where}?text={words}", True)
    if way is Way.SIGNAL:
        link = f"https://signal.me/#p/+{digits}" if channel == Channel.PHONE else None
        return HandOff(way, link, False)
    if way is Way.EMAIL:
        return HandOff(way, f"mailto:{quote(value, safe='@')}?subject={quote(subject, safe='')}&body={words}", True)
    profile = next((link for known, link in _PROFILES.items() if known == channel), None)
    return HandOff(way, profile.format(quote(value, safe="")) if profile else None, False)


def qr_svg(link: str) -> str:
    """`link` as an inline SVG without styles or scripts, for a strict Content-Security-Policy. At most some 2,900 bytes fit."""
    code = segno.make(link, error="l", micro=False)
    svg: str = code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None, dark="#1b2728")
    return svg


def fits_qr(link: str) -> bool:
    """Whether a phone can read `link` from a screen as a QR code (denser codes than 1,400 bytes fail in practice)."""
    return len(link.encode()) <= 1400
