"""A table of small weights as it is shipped: learnt from many sentences by a script in .build/, read by the models here."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from assistant import lexicon

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
    languages: frozenset[str]
    made_from: str

    def known(self, checksums: NDArray[np.uint32], shares: Scores) -> tuple[NDArray[np.int64], Scores]:
        """(row, share) of each feature, in the same order; the share of one that was never learnt is 0."""
        rows = np.minimum(np.searchsorted(self.keys, checksums), len(self.keys) - 1)
        return rows, np.where(self.keys[rows] == checksums, shares, np.float32(0))

    def weigh(self, rows: NDArray[np.int64], shares: Scores) -> Scores:
        """What features in these rows weigh together, each by its share; without the bias."""
        weighed: Scores = shares @ self.table[rows].astype(np.float32) * self.units
        return weighed


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
            languages=frozenset(map(str, stored["languages"])) if "languages" in stored else frozenset(),
            made_from=str(stored["made_from"]),
        )
