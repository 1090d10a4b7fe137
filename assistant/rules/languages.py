"""Which language a text is in: alphabet first, then its small words, then (only when they do not decide) a trained model."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from assistant import lexicon
from assistant.rules.countries import spoken_in
from assistant.rules.digits import bare, fold
from assistant.rules.first_names import is_first_name
from assistant.rules.towns import key, town

READ_AT_MOST = 4000  # characters; an ad shows its language long before
FEWEST_LETTERS = 4
_FEW = 12  # words
_VOTES_FOR_LATIN = 1.4
_A_TOWN = 10_000  # inhabitants

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_PROSE = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|\b\w+\.(?:com|net|org|nl|me)\S*|(?<!\S)(?:\S ){4,}|\w*\d\w*", re.IGNORECASE
)
# "Ma di do", "Mo-Fr": short days of Dutch and German that are small words of other languages; three of them or a range are a timetable.
_SHORT_DAY = r"(?:ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so)\b\.?"
_SHORT_DAYS = re.compile(
    rf"\b{_SHORT_DAY}(?:\s?[-–]\s?{_SHORT_DAY}|(?:[\s,/+&]{{1,3}}{_SHORT_DAY}){{2,6}})", re.IGNORECASE
)
# Alphabets that one language of ours, or one that only has to be named, writes in.
_SCRIPTS = (
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
)  # fmt: skip
IN_CYRILLIC = ("bg", "ru", "uk")
NOUNS_WITH_CAPITALS = frozenset({"de"})
NAMES_WITH_ENDINGS = frozenset({"pl", "hu", "ro"})  # "Agnieszkę", "debreceni", "Sorinei"


@dataclass(frozen=True, slots=True)
class Detected:
    """`language`: ISO 639-1, or None when there is hardly text. `certainty`: 0 to 1."""

    language: str | None
    certainty: float


def detect(text: str) -> Detected:
    """The language of `text`; links, addresses and digits do not count. Any string is accepted."""
    return detect_plain(fold(text[:READ_AT_MOST]).text)


def detect_plain(folded: str, region: str | None = None) -> Detected:
    """`detect` for a text that is folded already. `region`: ISO 3166 country where it stands; counts as one small word would."""
    prose = _SHORT_DAYS.sub(" ", _NOT_PROSE.sub(" ", folded[:READ_AT_MOST]))
    words = _WORD.findall(prose)
    letters = sum(map(len, words))
    if letters < FEWEST_LETTERS:
        return Detected(None, 0.0)
    among = _by_script(prose, letters)
    if len(among) == 1:
        return Detected(among[0], 0.95)
    votes = _votes(words, among)
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0.0)
    if first[1] >= 3 and first[1] >= 1.6 * second[1] + 1:
        return Detected(first[0], min(0.99, 0.6 + 0.4 * (first[1] - second[1]) / first[1]))
    here = spoken_in(region) if region or len(words) > _FEW else _spoken_where(words)
    return _trained(_without_names(prose), votes, here, len(words))


def _spoken_where(words: Sequence[str]) -> frozenset[str]:
    """The languages of the towns that a few words name: "Wiki 25 Zamość" says little else."""
    places = (town(key(word)) for word in words if word[0].isupper() and not is_first_name(word))
    countries = {place.country for place in places if place and place.inhabitants >= _A_TOWN}
    return frozenset(code for country in countries for code in spoken_in(country))


def _by_script(prose: str, letters: int) -> tuple[str, ...]:
    """The languages that the alphabet of most letters leaves over."""
    for name, pattern in _SCRIPTS:
        if name != "ar" and name != "cyrillic":
            share = len(pattern.findall(prose)) / letters
            if share > (0.15 if name == "ja" else 0.4):
                return (name,)
            continue
        if len(pattern.findall(prose)) > 0.4 * letters:
            return IN_CYRILLIC if name == "cyrillic" else ("ar",)
    return tuple(language for language in lexicon.languages() if language not in ("ar", "ru", "uk"))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """word → language → weight: the fewer languages share a small word, the more it says."""
    spellings: dict[str, dict[str, float]] = {}
    for language in lexicon.languages():
        signs = lexicon.words(language, "channels")  # "point", "nokta": in addresses that are spelled out
        for word in (*lexicon.words(language, "ads").get("common", ()), *signs.get("dot", ())):
            for spelling, weight in ((word.lower(), 1.0), (bare(word), 0.7)):
                for part in spelling.split():
                    known = spellings.setdefault(part, {})
                    known[language] = max(weight, known.get(language, 0.0))
    return {
        word: {
            language: weight / math.sqrt(len(known)) if len(known) > 1 else weight for language, weight in known.items()
        }
        for word, known in spellings.items()
    }


def _votes(words: list[str], among: tuple[str, ...]) -> dict[str, float]:
    weights = _weights()
    votes = dict.fromkeys(among, 0.0)
    for word, count in Counter(word.lower() for word in words).items():
        for language, weight in weights.get(word, {}).items():
            if language in votes:
                votes[language] += weight * min(count, 3)
    return votes


def _without_names(prose: str) -> str:
    """The text without what looks like names of people and towns, which are spelled alike in every language."""

    def blank(word: re.Match[str]) -> str:
        name = word.group()
        known = name[0].isupper() and name.lower() not in _weights() and (is_first_name(name) or town(key(name)))
        return " " if known else name

    kept = _WORD.sub(blank, prose)
    return kept if len(_WORD.findall(kept)) else prose


def _trained(prose: str, votes: Mapping[str, float], here: frozenset[str], size: int) -> Detected:
    """A trained model's log odds and the votes, added: each vote counts as much as a few characters would, as does a language of `here`."""
    scores = {language: score for language, score in _rank(prose) if language in votes}
    # In Latin letters, which the model never saw it in, its score says nothing; nobody writes it with their accents.
    latin = prose.isascii() and len(scores) > len(IN_CYRILLIC)
    for language in scores.keys() & IN_CYRILLIC:
        if latin and votes[language] >= _VOTES_FOR_LATIN:
            scores[language] = median(score for other, score in scores.items() if other not in IN_CYRILLIC)
    if not scores:
        best = max(votes, key=lambda language: votes[language])
        return Detected(best, 0.5) if votes[best] > 0 else Detected(None, 0.0)
    trust = 8.0 if any(votes.values()) else 16.0
    total = {language: score + 8.0 * votes[language] + trust * (language in here) for language, score in scores.items()}
    ranked = sorted(total.items(), key=lambda entry: -entry[1])
    margin = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 10.0
    return Detected(ranked[0][0], min(0.95, 0.4 + margin / (20.0 + 2 * size)))


def _rank(prose: str) -> list[tuple[str, float]]:
    return [(str(language), float(score)) for language, score in _model().rank(prose.lower())]


@cache
def _model():  # type: ignore[no-untyped-def]
    # Loading takes a fifth of a second and fifty megabytes: only when the small words did not decide.
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    with lexicon.built("languages.npz").open("rb") as file, np.load(file) as stored:
        # Seen as memory and as a list, each step of its walk reads a plain integer: indexing an array is ten times as slow.
        return LanguageIdentifier(
            stored["nb_ptc"],
            stored["nb_pc"],
            stored["nb_classes"].tolist(),
            memoryview(stored["tk_nextmove"]),
            stored["tk_output"].tolist(),
            tk_row=memoryview(stored["tk_row"]),
        )
