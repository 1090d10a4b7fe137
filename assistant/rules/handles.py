"""Handles on chat and social channels: by link, by "snap: name", by "@name on telegram"."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from assistant import lexicon
from assistant.rules.channel_words import channel_names, channel_words
from assistant.rules.digits import bare
from assistant.rules.handle_addresses import links
from assistant.rules.handle_links import found_as, loose_link, spelled, sure_link
from assistant.rules.handles_apart import MOST_SHARING, Named, apart
from assistant.rules.handles_shared import shared
from assistant.rules.number_words import number_words, unglue
from assistant.rules.town_times import ONLY


@dataclass(frozen=True, slots=True)
class Handle:
    """`channel` as in `ads.Channel`; `value` without @, as typed; where it stands in the folded text."""

    channel: str
    value: str
    start: int
    end: int


_SESSION = re.compile(r"(?<![0-9a-f])05[0-9a-f]{64}(?![0-9a-f])")
_GROUPED = re.compile(r"[\doilsbzо]{2,4}(?:[ .-]{1,2}[\doilsbzо]{1,4}){2}\b")


# "Instagramie", "Telegramon", "Telegram'da": endings that mean "on" in the languages that have them.
_CASES = r"(?:['’]?(?:ie|em|u|a|on|en|ön|n|om|ra|re|da|de|ta|te|dan|den|ul|ului|mon|men|od|em|om|er|ом|ем|ъм|ът|е|а|у|ы|і|ї|ою|ой|ата|та))"


_LOOKS = {"a": "[a4@]", "e": "[e3€]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]", "t": "[t7]"}


def _disguised(channel: str) -> str:
    """A channel's name with figures for letters: "1nstagr4m"."""
    return "".join(_LOOKS.get(letter, letter) for letter in channel) if len(channel) > 5 else re.escape(channel)


@cache
def _channel() -> re.Pattern[str]:
    groups = "|".join(
        f"(?P<{channel}>{'|'.join([*map(re.escape, words), _disguised(channel)])})"
        for channel, words in channel_names().items()
    )
    return re.compile(
        rf"(?<![\w@.])(?<!\d-)(?:{groups})(?:(?<=[^\W\d]{{5}}){_CASES}|-[nte]|['’-](?:s|[oeö]n|[oe]m|[iıuü]m|t[ea]|d[ea]n?|ie|ul))?(?![\w])"
    )


_X = re.compile(
    r"(?<!\w)(?:on|op|auf|sur|en|em|no|su|na|pe|bei|on my|mijn|mein|mon|mi|my|in|в)\s(x)(?=[\s:,](?!\s?\d))"
    r"|(?<!\w)(x)(?=\s?\(@[a-z]|\s(?:é|è|is|es|est|ist|e|to|jest|este|az)\s@)"
    r"|(?:(?<=[/|,;•·+&(\n])|(?<=[/|,;•·+&(] ))(x)(?=\s?[:=]\s?@?[a-z])"
)
_HANDLE = re.compile(r"(?:live:)?[a-z0-9_](?:[a-z0-9_.\-]{1,80})(?:#\d{4})?")
_ON = re.compile(
    r"@(?P<name>[a-z0-9_][a-z0-9_.]{1,40})\s*[(\[,–-]?\s*(?:(?:on|op|auf|sur|en|no|na|pe|in|în|в|на|w|az?)\s)?\s*$"
)
_ON_BARE = re.compile(
    r"(?<![\w@./-])(?P<name>[a-z][a-z0-9_]{3,40}(?:\.(?!(?:com|net|org|eu|nl|be|de|fr|es|pt)\b)[a-z0-9_]{1,20}){0,2})['’\"”»]?\s*(?:[(\[]\s*|\s(?:on|op|auf|sur|en|no|na|pe|in|în|в|на|w|az?)\s+)$"
)
_NOT = re.compile(
    r"(?<!\w)(?:geen|not|kein|keine|nincs|ni|sin|sem|pas de|pas d['’]|ohne|zonder|without|senza|bez|fără|fara|nici|né|"
    r"no tengo|no uso|no hay|no doy|não tenho|não uso|non ho|non uso|nie mam|nu am|nu folosesc|няма|нямам|без|нет|немає|yok)\s(?:\w{1,8}\s){0,2}$"
)
_NOT_BEHIND = re.compile(
    r"\s(?:nie|niet|nein|nicht|non|no|não|nao|nu|не|ні|нет|nem|not|yok)\s?(?=[,.;:!)\n]|$)"
)  # "Session nie, kik: …"
_AND = r"(?:&|/|\+|,|[eé]n|and|und|et|y|e|și|si|и|й|та|і|és|i|ve|of|or|o|ou|oder|sau|lub|albo|vagy|або|или|veya|oppure)"
_LONE_X = re.compile(r"\bx\b")
_X_SIGNED = re.compile(rf"(?<!\w){_AND}\s(x)(?=\s@[a-z])")  # "… or X @name"
_X_BESIDE = re.compile(rf"\s?{_AND}\s?(x)(?![\w.@])|(?<![\w@./])(x)\s?{_AND}\s?(?=\w)")
_BESIDE = re.compile(
    rf"\s*{_AND}"
    r"\s*(?:op|on|auf|sur|en|no|na|pe|su|в|у|на|w|az?)?\s*$"
)
_EMOJI = re.compile("\\s?[\U0001f300-\U0001faff\u2600-\u27bf]{1,3}")
_INTRODUCED = re.compile(r"\s?(?:[:=@➜→>]|->|https?:|www\.)")
_OWN = re.compile(r"\s?(?:[:=]|https?:|www\.|[a-z]+\.[a-z]+/)")  # "@mia, telegram: t.me/…": it has a name of its own
_FIGURES = re.compile(r"\s?:?\s?(?:\+\s?)?\d[\doоsbil /.()-]{6}")  # "@mia, viber +38 050…"
_LONG_NUMBER = 12  # letters
FEWEST_TOLD = 5  # letters of a name that only its place tells


@cache
def _ordinary() -> frozenset[str]:
    """Words that follow a channel's name without being a handle."""
    subjects = ("common", "phone", "not_alias", "now", "later", "town", "alias", "alias_weak")
    words = {
        bare(part)
        for code in lexicon.languages()
        for subject in subjects
        for entry in lexicon.words(code, "ads").get(subject, ())
        for part in entry.split()
    }
    others = {
        bare(word) for code in lexicon.languages() for word in lexicon.words(code, "channels").get("no_handle", ())
    }
    return frozenset(words | others | number_words() | channel_words() | _same())


@cache
def _same() -> frozenset[str]:
    """Words for "the same", which stand where a name might: "insta: idem"."""
    return frozenset(word.replace("\\", "") for word in spelled("same").split("|"))


def find(text: str, source: str, alias: str | None) -> list[Handle]:
    """The handles in a folded text (`text` lower-case, `source` as typed, of equal length), in order.

    A bare word after a channel's name is believed when it looks made (a digit, an underscore) or holds her `alias`.
    """
    found = [Handle("session", match.group(), *match.span()) for match in _SESSION.finditer(text)]
    found += [Handle(channel, source[match.start(1) : match.end(1)], *match.span()) for channel, match in links(text)]
    taken = [(handle.start, handle.end) for handle in found]
    mentions = [match for match in _channel().finditer(text) if not _only_means_or(text, source, match)]
    denied = {mention.start() for mention in mentions if _denied(text, *mention.span())}
    name = bare(alias.split()[0]) if alias else None  # of "Ana Maria" and "Tom & Ilse" the first
    for handle in _named(text, source, name, mentions, denied):
        if not any(handle.start < end and start < handle.end for start, end in taken):
            found.append(handle)
    taken = [(handle.start, handle.end) for handle in found]
    passed = denied.union(*(range(start, end) for start, end in taken))
    channels = [
        (mention.lastgroup or "", *mention.span())
        for mention in mentions
        if mention.start() not in passed and text[mention.start() - 1 : mention.start()] != "/"
    ]
    channels = sorted([*channels, *_called_x(text, channels)], key=itemgetter(1))
    found += [Handle(channel, source[start:end], start, end) for channel, (start, end) in apart(text, channels, taken)]
    named = [(handle.channel, handle.value, handle.start, handle.end) for handle in found]
    found += [Handle(channel, value, start, end) for channel, value, start, end in shared(text, channels, named)]
    return sorted(found, key=lambda handle: handle.start)


def _only_means_or(text: str, source: str, channel: re.Match[str]) -> bool:
    """Is it the Dutch "of" rather than OnlyFans: in small letters, and no sign behind it?"""
    start, end = channel.span()
    return source[start:end] == "of" and not _INTRODUCED.match(text, end)


def _called_x(text: str, channels: list[Named]) -> Iterator[Named]:
    """Where "X" is the channel: "on X", "/ X: name", and beside another one of `channels`: "Telegram and X"."""
    if not _LONE_X.search(text):
        return
    for pattern in (_X, _X_SIGNED):
        yield from (("twitter", *match.span(match.lastindex or 1)) for match in pattern.finditer(text))
    ends, starts = {end for *_, end in channels}, {start for _, start, _ in channels}
    for match in _X_BESIDE.finditer(text) if channels else ():
        if match.start() in ends or match.end() in starts:
            yield "twitter", *match.span(match.lastindex or 1)


def _named(
    text: str, source: str, alias: str | None, mentions: Iterable[re.Match[str]], denied: Container[int]
) -> Iterator[Handle]:
    """Those beside a channel's word; `mentions`: every such word, `denied`: where she says that she does not use it."""
    before: list[re.Match[str]] = []  # channels that wait for the name after the next one
    last = -1
    for match in mentions:
        beside, last = last, match.end()
        if text[match.start() - 1 : match.start()] == "/" and beside != match.start() - 1:
            continue  # part of a link; "telegram/signal: @name" is not
        if before and not _BESIDE.fullmatch(text, before[-1].end(), match.start()):
            before = []
        name = None if match.start() in denied else _name_after(text, source, match.span(), alias)
        if (
            name
            and match.lastgroup == "session"
            and text[name[0] - 1] not in "@:"
            and not _looks_made(text[slice(*name)], alias)
        ):
            name = None  # a Session id is known by its figures
        channels = [*before[-MOST_SHARING:], match]
        before = []
        if name is None:
            reverse = (
                None
                if _FIGURES.match(text, match.end()) or _OWN.match(text, match.end())
                else _before(text, match.start(), alias)
            )
            if reverse:
                yield Handle(
                    match.lastgroup or "",
                    source[reverse.start("name") : reverse.end("name")],
                    reverse.start(),
                    match.end(),
                )
            else:
                before = channels
            continue
        start, end = name
        yield from (Handle(channel.lastgroup or "", source[start:end], channel.start(), end) for channel in channels)


def _denied(text: str, at: int, end: int) -> bool:
    """Is the channel's word from `at` to `end` named as one that she does not use: "geen insta", "non ho Telegram", "Session nie"?"""
    if _NOT_BEHIND.match(text, end):
        return True
    said = _NOT.search(text, max(0, at - 40), at)
    return said is not None and ONLY.isdisjoint(bare(said.group()).split())  # "no phone, only insta"


def _before(text: str, at: int, alias: str | None) -> re.Match[str] | None:
    """The name in "@name on …" and "made_name on …" before a channel's word at `at`."""
    signed = _ON.search(text, max(0, at - 60), at)
    if signed:
        return signed
    bare_one = _ON_BARE.search(text, max(0, at - 60), at)
    made = bare_one and (
        _holds(bare_one["name"], alias)
        or "." in bare_one["name"]
        or "_" in bare_one["name"]
        or any(char.isdigit() for char in bare_one["name"])
    )
    return bare_one if made else None


def _name_after(text: str, source: str, channel: tuple[int, int], alias: str | None) -> tuple[int, int] | None:
    """Where the name stands that a channel's word announces; `channel`: where that word stands."""
    at = channel[1]
    emoji = _EMOJI.match(text, at)
    at = emoji.end() if emoji else at  # "snap👻 is …"
    sure = sure_link().match(text, at)
    link = sure or loose_link().match(text, at)
    match = _HANDLE.match(text, link.end()) if link else None
    if not link or not match:
        return None
    end = match.start() + len(match.group().rstrip(".-"))
    name = source[match.start() : end]
    if (
        len(name) < (5 if name[:1].isdigit() else 3)
        or name.isdigit()
        or _phone_like(name)
        or _says_a_number(name)
        or text.startswith(("@", "://"), end)
        or ("." in name and text.startswith("/", end))
        or text[end : end + 1].isalpha()
    ):
        return None
    signed = "@" in link.group()
    if not signed and _GROUPED.match(text, match.start()):
        return None  # a number in groups, letters for digits among them
    ordinary = bare(name) in _ordinary() and bare(name) != alias
    if not signed and (ordinary or _channel().fullmatch(name.lower())):
        return None
    told = bool(link["told"] and link["told"] not in _same() and ". " not in link.group()) or text.endswith(
        " id", 0, at
    )
    told = told or bool(link["as"]) and len(name) >= FEWEST_TOLD and found_as(text, channel[0], end)
    told = told or text[channel[0]] > "\u0400" and len(name) >= FEWEST_TOLD  # Latin letters after Cyrillic ones
    if not (sure or told) and not _looks_made(name, alias) and not _own_line(text, at, end):
        return None
    return match.start(), end


def _own_line(text: str, at: int, end: int) -> bool:
    """Do the channel's word and the name have a line to themselves?"""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if len(line.strip()) < 3:
        return False  # "of course"
    rest = text[end : end + 3]
    return len(line.split()) <= 1 and (not rest or rest.lstrip(" .!🔥💋").startswith("\n") or not rest.strip())


def _says_a_number(name: str) -> bool:
    """Is it number words written as one: "threezerofive…"?"""
    return len(name) >= _LONG_NUMBER and any(unglue(code, bare(name)) for code in lexicon.languages())


def _phone_like(name: str) -> bool:
    digits = sum(char.isdigit() for char in name)
    return digits >= 7 and digits >= len(name) - name.count(".") - name.count("-") - 1


def _looks_made(name: str, alias: str | None) -> bool:
    """Does a bare word look like a user name: a digit, an underscore, a dot or a capital inside, or her own name?"""
    if (
        any(char.isdigit() or char in "_.#" for char in name)
        or any(char.isupper() for char in name[1:])
        and not name.isupper()
    ):
        return True
    return _holds(name.lower(), alias)


def _holds(name: str, alias: str | None) -> bool:
    """Is her name a part of it, and not all?"""
    return bool(alias) and len(alias or "") >= 3 and (alias or "") in name and name != alias
