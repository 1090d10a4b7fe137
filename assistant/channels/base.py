"""What a channel is: how approved words leave, and how words, reports and failures come back. Knows no database.

A new channel is one file with a class that fits `Channel`, a section in channel_settings.py and a line in opening.py; the suite in
tests/channels/test_contract.py says whether it may be trusted. It never tries again by itself: whether that helps, and whether it is
safe, is in the ChannelError it raises.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

from assistant.errors import AssistantError

T = TypeVar("T")


class Reason(StrEnum):
    """Why words did not leave or arrive: a closed set, so that no provider's sentence (with a number in it) reaches a page or a log."""

    UNREACHABLE = "unreachable"  # nobody answers at the gateway's address
    NO_ANSWER = "no_answer"  # it took the question and did not answer in time
    BUSY = "busy"  # it asks to come back later
    WRONG_KEY = "wrong_key"  # it does not accept our password
    NOT_SAFE = "not_safe"  # nobody vouches for it, or it offers no encryption: no word and no password was said
    NO_CREDIT = "no_credit"
    REJECTED = "rejected"  # it refuses this message for good
    NOT_IN_SERVICE = "not_in_service"  # the number or address does not exist (any more)
    EXPIRED = "expired"  # not sent within its time, so not sent at all
    BROKEN = "broken"  # an answer that nobody understands


class Taken(StrEnum):
    """Whether the provider has the words: NO is certain, UNKNOWN means that they may be leaving."""

    NO = "no"
    UNKNOWN = "unknown"


class ChannelError(AssistantError):
    """It did not leave, or nobody knows. `permanent`: trying this message again will not help. `taken` UNKNOWN: it must not be tried again."""

    def __init__(self, reason: Reason, *, permanent: bool = False, taken: Taken = Taken.NO) -> None:
        super().__init__(f"{reason.value}, {'for good' if permanent else 'for now'}, taken: {taken.value}")
        self.reason = reason
        self.permanent = permanent
        self.taken = taken


class Delivery(StrEnum):
    """How far a message is, in the provider's words. Later ones do not go back to earlier ones."""

    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do. `carries`: the kinds of contact points it reaches; `idempotent`: a token that was taken is not sent twice."""

    carries: frozenset[str]
    prefill: bool = False  # opens an app with the words in it; a person sends
    reports: bool = False
    inbound: bool = False
    idempotent: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Approved words for one contact point. `token` (32 hex characters) names this sending; `subject` and `answers` are for mail.

    `answers` are the tokens of our earlier messages in this thread, oldest first. The repr holds no word, number or name.
    """

    token: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    language: str | None = None
    subject: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)  # the worker's name, as it stands under messages
    answers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider has the words."""

    provider_id: str | None = field(default=None, repr=False)
    delivery: Delivery = Delivery.TAKEN


@dataclass(frozen=True, slots=True)
class Inbound:
    """Words that came in. `provider_id` is the same when the same words are handed over again, and None where there is none.

    `raw` is what arrived, whole; `text` what was read of it. `answers` are tokens of ours that it refers to (mail).
    """

    raw: str = field(repr=False)
    text: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    kind: str = "phone"
    said_at: datetime | None = None
    provider_id: str | None = field(default=None, repr=False)
    answers: Sequence[str] = ()
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message of ours, named by our token. `address`: for a bounce without a token, whom it was for."""

    token: str | None
    delivery: Delivery
    reason: Reason | None = None
    address: str | None = field(default=None, repr=False)


Heard = Inbound | Report


@dataclass(frozen=True, slots=True)
class Call:
    """A provider's request to us, as it was sent. `url` is the address that the provider called, header names are in lower case."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    address: str = field(repr=False)


class Forged(AssistantError):
    """A call that did not come from the provider, or comes too late to be its own. `why`: "signature", "replayed" or "address"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreadable(AssistantError):
    """A genuine call that nobody understands. It is kept, and a human looks."""


class Channel(Protocol):
    """How words leave. `timeout` holds for a whole `send`; it is shorter than any lease."""

    name: str
    abilities: Abilities
    timeout: timedelta

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand the words to the provider, once. Raises ChannelError. Holds no lock and knows no transaction."""
        ...

    def check(self) -> None:
        """Is the provider there, and does it know us? Sends nothing. Raises ChannelError."""
        ...


@runtime_checkable
class Called(Protocol):
    """A channel whose provider calls us (web/inbound.py)."""

    def admit(self, call: Call, *, now: datetime) -> None:
        """Return when the call is the provider's own. Raises Forged."""
        ...

    def read(self, call: Call) -> list[Heard]:
        """What the call says, in order; nothing for one that says nothing of use (a ping). Raises Unreadable."""
        ...


@runtime_checkable
class Polled(Protocol):
    """A channel at which we fetch ourselves (mail)."""

    def collect(self, keep: Callable[[Heard], None]) -> int:
        """Hand everything new to `keep`, which stores and commits, and only then tell the provider that we have it. Answers how many.

        Raises ChannelError.
        """
        ...


def within(limit: timedelta, work: Callable[[], T]) -> T:
    """The answer of `work`, or ChannelError(NO_ANSWER, taken UNKNOWN) when it takes longer than `limit` in all.

    A socket's own timeout counts from byte to byte: a server that drips would outlast the lease. The thread left behind ends with it.
    """
    answers: list[T] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run, daemon=True, name="channel")
    thread.start()
    thread.join(limit.total_seconds())
    if faults:
        raise faults[0]
    if not answers:
        raise ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN)
    return answers[0]
