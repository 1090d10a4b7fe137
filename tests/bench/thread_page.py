"""The page of a conversation of fifty entries, against what it cannot do without: an empty answer, its SQL, and the drawing of it.

One process, one browser, sealing on; processor time, which others on the machine disturb least. `page` is a GET of the page as anna gets it, with who looked written to the log. The floor, measured
in turn with it: an empty answer of the same application behind the same door; the rows of the page asked for with plain SQL through
the driver, and the log's two statements, committed; and the template filled with values that are ready.
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
ROWS, ROUNDS, TIMES = 50, 15, 4
SAID = "Hoi, bedankt voor je bericht. Ik heb een vraag over een brief van de gemeente die ik niet goed begrijp."
"""What the page shows, in one question a table."""
PLAIN = (
    "SELECT * FROM account WHERE fs_uniquifier IS NOT NULL AND id = 1",
    "SELECT * FROM contact LEFT JOIN account ON account.id = contact.owner_id WHERE contact.id = 1",
    "SELECT * FROM point WHERE contact_id = 1 ORDER BY id",
    "SELECT * FROM ad WHERE contact_id = 1 ORDER BY id",
    "SELECT * FROM message LEFT JOIN account ON account.id = message.by_id WHERE contact_id = 1 ORDER BY message.id",
    "SELECT * FROM note LEFT JOIN account ON account.id = note.by_id WHERE contact_id = 1 ORDER BY note.id",
    "SELECT * FROM safe_contact_card WHERE contact_id = 1",
    "SELECT * FROM help_request WHERE contact_id = 1",
    "SELECT * FROM observation WHERE contact_id = 1",
    "SELECT * FROM joining WHERE kept_id = 1 OR other_id = 1",
    "SELECT key FROM suppression WHERE key IN (SELECT key FROM point WHERE contact_id = 1)",
    "SELECT count(*) FROM contact WHERE team_id = 1 AND waiting_since IS NOT NULL",
    "SELECT * FROM account WHERE team_id = 1",
    "SELECT * FROM template_version JOIN template ON template.id = template_id WHERE language = 'nl' AND kind = 'answer'",
)


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


class _Template:
    """The template with the values of the last time it was filled."""

    def __init__(self, app: Flask) -> None:
        self.template: Any = None
        self.values: dict[str, Any] = {}
        template_rendered.connect(self._keep, app)

    def _keep(self, sender: Flask, template: Any, context: dict[str, Any], **more: Any) -> None:
        self.template, self.values = template, dict(context)

    def fill(self) -> None:
        self.template.render(self.values)


def _sql(file: Path) -> Callable[[], None]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    link = connection.execute("SELECT link FROM log_entry ORDER BY id DESC LIMIT 1").fetchone()[0]

    def ask() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement in PLAIN:
            connection.execute(statement).fetchall()
        connection.execute("SELECT log_end FROM store_mark").fetchall()
        connection.execute(
            "INSERT INTO log_entry (at, event, account_id, contact_id, link) VALUES ('2026-03-17', 'bench', 1, 1, ?)",
            (link,),
        )
        connection.execute("UPDATE store_mark SET log_end = log_end")
        connection.execute("COMMIT")

    return ask


def run() -> dict[str, float]:
    """`ratio` is the page against the sum of its floor."""
    with tempfile.TemporaryDirectory() as folder:
        house, client, app = _open(Path(folder))
        page = client.get("/contact/1/")
        assert page.status_code == 200, page.status
        assert page.text.count('class="bubble') >= ROWS - 2
        filled = _Template(app)

        def rendered() -> float:
            client.get("/contact/1/")
            with app.test_request_context("/contact/1/"):
                return min(timeit.repeat(filled.fill, number=1, repeat=TIMES, timer=process_time))

        timed: dict[str, list[float]] = {"empty": [], "sql": [], "render": [], "page": []}
        ask = _sql(Path(folder) / "outreach.db")
        for _ in range(ROUNDS):
            timed["empty"].append(
                min(timeit.repeat(lambda: client.get("/empty"), number=1, repeat=TIMES, timer=process_time))
            )
            timed["sql"].append(min(timeit.repeat(ask, number=1, repeat=TIMES, timer=process_time)))
            timed["render"].append(rendered())
            timed["page"].append(
                min(timeit.repeat(lambda: client.get("/contact/1/"), number=1, repeat=TIMES, timer=process_time))
            )
        house.close()
    ms = {name: median(seconds) * 1000 for name, seconds in timed.items()}
    floor = ms["empty"] + ms["sql"] + ms["render"]
    return {"ratio": round(ms["page"] / floor, 2), **{f"{name}_ms": round(value, 2) for name, value in ms.items()}}


if __name__ == "__main__":
    print(run())
