"""Links that name an account: t.me, instagram.com, line.me and the like."""

import re
from collections.abc import Iterator
from functools import cache

_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,48}[a-z0-9_])?"
# channel, what each such link has in it, the link
_LINKS = (
    ("telegram", "/", rf"\b(?:t|telegram)\s?\.\s?(?:me|dog)\s?/\s?(?!\+|joinchat|share|s/|addstickers)@?({_NAME})"),
    ("telegram", "tg://", rf"\btg://resolve\?domain=({_NAME})"),
    ("signal", "signal.me/", r"\bsignal\.me/#(?:eu|u)/([a-z0-9_.\-]{3,100})"),
    ("snapchat", ".com/", rf"\b(?:snapchat\.com/(?:add/|t/)?|snap\.com/add/)@?({_NAME})"),
    ("instagram", "/", rf"\b(?:instagram\.com|instagr\.am|ig\.me/m)/(?!p/|reels?/|stories/|explore)@?({_NAME})"),
    ("kik", "kik.", rf"\bkik\.(?:me|com/u)/({_NAME})"),
    ("line", "line.me/", r"\bline\.me/(?:r/)?(?:ti/p/|p/)[~@]?([a-z0-9_.\-]{2,40})"),
    ("wechat", "/", rf"\b(?:u\.wechat\.com/|weixin://dl/chat\?)({_NAME})"),
    ("onlyfans", "onlyfans.com/", rf"\bonlyfans\.com/(?!action)@?({_NAME})"),
    (
        "twitter",
        ".com/",
        rf"(?<![\w.-])(?:(?:mobile\.|www\.)?twitter|(?:www\.)?x)\.com/(?!share|intent|hashtag|search|home|i/)@?({_NAME})",
    ),
    ("twitter", "@", rf"(?<![\w@./])x\s?:\s?@({_NAME})"),
    (
        "facebook",
        "/",
        rf"\b(?:facebook|fb)\.(?:com|me)/(?!sharer|pages/|groups/|events/|profile\.php|people/|share/)@?({_NAME})",
    ),
    ("facebook", "profile.php", r"\b(?:facebook|fb)\.com/profile\.php\?id=(\d{5,20})"),
    ("facebook", "m.me/", rf"(?<![\w.-])m\.me/({_NAME})"),
    ("tiktok", "tiktok.com/", rf"\btiktok\.com/@?({_NAME})"),
    ("skype", "skype:", r"\bskype:([a-z][a-z0-9_.,:\-]{3,40}?)(?=\?|\s|$)"),
    ("discord", "/users/", rf"\bdiscord(?:app)?\.com/users/({_NAME})"),
    ("viber", "viber.", rf"\bviber\.(?:me|com)/(?!chat|add)({_NAME})"),
)


@cache
def _compiled() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((channel, sign, re.compile(pattern)) for channel, sign, pattern in _LINKS)


def links(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """(channel, match whose first group is the user name) in a folded, lower-case text; a link whose sign it has not is not looked for."""
    for channel, sign, pattern in _compiled():
        if sign in text:
            yield from ((channel, match) for match in pattern.finditer(text))
