"""The name she uses: after "I am …" in any language, in the title line, or alone under the text. Never a slogan, a town or an adjective."""

import re
from functools import cache

from assistant import lexicon
from assistant.rules import alias_couples
from assistant.rules.alias_candidates import LETTER_BY_LETTER, WORD, candidates, made
from assistant.rules.alias_houses import Houses
from assistant.rules.alias_words import (
    after_name,
    doorbells,
    no_names,
    pet_called,
    pet_owning,
    pet_words,
    place_words,
    plain_pets,
)
from assistant.rules.alias_worth import FIRST, IN_TEXT, OPENING, SIGNED, WEAKLY, Candidate
from assistant.rules.channel_words import channel_words
from assistant.rules.digits import bare, lower
from assistant.rules.first_names import common_words, given_names, is_first_name
from assistant.rules.latin import in_latin
from assistant.rules.towns import key
from assistant.rules.towns import town as town_named

READ_AT_MOST = 20_000  # characters
ENOUGH = 4.5
LONG = 9  # letters
LONGEST_FORMER = 40  # characters
_HEADING = 40  # characters
_CALLED_CATS = frozenset(("es", "hu", "pt", "ro"))  # languages in which a pretty woman is one
LOOK_BACK = 30  # characters before a word
BIG_TOWN = 150_000  # inhabitants: a word that names one is no alias, unless it is a first name too
FIRST_NAME, GIVEN, IN_HANDLE, WITH_AGE, FOLLOWED = 4.0, 2.5, 2.5, 1.5, 0.6
COMMON, SMALL, AFTER_TOWN, OF_A_HOUSE, OF_A_PET, NOT_HERS = -1.2, -3.0, -4.0, -4.0, -4.0, -8.0
TOLD = 7.5  # "call me Dallas": her name, whatever else it names

_YEARS = r"(?:1[89]|[2-6]\d)(?![\d€$£.:/]|\s?(?:€|eur|min|km|h\b|%|\d))"
_AGE = re.compile(rf"[\s,(|–-]{{1,4}}{_YEARS}")
_AGE_APART = re.compile(rf"[^\w.:/€$£@]{{1,4}}{_YEARS}")
_SENTENCE_ENDED = re.compile(r"[.!?\n]\s*$")
_PRICED = re.compile(
    r"[ :]{1,3}(?:v\.?a\.?|ab|from|dès|da|desde|od|de la|от|від)?\s?(?:[€$£]\s?\d|\d{1,4}(?:[.,]\d\d)?\s?(?:[€$£₴₽₺]|(?:eur|euros?|lei|ron|z[lł]|pln|лв|лева"
    r"|ft|huf|грн|руб|tl|lira|min[a-zț]*|мин[а-я]*|хв[а-яі]*|perc|dk|dakika|h|hrs?|hours?|std|stunden?|heures?|or[ae]|horas?|uur|saat|час[а-я]*|godz[a-z]*|óra)\b))",
    re.IGNORECASE,
)  # "Webcam 20 min", "Entrée 15 €": what is sold
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b")
_VOWEL = re.compile(r"[aeiouy]|[^a-z]")
_ELIDED = re.compile(r"^[dl]['’](?=[^\W\d_])|['’]s$")


def find(text: str, language: str | None, towns: frozenset[str], *, typed: str | None = None) -> str | None:
    """The alias in a folded text, in its usual capitals; None when the text names nobody.

    `towns`: bare words that name towns here; `typed`: the same text with the addresses that were taken out of it.
    """
    text = _IBAN.sub(lambda account: " " * len(account.group()), text[:READ_AT_MOST])
    best: tuple[float, int, str] | None = None
    weigh = _Scale(text, language, towns, (typed or text)[:READ_AT_MOST])
    for candidate in candidates(text, language, no_names(language), towns):
        name = _ELIDED.sub("", candidate.name)
        score = weigh(name, candidate)
        if score >= ENOUGH and (best is None or score > best[0]) and not _is_former(text, candidate.start, language):
            best = (score, candidate.start + candidate.name.index(name), name)
    if best is None:
        return None
    _, start, name = best
    if pair := alias_couples.both(text, start, start + len(name), language):
        return " ".join((_as_name(pair[0]), pair[1].lower(), _as_name(pair[2])))
    if LETTER_BY_LETTER.fullmatch(name):
        return _as_name(name.replace(" ", ""))
    return _as_name(name + weigh.second(start + len(name), name))


def _is_former(text: str, start: int, language: str | None) -> bool:
    """Is it said right before that the name is hers no more: "you know me as Luna", "ex-Luna"?"""
    return _former(language or "en").search(lower(text[max(0, start - LONGEST_FORMER) : start])) is not None


@cache
def _former(language: str) -> re.Pattern[str]:
    words = {word for code in (language, "en") for word in lexicon.words(code, "ads").get("former", ())}
    phrases = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{phrases})[\s:\-\"“„«']*$")


class _Scale:
    """Weighs candidates of one text."""

    def __init__(self, text: str, language: str | None, towns: frozenset[str], typed: str) -> None:
        self.text, self.towns, self.ordinary = text, towns, no_names(language)
        self.made = bare(" ".join(made(typed)))
        letters = [word[0] for word in WORD.findall(text[:4000])]
        self.small_text = sum(not letter.islower() for letter in letters) * 12 <= len(letters)
        self.common = common_words(language or "en")
        self.after_name = after_name(language)
        self.placing = place_words(language)
        self.houses = Houses(text)
        self.pets, self.plain_pets, self.called = pet_words(language), plain_pets(language), pet_called(language)
        self.owning, self.flatters = pet_owning(language), language in _CALLED_CATS
        self.compounds = language in ("nl", "de", "hu")
        self.inflects = bool(lexicon.words(language or "", "ads").get("endings_place"))

    def __call__(self, name: str, candidate: Candidate) -> float:
        """How much speaks for `name`; 0 when it cannot be one."""
        spelled = bare(name)
        known, heard = is_first_name(name), self._heard(spelled)
        told = candidate.worth >= TOLD
        in_handle = len(spelled) > 2 and any(form in self.made for form in (spelled, in_latin(spelled)))
        announced = told or (in_handle and candidate.worth == WEAKLY)
        elsewhere = known and candidate.worth == WEAKLY and len(self.towns) > 1  # "in Kortrijk bij Daphne"
        if (spelled in self.towns and not (announced or elsewhere)) or not self._may_be(
            name,
            spelled,
            known=known or announced or heard > 0,
            opening=known and self._said_to_be(name, candidate),
        ):
            return 0.0
        if candidate.worth == WEAKLY and name[0].islower() and not self.small_text:
            return 0.0
        if candidate.worth == SIGNED and not known and not in_handle and town_named(key(name)):
            return 0.0  # where she is, at the end
        end = candidate.start + len(candidate.name)
        if name[0].islower() and self.text[end : end + 1] == "." and self.text[end + 1 : end + 2].isalnum():
            return 0.0  # the first part of a user name
        score = candidate.worth + (FIRST_NAME if known else heard)
        score += self._smallness(name, candidate, known=known)
        score += IN_HANDLE if in_handle else 0.0
        score += WITH_AGE if _AGE.match(self.text, end) and not _PRICED.match(self.text, end) else 0.0
        if candidate.worth <= FIRST and not known:
            score += FOLLOWED if candidate.worth == FIRST and self._followed(end) else 0.0
            score += AFTER_TOWN if self._placed(candidate.start) else 0.0
        elif candidate.worth > IN_TEXT and not known and self._after_town(candidate.start):
            score += AFTER_TOWN
        if score < ENOUGH:
            return score  # what follows only takes away
        if not (known or told) and self.houses.joined_with(spelled, candidate.start, end):
            score += OF_A_HOUSE
        if not told and self._of_a_pet(candidate.start):
            score += OF_A_PET
        named_house = not told and self.houses.called(candidate.start, end)
        channel = spelled in channel_words() and (not known or self._beside_channel(candidate.start, end))
        if channel or named_house or self._at_the_door(candidate.start):
            score += NOT_HERS
        return score

    def _heard(self, spelled: str) -> float:
        """What others counted says of a word that our lists of names do not hold."""
        if spelled in self.common:
            return 0.0 if spelled in given_names() else COMMON
        return GIVEN if spelled in given_names() else 0.0

    def _said_to_be(self, name: str, candidate: Candidate) -> bool:
        """Is it hers though it is an ordinary word too: "Dulce, 23, Puebla", "soy Dulce"?"""
        introduced = candidate.worth >= TOLD and name[0].isupper() and not self.small_text
        age = _AGE_APART.match(self.text, candidate.start + len(name)) if name[0].isupper() else None
        sentence = _SENTENCE_ENDED.search(self._before(candidate.start)) is not None
        if age and (candidate.start == 0 or (sentence and age[0].startswith(","))):
            return True  # "Elke, 44", "Ebony 💫 27", "Who said Monday? Dulce, 23"
        return candidate.worth == OPENING or introduced

    def _smallness(self, name: str, candidate: Candidate, *, known: bool) -> float:
        """What small letters take away, in a text that has capitals: "le foto sono mie" introduces nobody."""
        if not name[0].islower() or (self.small_text and (known or candidate.worth > FIRST)):
            return 0.0
        return SMALL if known or self.small_text else 2 * SMALL

    def _may_be(self, name: str, spelled: str, *, known: bool, opening: bool) -> bool:
        if len(spelled) < 2 or (spelled in self.ordinary and not opening) or not _VOWEL.search(spelled):
            return False
        if not known and spelled.partition("-")[0] in self.ordinary:
            return False  # "Écrivez-moi"
        if "'" in name and self.inflects:
            return False  # "Konya'dayım" is a town
        place = town_named(key(name))
        if not known and self.compounds and self._is_compound(spelled):
            return False
        return known or not (place and place.inhabitants > BIG_TOWN)

    def _is_compound(self, spelled: str) -> bool:
        """Is it a long word that ends in an ordinary one: "Winterangebot"?"""
        return len(spelled) >= LONG and any(spelled[at:] in self.ordinary for at in range(3, len(spelled) - 4))

    def _followed(self, end: int) -> bool:
        """Does a town, a sign or a word such as "in", "from", "now" come next?"""
        following = WORD.search(self.text, end, end + 40)
        between = self.text[end : following.start() if following else end + 40]
        if not following or between.strip(" "):
            return bool(between.strip(" '’-/")) and not _PRICED.match(self.text, end)
        word = bare(following.group())
        return word in self.after_name or word in self.towns or "-" in between

    def _before(self, start: int) -> str:
        """What stands right before a word."""
        return self.text[max(0, start - LOOK_BACK) : start]

    def _at_the_door(self, start: int) -> bool:
        """Does a word for a doorbell stand right before, or one more and a sign between?"""
        before = re.split(r"[.!?\n]\s", self._before(start))[-1]
        words = [bare(word) for word in WORD.findall(before)[-2:]]
        return not doorbells().isdisjoint((*words, " ".join(words)))

    def _of_a_pet(self, start: int) -> bool:
        """Does a word for an animal stand right before ("my cat Luna", "a parrot, Luna"), one more between, or "called"?"""
        before = self._before(start)
        if before.endswith(", ") and any(bare(word).startswith(self.plain_pets) for word in WORD.findall(before)[-1:]):
            return True
        words = [bare(word) for word in WORD.findall(re.split(r"[^\w\s'’]|\n", before)[-1])]
        called = next((len(one.split()) for one in self.called if " ".join(words).endswith(one)), 0)
        if self.pets.isdisjoint(words[-2 - called :]):
            return False
        heads = (
            self.flatters
            and start < _HEADING
            and not called
            and not any(word.startswith(self.plain_pets) for word in words)
        )
        return not heads or not self.owning.isdisjoint(words)  # "gata meiga Lara", "szőke cica Vivien": she herself

    def _beside_channel(self, start: int, end: int) -> bool:
        """Does another channel stand near: "Line y Skype"?"""
        near = WORD.findall(self.text[max(0, start - 20) : start])[-2:] + WORD.findall(self.text[end : end + 20])[:2]
        return any(bare(word) in channel_words() for word in near)

    def _placed(self, start: int) -> bool:
        """Does a word such as "in" or "area" stand right before?"""
        before = self._before(start).rstrip()
        words = WORD.findall(before)
        return bool(words) and before[-1].isalpha() and bare(words[-1]) in self.placing

    def _after_town(self, start: int) -> bool:
        """Does a town and a comma stand right before? Then it is a quarter or a street."""
        before = self._before(start).rstrip()
        words = WORD.findall(before)
        return before.endswith((",", "/", "(")) and bool(words) and bare(words[-1]) in self.towns

    def _is_surname(self, word: str, end: int) -> bool:
        """Does a sign follow a word in capitals that names no place: "Dixie Rae 🎰", "aqui é a Jéssica Lins, morena"?"""
        after = self.text[end : end + 2].lstrip()
        return word.istitle() and len(word) > 2 and not after[:1].isalnum() and town_named(key(word)) is None

    def second(self, end: int, name: str) -> str:
        """The second half of a double name ("Ana Maria"), with its space; "" when there is none."""
        following = WORD.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
        if not following or not is_first_name(name):
            return ""
        word = following.group()
        in_handle = bare(name) + bare(word) in re.sub(r"[._-]", "", self.made)  # "Mila Noir", @mila.noir
        spelled = bare(word)
        known = is_first_name(word) or in_handle or self._is_surname(word, following.end())
        fits = word[0].isupper() and word.isupper() == name.isupper() and known
        return (
            f" {word}"
            if fits and spelled not in self.towns and spelled not in self.ordinary and spelled != bare(name)
            else ""
        )


def _as_name(words: str) -> str:
    """ "LUNA" and "luna" → "Luna"; "LaLuna" stays."""
    if not (words.isupper() or words.islower()):
        return words
    return re.sub(r"[^\W\d_]+", lambda part: part.group()[:1].upper() + part.group()[1:].lower(), words)
