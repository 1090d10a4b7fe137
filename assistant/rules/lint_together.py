"""Words that say something together, wherever they stand in one sentence: "nobody … obliged", "answering … optional".

One line of `together` in a word list is one saying: its words in groups, the groups parted by "&"; a word may end in "*".
A sentence says it when it holds a word of each group, within `REACH` words, and none of the list's `not_with` words.
"""

import re
from dataclasses import dataclass, field

from assistant.rules.folding import fold

REACH = 9  # words from the first to the last of a saying
_SENTENCE_END = re.compile(r"(?<!\d)\.|[!?\n…;]")  # "on the 14." ends no sentence


def sentences(folded: str, starts: list[int], ends: list[int]) -> list[int]:
    """For each word of a text, the number of the sentence that it stands in."""
    number, numbers = 0, []
    for at, start in enumerate(starts):
        if at and _SENTENCE_END.search(folded, ends[at - 1], start):
            number += 1
        numbers.append(number)
    return numbers


@dataclass
class Together:
    """The sayings of one section of one language, found by the first two letters of their words."""

    _by_letters: dict[str, list[tuple[str, bool, int, int]]] = field(default_factory=dict)
    _groups: list[int] = field(default_factory=list)
    _against: tuple[frozenset[str], tuple[str, ...]] = (frozenset(), ())

    @classmethod
    def read(cls, block: str, not_with: str) -> "Together":
        """From the lines of a word list."""
        made = cls()
        for line in filter(None, (line.strip() for line in block.splitlines())):
            groups = line.split("&")
            for group, listed in enumerate(groups):
                for word in fold(listed).text.split():
                    stem, open_end = word.removesuffix("*"), word.endswith("*")
                    made._by_letters.setdefault(stem[:2], []).append((stem, open_end, len(made._groups), group))
            made._groups.append(len(groups))
        against = fold(not_with).text.split()
        made._against = (
            frozenset(word for word in against if not word.endswith("*")),
            tuple(word[:-1] for word in against if word.endswith("*")),
        )
        return made

    def find(self, words: list[str], numbers: list[int]) -> list[tuple[int, int]]:
        """(first word, last word) of every saying in a text."""
        if not self._groups:
            return []
        found: list[tuple[int, int]] = []
        seen: dict[tuple[int, int], dict[int, int]] = {}
        for at, (word, number) in enumerate(zip(words, numbers, strict=True)):
            for stem, open_end, saying, group in self._by_letters.get(word[:2], ()):
                if word != stem and not (open_end and word.startswith(stem)):
                    continue
                said = seen.setdefault((number, saying), {})
                said[group] = at
                first = min(said.values())
                if len(said) == self._groups[saying] and at - first < REACH and len(set(said.values())) == len(said):
                    found.append((first, at))
        if not found:
            return found
        undone = {number for word, number in zip(words, numbers, strict=True) if self._undoes(word)}
        return [one for one in found if numbers[one[0]] not in undone]

    def _undoes(self, word: str) -> bool:
        return word in self._against[0] or bool(self._against[1]) and word.startswith(self._against[1])
