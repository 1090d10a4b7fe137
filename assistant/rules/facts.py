"""What a text says of one matter, as keys that do not depend on its wording: said for sure, or only perhaps.

Two versions differ only when one surely says what the other does not even say perhaps: "130 an hour" is no other price than "Uur 130",
whatever stands around the number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """`firm`: what is said for sure; `possible`: what may be meant, which is never a change by itself."""

    firm: frozenset[str]
    possible: frozenset[str] = frozenset()

    def differs(self, other: "Facts") -> bool:
        """Does one of the two say something that the other does not?"""
        return bool(self.firm - other.firm - other.possible or other.firm - self.firm - self.possible)
