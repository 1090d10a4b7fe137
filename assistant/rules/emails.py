"""E-mail addresses, also those written to be read by people only: "luna (at) example punt nl"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.rules.channel_words import channel_words
from assistant.rules.digits import bare

LONGEST = 254

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
def _spelled(subject: str) -> str:
    """The words of every language for a sign, with and without accents, as alternatives."""
    words = {word for code in lexicon.languages() for word in lexicon.words(code, "channels").get(subject, ())}
    return "|".join(sorted(map(re.escape, words | set(map(bare, words))), key=len, reverse=True))


LONG = 4  # letters of a word that is known letter by letter, with no bracket around it


@cache
def _apart(subject: str, fewest: int = 2) -> str:
    """The words for a sign letter by letter: "a r o b a s e", "( a t )"."""
    words = [word.replace("\\", "").replace(" ", "") for word in _spelled(subject).split("|")]
    return "|".join(r"\s".join(map(re.escape, word)) for word in dict.fromkeys(words) if len(word) >= fewest)


@cache
def _pattern() -> re.Pattern[str]:
    at_words, dot_words = _spelled("at"), _spelled("dot")
    local = r"[a-z0-9][a-z0-9._%+\-]{0,63}"
    apart = _apart("at"), _apart("dot")
    bracketed_at = rf"\s{{0,2}}[(\[{{<«*_|~/:-]{{1,2}}\s?(?:@|a|{at_words}|{_spelled('at_bracketed')}|{apart[0]})\s?[)\]}}>»*_|~/:-]{{1,2}}\s{{0,2}}"
    long_at = _apart("at", LONG)
    at = rf"(?:{bracketed_at}|(?<=\s)(?:{long_at})\s|\s{{0,2}}@\s{{0,2}}|(?:\s{{1,3}}|(?<=\s))(?:{at_words})\s{{1,3}})"
    bracketed_dot = (
        rf"\s{{0,2}}[(\[{{<«*_|~/:-]{{1,2}}\s?(?:\.|{dot_words}|{apart[1]})\s?[)\]}}>»*_|~/:-]{{1,2}}\s{{0,2}}"
    )
    dot = rf"(?:{bracketed_dot}|\s?\.\s?|\s{{1,3}}(?:{dot_words}|{_apart('dot', LONG)})\s{{1,3}}|,(?=(?:{_ENDINGS})\b))"
    signs = "|".join((dot_words, _spelled("dash"), _spelled("underscore")))
    spoken_local = (
        rf"{local}(?:(?:{bracketed_dot}|\s\.\s|\s(?:{signs})\s|\s?[(\[]\s?(?:{signs})\s?[)\]]\s?){local}){{0,3}}"
    )
    letters = r"(?:(?:[a-z._+\-]|[0-9]{1,4})\s){4,40}\s{0,2}"  # "l u n a . x @ …"
    all_apart = rf"(?:[a-z0-9._+\-]\s){{2,40}}?(?=(?:{long_at})\s)"  # "l u n a a r o b a s e …"
    spaced = r"[a-z0-9](?:\s[a-z0-9]){1,40}"  # "e x a m p l e (punt) n l"
    label = rf"[a-z0-9\-]{{1,63}}(?:\s(?:{_spelled('dash')})\s[a-z0-9]{{1,40}})?"
    return re.compile(
        rf"(?<![\w.+\-])({all_apart}|{letters}(?=[@(\[{{<]|(?:{at_words})\s)|{spoken_local})({at})"
        rf"({spaced}{dot}{spaced}(?![a-z0-9])|(?:[a-z0-9.\-]\s){{4,60}}[a-z0-9](?![a-z0-9])|{label}(?:{dot}{label}){{0,3}}{dot}[a-z]{{2,24}}|(?:{'|'.join(_POST)})\b(?!\s?[.,(\[]))(?![a-z0-9])"
    )


@cache
def _dot() -> re.Pattern[str]:
    dot_words = _spelled("dot")
    return re.compile(
        rf"\s{{0,2}}[(\[{{<«*_|~/:-]{{1,2}}\s?(?:\.|{dot_words}|{_apart('dot')})\s?[)\]}}>»*_|~/:-]{{1,2}}\s{{0,2}}|\s{{1,3}}(?:{dot_words}|{_apart('dot', LONG)})\s{{1,3}}|\s?\.\s?|,(?=(?:{_ENDINGS})\b)"
    )


# Providers that everybody knows by their first word, and what stands in an address only to be taken out by its reader.
_POST = {name: f"{name}.com" for name in ("gmail", "hotmail", "outlook", "yahoo", "icloud", "protonmail")}
_AGAINST_ROBOTS = re.compile(
    r"[._-]?(?:no[_-]?spam|anti[_-]?spam|spam[_-]?free|remove[_-]?(?:this|me))[._-]?(?=[a-z0-9.]|$)"
)
_BETWEEN_LETTERS = re.compile(r"(?<=\b[a-z0-9\-.])\s(?=[a-z0-9\-.]\b)|(?<=\.)\s|\s(?=\.)")
_LETTERS = re.compile(r"(?:(?:[a-z._+\-]|[0-9]{1,4})\s){4}")
_WRITE_TO = re.compile(r"(?<!\w)(?:scriv|escrib|escrev|mand|envi|[eé]cri|é|è|es)\w*\s$")  # a letter behind it is a word
_SIGN_AFTER = re.compile(r"@|\s{0,2}[(\[{<]\s?(?:at|a|@|arroba|punt|dot)\s?[)\]}>]")
_SAID_BEFORE = 24  # characters in which "e-mail:" stands right before an address
_ANNOUNCED = re.compile(
    r"(?:e-?mail|mail|mejl|m[eé]l|courriel|correo|posta|почта|пошта|имейл|мейл|поща)\w*\s?(?:[:=]|is|es|é|est|ist|to|jest|este|е)?\s*$"
)
_SPACED_SIGN = re.compile(r"[(\[{<]\s?\w\s\w")  # "( a t )": signs and stops have their spaces
_ENDING = re.compile(rf"(?:{_ENDINGS})")


def find(text: str) -> list[Address]:
    """The addresses in a folded, lower-case text, in order."""
    found = [
        Address(
            f"{_dot().sub('.', _joined(match['local'])).replace(' ', '').strip('.-')}@{_dot().sub('.', match['domain'])}",
            match.start("local"),
            match.end("domain"),
        )
        for match in _after_its_word().finditer(text)
    ]
    if "@" not in text and not _hint().search(text):
        return found
    told = tuple(found)
    for match in _matches(text):
        if any(match.start() < one.end and one.start < match.end() for one in told):
            continue
        local, at, domain = match.groups()
        start = match.start()
        if (
            " . " in local
            and " . " not in domain
            and not _LETTERS.match(local)
            and not _ANNOUNCED.search(text, max(0, start - _SAID_BEFORE), start)
            and not _SPACED_SIGN.search(at + domain)
        ):
            start += local.rindex(" . ") + 3  # the end of a sentence
            local = local[start - match.start() :]
        if _LETTERS.match(local) or _all_apart(local, at):
            if _WRITE_TO.search(text, max(0, start - 20), start) and local[0] in "aoà":
                start, local = start + 2, local[2:]  # "scrivi a d u e …"
            local = re.sub(r"\s", "", local)
        local = _dot().sub(".", _joined(local))
        written = _sentence_end(domain)
        end = match.start(3) + len(written)
        domain = _dot().sub(".", _joined(written))
        domain = _BETWEEN_LETTERS.sub("", domain)
        known_post = _POST.get(domain)
        if known_post and local.isalpha():
            continue  # "write at gmail"
        domain = known_post or domain
        local, domain = _AGAINST_ROBOTS.sub("", local), _AGAINST_ROBOTS.sub("", domain)
        if (at != "@" and text.startswith("/", end)) or (at.strip().isalpha() and _STOP_INSIDE.search(written)):
            continue  # "look at example.org/luna", "again at lunch. No numbers"
        if len(local) + len(domain) > LONGEST or not _believable(at, local, domain):
            continue
        value = f"{local.strip('.-')}@{domain}"
        found.append(Address(value, start, end))
    return sorted(found, key=lambda one: one.start)


@cache
def _after_its_word() -> re.Pattern[str]:
    """Right after "e-mail:", what would be too little anywhere else: "mia.k chez example point org", "mia 52 k @ example . com"."""
    label = r"[a-z0-9][a-z0-9-]{0,62}"
    dot = rf"(?:\s(?:{_spelled('dot')})\s|\s?\.\s?)"
    return re.compile(
        rf"(?:(?:mail|m[eé]l|courriel|correo|почта|пошта|имейл)\w*\s?:?(?:\s(?:c'est|is|es|é|ist|jest))?|[eé]cri\w*\s[aà])\s"
        rf"(?P<local>[a-z0-9][a-z0-9._-]*(?:\s(?:{_spelled('dot')}|{_spelled('dash')}|{_spelled('underscore')})\s[a-z0-9._-]+)*(?P<more>\s\d{{1,4}}(?:\s[a-z]+)?)?)\s(?P<at>(?(more)@|(?:{_spelled('at_bracketed')})))\s"
        rf"(?P<domain>{label}(?:{dot}{label})*{dot}(?:{_ENDINGS}))(?![a-z0-9])"
    )


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds; where a sign follows on what it took for a domain, that is looked at again: "write at mia.x@example.org"."""
    at = 0
    while match := _pattern().search(text, at):
        if _SIGN_AFTER.match(text, match.end()) and "@" not in match[2]:
            at = match.start(3)
        else:
            yield match
            at = match.end()


def _all_apart(local: str, at: str) -> bool:
    """Do the letters of a name and of the sign after it all stand apart?"""
    return " " in local and " " in at.strip() and at.strip()[0].isalpha() and max(map(len, local.split())) == 1


def _joined(part: str) -> str:
    """`part` with a sign for each word that names one: "tina underscore b" is tina_b."""
    return _joining_words().sub(lambda match: "_" if match["underscore"] else "-", part)


@cache
def _joining_words() -> re.Pattern[str]:
    return re.compile(rf"\s?[\s(\[]\s?(?:(?P<underscore>{_spelled('underscore')})|{_spelled('dash')})\s?[\s)\]]\s?")


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?:{_spelled('at')})(?![^\W_])|[(\[]\s?(?:[a@]|{_spelled('at_bracketed')})\s?[)\]]|(?<![^\W_])(?:{_apart('at')})(?![^\W_])"
    )


def _sentence_end(domain: str) -> str:
    """The domain without the sentence behind it: in "example.org. Tel 06" the second dot ends a sentence, since "org" ends a domain."""
    for stop in _FULL_STOP.finditer(domain):
        last = re.split(r"[^a-z]", domain[: stop.start()])[-1]
        if stop.group().startswith(" ") and " ." in domain[: stop.start()]:
            continue  # "hotmail . co . uk"
        if last != domain[: stop.start()] and _ENDING.fullmatch(last):
            return domain[: stop.start()]
    return domain


_STOP_INSIDE = re.compile(r"(?<=[^\W\d])\.\s(?!\w\s)")
_FULL_STOP = re.compile(r"(?<=[^\s.])\s?\.\s")


def _believable(at: str, local: str, domain: str) -> bool:
    """A worded or spaced sign needs an ending that exists ("insta @luna.love" is a handle); a real @ is believed with any."""
    if not local:
        return False
    if at == "@":
        return True
    if at == " @" and local in _ordinary():
        return False  # "op insta ben ik @zoete.mila.be"
    at = "".join(at.split()) if len(at.split()) > 1 else at
    if at.strip().isalpha() and (domain.startswith("www.") or (local in _ordinary() and at.strip() in _ordinary())):
        return False  # "visit me at example.org"; "contacto arroba …" is an address
    known = bool(_ENDING.fullmatch(domain.rsplit(".", 1)[-1]))
    return known and not (at.startswith(" ") and at.endswith("@") and local in channel_words())


@cache
def _ordinary() -> frozenset[str]:
    """Words that stand before "at" in a sentence."""
    phrases = (
        phrase
        for code in lexicon.languages()
        for subject in ("common", "phone", "now")
        for phrase in lexicon.words(code, "ads").get(subject, ())
    )
    return frozenset(bare(word) for phrase in phrases for word in phrase.split())
