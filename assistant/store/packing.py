"""The long lists of the search index, packed: who speaks Spanish is one piece to read and not two hundred thousand rows.

The rows of SearchKey stay the truth. A packed list holds who had the key when it was packed; who was indexed since stands in SearchFresh
and is asked of the rows. So a list may be old but an answer never is, and a pack that breaks off half-way does no harm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.store.bulk import insert_columns
from assistant.store.models import Contact, SearchDue, SearchFresh, SearchKey, SearchPacked

Numbers = npt.NDArray[np.uint32]
LONG = 1_000  # contacts that share a key, from which on their list is packed
MOST_ROWS = 60_000  # read for one question where nothing is packed yet
CHANGED = 1_000  # contacts, from which on the lists are packed anew; or a thousandth, or a twentieth that came new
AT_ONCE = 2_000_000  # bytes of lists that are written in one transaction
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be packed: the lists of `keys`, of contacts numbered to `up_to`; then the rows `seen` of SearchFresh can go."""

    keys: tuple[bytes, ...]
    up_to: int
    seen: tuple[int, ...]


def indexed(session: Session, contact_ids: Sequence[int]) -> None:
    """Note that the rows of these contacts are newer than any packed list."""
    insert_columns(session, SearchFresh, {"contact_id": list(contact_ids)})


def lists(session: Session, keys: Sequence[bytes]) -> dict[bytes, Numbers]:
    """For each key the contacts that have it, ascending, none twice; a key that nobody has is left out."""
    connection = session.connection()
    up_to = session.scalar(select(func.max(SearchPacked.up_to))) or 0
    # What is fresh before the lists: whoever packs in between writes a list before it takes a fresh row away.
    changed = select(SearchFresh.contact_id).where(SearchFresh.contact_id <= up_to).distinct()
    fresh = _ascending(row[0] for row in connection.execute(changed)) if up_to else _ascending(())
    query = select(SearchPacked.key, SearchPacked.up_to, SearchPacked.contact_ids).where(SearchPacked.key.in_(keys))
    packed = (
        {bytes(key): (end, np.frombuffer(ids, "<u4")) for key, end, ids in connection.execute(query)} if up_to else {}
    )
    found = _rows(session, [key for key in keys if key not in packed])
    if packed:
        since = _rows(
            session, list(packed), since=min(up_to, *(end for end, _ in packed.values())), also=fresh.tolist()
        )
        for key, (_, ids) in packed.items():
            kept = _without(ids, fresh)
            found[key] = np.union1d(kept, since[key]) if key in since else kept
    return found


def _rows(
    session: Session, keys: Sequence[bytes], *, since: int | None = None, also: Sequence[int] = ()
) -> dict[bytes, Numbers]:
    """From the rows: all who have a key, or only those numbered above `since` and those in `also`."""
    if not keys:
        return {}
    query = select(SearchKey.key, SearchKey.contact_id).where(SearchKey.key.in_(keys))
    if since is None:
        found = list(session.connection().execute(query.limit(MOST_ROWS)))
    else:
        found = list(session.connection().execute(query.where(SearchKey.contact_id > since)))
        for at in range(0, len(also), ASKED_AT_ONCE):
            part = query.where(SearchKey.contact_id.in_(also[at : at + ASKED_AT_ONCE]))
            found += session.connection().execute(part)
    by_key: dict[bytes, list[int]] = {}
    for key, number in found:
        by_key.setdefault(bytes(key), []).append(number)
    return {key: _ascending(numbers) for key, numbers in by_key.items()}


def _ascending(given: Iterable[int]) -> Numbers:
    """Each number once."""
    return np.unique(np.fromiter(given, dtype="<u4"))


def _without(ids: Numbers, gone: Numbers) -> Numbers:
    """`ids` without those in `gone`; both ascending. Quick where few are gone."""
    if not len(gone) or not len(ids):
        return ids
    places = np.minimum(np.searchsorted(ids, gone), len(ids) - 1)
    kept = np.ones(len(ids), dtype=bool)
    kept[places[ids[places] == gone]] = False
    return ids[kept]


def plan(session: Session) -> Plan | None:
    """What to pack now; None as long as the lists serve, or contacts wait for their keys."""
    highest = session.scalar(select(func.max(Contact.id))) or 0
    if session.scalar(select(SearchDue.contact_id).limit(1)) is not None:
        return None
    packed_to = session.scalar(select(func.max(SearchPacked.up_to))) or 0
    changed = session.scalar(select(func.count()).where(SearchFresh.contact_id <= packed_to)) or 0
    new = session.scalar(select(func.count()).where(SearchFresh.contact_id > packed_to)) or 0
    if changed < max(CHANGED, highest // 1000) and new < max(CHANGED, highest // 20):
        return None
    seen = tuple(session.scalars(select(SearchFresh.id)))
    shared = select(SearchKey.key).where(SearchKey.contact_id <= highest).group_by(SearchKey.key)
    keys = tuple(bytes(key) for key in session.scalars(shared.having(func.count() >= LONG)))
    return Plan(keys, highest, seen)


def packed(session: Session, made: Plan) -> Iterator[dict[bytes, bytes]]:
    """The lists, some at a time."""
    some: dict[bytes, bytes] = {}
    for key in made.keys:
        query = select(SearchKey.contact_id).where(SearchKey.key == key, SearchKey.contact_id <= made.up_to)
        some[key] = _ascending(row[0] for row in session.connection().execute(query)).tobytes()
        if sum(map(len, some.values())) >= AT_ONCE:
            yield some
            some = {}
    if some:
        yield some


def keep(session: Session, some: dict[bytes, bytes], *, up_to: int) -> None:
    """Put these lists in the place of older ones."""
    session.execute(delete(SearchPacked).where(SearchPacked.key.in_(list(some))))
    insert_columns(
        session,
        SearchPacked,
        {"key": list(some), "up_to": [up_to] * len(some), "contact_ids": list(some.values())},
    )


def finish(session: Session, made: Plan) -> None:
    """Take away the lists that are not long any more, and what was fresh before."""
    short = set(map(bytes, session.scalars(select(SearchPacked.key)))) - set(made.keys)
    session.execute(delete(SearchPacked).where(SearchPacked.key.in_(short)))
    for at in range(0, len(made.seen), ASKED_AT_ONCE):
        session.execute(delete(SearchFresh).where(SearchFresh.id.in_(made.seen[at : at + ASKED_AT_ONCE])))
