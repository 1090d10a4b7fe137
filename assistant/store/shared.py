"""What is the same for everybody and changes seldom (the template library, topics, offers): asked once, then kept in this process's memory.

The store itself says when that no longer holds: with each change to such a table its mark gets another token, in the same transaction. An
answer is kept under the token that stood there before it was asked, so what another process changed, or put back from a backup, is seen
with the next question, and what was rolled back leaves nothing behind. Nothing about a person is ever kept here.
"""

import os
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Table, event, func, select, update
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from assistant.store.audit import CHAIN_LOCK
from assistant.store.models import (
    HookVersion,
    OwnBlank,
    OwnBlankValue,
    SideBySide,
    StoreMark,
    TeamOffer,
    TeamTopic,
    Template,
    TemplateVersion,
)

Answer = TypeVar("Answer")

SHARED = (Template, TemplateVersion, HookVersion, SideBySide, OwnBlank, OwnBlankValue, TeamOffer, TeamTopic)
_TABLES = frozenset(model.__table__ for model in SHARED)
_TOKEN, _CHANGED = "shared_token", "shared_changed"
_mark = cast(Table, StoreMark.__table__)
_token = select(_mark.c.shared).where(_mark.c.id == 1)


class _Kept:
    """The answers of one store, all asked under one token."""

    def __init__(self, token: bytes | None) -> None:
        self.token = token
        self.answers: dict[Hashable, Any] = {}


_kept: WeakKeyDictionary[Dialect, _Kept] = WeakKeyDictionary()  # a store's own, as its keys are


def once(session: Session, question: Hashable, ask: Callable[[Session], Answer]) -> Answer:
    """The answer to `question`: the kept one while it holds, else what `ask` says now.

    `ask` gets a session of its own in the same transaction. What it answers is shared by all threads and outlives that session: rows must
    be loaded whole, and nobody may change them.
    """
    if session.new or session.dirty or session.deleted:
        session.flush()
    if session.info.get(_CHANGED):
        return _asked(session, ask)  # seen by nobody else yet, and perhaps never
    kept = _kept_under(session.get_bind().dialect, _token_of(session))
    if question not in kept.answers:
        kept.answers[question] = _asked(session, ask)
    answer: Answer = kept.answers[question]
    return answer


def _kept_under(dialect: Dialect, token: bytes | None) -> _Kept:
    kept = _kept.get(dialect)
    if kept is None or kept.token != token:
        kept = _kept[dialect] = _Kept(token)
    return kept


def _token_of(session: Session) -> bytes | None:
    """The token as it was when this transaction first asked for it."""
    if _TOKEN not in session.info:
        token = session.execute(_token).scalar()
        session.info[_TOKEN] = None if token is None else bytes(token)
    token_then: bytes | None = session.info[_TOKEN]
    return token_then


def _asked(session: Session, ask: Callable[[Session], Answer]) -> Answer:
    with Session(session.connection(), expire_on_commit=False) as own:
        answer = ask(own)
        own.expunge_all()
    return answer


def _note_flushed(session: Session, flush_context: Any) -> None:
    if any(isinstance(thing, SHARED) for thing in (*session.new, *session.dirty, *session.deleted)):
        changed(session)


def _note_executed(state: ORMExecuteState) -> None:
    if not state.is_select and getattr(state.statement, "table", None) in _TABLES:
        changed(state.session)


def changed(session: Session) -> None:
    """Something shared changes in this transaction. Sessions notice by themselves; whoever writes past them says so."""
    if session.info.get(_CHANGED):
        return
    session.info[_CHANGED] = True
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # the log locks its chain first and the mark then: so do we
        connection.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    connection.execute(update(_mark).values(shared=os.urandom(16)))


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """At the end of a transaction; of a savepoint only what it changed may be gone again, so all that is asked stays asked anew."""
    if transaction.parent is None:
        session.info.pop(_TOKEN, None)
        session.info.pop(_CHANGED, None)


def watch_sessions() -> None:
    """Have every session of this process mark what it changes. Calling it again changes nothing."""
    for name, listener in (
        ("after_flush", _note_flushed),
        ("do_orm_execute", _note_executed),
        ("after_transaction_end", _forget),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)
