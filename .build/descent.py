"""Plain weights, learnt alone from labelled sparse rows: duller than a network, and less easily led astray. Needs torch."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from rows import Floats, Rows
from torch.nn import functional

if TYPE_CHECKING:
    from network import Learnt

ROUNDS = 60

Places = NDArray[np.int64]


def half_plain(learnt: "Learnt", rows: Rows, heads: Iterable[int], strength: float) -> None:
    """Let `heads` be said half by what was learnt and half by plain weights alone."""
    columns = list(heads)
    weights, bias = plain(rows, len(learnt.weights), columns, strength)
    learnt.weights[:, columns] = (learnt.weights[:, columns] + weights) / 2
    learnt.bias[columns] = (learnt.bias[columns] + bias) / 2
    learnt.outer[:, columns] /= 2


def plain(rows: Rows, size: int, heads: list[int], strength: float) -> tuple[Floats, Floats]:
    """(a row a feature and a column a head, the heads' biases), each head read by itself.

    `strength`: how much a row counts against the wish for small weights; biases are free.
    """
    right = torch.from_numpy(rows.labels[:, heads]).float()
    counts = strength * torch.from_numpy(rows.counts).float()[:, None]
    weights = torch.zeros(size, len(heads), requires_grad=True)
    bias = torch.zeros(len(heads), requires_grad=True)
    table, turned = _tables(rows, size)
    walk = torch.optim.LBFGS([weights, bias], max_iter=ROUNDS, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        walk.zero_grad()
        scores = _Times.apply(weights, table, turned) + bias
        errors = functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
        total = (counts * errors).sum() + 0.5 * weights.square().sum()
        total.backward()
        return total

    walk.step(loss)
    return weights.detach().double().numpy(), bias.detach().double().numpy()


def _tables(rows: Rows, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The rows as a sparse matrix, and the same turned round."""
    count = len(rows.labels)
    of_row = np.repeat(np.arange(count), np.diff(rows.bounds))
    order = np.argsort(rows.places, kind="stable")
    begins = np.searchsorted(rows.places[order], np.arange(size + 1))
    return (
        _matrix(rows.bounds, rows.places, rows.values, count, size),
        _matrix(begins, of_row[order], rows.values[order], size, count),
    )


def _matrix(begins: Places, columns: Places, values: Floats, height: int, width: int) -> torch.Tensor:
    """Line i has `values` in `columns` from begins[i] up to begins[i + 1]."""
    parts = (torch.from_numpy(begins), torch.from_numpy(columns), torch.from_numpy(values).float())
    return torch.sparse_csr_tensor(*parts, size=(height, width))


class _Times(torch.autograd.Function):
    """A sparse matrix times weights. Torch turns the matrix round at each step back; here that was done before."""

    @staticmethod
    def forward(ctx: Any, weights: torch.Tensor, table: torch.Tensor, turned: torch.Tensor) -> torch.Tensor:
        ctx.turned = turned
        return table @ weights

    @staticmethod
    def backward(ctx: Any, *slopes: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        return ctx.turned @ slopes[0], None, None
