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
    """`table[place]` holds a weight a head, in units of `units[head]`. `languages`: what it has learnt from, where its reader has to know.

    `made_from`: a checksum of what it was trained on.
    """

    heads: tuple[str, ...]
    table: NDArray[np.int8]
    units: Scores
    bias: Scores
    languages: frozenset[str]
    made_from: str

    def weigh(self, places: NDArray[np.int64], shares: Scores) -> Scores:
        """What features at these places weigh together, each by its share; without the bias."""
        weighed: Scores = shares @ self.table[places].astype(np.float32) * self.units
        return weighed


@cache
def trained_table(name: str) -> TrainedTable:
    """The table in the file `name` among the lexicons, loaded once."""
    with np.load(BytesIO((files(lexicon) / name).read_bytes())) as stored:
        return TrainedTable(
            heads=tuple(map(str, stored["heads"])),
            table=stored["table"],
            units=stored["units"],
            bias=stored["bias"],
            languages=frozenset(map(str, stored["languages"])) if "languages" in stored else frozenset(),
            made_from=str(stored["made_from"]),
        )
