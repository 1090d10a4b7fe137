"""The house with its front door open: a cast, a clock that stands still until it is moved, and browsers that sign in.

def test_it(anna):            # anna, bram: workers · sofie: supervisor · ada: administrator
    assert "Vandaag" in anna.sees("/")
    answer = anna.posts("/paste", text="…")
"""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import Config, Web, config_for_folder
from assistant.outreach import accounts
from assistant.store.accounts import RoleName, Team
from assistant.store.models import Contact
from assistant.web.app import create_app
from tests.ready_made import copy_of

PASSWORD = "seven calm herons"
CAST = {
    "anna": RoleName.WORKER,
    "bram": RoleName.WORKER,
    "sofie": RoleName.SUPERVISOR,
    "ada": RoleName.ADMINISTRATOR,
}
ROOT = Path(__file__).parents[2]


@dataclass
class FakeClock:
    """Tuesday 17 March 2026, 15:20 in Amsterdam, until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 3, 17, 14, 20, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Person:
    """Somebody with a browser."""

    client: FlaskClient
    name: str

    def signs_in(self, password: str = PASSWORD) -> TestResponse:
        return self.client.post("/sign-in", data={"username": self.name, "password": password})

    def gets(self, address: str, **kwargs: object) -> TestResponse:
        return self.client.get(address, **kwargs)  # type: ignore[arg-type]

    def posts(self, address: str, follow: bool = False, **form: object) -> TestResponse:
        return self.client.post(address, data=form, follow_redirects=follow)

    def searches(self, address: str, **form: object) -> str:
        """The page that a search form at `address` leads to. What was typed stands in no address."""
        answer = self.posts(address, **form)
        assert answer.status_code == 303, f"{address}: {answer.status}"
        return self.sees(answer.location)

    def sees(self, address: str) -> str:
        """The page at `address`, after any redirects; it must be a success."""
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        return unescape(answer.get_data(as_text=True))


@pytest.fixture(scope="session", autouse=True)
def _translations() -> None:
    """The compiled translations, made as the build makes them."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / ".build" / "hatch_build.py")
    assert spec
    assert spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    build.compile_translations(ROOT / "assistant")


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """argon2 at its real cost takes a tenth of a second a sign-in; tests sign in a lot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "TIME_COST", 1)
        patch.setattr(accounts, "MEMORY_KIB", 64)
        patch.setattr(accounts, "LANES", 1)
        patch.setattr(
            accounts, "PASSLIB_COSTS", {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
        )
        yield


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def house(tmp_path: Path, clock: FakeClock) -> Iterator[Assistant]:
    """An opened house on SQLite with the cast in team De Brug; no second factor asked."""
    copy_of(_make, tmp_path)
    opened = open_assistant(_config(tmp_path), clock=clock)
    yield opened
    opened.close()


def _config(folder: Path) -> Config:
    return config_for_folder(folder).model_copy(update={"web": Web(secure_cookies=False, require_second_factor=False)})


def _make(folder: Path) -> None:
    clock = FakeClock()
    opened = open_assistant(_config(folder), clock=clock)
    with opened.store.writing() as session:
        for name, role in CAST.items():
            welcome = accounts.make_account(
                session, username=name, shown_name=name.title(), role=role, team="De Brug", now=clock()
            )
            accounts.change_password(session, welcome.account, current=welcome.password, new=PASSWORD)
    opened.close()


@pytest.fixture
def app(house: Assistant) -> Flask:
    return create_app(house, {"TESTING": True, "WTF_CSRF_ENABLED": False})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


def _person(app: Flask, name: str) -> Person:
    person = Person(app.test_client(), name)
    assert person.signs_in().status_code == 302
    return person


@pytest.fixture
def anna(app: Flask) -> Person:
    return _person(app, "anna")


@pytest.fixture
def bram(app: Flask) -> Person:
    return _person(app, "bram")


@pytest.fixture
def sofie(app: Flask) -> Person:
    return _person(app, "sofie")


@pytest.fixture
def ada(app: Flask) -> Person:
    return _person(app, "ada")


@pytest.fixture
def thread(house: Assistant) -> str:
    """The address of somebody the team knows."""
    with house.store.writing() as session:
        team = session.scalars(select(Team)).one()
        contact = Contact(team_id=team.id, alias="Luna", language="nl", created_at=house.now(), changed_at=house.now())
        session.add(contact)
        session.flush()
        return f"/contact/{contact.id}"
