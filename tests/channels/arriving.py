"""python -m tests.channels.arriving [--trials 60] [--seed 1] [--answers-first] [--url …]: kill -9 during 40 arrivals; one line of JSON.

A trial: a gateway calls a process of ours 40 times; that process is killed at a step drawn at random (a statement, a commit, an answer),
another takes over, and the gateway repeats what was not answered, as gateways do. Then each of the 40 stands in the store once.
`--answers-first` acknowledges before it stores: the fault that this must find.
"""

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import event, select

from assistant import traffic
from assistant.bootstrap import open_assistant
from assistant.channel_settings import Channels
from assistant.channels.base import Heard
from assistant.config import Config, StorePlace, Web
from assistant.store.models import Arrival, ArrivalState, Direction, Message
from assistant.web.app import create_app
from tests.cast import FakeClock, House, a_phone
from tests.channels.rigs import PUBLIC, AndroidRig, Knock
from tests.channels.stand_in import StandIn

ARRIVALS, KILLED_WITHIN = 40, 700
RETRIES = 14  # of the phone's app


class Fate:
    """Counts the steps of this process, and ends it at the one that was drawn."""

    def __init__(self) -> None:
        self.left: int | None = None

    def step(self, *given: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def trial(folder: Path, dice: random.Random, *, answers_first: bool, url: str | None = None) -> dict[str, int]:
    """One trial; answers how many of the 40 were lost and doubled, how many are not in her thread, and how often we were killed."""
    place = StorePlace(url=url or f"sqlite:///{folder / 'outreach.db'}", keys=folder / "keys.json")
    rig, clock = AndroidRig(), FakeClock()
    channel = rig.opens(StandIn(address="http://127.0.0.1:9"))
    settings = Config(
        store=place, web=Web(secure_cookies=False, require_second_factor=False), channels=Channels(public_url=PUBLIC)
    )
    assistant = open_assistant(settings, clock=clock, channels={channel.name: channel})
    house, fate = House(assistant, clock).hire_everybody(), Fate()
    for what in ("before_cursor_execute", "commit"):
        event.listen(assistant.store.engine, what, fate.step)
    hers = a_phone()
    her = house.anna.meets(hers)
    calls = [
        rig.words(f"woorden {number}", sender=hers if number % 4 else a_phone(), number=str(number), now=clock())
        for number in range(ARRIVALS)
    ]
    client = create_app(assistant, {"TESTING": True}).test_client()
    if answers_first:
        _answer_first()
    waiting, kills = list(range(ARRIVALS)), 0
    for _ in range(RETRIES):
        if not waiting:
            break
        assistant.store.engine.dispose()  # a connection must not be shared with a child
        lives = dice.randrange(1, KILLED_WITHIN) if kills < 4 else None
        waiting, killed = _serve(client, calls, waiting, fate, lives)
        kills += killed
    traffic.read_what_is_stored(assistant)
    stored = Counter(all_words(house, her.id))
    assistant.close()
    return {
        "lost": sum(not stored[f"woorden {n}"] for n in range(ARRIVALS)) - len(waiting),
        "doubled": sum(count > 1 for count in stored.values()),
        "kills": kills,
    }


def _serve(
    client: object, calls: list[Knock], waiting: list[int], fate: Fate, lives: int | None
) -> tuple[list[int], bool]:
    """A process takes the calls until it dies; answers those that got no 200, and whether it was killed."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        fate.left = lives
        for number in waiting:
            knock = calls[number]
            answer = client.open(knock.path, method="POST", data=knock.body, headers=knock.headers)  # type: ignore[attr-defined]
            fate.step()
            if answer.status_code == 200:
                os.write(there, bytes((number,)))
            fate.step()
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as pipe:
        answered = set(pipe.read())
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return [number for number in waiting if number not in answered], killed


def all_words(house: House, her_id: int) -> list[str]:
    """Everything that came in, in her thread or on the board."""
    with house.reading() as session:
        threads = session.scalars(select(Message.body).where(Message.direction == Direction.IN))
        board = session.scalars(select(Arrival.text).where(Arrival.state != ArrivalState.FILED))
        return [*threads, *(text or "" for text in board)]


def _answer_first() -> None:
    """The mutant: words are put by, the gateway is answered, and only the next call (or nobody) stores them."""
    really, put_by = traffic.take_in, []

    def later(assistant: object, channel: str, heard: list[Heard]) -> list[int]:
        before, put_by[:] = list(put_by), list(heard)
        return really(assistant, channel, before) if before else []  # type: ignore[arg-type]

    traffic.take_in = later  # type: ignore[assignment]


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--trials", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--answers-first", action="store_true")
    asked.add_argument("--url")
    given = asked.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    totals: Counter[str] = Counter()
    dice = random.Random(given.seed)
    for _ in range(given.trials):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TRIALS_IN")) as folder:
            totals.update(trial(Path(folder), dice, answers_first=given.answers_first, url=given.url))
    told = {name: totals[name] for name in ("lost", "doubled", "kills")}
    sys.stdout.write(json.dumps({"trials": given.trials, "arrivals": given.trials * ARRIVALS, **told}) + "\n")
    return 1 if totals["lost"] or totals["doubled"] else 0


if __name__ == "__main__":
    sys.exit(main())
