"""`assistant find`: the doorstep finder from the command line; each search is logged like one in the browser."""

from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant
from assistant.cli.jsonl import FILE_OPTION, answer_lines, optional_text, text_field
from assistant.cli.opening import house_options, open_house, refuse
from assistant.jobs import TickerLock
from assistant.outreach import findable, finder
from assistant.store.accounts import Account, RoleName
from assistant.store.models import Contact


@click.command("find")
@FILE_OPTION
@click.option(
    "--as",
    "user",
    required=True,
    metavar="USER",
    help="Who searches: a worker or supervisor; only their team is searched.",
)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is logged with every search.")
@house_options
def command(file: BinaryIO, user: str, reason: str, config: Path | None, data: Path | None) -> None:
    """Find people: {"query", "today"?} → {"results": [{"id", "ref", "alias", "why"}]}, best first, at most 10."""
    if not reason.strip():
        refuse("--reason: say why you search; it is logged")
    assistant = open_house(config, data)
    try:
        by_id = _searcher(assistant, user)
        findable.settle(assistant.store)  # who came in with a long list is found too
        _pack(assistant)
        answer_lines(file, lambda record: _answer(assistant, by_id, reason, record))
    finally:
        assistant.close()


def _pack(assistant: Assistant) -> None:
    """Where no program keeps the clock, which does this."""
    lock = TickerLock(assistant.store)
    try:
        if lock.hold():
            findable.pack(assistant.store)
    finally:
        lock.release()


def _searcher(assistant: Assistant, user: str) -> int:
    with assistant.store.reading() as session:
        account = session.scalars(select(Account).where(Account.username == user.lower())).one_or_none()
        if account is None or not account.active:
            refuse(f"--as: there is no account named {user}")
        if account.role is RoleName.ADMINISTRATOR:
            refuse("--as: an administrator sees no conversations")
        return account.id


def _answer(assistant: Assistant, by_id: int, reason: str, record: dict[str, Any]) -> dict[str, Any]:
    query, given = text_field(record, "query"), optional_text(record, "today")
    now = assistant.now()
    today = date.fromisoformat(given) if given else now.astimezone(assistant.desk.zone).date()
    with assistant.store.writing() as session:
        by = session.get_one(Account, by_id)
        answer = finder.find(session, query, today=today, by=by, reason=reason, now=now)
        return {"results": [_result(session, found) for found in answer.found]}


def _result(session: Session, found: finder.Found) -> dict[str, Any]:
    contact = session.get_one(Contact, found.contact_id)
    why = [_why(one) for one in found.why if one.fits]
    return {"id": str(contact.id), "ref": contact.reference, "alias": contact.alias, "why": why}


def _why(one: finder.Why) -> str:
    told = " ".join(part for part in (one.how, one.detail, f"({one.day})" if one.day else "") if part)
    return f"{one.fact.said}: {told}"
