"""Links that name an account: t.me, instagram.com, line.me and the like."""

import re
from functools import cache

_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,48}[a-z0-9_])?"
_LINKS = (
    ("telegram", rf"\b(?:t|telegram)\s?\.\s?(?:me|dog)\s?/\s?(?!\+|joinchat|share|s/|addstickers)@?({_NAME})"),
    ("telegram", rf"\btg://resolve\?domain=({_NAME})"),
    ("signal", r"\bsignal\.me/#(?:eu|u)/([a-z0-9_.\-]{3,100})"),
    ("snapchat", rf"\b(?:snapchat\.com/(?:add/|t/)?|snap\.com/add/)@?({_NAME})"),
    ("instagram", rf"\b(?:instagram\.com|instagr\.am|ig\.me/m)/(?!p/|reels?/|stories/|explore)@?({_NAME})"),
    ("kik", rf"\bkik\.(?:me|com/u)/({_NAME})"),
    ("line", r"\bline\.me/(?:r/)?(?:ti/p/|p/)[~@]?([a-z0-9_.\-]{2,40})"),
    ("wechat", rf"\b(?:u\.wechat\.com/|weixin://dl/chat\?)({_NAME})"),
    ("onlyfans", rf"\bonlyfans\.com/(?!action)@?({_NAME})"),
    (
        "twitter",
        rf"(?<![\w.-])(?:(?:mobile\.|www\.)?twitter|(?:www\.)?x)\.com/(?!share|intent|hashtag|search|home|i/)@?({_NAME})",
    ),
    ("twitter", rf"(?<![\w@./])x\s?:\s?@({_NAME})"),
    (
        "facebook",
        rf"\b(?:facebook|fb)\.(?:com|me)/(?!sharer|pages/|groups/|events/|profile\.php|people/|share/)@?({_NAME})",
    ),
    ("facebook", r"\b(?:facebook|fb)\.com/profile\.php\?id=(\d{5,20})"),
    ("facebook", rf"(?<![\w.-])m\.me/({_NAME})"),
    ("tiktok", rf"\btiktok\.com/@?({_NAME})"),
    ("skype", r"\bskype:([a-z][a-z0-9_.,:\-]{3,40}?)(?=\?|\s|$)"),
    ("discord", rf"\bdiscord(?:app)?\.com/users/({_NAME})"),
    ("viber", rf"\bviber\.(?:me|com)/(?!chat|add)({_NAME})"),
)


@cache
def linked() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(channel, pattern whose first group is the user name in a folded, lower-case text)."""
    return tuple((channel, re.compile(pattern)) for channel, pattern in _LINKS)
