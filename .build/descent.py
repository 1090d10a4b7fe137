"""Learning plain weights from labelled sparse rows, downhill, the same on every machine."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from rows import Floats, Rows

if TYPE_CHECKING:
    from network import Learnt

ROUNDS = 40

Loss = Callable[[Floats], tuple[float, Floats]]


def half_plain(learnt: "Learnt", rows: Rows, heads: Iterable[int], strength: float) -> None:
    """Let `heads` be said half by what was learnt and half by plain weights alone, which are duller and less easily led astray."""
    size = len(learnt.weights)
    for head in heads:
        alone = descend(yes_no_loss(rows, head, strength), size + 1)
        learnt.weights[:, head] = (learnt.weights[:, head] + alone[:-1]) / 2
        learnt.bias[head] = (learnt.bias[head] + alone[-1]) / 2
        learnt.outer[:, head] /= 2


def yes_no_loss(rows: Rows, head: int, strength: float) -> Loss:
    """One label by itself. `strength`: how much a row counts against the wish for small weights."""
    right = rows.labels[:, head]
    counts = strength * rows.counts

    def loss(flat: Floats) -> tuple[float, Floats]:
        scores = rows.times(flat[:-1]) + flat[-1]
        errors = counts * (1 / (1 + np.exp(-scores)) - right)
        held = flat * _held(len(flat))
        value = (counts * np.logaddexp(0, np.where(right, -scores, scores))).sum() + 0.5 * (held**2).sum()
        return float(value), np.append(_back(rows, errors, len(flat) - 1), errors.sum()) + held

    return loss


def _back(rows: Rows, errors: Floats, size: int) -> Floats:
    """What each place had to do with the rows' errors."""
    spread = np.repeat(errors, np.diff(rows.bounds)) * rows.values
    return np.bincount(rows.places, spread, size).astype(np.float64)


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
