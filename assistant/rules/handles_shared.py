"""A second channel on which she has the same name: "snap: luna_x, on insta too", "Telegram bruneta_iasi, la fel și pe Snap"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.rules.handle_links import spelled

_FARTHEST = 70  # characters from the name to the other channel
_OWN_WITHIN = (
    40  # characters after the other channel in which its own name comes after all: "the same without the dot: …"
)
_AFTER = 25  # characters after the other channel in which "the same" may stand
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n\s*\n")
_BY_NUMBER = ("signal", "viber")  # "also on Signal" may mean her number there

Named = tuple[str, int, int]
"""(channel, where its name begins, where it ends)."""
Known = tuple[str, str, int, int]
"""(channel, user name, where it begins, where it ends)."""


def shared(text: str, channels: Sequence[Named], known: Sequence[Known]) -> Iterator[Known]:
    """The `channels` (in order) without a name of their own on which she says to have the one `known` before them."""
    if not known:
        return
    names = sorted(known, key=lambda one: one[3])
    ends = [end for *_, end in names]
    begun = {(channel, value.lower()) for channel, value, *_ in known}
    for channel, start, end in channels:
        after = bisect_left(ends, start)
        if any(names[at][2] < end and start < names[at][3] for at in range(after, min(after + 2, len(names)))):
            continue
        before = bisect_left(ends, start + 1) - 1
        if before < 0 or start - ends[before] > _FARTHEST:
            continue
        if any(one == channel and 0 <= begins - end <= _OWN_WITHIN for one, _, begins, _ in names[after : after + 2]):
            continue
        _, value, _, name_end = names[before]
        if (channel, value.lower()) not in begun and _is_same(text, channel, name_end, start, end):
            begun.add((channel, value.lower()))
            yield channel, value, start, end


def _is_same(text: str, channel: str, name_end: int, start: int, end: int) -> bool:
    """Does what stands between the name and a channel's word, or right after that, say that the name is the same?"""
    between = text[name_end:start]
    if _SENTENCE_END.search(between):
        return False
    stop = _SENTENCE_END.search(text, end, end + _AFTER)
    after = text[end : stop.start() if stop else end + _AFTER].split("\n")[0]
    if _same().search(between) or _same().search(after):
        return True
    return channel not in _BY_NUMBER and bool(_too_before().search(between) or _too_after().match(after))


@cache
def _same() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{spelled('same')})(?!\w)")


_ON = r"(?:op|on|auf|bei|in|im|sur|en|no|na|pe|su|в|у|на|w|my|mijn|mein|mon|mi|o meu|meu)"


@cache
def _too_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{spelled('too')})\s(?:{_ON}\s)?$")


@cache
def _too_after() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{spelled('too')})(?!\w)\s?(?:[,.;)!]|$)")
