"""A small network as it is shipped, beside a table of weights: it hears what words mean together that none of them means alone.

Each feature lies somewhere in a space of a few dimensions; what a text says is the sum of these, and a layer of units reads that sum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TrainedNetwork:
    """`senses`: where each feature lies, in units of `unit`. `inner`, `inner_bias`: a column a unit; `outer`: a row a unit, a column a head.

    Rows and heads are those of the table that it stands beside.
    """

    senses: NDArray[np.int8]
    unit: float
    inner: Floats
    inner_bias: Floats
    outer: Floats

    def sense(self, rows: NDArray[np.int64], shares: Floats) -> Floats:
        """Where a text with these features lies, each counted by its share."""
        summed: Floats = shares @ self.senses[rows].astype(np.float32) * np.float32(self.unit)
        return summed

    def read(self, sense: Floats) -> Floats:
        """What the units make of texts that lie there, a number a head, to be added to what the table says."""
        read: Floats = np.maximum(sense @ self.inner + self.inner_bias, 0) @ self.outer
        return read

    def slope(self, sense: Floats, head: int) -> Floats:
        """How much a step in each dimension would add to `head`, near `sense`."""
        awake = sense @ self.inner + self.inner_bias > 0
        steps: Floats = self.inner[:, awake] @ self.outer[awake, head]
        return steps
