"""Names of houses, which are no person's: "Velvet Rooms", "Casa Marisol", "Privésalon", "The Willow Rooms"."""

import re

from assistant.rules.alias_candidates import ARTICLES, WORD
from assistant.rules.alias_words import by_words, house_endings, house_words
from assistant.rules.digits import bare

SHORT = 7  # letters
FEWEST = 3  # letters of a word that is more than a preposition
_PAUSE = re.compile(r"[,.:;!?|(/–—]|\s-\s")
_LONGEST_NAME, _MOST_WORDS = 60, 5  # of a house's name up to a word in it: characters, words
_NEAR = 24  # characters


class Houses:
    """What a text says of houses around its words."""

    def __init__(self, text: str) -> None:
        self.text, self.words, self.ending_so = text, house_words(), house_endings()

    def joined_with(self, spelled: str, start: int, end: int) -> bool:
        """Is it a word for a house, does one stand beside it, or is it one of two joined by "&"? `spelled`: the bare word there."""
        if spelled in self.words or (len(spelled) > SHORT and spelled.endswith(self.ending_so)):
            return True
        before, after = self.text[max(0, start - _NEAR) : start], self.text[end : end + _NEAR]
        beside = WORD.findall(before.rsplit("\n", 1)[-1])[-1:] if before[-2:-1].isalpha() and before[-1] in " -" else []
        following = WORD.match(after, 1) if after.startswith((" ", "-")) else None  # no picture between
        beside += [following.group()] if following else []
        return any(bare(word) in self.words for word in beside) or after.startswith((" & ", " + "))

    def called(self, start: int, end: int) -> bool:
        """Is it part of a house's name though it is a first name too: "Casa Marisol" at the start of a line, "The Willow Rooms"?"""
        return self._heads_a_line(start) or self._between(start, end)

    def _heads_a_line(self, start: int) -> bool:
        line = self.text[max(0, self.text.rfind("\n", 0, start) + 1, start - _LONGEST_NAME) : start]
        words = WORD.findall(line)
        if not 0 < len(words) <= _MOST_WORDS or _PAUSE.search(line) or line[-1] not in " '’":
            return False
        if bare(words[-1]) in by_words():
            return False  # "Massage by Annika"
        small = ARTICLES | self.words
        written = all(word[0].isupper() or len(word) < FEWEST or bare(word) in small for word in words)
        return written and any(bare(word) in self.words for word in words)

    def _between(self, start: int, end: int) -> bool:
        """Does an article stand before it and a word for a house, in capitals, after it?"""
        before = WORD.findall(self.text[max(0, start - 6) : start])
        after = WORD.match(self.text, end + 1)
        article = bool(before) and bare(before[-1]) in ARTICLES and self.text[start - 1 : start] == " "
        return article and after is not None and after.group()[0].isupper() and bare(after.group()) in self.words
