"""A small team at work in processes of their own, each of which may be killed at any step.

A round: people draft and approve; then two senders, the web, the clock and an import run at the same time, each in a process that dies
at a step drawn at random (a statement, a commit, a word to the outside) or goes home; then a human closes what is open, by what really
left, and goes on with the list that broke off.
"""

import logging
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, select

from assistant import jobs
from assistant.bootstrap import open_assistant
from assistant.config import Config, Retention, StorePlace
from assistant.errors import AssistantError
from assistant.outreach import replies
from assistant.outreach.importing import batches, reading, storing, waiting, working
from assistant.outreach.replies import still_leaving
from assistant.rules.stages import Stage
from assistant.store import opening
from assistant.store.models import ImportBatch, ImportState, Message, MessageState, Point
from assistant.store.points import point_keys
from tests.cast import AN_AFTERNOON, FakeClock, Her, House, ScriptedReader, Worker, a_phone
from tests.faults.checker import broken_promises, one_at_a_time, remember
from tests.faults.history import History

PEOPLE = 6
KILLED_WITHIN = 150  # steps
KEPT = Retention(never_answered_days=730, silent_conversation_days=3650)  # nobody is forgotten while we look
WORDS = ("hallo", "hallo", "wie zijn jullie?", "hmm", "I am afraid", "stop", "stop")


class Telling(logging.Handler):
    """Tells the history of every job of the clock that failed, and of what."""

    def __init__(self, history: History) -> None:
        super().__init__(logging.ERROR)
        self.history = history

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        self.history.add("fell_over", kind=f"{record.getMessage()} {type(fault).__name__}: {fault}"[:600])


class World:
    """`answers_first` is for a mutant: the web acknowledges before it stores."""

    def __init__(self, folder: Path, *, seed: int, url: str | None = None, answers_first: bool = False) -> None:
        place = StorePlace(url=url or f"sqlite:///{folder / 'outreach.db'}", keys=folder / "keys.json")
        self.clock = FakeClock()
        self.folder = folder
        opening.BUSY_SECONDS = 300  # on a busy machine six writers wait for each other, and no promise is about time
        storing.chunks.__defaults__ = (2,)  # so that a list of a dozen lines can break off in between
        self.house = House(
            open_assistant(Config(store=place, retention=KEPT), clock=self.clock), self.clock
        ).hire_everybody()
        self.history = History(folder / "history.jsonl")
        self.random = random.Random(seed)
        self.answers_first = answers_first
        self.kills = self.rounds = self._words = 0
        self._steps_left: int | None = None
        self._read_by_script()
        for what in ("before_cursor_execute", "commit"):
            event.listen(self.house.assistant.store.engine, what, lambda *given: self.step())
        self.people = [self.house.anna.meets(a_phone(), f"her{number}@example.org") for number in range(PEOPLE)]
        for number in (0, 2):
            self._share_a_phone(self.people[number], self.people[number + 1])

    def _read_by_script(self) -> None:
        reader = ScriptedReader()
        replies.read_consent, replies.read_signals = reader.consent, reader.signals  # type: ignore[assignment]

    def _share_a_phone(self, one: Her, other: Her) -> None:
        """Two threads that lead to one number, as a duplicate that nobody has merged."""
        number = one.contact.points[0].value
        with self.house.writing() as session:
            theirs = session.scalars(select(Point).where(Point.contact_id == other.id).order_by(Point.id)).first()
            assert theirs is not None
            theirs.value, theirs.key, theirs.slot = number, point_keys(session, "phone", number)[0], 1

    def step(self) -> None:
        """Die here, if this is the step."""
        if self._steps_left is not None:
            self._steps_left -= 1
            if self._steps_left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, what: str, **facts: object) -> None:
        self.step()
        self.history.add(what, at=self.clock().isoformat(), **facts)
        self.step()

    def word(self, text: str) -> str:
        self._words += 1
        return f"{text} {os.getpid()}-{self.rounds}-{self._words}"

    # A round

    def round(self) -> list[str]:
        """One round; answers the promises that were broken."""
        self.rounds += 1
        self._prepare()
        self._run(self._send, self._send, self._web, self._web, self._tick, self._import)
        found = list(one_at_a_time(remember(self.house)))
        self.clock.forward(minutes=16)
        jobs.tick(self.house.assistant)
        found += one_at_a_time(remember(self.house))
        self._close_what_is_open()
        self._show_stops_as_done()
        self._finish_the_list()
        found += broken_promises(self.history.read(), remember(self.house))
        days = self.random.choice((1, 2, 7, 21))
        self.clock.now = AN_AFTERNOON + (self.clock.now - AN_AFTERNOON) // timedelta(days=1) * timedelta(days=1)
        self.clock.forward(days=days)
        return found

    def _prepare(self) -> None:
        for her in self.random.sample(self.people, k=4):
            if her.stage is Stage.STOPPED and len(self.people) < 14:
                self.people.append(self.house.anna.meets(a_phone(), f"new{self.rounds}{her.id}@example.org"))
        self._hand_over_a_list()
        for her in self.people:
            for to in (0, 1):
                if self.random.random() < 0.8:
                    self._write(her, to)

    def _hand_over_a_list(self) -> None:
        """New people, some of them twice, between people we know and people who stopped."""
        known = [her.contact.points[1].value for her in self.random.sample(self.people, k=4)]
        new = [f"list{self.rounds}-{number}@example.org" for number in range(6)]
        lines = [*new, *known, *new[:2]]
        self.random.shuffle(lines)
        self.listed = sorted({*new, *known})
        self.list = self.folder / f"list-{self.rounds}.csv"
        self.list.write_text("\n".join(["name;email", *(f"Luna;{one}" for one in lines)]))

    def _write(self, her: Her, to: int) -> None:
        with suppress(AssistantError):
            self.house.anna.approves(self.house.anna.writes(her, self.word("wij"), to=to))

    def _run(self, *roles: Callable[[random.Random], None]) -> None:
        self.house.assistant.store.engine.dispose()  # a connection must not be shared with a child
        children = []
        for role in roles:
            dice = random.Random(self.random.random())
            child = os.fork()
            if child == 0:
                self._live(role, dice)
            children.append(child)
        self.kills += sum(os.WIFSIGNALED(os.waitpid(child, 0)[1]) for child in children)

    def _live(self, role: Callable[[random.Random], None], dice: random.Random) -> None:
        self._steps_left = dice.randrange(1, KILLED_WITHIN)
        try:
            role(dice)
        except BaseException as fault:
            self._steps_left = None
            self.history.add("fell_over", kind=f"{type(fault).__name__}: {fault}"[:300])
        os._exit(0)

    # The processes

    def _send(self, dice: random.Random) -> None:
        with self.house.reading() as session:
            query = select(Message.id, Message.contact_id, Point.value, Message.body).join(
                Point, Message.point_id == Point.id
            )
            ready = list(session.execute(query.where(Message.state == MessageState.APPROVED)).tuples())
        dice.shuffle(ready)
        while ready:
            batch, ready = ready[:3], ready[3:]
            taken = []
            for message, contact, value, body in batch:
                with suppress(AssistantError):
                    taken.append((message, contact, value, body, self.house.anna.claims(message)))
                    self.tell("claimed", message=message, contact=contact)
            time.sleep(dice.random() * 0.06)  # a phone is slower than a database
            for message, contact, value, body, token in taken:
                self.tell("sent", message=message, contact=contact, to=value, body=body, token=token)
                if dice.random() < 0.8:
                    with suppress(AssistantError):
                        self.house.anna.says_it_left(message)

    def _web(self, dice: random.Random) -> None:
        for _ in range(4):
            her, words = dice.choice(self.people), self.word(dice.choice(WORDS))
            if dice.random() < 0.3:
                self._write(her, dice.choice((0, 1)))
                continue
            if dice.random() < 0.1:
                self._press_stop(her)
                continue
            with suppress(AssistantError):
                self.tell("offered", contact=her.id, body=words)
                if self.answers_first:
                    self.tell("acknowledged", contact=her.id, body=words, stop="no")
                heard = her.answers(words)
                self.tell("acknowledged", contact=her.id, body=words, stop=heard.stop)
                if heard.stopped is not None and not heard.stopped.still_leaving:
                    self._stop_is_done(her)

    def _press_stop(self, her: Her) -> None:
        """She said so on the phone."""
        with suppress(AssistantError):
            outcome = self.house.anna.stops(her)
            self.tell("stop_pressed", contact=her.id)
            if not outcome.still_leaving:
                self._stop_is_done(her)

    def _import(self, dice: random.Random) -> None:
        time.sleep(dice.random() * 0.05)
        self._take_over()

    def _take_over(self) -> ImportState | None:
        """As the command line does: begin with the list, or go on where it broke off."""
        place, source = self.house.assistant.imports, reading.look(self.list)
        key = waiting.file_key(place.store.keyring, self.list)
        with suppress(AssistantError):
            with self.house.writing() as session:
                team = self.house.sofie.team_id
                row = batches.unfinished(session, team_id=team, file_key=key)
                row = row or batches.make(
                    session, team_id=team, by=None, name=self.list.name, file_key=key, now=self.clock()
                )
                number, runner = row.id, batches.claim(session, row, ImportState.RUNNING, now=self.clock())
            working.carry_out(place, number, runner, given=source)
            with self.house.reading() as session:
                return session.get_one(ImportBatch, number).state
        return None

    def _tick(self, dice: random.Random) -> None:
        jobs.log.setLevel(logging.ERROR)
        jobs.log.addHandler(Telling(self.history))
        for _ in range(3):
            jobs.tick(self.house.assistant)

    # The human afterwards

    def _close_what_is_open(self) -> None:
        left = {fact["token"] for fact in self.history.read() if fact["what"] == "sent"}
        for message in self._open_sendings():
            with suppress(AssistantError):
                if message.token in left:
                    self._human.says_it_left(message.id)
                elif message.state is not MessageState.SUPPRESSED:
                    again = self._human.says_it_did_not_leave(message.id)
                    self._human.approves(again)

    def _finish_the_list(self) -> None:
        """It is gone on with until it says that it is done; done is done, also when it was done before."""
        if self._take_over() is ImportState.DONE:
            self.history.add("list_done", points=self.listed)
        else:
            self.history.add("fell_over", kind="an import could not be gone on with")

    @property
    def _human(self) -> Worker:
        return self.house.bram

    def _open_sendings(self) -> list[Message]:
        open_states = (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.SUPPRESSED)
        with self.house.reading() as session:
            query = select(Message).where(Message.state.in_(open_states), Message.token.is_not(None))
            return list(session.scalars(query))

    def _show_stops_as_done(self) -> None:
        for her in self.people:
            if her.stage is Stage.STOPPED:
                with self.house.reading() as session:
                    done = not still_leaving(session, self.house.anna._her(session, her), now=self.clock())
                if done:
                    self._stop_is_done(her)

    def _stop_is_done(self, her: Her) -> None:
        self.tell("stop_done", contact=her.id, points=[point.value for point in her.contact.points])

    def close(self) -> None:
        self.house.assistant.close()
