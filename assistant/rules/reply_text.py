"""Chat spelling → words that can be compared: no accents, no capitals, no doubled letters, one key for every way to spell a word.

Two spellings of keys exist. The plain one is the word in its own script, folded. The other one, with a "~" in front, is for languages in
Cyrillic letters: Cyrillic and the many ways to type it in Latin letters (шльокавица, translit) fold to the same key, so that
"пишеш", "pishesh" and "pi6e6" are one word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

MAX_READ = (
    10_000  # characters of a reply that are read; a real reply is a few lines, and what she wants stands at its start
)

_JOINED_SUFFIX = re.compile(r"(?<=\w)['’`´](?=(?:t|s|re|ve|ll|m|d)\b)", re.IGNORECASE)
_CYRILLIC_APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])['’`´ʼ](?=[\u0400-\u04ff])")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_MASKED = re.compile(r"(?<=[^\W_])[*#@]{1,3}(?=[^\W_])")  # f*ck
_TOKEN = re.compile(r"[^\W_]+|[.!?…\n;,؟،:()]|[^\w\s]")
_REPEAT = re.compile(r"(.)\1+")
_STRONG = frozenset(".!?…\n;؟")
_WEAK = frozenset(",،:()")
_LETTERS = {"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"}
_ARABIC = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ـ": "",
    "گ": "ك",
    "ی": "ي",
    "ک": "ك",
}
_FOLD = str.maketrans(_LETTERS | _ARABIC)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"})
_CYRILLIC = str.maketrans(
    dict(zip("абвгдезиійклмнопрстуфхжцчшыэёґў", "abvgdeziiiklmnoprstufhzccsieegu", strict=True))
    | {"щ": "st", "ъ": "a", "ь": "", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"}
)
_DIGRAPH = re.compile(r"shch|sch|sht|6t|zh|sh|ch|kh|ts|tz|[jqwxy46]")
_DIGRAPHS = (
    {"shch": "st", "sch": "st", "sht": "st", "6t": "st", "zh": "z", "sh": "s", "ch": "c", "kh": "h", "ts": "c", "tz": "c"}
    | {"j": "z", "q": "ia", "w": "v", "x": "h", "y": "i", "4": "c", "6": "s"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a reply. `text`: as she typed it. `forms`: all its keys, and each beginning of a key with "*" behind it.

    `starts` and `ends` say whether a clause starts or ends here; `breaks`: a sentence ends behind it, so no phrase runs on.
    """

    text: str
    forms: frozenset[str]
    starts: bool
    ends: bool
    breaks: bool


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case, without accents and doubled letters; Turkish and Polish letters become their plain ones, Arabic ones one spelling."""
    lowered = word.casefold()
    if not lowered.isascii():
        parted = unicodedata.normalize("NFKD", lowered)
        lowered = "".join([char for char in parted if not unicodedata.combining(char)]).translate(_FOLD)
    return _REPEAT.sub(r"\1", lowered)


def slavic(folded: str) -> str:
    """The common key of a folded word in Cyrillic letters and of its spellings in Latin letters, without the "~"."""
    latin = (
        folded.translate(_CYRILLIC).replace("ts", "c")
        if not folded.isascii()
        else _DIGRAPH.sub(lambda m: _DIGRAPHS[m[0]], folded)
    )
    return _REPEAT.sub(r"\1", latin)


def _is_cyrillic(word: str) -> bool:
    return not word.isascii() and _CYRILLIC_LETTER.search(word) is not None


def keys(word: str) -> tuple[str, ...]:
    """Every key under which a typed word may stand in a lexicon."""
    folded = fold(word)
    if _is_cyrillic(folded):
        return ("~" + slavic(folded),)
    found = [folded]
    if folded.isascii():
        found.append("~" + slavic(folded))
        if not folded.isalpha() and not folded.isdigit():
            found.append(_REPEAT.sub(r"\1", folded.translate(_LEET)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    forms = set()
    for key in keys(word):
        forms.add(key)
        forms.update(key[:end] + "*" for end in range(2, min(len(key), 16) + 1))
    return frozenset(forms)


@cache
def lexicon_keys(word: str, language: str) -> tuple[str, ...]:
    """The keys under which a word of a lexicon is kept; a trailing "*" (any ending) stays. German ä is a or ae, Bulgarian ъ is a, u or y."""
    star = "*" if word.endswith("*") and len(word) > 1 else ""
    bare = word.removesuffix("*") if star else word
    if language in ("bg", "ru", "uk") and _is_cyrillic(bare):
        folded = fold(bare)
        spellings = {slavic(folded)}
        if "ъ" in folded:
            spellings |= {slavic(folded.replace("ъ", sound)) for sound in "уи"}
        if "г" in folded and language == "uk":
            spellings.add(slavic(folded.replace("г", "х")))
        return tuple("~" + spelling + star for spelling in sorted(spellings))
    if language != "de" or bare.isascii():
        return (fold(bare) + star,)
    spelled = bare.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return tuple(spelling + star for spelling in sorted({fold(bare), fold(spelled)}))


def word_of(text: str) -> Word:
    """One word by itself."""
    return Word(text, _forms(text), False, False, False)


def _joined(tokens: list[str]) -> Iterator[str]:
    """The tokens with letters typed apart put together: s t o p, s.t.o.p → stop."""
    at = 0
    while at < len(tokens):
        end, letters = at, ""
        while end < len(tokens) and (
            len(tokens[end]) == 1 and (tokens[end].isalpha() or (letters and tokens[end] in ".-_*"))
        ):
            letters += tokens[end] if tokens[end].isalpha() else ""
            end += 1
        if len(letters) >= 4:
            yield letters
            at = end
        else:
            yield tokens[at]
            at += 1


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a reply in order, emoji included. Only the first MAX_READ characters are read."""
    head = unicodedata.normalize("NFKC", text[:MAX_READ])
    for joint in (_JOINED_SUFFIX, _CYRILLIC_APOSTROPHE, _MASKED):
        head = joint.sub("", head)
    head = "".join(char for char in head if char == "\n" or unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Mn"))
    tokens = list(_joined(_TOKEN.findall(head)))
    words: list[Word] = []
    starts = True
    for at, token in enumerate(tokens):
        if token in _STRONG or token in _WEAK:
            starts = True
            continue
        if not (token[0].isalnum() or unicodedata.category(token[0]) == "So"):
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else "."
        ends = after in _STRONG or after in _WEAK
        words.append(Word(token, _forms(token.casefold()), starts, ends, after in _STRONG))
        starts = not token[0].isalnum()
    return tuple(words)
