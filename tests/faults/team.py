"""The rounds of one fresh team, and what was seen of them."""

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.faults.mutants import MUTANTS
from tests.faults.world import World

ROUNDS = 12  # of one team: its history is read whole after each round


@dataclass(slots=True)
class Seen:
    kills: int = 0
    rounds: int = 0
    sent: int = 0
    broken: tuple[str, ...] = ()

    def add(self, other: "Seen") -> None:
        self.kills += other.kills
        self.rounds += other.rounds
        self.sent += other.sent
        self.broken += other.broken


def one_team(seed: int, kills: int, mutant: str | None, url: str | None) -> Seen:
    """The rounds of a fresh team, until so many were killed or a promise was broken."""
    logging.basicConfig(level=logging.CRITICAL)
    if mutant:
        MUTANTS[mutant]()
    with tempfile.TemporaryDirectory() as folder:
        team, broken = World(Path(folder), seed=seed, url=url), list[str]()
        while team.kills < kills and team.rounds < ROUNDS and not broken:
            broken = team.round()
        sent = sum(fact["what"] == "sent" for fact in team.history.read())
        team.close()
    return Seen(team.kills, team.rounds, sent, tuple(broken))
