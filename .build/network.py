"""Learning a small network from labelled sparse rows. Needs torch, which nothing else here does: pip install torch.

One layer of sense lies between the features and the heads: each feature has a place in a space of a few dimensions, a text is the sum of
its features there, and a layer of units reads that sum. So what two words mean together can differ from what each means alone. Plain
weights stand beside it, since most words mean by themselves what they mean.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from rows import Rows
from torch.nn import functional

DIMENSIONS, UNITS = 24, 48
ROUNDS, BATCH, SPEED = 4, 256, 0.004
# The share of the inner layers, and half of it of the features, that a step does without: so none is relied upon.
LEFT_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights`: a row a feature, a column a head. `senses`: a row a feature. The rest as in assistant.rules.trained_network."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    senses: NDArray[np.float32]
    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]


class _Network(torch.nn.Module):
    def __init__(self, features: int, heads: int) -> None:
        super().__init__()
        self.weights = torch.nn.Parameter(torch.zeros(features, heads))
        self.senses = torch.nn.Parameter(torch.randn(features, DIMENSIONS) * 0.05)
        self.inner, self.outer = torch.nn.Linear(DIMENSIONS, UNITS), torch.nn.Linear(UNITS, heads)
        self.without = torch.nn.Dropout(LEFT_OUT)

    def forward(self, places: torch.Tensor, shares: torch.Tensor, begins: torch.Tensor) -> torch.Tensor:
        plain, sense = (
            functional.embedding_bag(places, table, begins, mode="sum", per_sample_weights=shares)
            for table in (self.weights, self.senses)
        )
        return plain + self.outer(self.without(torch.relu(self.inner(self.without(sense)))))


def learn(rows: Rows, size: int, against: int = 0) -> Learnt:
    """From rows with places below `size`. The first `against` labels are read against each other, every other by itself.

    The same each time, on one kind of machine.
    """
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    places, values = torch.from_numpy(rows.places), torch.from_numpy(rows.values).float()
    bounds, labels = torch.from_numpy(rows.bounds), torch.from_numpy(rows.labels).float()
    counts = torch.from_numpy(rows.counts).float()
    network = _Network(size, labels.shape[1])
    walk = torch.optim.Adam(network.parameters(), lr=SPEED)
    steps = ROUNDS * -(-len(labels) // BATCH)
    slowing = torch.optim.lr_scheduler.LambdaLR(walk, lambda step: 1 - step / steps)
    for _ in range(ROUNDS):
        for chosen in torch.randperm(len(labels)).split(BATCH):
            at, begins = _gathered(bounds, chosen)
            scores = network(places[at], functional.dropout(values[at], LEFT_OUT / 2), begins)
            loss = (_loss(scores, labels[chosen], against) * counts[chosen]).mean()
            walk.zero_grad()
            loss.backward()
            walk.step()
            slowing.step()
    inner, outer = network.inner, network.outer
    found = (network.weights, outer.bias, network.senses, inner.weight.T, inner.bias, outer.weight.T)
    return Learnt(*(one.detach().numpy() for one in found))


def _loss(scores: torch.Tensor, right: torch.Tensor, against: int) -> torch.Tensor:
    """A number a row."""
    each = functional.binary_cross_entropy_with_logits(scores[:, against:], right[:, against:], reduction="none")
    alone = each.sum(1)
    if not against:
        return alone
    return alone + functional.cross_entropy(scores[:, :against], right[:, :against].argmax(1), reduction="none")


def _gathered(bounds: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(where the features of the chosen rows stand, where each row begins among these)."""
    starts = bounds[chosen]
    lengths = bounds[chosen + 1] - starts
    begins = torch.cat([lengths.new_zeros(1), lengths.cumsum(0)[:-1]])
    return torch.repeat_interleave(starts - begins, lengths) + torch.arange(int(lengths.sum())), begins
