"""python -m tests.faults [--kills 10000] [--seed 1] [--mutant NAME] [--url postgresql+psycopg://…]: one line of JSON.

Runs rounds until that many processes were killed, or a promise was broken. Exit 1 when one was.
"""

import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path

from tests.faults.mutants import MUTANTS
from tests.faults.world import World


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--mutant", choices=sorted(MUTANTS))
    asked.add_argument("--url")
    given = asked.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    if given.mutant:
        MUTANTS[given.mutant]()
    with tempfile.TemporaryDirectory() as folder:
        broken: list[str] = []
        kills = rounds = sent = 0
        world = 0
        while kills < given.kills and not broken:  # a fresh team now and then: a history is read whole after each round
            house = Path(folder) / str(world)
            house.mkdir()
            team = World(house, seed=given.seed * 1000 + world, url=given.url)
            while team.kills + kills < given.kills and team.rounds < 12 and not broken:
                broken = team.round()
            kills, rounds, world = kills + team.kills, rounds + team.rounds, world + 1
            sent += sum(fact["what"] == "sent" for fact in team.history.read())
            team.close()
            sys.stderr.write(f"{kills} kills, {rounds} rounds, {sent} sent\n")  # hours of silence look like a hang
            if given.url:
                break
    sys.stdout.write(json.dumps({"kills": kills, "rounds": rounds, "sent": sent, "broken": broken}) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
