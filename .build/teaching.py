"""From labelled rows to the table that is shipped: what both readers of texts are taught in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from rows import Keys, Rows, ship

if TYPE_CHECKING:
    from network import Learnt


@dataclass(frozen=True, slots=True)
class Way:
    """How a table is learnt.

    `heads`: the names of the labels. The first `against` are read against each other, every other by itself; those from
    `half_plain` on are said half by plain weights. `strength`: how much a sentence counts against the wish for small plain
    weights. `rare`: a feature met less often teaches nothing that holds elsewhere.
    """

    heads: Sequence[str]
    rare: int
    strength: float
    against: int = 0
    half_plain: int = 0


def teach(rows: Rows, way: Way, target: Path, made_from: str, **more: NDArray[Any]) -> "tuple[Keys, Learnt]":
    """Learn from `rows` and write the table to `target`, with what `more` a reader of it must know. What was learnt comes back, to be measured."""
    from descent import half_plain  # these need torch, which asking what a table is made from does not
    from network import learn

    keys = rows.keys(way.rare)
    placed = rows.at(keys)
    found = learn(placed, len(keys), against=way.against)
    half_plain(found, placed, range(way.half_plain, len(way.heads)), way.strength)
    size = ship(target, way.heads, keys, found, made_from, **more)
    print(f"{len(rows.labels)} sentences, {len(keys)} features, {size} bytes")
    return keys, found
