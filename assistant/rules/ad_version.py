"""One version of an ad as it is compared with another: read once, whatever is asked of it."""

import re
from collections.abc import Sequence
from datetime import date

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from assistant.rules import alias_couples, noticing, pets
from assistant.rules.ad_memory import told_words
from assistant.rules.ad_words import Word, fold, found_in, split, vocabulary
from assistant.rules.ads import AdDetails, Channel, plain_text, read_ad
from assistant.rules.first_names import is_first_name, may_be_first_name
from assistant.rules.languages import IN_CYRILLIC, NAMES_WITH_ENDINGS, NOUNS_WITH_CAPITALS
from assistant.rules.pet_names import is_one_name
from assistant.rules.same_numbers import written_as
from assistant.rules.towns import homonyms, key

_ENDS_SENTENCE = frozenset(".!?\n:")
_LONGEST_ENDING = 4  # letters
_BRACKETED = 5  # words
_NAMES_AMONG = 400  # words of an ad


class Version:
    """One version of an ad, read: its details, and its words without contact points and without what the site added."""

    def __init__(self, pasted: str, region: str | None, day: date | None = None) -> None:
        """`day`: on which it stood there, for what it tells by date."""
        self.text, self.region = plain_text(pasted), region
        self.details: AdDetails = read_ad(self.text, region=region, today=day)
        self.words = told_words(self.text, self.details)
        self.phones = frozenset(point.value for point in self.details.points if point.channel is Channel.PHONE)
        self.speaks(self.details.language)

    def knows(self, numbers: frozenset[str]) -> None:
        """Take these numbers, which the other version gives, for read where they stand here in a spelling that was not."""
        written = written_as(self.text, numbers - self.phones)
        written = {number: quote for number, quote in written.items() if not self._reads_another(number, quote)}
        if written:
            quotes = tuple(written.values())
            misread = {point.value for point in self.details.points if any(point.quote in quote for quote in quotes)}
            self.phones = (self.phones - misread) | written.keys()
            self.words = told_words(self.text, self.details, quotes)
            self.speaks(self.language)

    def _reads_another(self, number: str, quote: str) -> bool:
        """Was what stands there read as a number of the same country and length: "06 20 447 3318", and not "06 70 447 3318"?"""
        return any(
            point.channel is Channel.PHONE
            and point.quote in quote
            and len(point.value) == len(number)
            and _calling_code(point.value) == _calling_code(number)
            for point in self.details.points
        )

    def speaks(self, language: str | None) -> None:
        """Read what it tells in this language."""
        self.language = language
        self.found = found_in(self.words, language)
        self.traits = noticing.of_found(self.found, self.details.alias or "")

    @property
    def in_cyrillic(self) -> bool:
        """Is it in Bulgarian, Russian or Ukrainian, and written so? On a phone many write those in Latin letters."""
        return self.details.language in IN_CYRILLIC and any("\u0400" <= char <= "\u04ff" for char in self.text)

    def alias(self) -> str:
        """The name that was read, unless it is a town or a word that we know to be no name ("Blonde", "Maandag")."""
        alias = self.details.alias or ""
        return "" if any(map(self.means_something, alias_couples.names(alias))) else alias

    def means_something(self, name: str) -> bool:
        """Is this the town she is in, her pet, or a word of the lexicon?"""
        folded = fold(name)
        names = {fold(other) for _, other in self.traits.pets} | {fold(self.details.town or "")}
        hits = vocabulary(self.language or "en").find(split(name))
        not_names = (
            {"month", "look"} if is_first_name(name) else {"month"}
        )  # April is a name as well, and Mel, though it is honey
        if self.language in NAMES_WITH_ENDINGS and is_one_name(name, self.details.town or ""):
            return True
        return folded in names or any(hit.subject not in not_names for hit in hits)

    def is_common_word(self, town: str) -> bool:
        """Is this town written small, and a word of the lexicon ("fotos novas no jardim")?"""
        return self.writes_small(town) and any(True for _ in vocabulary(self.language or "en").find(split(town)))

    def writes_small(self, name: str) -> bool:
        """Does this word stand in the text without its capital?"""
        return any(word.folded == fold(name) and word.written.islower() for word in self.words)

    def other_names(self, known: frozenset[str]) -> set[str]:
        """Words that may be her name and are none of the `known` ones: first names if there are any, else what is written as a name."""
        words = self.words[:_NAMES_AMONG]
        fresh = [
            word.written
            for before, word, after in zip((None, *words), words, (*words[1:], None), strict=False)
            if word.folded not in known and self._may_be_her_name(word, before, after)
        ]
        return {name for name in fresh if is_first_name(name)} or set(fresh)

    def _may_be_her_name(self, word: Word, before: Word | None, after: Word | None) -> bool:
        """Written as a name, alone and not only for opening a sentence, and with no other meaning here; or a known first name."""
        if not (word.written.istitle() and word.written.isalpha()) or self.means_something(word.written):
            return False
        if is_first_name(word.written):
            return True
        beside = [other for other in (before, after) if other and other.clause == word.clause]
        alone = not any(other.written[:1].isupper() for other in beside)
        inside = self.language not in NOUNS_WITH_CAPITALS and bool(word.gap) and not _ENDS_SENTENCE & set(word.gap)
        town = any(is_one_name(part, word.written) for part in (self.details.town or "").split())
        return alone and inside and not town and not homonyms(key(word.written))

    def is_her_or_a_town(self, name: str) -> bool:
        """Is this her own name or where she is?"""
        return fold(name) in {fold(word) for word in f"{self.details.alias or ''} {self.details.town or ''}".split()}

    def tells_of(self, animal: str, name: str) -> bool:
        """Does it speak of this pet already: by its name, or as an animal of which it gives no other name?"""
        others = {known for kind, known in self.traits.pets if kind != animal}
        if (
            name
            and name not in others
            and any(is_one_name(name, word.written) for word in self.words if word.written[0].isupper())
        ):
            return True
        named = any(kind == animal and known for kind, known in self.traits.pets)
        return animal in pets.animals_of(self.found) and not (name and named)

    def plain_words(self) -> set[str]:
        """The words that belong to a language: no names and no currencies."""
        money = [*self.found.of("currency"), *self.found.of("price", "currency")]
        paid = {self.words[hit.first].folded for hit in money}
        words = {
            word.folded for word in self.words if word.folded.isalpha() and not self.is_her_or_a_town(word.written)
        }
        return words - paid

    def says_name(self, name: str) -> bool:
        """As `says`, where names take endings in any form: "u Danuty" of Danuta."""
        if self.says(name) or self.language not in NAMES_WITH_ENDINGS:
            return self.says(name)
        likely = (
            word.written for word in self.words if len(word.written) >= len(name) - 2 and word.written[0].isupper()
        )
        return any(is_one_name(name, word) for word in likely)

    def says(self, name: str) -> bool:
        """Does this name stand in the text?"""
        return self.finds(name) >= 0

    def tells_of_moving(self, town: str) -> bool:
        """Does it say, in a sentence with this town, that she came, left or is there now?"""
        first = {word.folded for word in split(town)[:1]}
        sentences = {word.sentence for word in self.words if any(is_one_name(word.folded, one) for one in first)}
        found = self.found
        said = [*found.of("move"), *found.of("left"), *found.of("mark", "new"), *found.of("day"), *found.of("when")]
        return not sentences or any(self.words[hit.first].sentence in sentences for hit in said)

    def photographs(self, name: str) -> bool:
        """Is this name said only in sentences about photos: "taken in Cholula"?"""
        first = {word.folded for word in split(name)[:1]}
        said = {word.sentence for word in self.words if word.folded in first}
        photos = {self.words[hit.first].sentence for hit in self.found.of("photo")}
        return bool(said) and said <= photos

    def is_away_in(self, name: str, home: str) -> bool:
        """Is this name said only where the ad tells of a holiday, in sentences without her `home`: "back on the 9th, by the sea in De Panne"?"""
        said, at_home = (
            {word.sentence for word in self.words if word.folded in {part.folded for part in split(town)[:1]}}
            for town in (name, home)
        )
        rests = [*self.found.of("when", "away", "away_then", "holiday"), *self.found.of("hour", "closed")]
        return bool(said) and said.isdisjoint(at_home) and said <= {self.words[hit.first].sentence for hit in rests}

    def tells_of_times(self) -> bool:
        """Does it say from when or until when?"""
        weeks = self.found.of("when", "this_week", "next_week", "until", "from")
        return bool(weeks or self.found.of("move") or self.found.of("day"))

    def joins(self, one: str, other: str) -> bool:
        """Does one name stand beside the other, with a word between at most: "Belo Horizonte, bairro Floresta"?"""
        text = f" {_spaced(self.words)} "
        one, other = _spaced(split(one)), _spaced(split(other))
        return any(
            re.search(rf" {re.escape(a)}(?: \S+)? {re.escape(b)} ", text) for a, b in ((one, other), (other, one))
        )

    def says_a_form_of(self, name: str) -> bool:
        """Does this name stand in the text with an ending: "debreceni" for Debrecen, "een echte Gentse", but not "gentle"?"""
        folded = fold(name)
        small = self.language in NAMES_WITH_ENDINGS
        return any(
            word.folded.startswith(folded)
            and len(word.folded) - len(folded) <= _LONGEST_ENDING
            and (small or word.written[0].isupper())
            for word in self.words
        )

    def brackets(self, name: str) -> bool:
        """Does this name stand in brackets, as its first words?"""
        folded, forms = fold(name), self.language in NAMES_WITH_ENDINGS
        return any(
            (word.folded == folded or (forms and is_one_name(name, word.written)))
            and "(" in "".join(one.gap for one in self.words[max(0, at - _BRACKETED) : at + 1])
            for at, word in enumerate(self.words)
        )

    def says_now(self, name: str) -> bool:
        """Does "now" or "from now on" stand beside this name, as one word with a capital?"""
        if self.language in NOUNS_WITH_CAPITALS and not may_be_first_name(name, self.language):
            return False
        marks = self.found.of("mark", "new")
        places = [at for at, word in enumerate(self.words) if word.folded == fold(name) and word.written[0].isupper()]
        return any(0 < max(mark.first - at, at - mark.last) <= 1 for at in places for mark in marks)

    def finds(self, name: str) -> int:
        """Where this name first stands as whole words, counted in letters; -1 when it does not."""
        return f" {_spaced(self.words)} ".find(f" {_spaced(split(name))} ")


def _calling_code(number: str) -> str:
    """The country code that a number in E.164 begins with: no code is the beginning of another."""
    digits = number.removeprefix("+")
    codes = (digits[:size] for size in (1, 2, 3))
    return next((code for code in codes if code.isdecimal() and int(code) in COUNTRY_CODE_TO_REGION_CODE), "")


def _spaced(text: Sequence[Word]) -> str:
    return " ".join(word.folded for word in text)
