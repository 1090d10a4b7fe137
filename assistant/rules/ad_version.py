"""One version of an ad as it is compared with another: read once, whatever is asked of it."""

from collections.abc import Sequence

from assistant.rules import noticing
from assistant.rules.ad_memory import told_words
from assistant.rules.ad_words import Word, fold, found_in, split, vocabulary
from assistant.rules.ads import AdDetails, Channel, plain_text, read_ad
from assistant.rules.first_names import is_first_name
from assistant.rules.pet_names import is_one_name
from assistant.rules.same_numbers import written_as
from assistant.rules.towns import homonyms, key

_NOUNS_WITH_CAPITALS = frozenset({"de"})
_ENDS_SENTENCE = frozenset(".!?\n:")
_NAMES_AMONG = 400  # words of an ad


class Version:
    """One version of an ad, read: its details, and its words without contact points and without what the site added."""

    def __init__(self, pasted: str, region: str | None) -> None:
        self.text, self.region = plain_text(pasted), region
        self.details: AdDetails = read_ad(self.text, region=region)
        self.words = told_words(self.text, self.details)
        self.phones = frozenset(point.value for point in self.details.points if point.channel is Channel.PHONE)
        self.speaks(self.details.language)

    def knows(self, numbers: frozenset[str]) -> None:
        """Take these numbers, which the other version gives, for read where they stand here in a spelling that was not."""
        written = written_as(self.text, numbers - self.phones)
        if written:
            quotes = tuple(written.values())
            misread = {point.value for point in self.details.points if any(point.quote in quote for quote in quotes)}
            self.phones = (self.phones - misread) | written.keys()
            self.words = told_words(self.text, self.details, quotes)
            self.speaks(self.language)

    def speaks(self, language: str | None) -> None:
        """Read what it tells in this language."""
        self.language = language
        self.found = found_in(self.words, language)
        self.traits = noticing.of_found(self.found)

    def alias(self) -> str:
        """The name that was read, unless it is a town or a word that we know to be no name ("Blonde", "Maandag")."""
        alias = self.details.alias or ""
        return "" if alias and self.means_something(alias) else alias

    def means_something(self, name: str) -> bool:
        """Is this the town she is in, her pet, or a word of the lexicon?"""
        folded = fold(name)
        names = {fold(other) for _, other in self.traits.pets} | {fold(self.details.town or "")}
        hits = vocabulary(self.language or "en").find(split(name))
        return folded in names or any(hit.subject != "month" for hit in hits)  # April is a name as well

    def is_common_word(self, town: str) -> bool:
        """Is this town written small, and a word of the lexicon ("fotos novas no jardim")?"""
        small = any(word.folded == fold(town) and word.written.islower() for word in self.words)
        return small and any(True for _ in vocabulary(self.language or "en").find(split(town)))

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
        inside = self.language not in _NOUNS_WITH_CAPITALS and bool(word.gap) and not _ENDS_SENTENCE & set(word.gap)
        town = any(is_one_name(part, word.written) for part in (self.details.town or "").split())
        return alone and inside and not town and not homonyms(key(word.written))

    def is_her_or_a_town(self, name: str) -> bool:
        """Is this her own name or where she is?"""
        return fold(name) in {fold(word) for word in f"{self.details.alias or ''} {self.details.town or ''}".split()}

    def plain_words(self) -> set[str]:
        """The words that belong to a language: no names and no currencies."""
        money = [*self.found.of("currency"), *self.found.of("price", "currency")]
        paid = {self.words[hit.first].folded for hit in money}
        words = {
            word.folded for word in self.words if word.folded.isalpha() and not self.is_her_or_a_town(word.written)
        }
        return words - paid

    def says(self, name: str) -> bool:
        """Does this name stand in the text?"""
        return self.finds(name) >= 0

    def finds(self, name: str) -> int:
        """Where this name first stands as whole words, counted in letters; -1 when it does not."""
        return f" {_spaced(self.words)} ".find(f" {_spaced(split(name))} ")


def _spaced(text: Sequence[Word]) -> str:
    return " ".join(word.folded for word in text)
