"""python -m tests.channels.fetching [--trials 60] [--seed 1] [--moves-first] [--afterwards delete]: kill -9 while 40 mails are fetched.

A trial: 40 mails lie in a mailbox (a real one, dovecot's); a process of ours fetches them and is killed at a step drawn at random (a
statement, a commit, a question to the mailbox, also between keeping and moving), and another goes on. Then each of the 40 stands in
the store once, and none is left in the mailbox. `--moves-first` moves a mail before it is kept: the fault that this must find.
"""

import argparse
import imaplib
import json
import logging
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from assistant import traffic
from assistant.bootstrap import open_assistant
from assistant.channels import mail as mail_channel
from assistant.channels.base import Heard
from assistant.config import Config, StorePlace
from tests.cast import FakeClock, House
from tests.channels.arriving import ARRIVALS, Fate, all_words
from tests.channels.post_office import PostOffice

KILLED_WITHIN, KILLS = 700, 4
HERS = "luna@example.net"


def trial(folder: Path, office: PostOffice, dice: random.Random, *, afterwards: str) -> dict[str, int]:
    """One trial; answers how many of the 40 were lost and doubled, and how often we were killed."""
    place = StorePlace(url=f"sqlite:///{folder / 'outreach.db'}", keys=folder / "keys.json")
    office.empty()
    channel, clock, fate = office.opens(afterwards=afterwards), FakeClock(), Fate()
    assistant = open_assistant(Config(store=place), clock=clock, channels={"mail": channel})
    house = House(assistant, clock).hire_everybody()
    for what in ("before_cursor_execute", "commit"):
        event.listen(assistant.store.engine, what, fate.step)
    her = house.anna.meets(HERS)
    for number in range(ARRIVALS):
        sender = HERS if number % 4 else f"iemand{number}@example.net"
        name = f"Message-ID: <{number}@example.net>\n" if number % 2 else ""
        office.drops(f"From: {sender}\n{name}\nwoorden {number}\n".encode())
    kills = 0
    while office.count("INBOX"):
        assistant.store.engine.dispose()  # a connection must not be shared with a child
        kills += _fetch(
            lambda: traffic.poll(assistant), fate, dice.randrange(1, KILLED_WITHIN) if kills < KILLS else None
        )
        clock.forward(minutes=5)
    traffic.read_what_is_stored(assistant)
    stored = Counter(all_words(house, her.id))
    assistant.close()
    return {
        "lost": sum(not stored[f"woorden {number}"] for number in range(ARRIVALS)),
        "doubled": sum(count > 1 for count in stored.values()),
        "kills": kills,
    }


def _fetch(work: Callable[[], object], fate: Fate, lives: int | None) -> bool:
    """A process fetches until it is done or dies; answers whether it was killed."""
    child = os.fork()
    if child == 0:
        asks = imaplib.IMAP4.uid

        def asked(box: imaplib.IMAP4, *given: Any) -> Any:
            fate.step()
            answer = asks(box, *given)
            fate.step()
            return answer

        imaplib.IMAP4.uid = asked  # type: ignore[method-assign,assignment]
        fate.left = lives
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _move_first() -> None:
    """The mutant: what is read is kept only when the mailbox has already heard that we have it."""
    really = mail_channel.read_mail
    put_by: list[Heard] = []

    def later(data: bytes) -> list[Heard]:
        before, put_by[:] = list(put_by), really(data)
        return before

    mail_channel.read_mail = later


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--trials", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--moves-first", action="store_true")
    asked.add_argument("--afterwards", choices=("move", "delete"), default="move")
    given = asked.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    if given.moves_first:
        _move_first()
    totals: Counter[str] = Counter()
    dice = random.Random(given.seed)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TRIALS_IN")) as post:
        office = PostOffice(Path(post))
        office.start()
        try:
            for _ in range(given.trials):
                with tempfile.TemporaryDirectory(dir=os.environ.get("TRIALS_IN")) as folder:
                    totals.update(trial(Path(folder), office, dice, afterwards=given.afterwards))
        finally:
            office.stop()
    told = {name: totals[name] for name in ("lost", "doubled", "kills")}
    sys.stdout.write(json.dumps({"trials": given.trials, "arrivals": given.trials * ARRIVALS, **told}) + "\n")
    return 1 if totals["lost"] or totals["doubled"] else 0


if __name__ == "__main__":
    sys.exit(main())
