"""The index of the doorstep finder: keyed hashes of what a contact can be found by, kept up to date at every commit.

Nothing readable reaches the disk: a token ("town:leeuwarden") becomes HMAC-SHA256 under the look-up key with its team, cut to 16 bytes.
Rows are bound to a team by their key, and go with their contact. Every session keeps them up to date (search_watching.py); whoever
writes past it (a bulk import) calls `later`, and the clock calls `settle`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Select, Table, bindparam, delete, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from assistant.rules.recall_tokens import MOST_WORDS, Portrait, Said
from assistant.store import packing
from assistant.store.bulk import insert_columns, rows_with
from assistant.store.holding import hold_rows
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


def search_key(keyring: Keyring, team_id: int, token: str) -> bytes:
    """The key under which a team's contacts with `token` stand in the index."""
    return keyring.lookup(f"search/{team_id}", token)[:KEY_BYTES]


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
    have: set[int] = set()
    if not new:
        hold_rows(session, contact_ids)  # whoever indexes them now has read what stood there before
        have = {row[0] for row in rows_with(session, SearchDue.contact_id, contact_ids)}
    insert_columns(session, SearchDue, {"contact_id": [number for number in contact_ids if number not in have]})


def settle(session: Session, most: int = CHUNK // 2) -> int:
    """Index at most `most` of the contacts that wait for it, and that nobody else holds. Answers how many there were."""
    waiting = select(Contact.id).join(SearchDue, SearchDue.contact_id == Contact.id).order_by(SearchDue.contact_id)
    ids = list(session.scalars(waiting.limit(most).with_for_update(of=Contact, skip_locked=True, key_share=True)))
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
        hold_rows(session, ids)  # two who index her at once would both write the same rows
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


def add_said(session: Session, contact_id: int, texts: Sequence[Message | Note]) -> bool:
    """Add what these texts, just said with her, can be found by; it costs the same however much was said before.

    Answers whether it could: not when she has no rows yet, and not when she has so many that the oldest must go.
    """
    keyring, connection = keyring_of_session(session), session.connection()
    hers = SearchKey.contact_id == contact_id
    hold_rows(session, [contact_id])
    team_id = connection.scalar(select(Contact.team_id).where(Contact.id == contact_id))
    many = connection.scalar(select(func.count()).select_from(SearchKey).where(hers)) or 0
    if team_id is None or not many:
        return False
    messages = [one for one in texts if isinstance(one, Message)]
    heard = _heard(messages, [one for one in texts if isinstance(one, Note)])
    keys = {search_key(keyring, team_id, token) for token in heard.tokens()}
    keys -= {bytes(key) for key in connection.scalars(select(SearchKey.key).where(hers, SearchKey.key.in_(keys)))}
    if many + len(keys) > MOST_WORDS:
        return False
    packing.indexed(session, [contact_id])
    insert_columns(session, SearchKey, {"key": sorted(keys), "contact_id": [contact_id] * len(keys)})
    return True


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
    heard = _heard([one for one in parts.get("message", ()) if one.state in HAPPENED], parts.get("note", []))
    ads, cards = parts.get("ad", []), parts.get("safe_contact_card", [])
    return replace(
        heard,
        alias=row.alias,
        earlier_aliases=_others([one.noticed.get("alias") for one in ads], row.alias),
        reference=row.reference,
        towns=tuple(filter(None, (row.town, *_others([one.noticed.get("town") for one in ads], row.town)))),
        language=row.language,
        country=row.country,
        gender=row.gender,
        workers=heard.workers if row.owner_id is None else heard.workers | {row.owner_id},
        points=tuple((one.channel, one.value) for one in parts.get("point", ())),
        card=cards[0].facts if cards else {},
        days=tuple(sorted((*heard.days, *(_day(one.added_at) for one in ads)))),
    )


def _heard(messages: Sequence[Any], notes: Sequence[Any]) -> Portrait:
    """What is known from words alone."""
    texts = [Said(_day(one.at), one.body, one.direction == "in", False, one.channel, one.language) for one in messages]
    texts += [Said(_day(one.at), one.body, False, True) for one in notes]
    return Portrait(
        workers=frozenset(one.by_id for one in (*messages, *notes) if one.by_id is not None),
        said=tuple(texts),
        days=tuple(sorted(text.day for text in texts)),
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
