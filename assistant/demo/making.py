"""Making the demo's store: accounts, the shipped message library, and the stories told up to now."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import Config, Rhythm, Web, Weekday, config_for_folder
from assistant.demo import before, for_help, going_out
from assistant.demo.stories import everybody
from assistant.demo.telling import Teller
from assistant.errors import ConfigError
from assistant.outreach import absence, accounts, hook_sentences, library
from assistant.store.accounts import Account, RoleName

TEAM = "De Brug"
WHO_WORKS_HERE: Mapping[str, tuple[str, RoleName]] = {
    "anna": ("Anna", RoleName.WORKER),
    "bram": ("Bram", RoleName.WORKER),
    "sofie": ("Sofie", RoleName.SUPERVISOR),
    "ada": ("Ada", RoleName.ADMINISTRATOR),
}
DATABASE, KEYS, MARK = "outreach.db", "keys.json", "demo.txt"


def config_for(folder: Path, *, port: int) -> Config:
    """The demo's settings: this machine only, no second factor, cookies that work without TLS."""
    web = Web(host="127.0.0.1", port=port, secure_cookies=False, require_second_factor=False)
    return config_for_folder(folder).model_copy(update={"web": web})


def served_config(folder: Path, *, port: int) -> Config:
    """The settings it is served with: writing is allowed at any hour, so that whoever looks around at night can do the whole job."""
    any_hour = dict.fromkeys(Weekday, ((time.min, time.max),))
    rhythm = Rhythm(hours=any_hour, holidays=False)
    return config_for(folder, port=port).model_copy(update={"rhythm": rhythm})


def is_made(folder: Path) -> bool:
    """Whether `folder` holds a demo. Raises ConfigError when it holds a store that is none: that one must not be served without care."""
    if not (folder / DATABASE).exists():
        return False
    if not (folder / MARK).exists():
        raise ConfigError(f"{folder}: this store holds no demo; use `assistant serve` for it")
    return True


def make(folder: Path, *, password: str, now: datetime) -> None:
    """Make the demo in `folder`. It appears there only when it is complete: a broken-off making leaves nothing that looks like one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as aside:
        house = open_assistant(config_for(Path(aside), port=8080), clock=lambda: now)
        _without_waiting_for_the_disk(house.store.engine)
        try:
            _tell(house, password=password, now=now)
        finally:
            house.close()
        (folder / MARK).write_text("A demo: everybody in this store is invented.\n", encoding="utf-8")
        for name in (KEYS, DATABASE):  # the database last: it is what says that the demo is there
            os.replace(Path(aside) / name, folder / name)


def _tell(house: Assistant, *, password: str, now: datetime) -> None:
    with house.store.writing() as session:
        hashed = accounts.hash_password(password)
        workers = {}
        for username, (name, role) in WHO_WORKS_HERE.items():
            made = accounts.make_account(
                session, username=username, shown_name=name, role=role, team=TEAM, now=now
            ).account
            made.password, made.must_change_password = hashed, False
            workers[username] = made.id
        library.load_shipped(session, now=now)
        hook_sentences.load_shipped(session, now=now)
        sofie = session.get_one(Account, workers["sofie"])
        before.tell(session, by=sofie, desk=house.desk, now=now)
        for_help.keep(session, by=sofie, desk=house.desk, now=now)
    Teller(house, workers, until=now).tell(everybody())
    with house.store.writing() as session:
        bram, anna = (session.get_one(Account, workers[name]) for name in ("bram", "anna"))
        first = now.astimezone(house.desk.zone).date() + timedelta(days=5)
        last = first + timedelta(days=6)
        absence.go_away(session, bram, first=first, last=last, stand_in=anna, by=bram, now=now, zone=house.desk.zone)
        going_out.tell(session, house, anna=anna, bram=bram, now=now)


def _without_waiting_for_the_disk(engine: Engine) -> None:
    """While it is being made the demo may be lost in a power cut; every commit waiting for the disk would take most of its time."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def hurry(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")
