"""Does what really happened keep the promises? Goes by the history first, and asks the store only what it should remember of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from assistant.rules.stages import Stage
from assistant.store.audit import first_broken_entry
from assistant.store.models import Contact, Direction, Message, MessageState, Point
from tests.cast import House
from tests.faults.history import Fact

UNDER_WAY = (MessageState.CLAIMED, MessageState.UNKNOWN)
PENDING = (MessageState.DRAFT, MessageState.APPROVED, *UNDER_WAY)
GAP = timedelta(days=7)


@dataclass(frozen=True)
class Remembered:
    """What the store says, read in one go."""

    messages: list[dict[str, Any]]
    contacts: dict[int, Contact]
    broken_entry: int | None
    holders: dict[str, int] = field(default_factory=dict)  # contact point → how many people have it


def remember(house: House) -> Remembered:
    with house.reading() as session:
        rows = session.execute(
            select(
                Message.id, Message.contact_id, Message.direction, Message.state, Message.body, Message.token, Point.key
            )
            .outerjoin(Point, Message.point_id == Point.id)
            .order_by(Message.id)
        )
        messages = [dict(row._mapping) for row in rows]
        contacts = {contact.id: contact for contact in session.scalars(select(Contact))}
        holders = Counter(session.scalars(select(Point.value)))
        return Remembered(messages, contacts, first_broken_entry(session), holders)


def one_at_a_time(store: Remembered) -> Iterator[str]:
    """At any moment: to one person and to one number at most one message is on its way or of unknown fate."""
    under_way = [message for message in store.messages if message["state"] in UNDER_WAY]
    for what in ("contact_id", "key"):
        seen = [message[what] for message in under_way]
        if len(set(seen)) < len(seen):
            yield f"two messages under way to one {what}"


def broken_promises(history: list[Fact], store: Remembered) -> list[str]:
    """Every promise that was broken, in words. Called when no process runs and every open sending has been closed by a human."""
    return [
        *_twice(history),
        *_after_a_stop(history),
        *_crowded(history),
        *_lost_or_unseen(history, store),
        *_untrue(history, store),
        *_stops_not_kept(history, store),
        *_lists_not_whole(history, store),
        *([f"the log is broken at {store.broken_entry}"] if store.broken_entry is not None else []),
        *[f"a process fell over: {fact['kind']}" for fact in history if fact["what"] == "fell_over"],
    ]


def _sent(history: list[Fact]) -> list[Fact]:
    return [fact for fact in history if fact["what"] == "sent"]


def _twice(history: list[Fact]) -> Iterator[str]:
    for name in ("body", "token"):
        seen = [fact[name] for fact in _sent(history)]
        for one in {one for one in seen if seen.count(one) > 1}:
            yield f"sent twice, by {name}: {one}"


def _after_a_stop(history: list[Fact]) -> Iterator[str]:
    done: set[str] = set()
    for fact in history:
        if fact["what"] == "stop_done":
            done.update(fact["points"])
        elif fact["what"] == "sent" and fact["to"] in done:
            yield f"sent to {fact['contact']} after a stop that was shown as done"


def _crowded(history: list[Fact]) -> Iterator[str]:
    """More than the budget in silence, or a reminder before its time."""
    people = {fact["contact"] for fact in _sent(history)}
    for person in people:
        silent: list[datetime] = []
        answered = False
        for fact in history:
            if fact.get("contact") != person:
                continue
            if fact["what"] == "offered":
                silent, answered = [], True
            elif fact["what"] == "sent":
                silent.append(datetime.fromisoformat(fact["at"]))
                if len(silent) > (4 if answered else 2):
                    yield f"more than the budget to {person}"
        if not answered and any(later - earlier < GAP for earlier, later in pairwise(silent)):
            yield f"nagged {person}"


def _lost_or_unseen(history: list[Fact], store: Remembered) -> Iterator[str]:
    kept = {message["body"] for message in store.messages if message["direction"] is Direction.IN}
    offered = {fact["body"]: number for number, fact in enumerate(history) if fact["what"] == "offered"}
    claimed = {fact["message"]: number for number, fact in enumerate(history) if fact["what"] == "claimed"}
    for fact in history:
        if fact["what"] != "acknowledged":
            continue
        if fact["body"] not in kept:
            yield f"lost: {fact['body']}"
            continue
        contact = store.contacts[fact["contact"]]
        answers = [
            sent
            for sent in _sent(history)
            if sent["contact"] == contact.id and claimed.get(sent["message"], len(history)) > offered[fact["body"]]
        ]
        if contact.stage is not Stage.STOPPED and contact.waiting_since is None and not answers:
            yield f"unseen: {fact['body']}"


def _untrue(history: list[Fact], store: Remembered) -> Iterator[str]:
    told = {message["token"] for message in store.messages if message["state"] is MessageState.SENT}
    true = {fact["token"] for fact in _sent(history)}
    yield from (f"left, but the store does not say so: {token}" for token in true - told)
    yield from (f"did not leave, but the store says so: {token}" for token in told - true)


def _stops_not_kept(history: list[Fact], store: Remembered) -> Iterator[str]:
    for fact in history:
        if fact["what"] == "stop_pressed" or (fact["what"] == "acknowledged" and fact["stop"] == "yes"):
            pending = [m for m in store.messages if m["contact_id"] == fact["contact"] and m["state"] in PENDING]
            if store.contacts[fact["contact"]].stage is not Stage.STOPPED or pending:
                yield f"a stop of {fact['contact']} is not kept"


def _lists_not_whole(history: list[Fact], store: Remembered) -> Iterator[str]:
    """A list that is called done brought everybody once, wherever it broke off; who was known or stopped is not there twice."""
    for fact in history:
        for point in fact["points"] if fact["what"] == "list_done" else ():
            if store.holders.get(point, 0) != 1:
                yield f"taken over {store.holders.get(point, 0)} times: {point}"
