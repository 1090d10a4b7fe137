"""What the words around a number say of it: "call me", "ad no.", "… views"."""

import re
from functools import cache, lru_cache

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.number_words import number_words

LOOK_BACK = 48  # characters before a number in which a word says what it is
LOOK_AHEAD = 24

# "id 5539201. 06…": the digits that the word announced, and their end
_HAS_ITS_OWN = re.compile(r"\d\S*(?:[.!?;,|]\s|\s[^\w\s(+]{1,2}\s)|\d[^\n]*[.!?;]\s")
_LONGEST_SHORT = 3  # letters of a word that is cut short with a full stop: "ref."
_CUT_NUMBER = ("nr",)  # "Advertentienr. 06…": the full stop ends no sentence
_NUMBER_OF = frozenset(("n", "nr", "no", "nro", "num", "č"))
_FEWEST_KEPT, _MOST_KEPT = 3, 5  # letters of one that is the beginning of another: "ogł."
_SENTENCE = re.compile(r"[.!?]\s")
_PICTURE = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_COUNTED = re.compile(r"[^\S\n]?x?[^\S\n]?([^\W\d_]+)")
_NUMBERED = re.compile(
    r"(?:[№#]|(?<![^\W_])(?:(?<![.!?] )n(?:r|o|ro|\u00b0)|č|[^\W_]{3,}(?:nummer|nr|-id|code)))\s?[.:\u00b0]?\s?$"
)  # "no. 5539201": of something, unless a sentence begins with it: "Mia, 28. Nr: 517…"
_SUFFIXED = re.compile(r"-[a-z](?![\w-])")
_MINE = re.compile(
    r"(?<!\w)(?:meu|mi|mijn|m'n|mn|mein|meine|mon|my|moj|mio|мой|мій|моят|numarul|"
    # another one of hers
    r"drugi|inny|nowy|mam|second|2nd|other|new|tweede|2e|nieuw|nieuwe|zweite|neue|deuxieme|autre|nouveau|segundo|otro|nuevo|outro|novo|doilea|nou|"
    r"masodik|uj|втори|нов|второй|другой|новый|другий|новий|secondo|altro|nuovo|ikinci|yeni)\s$"
)
_SOMETHING_ELSE = 6.0
_GROUPS = re.compile(r"\d\W*\s\W*\d")
_NUMBERED_BEHIND = 8  # characters between a word for a phone and "no."
_QUOTED_WITH = re.compile(r"(?<!\w)o\.?v\.?v\.?:?\s?$")  # "o.v.v.": what a transfer must mention
MOST_TOKENS = 4  # from a word like "id" to its number: "id no. DE 12"
NUMBERS_NOTHING = -3.2  # "no. 5539201", of whatever
_SIGNS = "📞☎📱📲✆☏🤙💬"


@cache
def words_of(codes: tuple[str | None, ...], subject: str) -> frozenset[str]:
    """The bare words and phrases of more than a letter that the ads' lexicons of these languages list as `subject`."""
    return frozenset(
        bare(word) for code in codes if code for word in lexicon.words(code, "ads").get(subject, ()) if len(word) > 1
    )


@cache
def _announcing(language: str | None) -> re.Pattern[str]:
    """The words for a phone, in the ad's language and in English."""
    words = words_of((language, "en"), "phone")
    return re.compile(
        r"(?<![^\W\d_])(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?![^\W\d_])"
    )


@lru_cache(maxsize=4096)  # every window of a run that begins at one place asks the same
def _counts_something_else(before: str, language: str | None) -> float:
    """What a word right before it takes away that says that the number is an ad's, a tax number, a price. Only signs, "no." or "BE" may stand between, or one
    word, which leaves a doubt ("registro mercantil 32…", but "cuenta conmigo 61…").

    Every language counts: a Spanish ad in Brussels has its "TVA BE 0478 512 336".
    """
    if _QUOTED_WITH.search(before):
        return _SOMETHING_ELSE
    if f" {before.rstrip(_SIGNS_BEFORE)}".endswith(_long_denials(language)):
        return _SOMETHING_ELSE
    denying, calling = _denying(language), words_of((language, "en"), "phone")
    numbering = words_of(lexicon.languages(), "numbering")
    counting = numbering | _NUMBER_OF
    tokens = list(_TOKEN.finditer(before, before.rfind("\n") + 1))
    following, ends = "", len(before)
    for token, earlier in zip(reversed(tokens[-MOST_TOKENS:]), [*reversed(tokens[:-1]), None], strict=False):
        word = token.group()
        stopped_short = before[token.end() : token.end() + 1] == "."
        stopped = _SENTENCE.search(before, token.end(), ends) and not (word.endswith(_CUT_NUMBER) and stopped_short)
        said_before = stopped and (following not in numbering if following else len(word) > _LONGEST_SHORT)
        if said_before or _PICTURE.search(before, token.end(), ends) or _HAS_ITS_OWN.search(before, token.end()):
            return 0.0
        numbered = following in counting or (earlier is not None and earlier.group() in counting)
        cut_short = numbered and stopped_short and _cut_short(word, denying, calling)
        inflected = word not in calling and not words_of((language,), "not_phone").isdisjoint(_forms(word))
        if cut_short or inflected or not denying.isdisjoint((word, f"{word} {following}", *re.split("[-']", word))):
            of_a_phone = earlier and f"{earlier.group()} {word}" in calling  # an "area code"
            return 0.0 if of_a_phone else _SOMETHING_ELSE
        if word in calling and word in numbering and not following:
            following, ends = word, token.start()  # "listing number", but not "my number"
            continue
        between = len(word) > 3 and not following and word not in numbering
        if between and earlier and earlier.group() in denying and before[earlier.end() : token.start()] == " ":
            doubtful = word not in calling and announced(before, language) <= earlier.end()
            return -NUMBERS_NOTHING if doubtful else 0.0
        if following in calling or word in calling or (len(word) > 3 and word not in numbering):
            return 0.0
        following, ends = word, token.start()
    return 0.0


@cache
def _denying(language: str | None) -> frozenset[str]:
    """What says that a number is something else, in every language; a "lat" is no latitude where it means years, nor "belge" a deed."""
    codes = tuple(code for code in lexicon.languages() if code != language)
    own = frozenset(lexicon.words(language or "", "numbers").get("measures", ()))
    everyday = words_of((language,), "common") | words_of((language,), "not_alias")
    return words_of((language,), "not_phone") | words_of(codes, "not_phone") - own - everyday


_SIGNS_BEFORE = " .:#№-–\n"


@cache
def _long_denials(language: str | None) -> tuple[str, ...]:
    """Those of them in the ad's own language that are three words or more, as they end a text: "код за резервация"."""
    return tuple(f" {phrase}" for phrase in words_of((language,), "not_phone") if phrase.count(" ") > 1)


_SHORTEST_FORM, _LONGEST_ENDING = 6, 4  # letters of a word that takes endings, and of those


def _forms(word: str) -> tuple[str, ...]:
    """What a word may be without its ending: "azonosítója", "oferty"."""
    fewest = _SHORTEST_FORM - (word[0] > "\u0400")
    shortest = max(fewest, len(word) - _LONGEST_ENDING)
    cut = [word[:end] for end in range(shortest, len(word))]
    changed = [word[:-1] + vowel for vowel in "aeoа"] if len(word) >= _SHORTEST_FORM else []
    return (*cut, *changed)


def _cut_short(word: str, denying: frozenset[str], calling: frozenset[str]) -> bool:
    """Is it the beginning of a word that denies, and of none that calls: "ogł." for an ad?"""
    if not _FEWEST_KEPT <= len(word) <= _MOST_KEPT or any(one.startswith(word) for one in calling):
        return False
    return any(one.startswith(word) and len(one) > len(word) + 1 for one in denying)


@lru_cache(maxsize=4096)
def announced(before: str, language: str | None) -> int:
    """Where the last word or sign for a phone ends in the bare text before a number; -1 without one."""
    said = max((match.end() for match in _announcing(language).finditer(before)), default=-1)
    return max(said, *(before.rfind(sign) for sign in _SIGNS))


def _is_counted(after: str) -> bool:
    """Does a word such as "views" follow right after?"""
    word = _COUNTED.match(after)
    return word is not None and bare(word[1]) in words_of(lexicon.languages(), "counted")


def _calls(before: str, language: str | None) -> bool:
    """Is the word that a number is written to one for a phone, or for a number in it: "tel0612…"?"""
    word = _TOKEN.findall(before)[-1:]
    return not word or word[0] in words_of((language, "en"), "phone") or word[0] in number_words()


def near(low: str, language: str | None, start: int, end: int) -> float:
    """What the words around a span say: the last word before it counts most."""
    before = bare(low[max(0, start - LOOK_BACK) : start])
    said = announced(before, language)
    after = low[end : end + LOOK_AHEAD]
    if low[max(0, start - 2) : start].isalpha() and start > 1 and not _calls(before, language):
        return NUMBERS_NOTHING - 1.8  # "3SABC0612345678"
    if _SUFFIXED.match(after):
        return NUMBERS_NOTHING  # "0612483099-B"
    whole = not _GROUPS.search(low, start, end)  # "07 * 68 * 015 photos" counts its last group at most
    counted = _SOMETHING_ELSE if whole and _is_counted(after) else _counts_something_else(before, language)
    if counted:
        return -counted
    numbered = _NUMBERED.search(before)
    if numbered and numbered.group().strip() in words_of((language,), "common"):
        numbered = None  # "às nove, no 933…": an everyday word, and no number of something
    numbered = None if numbered and _MINE.search(before, 0, numbered.start()) else numbered
    if said >= 0 and numbered and numbered.start() - said > _NUMBERED_BEHIND:
        said = -1  # "leave a message on the site, subscription no. 67000-2231"
    announces = 0.5 if said >= 0 and _HAS_ITS_OWN.search(before, said) else 2.0
    score = announces if said >= 0 else NUMBERS_NOTHING if numbered else 0.0
    if not score and (_announcing(language).search(bare(after)) or any(sign in after for sign in _SIGNS)):
        score = 1.3
    return score
