"""The program with one promise taken out on purpose. The checker must catch every one of them, or it proves nothing."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from assistant.errors import Stale
from assistant.outreach import replies, sending
from assistant.outreach.importing import batches
from assistant.store.models import Contact, Message, MessageState
from tests import cast
from tests.faults import world


def claims_without_asking_the_gate() -> None:
    claim = sending.claim

    def careless(*given: Any, **named: Any) -> str:
        gate, sending.gate = sending.gate, lambda *a, **k: None  # type: ignore[assignment]
        try:
            return claim(*given, **named)
        finally:
            sending.gate = gate

    sending.claim = careless


def selects_and_then_sends() -> None:
    def careless(worker: cast.Worker, message_id: int, *, override: str = "") -> str:
        if worker.house.message(message_id).state is not MessageState.APPROVED:
            raise Stale
        time.sleep(0.02)
        token = secrets.token_hex(16)
        with worker.house.writing() as session:
            now = worker.house.clock()
            values = {
                "state": MessageState.CLAIMED,
                "token": token,
                "at": now,
                "lease_until": now + timedelta(minutes=15),
            }
            session.execute(update(Message).where(Message.id == message_id).values(**values))
        return token

    cast.Worker.claims = careless  # type: ignore[method-assign]


def has_no_unique_key() -> None:
    claim = sending.claim

    def careless(session: Any, message: Message, **named: Any) -> str:
        token = claim(session, message, **named)
        session.execute(update(Message).where(Message.id == message.id).values(active_key=None))
        return token

    sending.claim = careless


def lets_two_leave_for_one_person() -> None:
    sending._nothing_else_out = lambda session, message: None  # type: ignore[assignment]


def stops_without_cancelling() -> None:
    replies._to_her = lambda contact: Message.id < 0  # type: ignore[assignment]


def calls_a_stop_done_at_once() -> None:
    replies.still_leaving = lambda *given, **named: False  # type: ignore[assignment]
    world.still_leaving = replies.still_leaving


def sends_again_what_ran_out() -> None:
    def careless(session: Any, *, now: Any) -> int:
        out = (Message.state == MessageState.CLAIMED, Message.lease_until <= now)
        session.execute(
            update(Message)
            .where(*out)
            .values(state=MessageState.APPROVED, active_key=None, version=Message.version + 1)
        )
        return 0

    sending.expire_claims = careless


def counts_nothing() -> None:
    we_wrote = sending.we_wrote

    def careless(contact: Contact, **named: Any) -> None:
        we_wrote(contact, **named)
        contact.unanswered, contact.last_out_at = 0, None

    sending.we_wrote = careless


def takes_a_crossing_for_an_answer() -> None:
    replies._mark_what_it_crossed = lambda *given, **named: None  # type: ignore[assignment]


def puts_nobody_on_the_board() -> None:
    gave_a_sign = replies.gave_a_sign

    def careless(contact: Contact, **named: Any) -> None:
        gave_a_sign(contact, **named)
        contact.waiting_since = None

    replies.gave_a_sign = careless


def acknowledges_first() -> None:
    start = world.World.__init__
    world.World.__init__ = lambda self, *given, **named: start(self, *given, **{**named, "answers_first": True})  # type: ignore[method-assign]


def passes_over_lines_of_a_broken_list() -> None:
    progress = batches.progress
    batches.progress = lambda batch: {**progress(batch), "lines_done": batch.line + 2}


def forgets_a_stop_on_the_phone() -> None:
    stop = replies.stop

    def careless(session: Any, contact: Contact, **named: Any) -> replies.Stopped:
        with session.begin_nested() as nested:
            outcome = stop(session, contact, **named)
            nested.rollback()
        session.expire_all()
        return outcome

    replies.stop = careless


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant
    for mutant in (
        claims_without_asking_the_gate,
        selects_and_then_sends,
        has_no_unique_key,
        lets_two_leave_for_one_person,
        stops_without_cancelling,
        calls_a_stop_done_at_once,
        sends_again_what_ran_out,
        counts_nothing,
        takes_a_crossing_for_an_answer,
        puts_nobody_on_the_board,
        acknowledges_first,
        passes_over_lines_of_a_broken_list,
        forgets_a_stop_on_the_phone,
    )
}
