"""Learning small weights from labelled sparse rows, downhill, the same on every machine; and shipping them as a table of bytes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDS = 40

Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as sparse rows: row i has `values` at `places` (below `size`) from bounds[i] up to bounds[i + 1].

    `labels`: a column a head. `counts`: how much a row counts, or nothing when all count the same.
    """

    places: NDArray[np.int64]
    values: Floats
    bounds: NDArray[np.int64]
    labels: NDArray[np.bool_]
    size: int
    counts: Floats

    @classmethod
    def of(
        cls,
        features: Iterable[Sequence[tuple[int, float]]],
        labels: list[list[bool]],
        size: int,
        counts: list[float] | None = None,
    ) -> "Rows":
        """From (place, weight) pairs a row."""
        places: list[NDArray[np.int64]] = []
        values: list[Floats] = []
        bounds = [0]
        for row in features:
            places.append(np.fromiter((one[0] for one in row), np.int64, len(row)))
            values.append(np.fromiter((one[1] for one in row), np.float64, len(row)))
            bounds.append(bounds[-1] + len(row))
        counted = np.array(counts) if counts else np.ones(len(labels))
        return cls(np.concatenate(places), np.concatenate(values), np.array(bounds), np.array(labels), size, counted)

    def times(self, weights: Floats) -> Floats:
        """Each row's score for one column of weights."""
        return np.add.reduceat(weights[self.places] * self.values, self.bounds[:-1])

    def back(self, errors: Floats) -> Floats:
        """What each place had to do with the rows' errors."""
        spread = np.repeat(errors, np.diff(self.bounds)) * self.values
        return np.bincount(self.places, spread, self.size).astype(np.float64)


def softmax_loss(rows: Rows, heads: int, strength: float) -> Loss:
    """The first `heads` labels against each other. `strength`: how much a row counts against the wish for small weights."""
    right = rows.labels[:, :heads].astype(float)

    def loss(flat: Floats) -> tuple[float, Floats]:
        columns = flat.reshape(heads, -1)
        scores = np.stack([rows.times(column[:-1]) + column[-1] for column in columns], axis=1)
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        errors = strength * (shares - right)
        slope = np.stack([np.append(rows.back(errors[:, at]), errors[:, at].sum()) for at in range(heads)])
        held = columns * _held(columns.shape[1])
        value = -strength * np.log(np.maximum((shares * right).sum(axis=1), 1e-12)).sum() + 0.5 * (held**2).sum()
        return float(value), (slope + held).ravel()

    return loss


def yes_no_loss(rows: Rows, head: int, strength: float) -> Loss:
    """One label by itself."""
    right = rows.labels[:, head]
    counts = strength * rows.counts

    def loss(flat: Floats) -> tuple[float, Floats]:
        scores = rows.times(flat[:-1]) + flat[-1]
        errors = counts * (1 / (1 + np.exp(-scores)) - right)
        held = flat * _held(len(flat))
        value = (counts * np.logaddexp(0, np.where(right, -scores, scores))).sum() + 0.5 * (held**2).sum()
        return float(value), np.append(rows.back(errors), errors.sum()) + held

    return loss


def _held(size: int) -> Floats:
    """Weights are held small, the bias is not."""
    free = np.ones(size)
    free[-1] = 0.0
    return free


def descend(loss: Loss, size: int, memory: int = 8) -> Floats:
    """Downhill by L-BFGS: the slope, bent by what the last steps showed of the curve."""
    at = np.zeros(size)
    value, slope = loss(at)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(ROUNDS):
        way = -_bent(slope, steps)
        length = 1.0 if steps else 1.0 / max(1.0, float(np.linalg.norm(slope)))
        for _ in range(20):
            after, slope_after = loss(at + length * way)
            if after <= value + 1e-4 * length * float(slope @ way):
                break
            length /= 2
        step, bend = length * way, slope_after - slope
        if float(step @ bend) > 0:
            steps = [*steps, (step, bend)][-memory:]
        done = value - after < 3e-5 * abs(value)
        at, value, slope = at + step, after, slope_after
        if done:
            break
    return at


def _bent(slope: Floats, steps: list[tuple[Floats, Floats]]) -> Floats:
    way = slope.copy()
    kept: list[float] = []
    for step, bend in reversed(steps):
        share = float(step @ way) / float(step @ bend)
        kept.append(share)
        way -= share * bend
    if steps:
        step, bend = steps[-1]
        way *= float(step @ bend) / float(bend @ bend)
    for (step, bend), share in zip(steps, reversed(kept), strict=True):
        way += (share - float(bend @ way) / float(step @ bend)) * step
    return way


def write(
    target: Path, heads: Sequence[str], weights: Floats, bias: Floats, made_from: str, **more: NDArray[Any]
) -> int:
    """Ship the table, and what `more` a reader of it must know; its size in bytes."""
    units = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        target,
        heads=np.array(heads),
        table=np.rint(weights / units).astype(np.int8),
        units=units.astype(np.float32),
        bias=bias.astype(np.float32),
        made_from=np.array(made_from),
        **more,
    )
    return target.stat().st_size
