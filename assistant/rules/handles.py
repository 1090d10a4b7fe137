"""Handles on chat and social channels: by link, by "snap: name", by "@name on telegram"."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Handle:
    """`channel` as in `ads.Channel`; `value` without @, as typed; where it stands in the folded text."""

    channel: str
    value: str
    start: int
    end: int


_WORDS = {
    "telegram": "telegram|telegramm|telegrama|telegr|tele|tlgrm|tg|телеграм|телеграмм|телега|тг|تلغرام|تيليجرام|تليجرام",
    "signal": "signal|сигнал",
    "snapchat": "snapchat|snap chat|snap|snp|sc|снапчат|سناب شات|سناب",
    "instagram": "instagram|insta gram|insta|ig|инстаграм|инста|انستغرام|انستقرام|انستا",
    "kik": "kik|kik messenger|кик",
    "session": "session id|session",
    "wechat": "wechat|we chat|weixin|vx",
    "line": "line id|lineid|line",
    "viber": "viber|вайбер",
    "onlyfans": "onlyfans|only fans|onlyfan",
    "twitter": "twitter|twiter|x\\.com|твитер|твиттер",
    "facebook": "facebook|facebook messenger|face|fb|fb messenger|messenger|фейсбук",
    "tiktok": "tiktok|tik tok|тикток|тик ток",
    "skype": "skype|скайп",
    "discord": "discord|dc|дискорд",
}
_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,38}[a-z0-9_])?"
_LINKS = (
    ("telegram", rf"(?:t|telegram)\s?\.\s?(?:me|dog)/(?!\+|joinchat|share|s/)@?({_NAME})"),
    ("telegram", rf"tg://resolve\?domain=({_NAME})"),
    ("signal", r"signal\.me/#(?:eu|u)/([a-z0-9_.\-]{3,100})"),
    ("snapchat", rf"(?:snapchat\.com/(?:add/|t/)?|snap\.com/add/)@?({_NAME})"),
    ("instagram", rf"(?:instagram\.com|instagr\.am|ig\.me/m)/(?!p/|reel|stories/|explore)@?({_NAME})"),
    ("kik", rf"kik\.(?:me|com/u)/({_NAME})"),
    ("line", r"line\.me/(?:r/)?(?:ti/p/|p/)[~@]?([a-z0-9_.\-%]{2,40})"),
    ("wechat", rf"(?:u\.wechat\.com/|weixin://dl/chat\?)({_NAME})"),
    ("onlyfans", rf"onlyfans\.com/(?!action)@?({_NAME})"),
    (
        "twitter",
        rf"(?<![\w.-])(?:(?:mobile\.|www\.)?twitter|(?:www\.)?x)\.com/(?!share|intent|hashtag|search|home|i/)@?({_NAME})",
    ),
    (
        "facebook",
        r"(?:(?:m|www|web|nl-nl)\.)?(?:facebook|fb)\.(?:com|me)/(?!sharer|pages/|groups/|events/|profile\.php|people/)@?([a-z0-9.\-]{3,50})",
    ),
    ("facebook", r"(?:facebook|fb)\.com/profile\.php\?id=(\d{5,20})"),
    ("facebook", r"m\.me/([a-z0-9.\-]{3,50})"),
    ("tiktok", rf"tiktok\.com/@?({_NAME})"),
    ("skype", r"skype:([a-z][a-z0-9_.,:\-]{3,40})"),
    ("discord", rf"discord(?:app)?\.com/users/({_NAME})"),
    ("viber", rf"viber\.(?:me|com)/(?!chat|add)({_NAME})"),
)
# words that follow a channel's name without being a handle
_NO_NAME = frozenset(
    [
        "en",
        "and",
        "or",
        "of",
        "und",
        "et",
        "y",
        "e",
        "i",
        "и",
        "и/of",
        "also",
        "only",
        "me",
        "my",
        "mij",
        "mijn",
        "is",
        "are",
        "id",
        "name",
        "naam",
        "nummer",
        "number",
        "no",
        "on",
        "op",
        "auf",
        "sur",
        "por",
        "via",
        "via:",
        "bij",
        "us",
        "ook",
        "available",
        "also",
        "too",
        "whatsapp",
        "telegram",
        "signal",
        "snapchat",
        "instagram",
        "kik",
        "viber",
        "session",
        "wechat",
        "line",
        "facebook",
        "tiktok",
        "skype",
        "discord",
        "onlyfans",
        "twitter",
        "sms",
        "app",
        "call",
        "bel",
        "tel",
        "phone",
    ]
)


@cache
def _linked() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (channel, re.compile(r"(?<![a-z0-9])" + pattern if pattern[0] not in "(" else pattern))
        for channel, pattern in _LINKS
    )


@cache
def _named() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{channel}>{words})" for channel, words in _WORDS.items())
    link = r"(?:\s*(?:[:=\-–—>~|•]|➡|👉|->|=>){1,3}\s*@?\s*|\s+(?:is|id|name|naam|username|user|me|mij|usuario|nick|account)\s*:?\s*@?|\s*@\s?|\s+)"
    return re.compile(
        rf"(?<![\w@./])(?:{groups})(?![\w])(?P<link>{link})(?P<name>[a-z0-9_][a-z0-9_.\-]{{1,80}}(?:#\d{{4}})?)"
    )


_SESSION = re.compile(r"(?<![0-9a-f])05[0-9a-f]{64}(?![0-9a-f])")


def find(text: str, source: str) -> list[Handle]:
    """The handles in a folded text (`text` lower-case, `source` as typed, of equal length), in order."""
    found = [Handle("session", text[match.start() : match.end()], *match.span()) for match in _SESSION.finditer(text)]
    for channel, pattern in _linked():
        found += [
            Handle(channel, source[match.start(1) : match.end(1)], *match.span()) for match in pattern.finditer(text)
        ]
    taken = [(handle.start, handle.end) for handle in found]
    for match in _named().finditer(text):
        start, end = match.span("name")
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        handle = _from_words(match, source)
        if handle:
            found.append(handle)
    return sorted(found, key=lambda handle: handle.start)


def _from_words(match: re.Match[str], source: str) -> Handle | None:
    channel = next(name for name in _WORDS if match.group(name))
    start, end = match.span("name")
    name = source[start:end].rstrip(".-")
    link = match.group("link")
    sure = any(sign in link for sign in "@:=>~|👉➡")
    if name.lower() in _NO_NAME or name.isdigit() or (not sure and not _looks_made(name)):
        return None
    return Handle(channel, name, match.start(), start + len(name))


def _looks_made(name: str) -> bool:
    """Does a bare word look like a user name: a digit, an underscore, a dot inside?"""
    return any(char.isdigit() or char in "_.#" for char in name)
