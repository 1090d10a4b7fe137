"""Make people findable who came in with a long list, and keep the index quick; a short transaction at a time, so that nobody waits to write."""

import time
from collections.abc import Callable

from assistant.store import packing, search
from assistant.store.opening import Store

PAUSE = 0.005  # seconds between transactions, for who waits to write


def settle(house: Store, tell: Callable[[int], None] = lambda people: None, *, seconds: float | None = None) -> int:
    """Index everybody who is not yet, for at most so many seconds. Answers how many; `tell` hears it as they grow."""
    until, done = time.monotonic() + seconds if seconds is not None else None, 0
    while until is None or time.monotonic() < until:
        with house.writing() as session:
            just = search.settle(session)
        if not just:
            break
        done += just
        tell(done)
        if until is not None:
            time.sleep(PAUSE)
    return done


def pack(house: Store) -> int:
    """Pack the long lists of the index anew where they do not serve any more. Answers how many. Only the process that keeps the clock may."""
    with house.reading() as session:
        made = packing.plan(session)
        if made is None:
            return 0
        for some in packing.packed(session, made):
            with house.writing() as other:
                packing.keep(other, some, up_to=made.up_to)
            time.sleep(PAUSE)
    with house.writing() as session:
        packing.finish(session, made)
    return len(made.keys)
