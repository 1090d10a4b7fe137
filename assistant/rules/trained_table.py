"""A table of small weights as it is shipped: learnt from many sentences by a script in .build/, read by the models here."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import lexicon
from assistant.rules.trained_network import TrainedNetwork

Scores = NDArray[np.float32]
"""A column a head: above 0 is more likely than not."""


@dataclass(frozen=True, slots=True)
class TrainedTable:
    """`keys`: the checksums of the features that were learnt, in order; `table` has a row for each, a weight a head in units of `units[head]`.

    `languages`: what it has learnt from, where its reader has to know. `made_from`: a checksum of what it was trained on.
    """

    heads: tuple[str, ...]
    keys: NDArray[np.uint32]
    table: NDArray[np.int8]
    units: Scores
    bias: Scores
    network: TrainedNetwork
    languages: frozenset[str]
    made_from: str

    def gather(self, checksums: NDArray[np.uint32], shares: Scores) -> Scores:
        """What features give together, each by its share: a weight a head, then where they lie for the network. What several give adds up."""
        rows, known = in_table(self.keys, checksums, shares)
        weighed = known @ self.table[rows].astype(np.float32) * self.units
        return np.concatenate([weighed, self.network.sense(rows, known)])

    def scores(self, gathered: NDArray[np.floating]) -> Scores:
        """A column a head, for one text or for a row each."""
        heads = len(self.heads)
        return gathered[..., :heads] + self.bias + self.network.read(gathered[..., heads:])

    def each(self, checksums: NDArray[np.uint32], shares: Scores, head: str) -> Scores:
        """What each feature adds to `head`, beside the others."""
        rows, known = in_table(self.keys, checksums, shares)
        column = self.heads.index(head)
        slope = self.network.slope(self.network.sense(rows, known), column) * np.float32(self.network.unit)
        added: Scores = (self.table[rows, column] * self.units[column] + self.network.senses[rows] @ slope) * known
        return added


def in_table(
    keys: NDArray[np.uint32], checksums: NDArray[np.uint32], shares: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """(row, share) of each feature in a table of `keys`, in the same order; the share of one that was never learnt is 0."""
    rows = np.minimum(np.searchsorted(keys, checksums), len(keys) - 1)
    return rows, shares * (keys[rows] == checksums)


@cache
def trained_table(name: str) -> TrainedTable:
    """The table in the file `name` among the lexicons, loaded once."""
    with np.load(BytesIO((files(lexicon) / name).read_bytes())) as stored:
        return TrainedTable(
            heads=tuple(map(str, stored["heads"])),
            keys=stored["keys"],
            table=stored["table"],
            units=stored["units"],
            bias=stored["bias"],
            network=TrainedNetwork(
                senses=stored["senses"],
                unit=float(stored["sense_unit"]),
                inner=stored["inner"],
                inner_bias=stored["inner_bias"],
                outer=stored["outer"],
            ),
            languages=frozenset(map(str, stored["languages"])) if "languages" in stored else frozenset(),
            made_from=str(stored["made_from"]),
        )
