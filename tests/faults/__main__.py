"""python -m tests.faults [--kills 10000] [--seed 1] [--teams 2] [--mutant NAME] [--url postgresql+psycopg://…]: one JSON line.

Runs rounds until that many processes were killed, or a promise was broken. Exit 1 when one was.
"""

import argparse
import json
import os
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.faults.mutants import MUTANTS
from tests.faults.team import Seen, one_team


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--teams", type=int, default=os.cpu_count() or 1, help="so many at once")
    asked.add_argument("--mutant", choices=sorted(MUTANTS))
    asked.add_argument("--url")
    given = asked.parse_args()
    seen, begun, running = Seen(), 0, set[Future[Seen]]()
    at_once = 1 if given.url else given.teams  # a database given by its address is one team's
    # A team forks its people: it must not begin as a copy of a process that has threads.
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn"), max_tasks_per_child=1) as lanes:
        while seen.kills < given.kills and not seen.broken and not (given.url and begun):
            while len(running) < at_once:
                seed, left = given.seed * 1000 + begun, given.kills - seen.kills
                running.add(lanes.submit(one_team, seed, left, given.mutant, given.url))
                begun += 1
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for team in done:
                seen.add(team.result())
            # Hours of silence look like a hang.
            sys.stderr.write(f"{seen.kills} kills, {seen.rounds} rounds, {seen.sent} sent\n")
        for team in running:
            seen.add(team.result())
    found = {"kills": seen.kills, "rounds": seen.rounds, "sent": seen.sent, "broken": seen.broken}
    sys.stdout.write(json.dumps(found) + "\n")
    return 1 if seen.broken else 0


if __name__ == "__main__":
    sys.exit(main())
