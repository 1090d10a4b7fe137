"""Every session of this process keeps the finder's index up to date at its commit, so that no step can forget it.

A new text adds what it can be found by, whatever the length of her history; whatever else changed has her indexed anew.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session

from assistant.store import search
from assistant.store.models import Ad, Contact, Message, Note, Point, SafeContactCard

_STALE, _SAID = "search_stale", "search_said"
_WATCHED: dict[type[Any], tuple[str, ...]] = {
    Contact: ("alias", "town", "language", "reference", "country", "gender", "owner_id", "team_id"),
    Message: ("body", "state", "at", "channel", "language", "by_id", "contact_id"),
    Note: ("body", "at", "by_id", "contact_id"),
    Point: ("value", "contact_id"),
    Ad: ("noticed", "contact_id"),
    SafeContactCard: ("facts",),
}


def watch_sessions() -> None:
    """Have every session of this process keep the index up to date. Calling it again changes nothing."""
    for name, listener in (
        ("after_flush", _note_what_changed),
        ("before_commit", _bring_up_to_date),
        ("after_rollback", _forget),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _note_what_changed(session: Session, flush_context: Any) -> None:
    stale: set[int] = session.info.setdefault(_STALE, set())
    said: list[Message | Note] = session.info.setdefault(_SAID, [])
    for thing in (*session.new, *session.dirty, *session.deleted):
        watched = _WATCHED.get(type(thing))
        if watched is None:
            continue
        state: InstanceState[Any] = inspect(thing)
        is_new = thing in session.new
        if not is_new and thing not in session.deleted and not _changed(state, *watched):
            continue
        if isinstance(thing, Message) and not _happened(thing, state):
            continue  # a draft cannot be found
        if isinstance(thing, Message | Note) and (is_new or _just_happened(thing, state)):
            said.append(thing)
            continue
        number = thing.id if isinstance(thing, Contact) else thing.contact_id
        former = () if isinstance(thing, Contact) else state.attrs["contact_id"].history.deleted or ()
        stale.update(one for one in (number, *former) if one is not None)


def _changed(state: InstanceState[Any], *names: str) -> bool:
    return any(state.attrs[name].history.has_changes() for name in names)


def _happened(message: Message, state: InstanceState[Any]) -> bool:
    """Whether it was said, now or before this change."""
    before = state.attrs["state"].history.deleted or ()
    return message.state in search.HAPPENED or any(one in search.HAPPENED for one in before)


def _just_happened(thing: Message | Note, state: InstanceState[Any]) -> bool:
    """Whether a message was certainly not among what was said before this change, and is now, with the same person."""
    if not isinstance(thing, Message) or _changed(state, "contact_id") or thing.state not in search.HAPPENED:
        return False
    before = state.attrs["state"].history.deleted or ()
    return bool(before) and not any(one in search.HAPPENED for one in before)


def _bring_up_to_date(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    stale: set[int] = session.info.pop(_STALE, set())
    said: dict[int, list[Message | Note]] = {}
    for thing in session.info.pop(_SAID, ()):
        if thing in session.deleted or not inspect(thing).persistent:
            continue  # taken back, with the part of the transaction in which it was said
        said.setdefault(thing.contact_id, []).append(thing)
    for number, texts in said.items():
        if number not in stale and not search.add_said(session, number, texts):
            stale.add(number)
    if stale:
        search.index(session, sorted(stale))


def _forget(session: Session) -> None:
    session.info.pop(_STALE, None)
    session.info.pop(_SAID, None)
