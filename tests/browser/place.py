"""A house for the browser: accounts, the shipped templates, a clock that is moved by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from assistant import jobs
from assistant.bootstrap import Assistant, open_assistant
from assistant.channels.base import Channel
from assistant.config import Config, config_for_folder
from assistant.outreach import accounts, hook_sentences, library
from assistant.store.accounts import RoleName
from assistant.web.app import create_app
from tests.ready_made import copy_of

PASSWORD = "proef-van-de-brug"
PEOPLE = {
    "anna": RoleName.WORKER,
    "bram": RoleName.WORKER,
    "sofie": RoleName.SUPERVISOR,
    "ada": RoleName.ADMINISTRATOR,
}
TUESDAY = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)  # 15.20 in Amsterdam


@dataclass
class Place:
    """The opened house, its pages and its clock."""

    house: Assistant
    app: Flask
    clock: list[datetime]
    address: str = field(default="")

    def forward(self, **length: float) -> None:
        """Let time pass, and let the clock knock once at its end."""
        self.clock[0] += timedelta(**length)
        jobs.tick(self.house)


def open_place(folder: Path, channels: Mapping[str, Channel] | None = None) -> Place:
    copy_of(_make, folder)
    clock = [TUESDAY]
    house = open_assistant(_config(folder), clock=lambda: clock[0], channels=channels)
    return Place(house, create_app(house), clock)


def _config(folder: Path) -> Config:
    config = config_for_folder(folder)
    web = config.web.model_copy(update={"secure_cookies": False, "require_second_factor": False})
    return config.model_copy(update={"web": web})


def _make(folder: Path) -> None:
    house = open_assistant(_config(folder), clock=lambda: TUESDAY)
    with house.store.writing() as session:
        for username, role in PEOPLE.items():
            made = accounts.make_account(
                session, username=username, shown_name=username.capitalize(), role=role, team="De Brug", now=house.now()
            )
            made.account.password = accounts.hash_password(PASSWORD)
            made.account.must_change_password = False
        library.load_shipped(session, now=house.now())
        hook_sentences.load_shipped(session, now=house.now())
    house.close()
