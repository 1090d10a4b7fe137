"""Labelled sentences as sparse rows, to learn from and to measure with; and shipping what was learnt as a table of bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.rules.trained_table import in_table

if TYPE_CHECKING:
    from network import Learnt

Floats = NDArray[np.float64]
Keys = NDArray[np.uint32]
"""The checksums of the features that are known, in order: the first has place 0."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as sparse rows: row i has `values` at `places` from bounds[i] up to bounds[i + 1].

    `labels`: a column a head. `counts`: how much a row counts.
    """

    places: NDArray[np.int64]
    values: Floats
    bounds: NDArray[np.int64]
    labels: NDArray[np.bool_]
    counts: Floats

    @classmethod
    def of(
        cls,
        features: Iterable[Sequence[tuple[int, float]]],
        labels: list[list[bool]],
        counts: list[float] | None = None,
    ) -> "Rows":
        """From (checksum, weight) pairs a row, which have no places yet; see `at`."""
        places: list[NDArray[np.int64]] = []
        values: list[Floats] = []
        bounds = [0]
        for row in features:
            places.append(np.fromiter((one[0] for one in row), np.int64, len(row)))
            values.append(np.fromiter((one[1] for one in row), np.float64, len(row)))
            bounds.append(bounds[-1] + len(row))
        counted = np.array(counts) if counts else np.ones(len(labels))
        return cls(np.concatenate(places), np.concatenate(values), np.array(bounds), np.array(labels), counted)

    def keys(self, least: int) -> Keys:
        """The checksums that are met `least` times or more: what is met less often teaches nothing that holds elsewhere."""
        met, times = np.unique(self.places, return_counts=True)
        return met[times >= least].astype(np.uint32)

    def at(self, keys: Keys) -> "Rows":
        """The same with places in a table of `keys`. What is not known weighs nothing."""
        places, values = in_table(keys, self.places.astype(np.uint32), self.values)
        return replace(self, places=places, values=values)

    def times(self, weights: NDArray[np.float32]) -> Floats:
        """Each row's score for one column of weights."""
        return np.add.reduceat(weights[self.places] * self.values, self.bounds[:-1])


def scores_of(learnt: "Learnt", rows: Rows) -> Floats:
    """A row a sentence, a column a head: above 0 is more likely than not."""
    plain = np.stack([rows.times(column) for column in learnt.weights.T], axis=1)
    sense = np.stack([rows.times(column) for column in learnt.senses.T], axis=1)
    return plain + learnt.bias + np.maximum(sense @ learnt.inner + learnt.inner_bias, 0) @ learnt.outer


def ship(target: Path, heads: Sequence[str], keys: Keys, learnt: "Learnt", made_from: str, **more: NDArray[Any]) -> int:
    """Write it where the program finds it, and what `more` a reader of it must know; its size in bytes."""
    units = np.abs(learnt.weights).max(axis=0) / 127
    unit = float(np.abs(learnt.senses).max()) / 127
    np.savez_compressed(
        target,
        heads=np.array(heads),
        keys=keys,
        table=np.rint(learnt.weights / units).astype(np.int8),
        units=units.astype(np.float32),
        bias=learnt.bias,
        senses=np.rint(learnt.senses / unit).astype(np.int8),
        sense_unit=np.array(unit, np.float32),
        inner=learnt.inner,
        inner_bias=learnt.inner_bias,
        outer=learnt.outer,
        made_from=np.array(made_from),
        **more,
    )
    return target.stat().st_size
