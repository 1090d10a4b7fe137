"""The index of the doorstep finder: keyed hashes of what a contact can be found by, kept up to date at every commit.

Nothing readable reaches the disk: a token ("town:leeuwarden") becomes HMAC-SHA256 under the look-up key with its team, cut to 16 bytes.
Rows are bound to a team by their key, and go with their contact. One listener on every session notes whose rows are stale, so that
no step can forget it; whoever writes past the session (a bulk import) calls `later`, and the clock calls `settle`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Select, Table, bindparam, delete, event, inspect, literal_column, select, union_all
from sqlalchemy.orm import Session

from assistant.rules.recall_tokens import Portrait, Said
from assistant.store import packing
from assistant.store.bulk import insert_columns, rows_with
from assistant.store.keys import Keyring
from assistant.store.models import (
    Ad,
    Contact,
    Message,
    MessageState,
    Note,
    Point,
    SafeContactCard,
    SearchDue,
    SearchKey,
)
from assistant.store.sealed import keyring_of_session

KEY_BYTES = 16
CHUNK = 200  # contacts read and indexed at a time
HAPPENED = (MessageState.SENT, MessageState.RECEIVED, MessageState.UNKNOWN)

_STALE = "search_stale"
_WATCHED: dict[type[Any], tuple[str, ...]] = {
    Contact: ("alias", "town", "language", "reference", "country", "gender", "owner_id", "team_id"),
    Message: ("body", "state", "at", "channel", "language", "by_id", "contact_id"),
    Note: ("body", "at", "by_id", "contact_id"),
    Point: ("value", "contact_id"),
    Ad: ("noticed", "contact_id"),
    SafeContactCard: ("facts",),
}


def search_key(keyring: Keyring, team_id: int, token: str) -> bytes:
    """The key under which a team's contacts with `token` stand in the index."""
    return keyring.lookup(f"search/{team_id}", token)[:KEY_BYTES]


def _note_stale(session: Session, flush_context: Any) -> None:
    stale: set[int] = session.info.setdefault(_STALE, set())
    for thing in (*session.new, *session.dirty, *session.deleted):
        watched = _WATCHED.get(type(thing))
        if watched is None:
            continue
        state = inspect(thing)
        if (
            thing in session.new
            or thing in session.deleted
            or any(state.attrs[name].history.has_changes() for name in watched)
        ):
            number = thing.id if isinstance(thing, Contact) else thing.contact_id
            former = () if isinstance(thing, Contact) else state.attrs["contact_id"].history.deleted or ()
            stale.update(one for one in (number, *former) if one is not None)


def _bring_up_to_date(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    stale: set[int] = session.info.pop(_STALE, set())
    if stale:
        index(session, sorted(stale))


def _forget(session: Session) -> None:
    session.info.pop(_STALE, None)


def watch_sessions() -> None:
    """Have every session of this process keep the index up to date. Calling it again changes nothing."""
    for name, listener in (
        ("after_flush", _note_stale),
        ("before_commit", _bring_up_to_date),
        ("after_rollback", _forget),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def rebuild(session: Session, contact_ids: Sequence[int] | None = None) -> int:
    """Index all contacts anew, or those given. Answers how many there were."""
    session.flush()
    ids = (
        list(contact_ids) if contact_ids is not None else list(session.scalars(select(Contact.id).order_by(Contact.id)))
    )
    index(session, ids)
    return len(ids)


def later(session: Session, contact_ids: Sequence[int], *, new: bool = False) -> None:
    """Have `settle` index these contacts soon: for many at once, so that storing them does not wait for it. `new`: none waits already."""
    have = set() if new else {row[0] for row in rows_with(session, SearchDue.contact_id, contact_ids)}
    insert_columns(session, SearchDue, {"contact_id": [number for number in contact_ids if number not in have]})


def settle(session: Session, most: int = CHUNK // 2) -> int:
    """Index at most `most` of the contacts that wait for it. Answers how many there were."""
    ids = list(session.scalars(select(SearchDue.contact_id).order_by(SearchDue.contact_id).limit(most)))
    if ids:
        index(session, ids)
        session.execute(delete(SearchDue).where(SearchDue.contact_id.in_(ids)))
    return len(ids)


def index(session: Session, contact_ids: Sequence[int]) -> None:
    """Replace the rows of these contacts by what they can be found by now; gone contacts leave none."""
    keyring, connection = keyring_of_session(session), session.connection()
    made: dict[tuple[int, str], bytes] = {}  # people share their town, their language, often a name

    def key_of(team_id: int, token: str) -> bytes:
        key = made.get((team_id, token))
        if key is None:
            key = made[team_id, token] = search_key(keyring, team_id, token)
        return key

    for start in range(0, len(contact_ids), CHUNK):
        ids = contact_ids[start : start + CHUNK]
        connection.execute(delete(SearchKey).where(SearchKey.contact_id.in_(ids)))
        packing.indexed(session, ids)
        rows = sorted(
            (key, number)
            for number, team_id, portrait in portraits(session, ids)
            for key in {key_of(team_id, token) for token in portrait.tokens()}
        )
        if rows:
            keys, numbers = zip(*rows, strict=True)
            insert_columns(session, SearchKey, {"key": keys, "contact_id": numbers})


def portraits(session: Session, contact_ids: Sequence[int]) -> Iterator[tuple[int, int, Portrait]]:
    """(contact, team, what is known of her), unsealed; in no order. At most a few hundred at a time."""
    connection = session.connection()

    def rows(*columns: Any, of: Any = None) -> Any:
        return connection.execute(select(*columns).where((of if of is not None else columns[0]).in_(contact_ids)))

    parts: dict[int, dict[str, list[Any]]] = {}
    for model, columns in (
        (
            Message,
            (
                Message.contact_id,
                Message.body,
                Message.at,
                Message.direction,
                Message.channel,
                Message.language,
                Message.by_id,
                Message.state,
            ),
        ),
        (Note, (Note.contact_id, Note.body, Note.at, Note.by_id)),
        (Point, (Point.contact_id, Point.channel, Point.value)),
        (Ad, (Ad.contact_id, Ad.noticed, Ad.added_at)),
        (SafeContactCard, (SafeContactCard.contact_id, SafeContactCard.facts)),
    ):
        for row in rows(*columns):
            parts.setdefault(row[0], {}).setdefault(model.__tablename__, []).append(row)
    own = (
        Contact.id,
        Contact.team_id,
        Contact.alias,
        Contact.town,
        Contact.language,
        Contact.reference,
        Contact.country,
        Contact.gender,
        Contact.owner_id,
    )
    for row in rows(*own):
        yield row.id, row.team_id, _portrait(row, parts.get(row.id, {}))


def _portrait(row: Any, parts: dict[str, list[Any]]) -> Portrait:
    messages = [one for one in parts.get("message", ()) if one.state in HAPPENED]
    notes, ads = parts.get("note", []), parts.get("ad", [])
    cards = parts.get("safe_contact_card", [])
    texts = [Said(_day(one.at), one.body, one.direction == "in", False, one.channel, one.language) for one in messages]
    texts += [Said(_day(one.at), one.body, False, True) for one in notes]
    moments = [one.at for one in (*messages, *notes)] + [one.added_at for one in ads]
    people = (row.owner_id, *(one.by_id for one in (*messages, *notes)))
    return Portrait(
        alias=row.alias,
        earlier_aliases=_others([one.noticed.get("alias") for one in ads], row.alias),
        reference=row.reference,
        towns=tuple(filter(None, (row.town, *_others([one.noticed.get("town") for one in ads], row.town)))),
        language=row.language,
        country=row.country,
        gender=row.gender,
        workers=frozenset(one for one in people if one is not None),
        points=tuple((one.channel, one.value) for one in parts.get("point", ())),
        card=cards[0].facts if cards else {},
        said=tuple(texts),
        days=tuple(sorted(map(_day, moments))),
    )


def _others(named: Iterable[Any], own: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in named if isinstance(one, str) and one and one != own))


def _day(moment: datetime) -> date:
    return moment.date()


def having_all(session: Session, groups: Sequence[Sequence[bytes]], *, most: int) -> list[int]:
    """At most `most` contacts that have a key of every group. Quickest with the rarest group first."""
    return each_having_all(session, [(groups, most)])[0]


def each_having_all(session: Session, asked: Sequence[tuple[Sequence[Sequence[bytes]], int]]) -> list[list[int]]:
    """`having_all` for several (groups, most) in one question, in their order. A group without a key is had by nobody."""
    found: list[list[int]] = [[] for _ in asked]
    shape = tuple((place, len(groups), most) for place, (groups, most) in enumerate(asked) if all(groups))
    keys = {_keys_of(place, at): group for place, _number, _most in shape for at, group in enumerate(asked[place][0])}
    for place, number in session.execute(_each_having_all(shape), keys) if shape else ():
        found[place].append(number)
    return found


def _keys_of(place: int, group: int) -> str:
    return f"keys_{place}_{group}"


@cache  # few shapes are ever asked, and making the question anew costs more than asking it
def _each_having_all(shape: tuple[tuple[int, int, int], ...]) -> Executable:
    return union_all(
        *(
            select(literal_column(str(place)).label("place"), _having_all(place, number, most).subquery().c.contact_id)
            for place, number, most in shape
        )
    )


def _having_all(place: int, groups: int, most: int) -> Select[int]:
    had = cast(Table, SearchKey.__table__)
    first, *others = (bindparam(_keys_of(place, at), expanding=True, type_=had.c.key.type) for at in range(groups))
    query = select(had.c.contact_id).where(had.c.key.in_(first)).distinct().limit(literal_column(str(most)))
    for keys in others:
        other = had.alias()
        both = select(1).where(other.c.key.in_(keys), other.c.contact_id == had.c.contact_id)
        query = query.where(both.correlate(had).exists())
    return query
