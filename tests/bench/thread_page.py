"""The page of a conversation of fifty entries, against what it cannot do without: an empty answer, its SQL, and the drawing of it.

One process, one browser, sealing on; processor time, which others on the machine disturb least. `page` is a GET of the page as anna gets
it, with who looked written to the log. The floor, measured in turn with it: an empty answer of the same application behind the same
door; the very statements of the page (written down while it was made) through the driver alone, committed, their rows fetched and no
sealed value opened; and the template filled again with values that are ready, in the same request, so that it asks the database nothing.
"""

import sqlite3
import tempfile
import timeit
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import Web, config_for_folder
from assistant.outreach import accounts, hook_sentences, library
from assistant.rules.stages import Stage
from assistant.store.accounts import RoleName, Team
from assistant.store.models import (
    Ad,
    Contact,
    Direction,
    Message,
    MessageKind,
    MessageState,
    Note,
    NoteKind,
    Point,
    SafeContactCard,
    StopAnswer,
)
from assistant.store.points import point_keys
from assistant.web.access import may_enter
from assistant.web.app import create_app

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
PASSWORD = "seven calm herons"
ROWS, ROUNDS, TIMES = 50, 25, 4
SAID = "Hoi, bedankt voor je bericht. Ik heb een vraag over een brief van de gemeente die ik niet goed begrijp."


def _open(folder: Path) -> tuple[Assistant, FlaskClient, Flask]:
    config = config_for_folder(folder).model_copy(
        update={"web": Web(secure_cookies=False, require_second_factor=False)}
    )
    house = open_assistant(config, clock=lambda: NOW)
    with house.store.writing() as session:
        welcome = accounts.make_account(
            session, username="anna", shown_name="Anna", role=RoleName.WORKER, team="De Brug", now=NOW
        )
        accounts.change_password(session, welcome.account, current=welcome.password, new=PASSWORD)
        library.load_shipped(session, now=NOW)
        hook_sentences.load_shipped(session, now=NOW)
        _fill(session, welcome.account.id, session.query(Team).one().id)
    app = create_app(house, {"TESTING": True, "WTF_CSRF_ENABLED": False})

    @app.get("/empty")
    @may_enter(RoleName.WORKER)
    def empty() -> str:
        return ""

    client = app.test_client()
    assert client.post("/sign-in", data={"username": "anna", "password": PASSWORD}).status_code == 302
    return house, client, app


def _fill(session: Any, anna: int, team: int) -> None:
    start = NOW - timedelta(days=60)
    her = Contact(
        team_id=team, owner_id=anna, alias="Luna", town="Groningen", language="nl", created_at=start, changed_at=NOW
    )
    her.waiting_since = her.last_in_at = NOW - timedelta(hours=2)
    her.stage = Stage.TALKING
    session.add(her)
    session.flush()
    key = point_keys(session, "phone", "+31612345678")[0]
    point = Point(contact_id=her.id, channel="phone", value="+31612345678", key=key, created_at=start)
    session.add_all(
        [
            point,
            SafeContactCard(contact_id=her.id, facts={"hours": "na 14 uur", "name": "Lu"}, checked_on=NOW.date()),
            *(
                Ad(
                    contact_id=her.id,
                    number=n,
                    text=SAID,
                    noticed={"alias": "Luna", "town": "Groningen"},
                    added_at=start,
                )
                for n in (1, 2)
            ),
        ]
    )
    session.flush()
    for number in range(ROWS - 4):
        at = start + (NOW - timedelta(hours=2) - start) * number / (ROWS - 5)
        hers = number % 2 == 1
        session.add(
            Message(
                contact_id=her.id,
                point_id=point.id,
                direction=Direction.IN if hers else Direction.OUT,
                channel="whatsapp",
                kind=None if hers else MessageKind.FIRST if number == 0 else MessageKind.ANSWER,
                state=MessageState.RECEIVED if hers else MessageState.SENT,
                body=f"{SAID} {number}",
                language="nl",
                at=at,
                by_id=None if hers else anna,
                stop=StopAnswer.NO if hers else None,
                reading={"stop": [], "topics": [], "because": {}} if hers else None,
            )
        )
    for number in range(2):
        at = start + timedelta(days=10 * number)
        session.add(Note(contact_id=her.id, kind=NoteKind.NOTE, body=SAID, at=at, by_id=anna))


class _Statements:
    """What goes to the database, statement by statement, with its values."""

    def __init__(self, engine: Engine) -> None:
        self.sent: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._keep)

    def _keep(self, connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        self.sent.append((statement, values))

    def during(self, asked: Callable[[], Any]) -> list[tuple[str, Any]]:
        self.sent.clear()
        asked()
        return list(self.sent)


class _Drawing:
    """Fills the template anew at the end of a request, with the values and the surroundings it was just filled with."""

    def __init__(self, app: Flask, statements: _Statements) -> None:
        self.statements, self.seconds = statements, 0.0
        self.wanted = False
        template_rendered.connect(self._again, app)

    def _again(self, sender: Flask, template: Any, context: dict[str, Any], **more: Any) -> None:
        if self.wanted:
            asked = len(self.statements.sent)
            draw = lambda: template.render(dict(context))  # noqa: E731
            self.seconds = min(timeit.repeat(draw, number=1, repeat=TIMES, timer=process_time))
            assert len(self.statements.sent) == asked, "the drawing asks the database"

    def of(self, asked: Callable[[], Any]) -> float:
        self.wanted = True
        asked()
        self.wanted = False
        return self.seconds


def _plain(file: Path, statements: list[tuple[str, Any]]) -> Callable[[], None]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    # The same entry of the log is written again and again, under its own number.
    statements = [(said.replace("INSERT INTO", "INSERT OR REPLACE INTO"), values) for said, values in statements]

    def ask() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.execute(statement, values).fetchall()
        connection.execute("COMMIT")

    return ask


def _quickest(asked: Callable[[], Any]) -> float:
    return min(timeit.repeat(asked, number=1, repeat=TIMES, timer=process_time))


def run() -> dict[str, float]:
    """`ratio` is the page against the sum of its floor, round by round, for machines whose speed changes; `statements` is how many it sends to the database."""
    with tempfile.TemporaryDirectory() as folder:
        house, client, app = _open(Path(folder))

        def page() -> TestResponse:
            return client.get("/contact/1/")

        assert page().status_code == 200
        assert page().text.count('class="bubble') >= ROWS - 2
        statements = _Statements(house.store.engine)
        sent = statements.during(page)
        drawing, ask = _Drawing(app, statements), _plain(Path(folder) / "outreach.db", sent)
        timed: dict[str, list[float]] = {"empty": [], "sql": [], "render": [], "page": []}
        for _ in range(ROUNDS):
            timed["empty"].append(_quickest(lambda: client.get("/empty")))
            timed["sql"].append(_quickest(ask))
            timed["render"].append(drawing.of(page))
            timed["page"].append(_quickest(page))
        house.close()
    floors = map(sum, zip(timed["empty"], timed["sql"], timed["render"], strict=True))
    ratio = median(page / floor for page, floor in zip(timed["page"], floors, strict=True))
    figures = {f"{name}_ms": round(median(seconds) * 1000, 2) for name, seconds in timed.items()}
    return {"ratio": round(ratio, 2), "statements": len(sent), **figures}


if __name__ == "__main__":
    print(run())
