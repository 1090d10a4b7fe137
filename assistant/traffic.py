"""Words in and out, each step in a transaction of its own, for the doors: a provider's call, the poller, the clock.

In: stored and committed, then the provider is answered, then read. Out: claimed and committed, then said to the channel while nothing
is locked, then written down. A process may end at any step; what it leaves behind is found by the clock or waits for a human.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta

from assistant.bootstrap import Assistant
from assistant.channels.base import (
    Channel,
    ChannelError,
    Heard,
    Outgoing,
    Polled,
    Reason,
    Receipt,
    Report,
    Taken,
    within,
)
from assistant.errors import AssistantError, NotPossible, NotThere, Stale
from assistant.outreach import arrivals, dispatch, dispatch_reports, watching
from assistant.store.models import Heartbeat, Message
from assistant.store.points import contacts_at, suppressed_points

log = logging.getLogger(__name__)
MOST_AT_ONCE = 20  # messages of one channel in one tick, where no pause is asked
SPARE = timedelta(seconds=5)  # beyond a channel's own timeout, before it is left alone
KNOCK_EVERY = timedelta(minutes=4)


def take_in(assistant: Assistant, channel: str, heard: Iterable[Heard]) -> list[int]:
    """Store what came in and note reports, committed when this returns; answers the numbers of new arrivals, to be read next."""
    new: list[int] = []
    with assistant.store.writing() as session:
        now = assistant.now()
        for one in heard:
            if isinstance(one, Report):
                dispatch_reports.note(session, channel, one, now=now, pace=assistant.terms.pace)
            elif arrival := arrivals.keep(session, channel, one, now=now):
                new.append(arrival.id)
        watching.worked(session, watching.IN + channel, now=now)
    return new


def read(assistant: Assistant, numbers: Iterable[int]) -> int:
    """Read arrivals into their threads; what cannot be read waits on the board. Answers how many were handled."""
    done = 0
    for number in numbers:
        try:
            with assistant.store.writing() as session:
                now = assistant.now()
                arrivals.read(session, number, now=now, pace=assistant.terms.pace, desk=assistant.desk)
        except Stale:
            continue  # on PostgreSQL somebody else wrote to her at that moment; the clock reads it within a minute
        except Exception as error:
            log.error(
                "arrival %s could not be read (%s); a human looks", number, type(error).__name__
            )  # never her words
            with assistant.store.writing() as session:
                arrivals.not_read(session, number)
        done += 1
    return done


def read_what_is_stored(assistant: Assistant) -> int:
    """A job of the clock: what a process that died stored and did not read."""
    with assistant.store.reading() as session:
        left = arrivals.stored(session)
    return read(assistant, left)


def poll(assistant: Assistant) -> int:
    """A job of the clock: fetch where nobody calls us."""
    fetched = 0
    for name, channel in assistant.channels.items():
        if isinstance(channel, Polled):
            fetched += _poll(assistant, name, channel)
    return fetched


def _poll(assistant: Assistant, name: str, channel: Polled) -> int:
    def keep(one: Heard) -> None:
        read(assistant, take_in(assistant, name, [one]))

    try:
        count = channel.collect(keep)
    except ChannelError as error:
        with assistant.store.writing() as session:
            watching.failed(session, watching.IN + name, error.reason.value)
        return 0
    with assistant.store.writing() as session:
        watching.worked(session, watching.IN + name, now=assistant.now())
    return count


def send_what_is_due(assistant: Assistant) -> int:
    """A job of the clock: what waits for a channel and may leave now. Answers how many were tried."""
    tried = 0
    for name, channel in assistant.channels.items():
        for _ in range(MOST_AT_ONCE):
            outcome = _send_next(assistant, name, channel)
            if outcome is None:
                break
            tried += outcome
    return tried


def _send_next(assistant: Assistant, name: str, channel: Channel) -> int | None:
    """1 when a message was tried, 0 when the gate held one back, None when nothing is due."""
    now, pace = assistant.now(), assistant.terms.pace
    with assistant.store.reading() as session:
        found = dispatch.due(session, name, now=now, pace=pace, pauses=assistant.pauses)
        number = found.id if found else None
    if number is None:
        return None
    try:
        with assistant.store.writing() as session:
            outgoing = dispatch.take(session, session.get_one(Message, number), now=now, terms=assistant.terms)
    except (Stale, NotThere):
        return None  # somebody else did something with it at this moment
    if outgoing is None:
        return 0
    try:
        receipt = _say(channel, outgoing)
    except ChannelError as error:
        _write_down_failure(assistant, name, number, error)
        return 1
    with assistant.store.writing() as session:
        dispatch.left(session, session.get_one(Message, number), receipt, now=assistant.now(), pace=pace)
        watching.worked(session, watching.OUT + name, now=assistant.now())
    return 1


def _write_down_failure(assistant: Assistant, name: str, number: int, error: ChannelError) -> None:
    with assistant.store.writing() as session:
        dispatch.did_not_leave(session, session.get_one(Message, number), error, now=assistant.now())
        if not error.permanent:
            watching.failed(session, watching.OUT + name, error.reason.value)


def _say(channel: Channel, outgoing: Outgoing) -> Receipt:
    """The channel's answer in time, or a ChannelError: a fault inside a channel leaves open whether the words left."""
    try:
        return within(channel.timeout + SPARE, lambda: channel.send(outgoing))
    except AssistantError:
        raise
    except Exception as fault:
        log.error("the channel %s fell over (%s)", channel.name, type(fault).__name__)  # never what it was carrying
        raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN) from None


def knock(assistant: Assistant) -> int:
    """A job of the clock: is every gateway there? Asked when it has not worked for some minutes. Answers how many were asked."""
    with assistant.store.reading() as session:
        beats = {name: session.get(Heartbeat, watching.OUT + name) for name in assistant.channels}
        now = assistant.now()
        silent = [name for name, beat in beats.items() if beat is None or now - beat.ran_at >= KNOCK_EVERY]
    for name in silent:
        _knock(assistant, name, assistant.channels[name])
    return len(silent)


def _knock(assistant: Assistant, name: str, channel: Channel) -> None:
    trouble: str | None = None
    try:
        within(channel.timeout + SPARE, channel.check)
    except ChannelError as error:
        trouble = error.reason.value
    except Exception as fault:
        log.error("the channel %s fell over (%s)", name, type(fault).__name__)
        trouble = Reason.BROKEN.value
    with assistant.store.writing() as session:
        if trouble is None:
            watching.worked(session, watching.OUT + name, now=assistant.now())
        else:
            watching.failed(session, watching.OUT + name, trouble)


def send_test(assistant: Assistant, name: str, to: str, *, kind: str, text: str) -> Receipt:
    """A message to an administrator's own phone or mailbox. Raises ChannelError, NotPossible("belongs_to_somebody", "no_channel")."""
    channel = assistant.channels.get(name)
    if channel is None or kind not in channel.abilities.carries:
        raise NotPossible("no_channel")
    with assistant.store.reading() as session:
        if contacts_at(session, [(kind, to)]) or suppressed_points(session, [(kind, to)]):
            raise NotPossible("belongs_to_somebody")
    receipt = _say(channel, Outgoing(secrets.token_hex(16), to, text))
    with assistant.store.writing() as session:
        watching.worked(session, watching.OUT + name, now=assistant.now())
    return receipt
