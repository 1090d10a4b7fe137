"""Settings from config.toml: frozen, typed; a typo is an error that names its key."""

import os
import tomllib
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from assistant.channel_settings import Channels
from assistant.errors import ConfigError
from assistant.escalation_settings import Escalation
from assistant.sections import Section

ENVIRONMENT = "ASSISTANT_CONFIG"


class Weekday(StrEnum):
    """The days as the config names them, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError("not a time zone; write one like Europe/Amsterdam") from None
    return value


def _window(value: object) -> object:
    if not isinstance(value, str):
        return value
    start, dash, end = value.partition("-")
    try:
        window = (time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError:
        window = None
    if not dash or window is None or window[0] >= window[1]:
        raise ValueError('hours are written like "13:00-21:00", or [] for a day without writing')
    return window


Zone = Annotated[str, BeforeValidator(_zone)]
Window = Annotated[tuple[time, time], BeforeValidator(_window)]
Afternoon: tuple[tuple[time, time], ...] = ((time(13), time(21)),)


class Organisation(Section):
    """Who writes. `name` must be one that can stand on a lock screen."""

    name: str = Field("De Brug", min_length=1, max_length=60)
    country: str = Field(
        "NL", pattern="^[A-Z]{2}$", description="ISO 3166; local numbers and holidays are read with it"
    )
    language: str = Field("nl", pattern="^(nl|en)$", description="of the pages, when neither user nor browser chooses")
    zone: Zone = "Europe/Amsterdam"
    phone: str = Field("", max_length=40, description="the team's own number, for {{ phone_team }}")
    legal_ground: str = Field("", max_length=200, description="the ground on which first messages rest (Tw 11.7, AVG)")


class StorePlace(Section):
    """Where things are remembered."""

    url: str = Field("sqlite:///data/outreach.db", description="SQLAlchemy URL: sqlite:///… or postgresql+psycopg://…")
    keys: Path = Field(
        Path("data/keys.json"), description="the key file; keep it apart from the database and its backups"
    )


class Rhythm(Section):
    """When we may write again. Days are whole days; hours are in the organisation's zone."""

    unanswered_first: int = Field(
        2, ge=1, le=2, description="messages to somebody who never answered, the first included"
    )
    reminder_after_days: int = Field(7, ge=3, le=90)
    recontact_after_days: tuple[int, ...] = Field(
        (21, 90, 180), max_length=4, description="after a conversation stalls"
    )
    answer_freely_minutes: int = Field(
        120, ge=0, le=720, description="an answer this soon after her message may go at night"
    )
    proposal_open_days: int = Field(14, ge=1, le=60, description="a proposal nobody used is laid aside after this")
    hours: dict[Weekday, tuple[Window, ...]] = Field(
        default_factory=dict, description="per weekday; others 13:00-21:00"
    )
    holidays: bool = Field(True, description="no first or renewed contact on the public holidays of the country")
    quiet_dates: dict[str, str] = Field(default_factory=dict, description='a team\'s own days: "2027-02-18" = "why"')

    def windows(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """The hours in which we may write on a weekday (Monday 0)."""
        return self.hours.get(list(Weekday)[weekday], Afternoon)


class Limits(Section):
    """What keeps a person from being crowded and a worker from being flooded."""

    claim_minutes: int = Field(
        15, ge=2, le=120, description="how long one worker holds a person while a message leaves"
    )
    writing_minutes: int = Field(
        5, ge=1, le=30, description="how long opening the answer box keeps colleagues out, after its last sign of life"
    )
    messages_a_day: int = Field(40, ge=1, le=200, description="per worker: first messages and re-contacts together")
    first_messages_a_day: int = Field(
        20, ge=1, le=200, description="per worker: people written to for the first time; each may become a conversation"
    )
    team_messages_a_day: int = Field(120, ge=1, le=1000, description="the same, of a whole team together")
    escalate_after_hours: int = Field(
        24, ge=1, le=240, description="a waiting answer is shown to the supervisor after this"
    )
    escalate_urgent_after_hours: int = Field(
        2, ge=0, le=240, description="the same for somebody whose words sounded unsafe"
    )


class Retention(Section):
    """How long anything is kept. Less is better."""

    ad_text_days: int = Field(30, ge=1, le=365)
    never_answered_days: int = Field(
        60, ge=14, le=730, description="after our last message to somebody who never answered"
    )
    silent_conversation_days: int = Field(730, ge=180, le=3650, description="after the last contact in a conversation")


class Library(Section):
    """How message templates come into use."""

    approvals: int = Field(
        1, ge=1, le=2, description="how many supervisors approve a version; who saved it may be one of them"
    )


class Care(Section):
    """What a worker is shown when somebody may not be safe."""

    pathways: str = Field(
        "", description="a file with the team's own steps; empty: those shipped for the country, or general ones"
    )


class Web(Section):
    """The pages."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)
    secure_cookies: bool = Field(True, description="only off on 127.0.0.1: without TLS a cookie can be read on the way")
    trusted_proxies: int = Field(0, ge=0, le=5)
    session_minutes: int = Field(480, ge=5, le=1440)
    require_second_factor: bool = True


class Config(Section):
    """All settings."""

    organisation: Organisation = Organisation()
    store: StorePlace = StorePlace()
    rhythm: Rhythm = Rhythm()
    limits: Limits = Limits()
    retention: Retention = Retention()
    library: Library = Library()
    care: Care = Care()
    web: Web = Web()
    channels: Channels = Channels()
    escalation: Escalation = Escalation()

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> "Config":
        if self.escalation.mail and not (self.escalation.server.smtp_host or self.channels.mail.enabled):
            raise ValueError("escalation.server: needed, or switch [channels.mail] on")
        return self


def find_config(given: Path | None) -> Path:
    """The config file to use: the one given, else $ASSISTANT_CONFIG, else ./config.toml."""
    return given or Path(os.environ.get(ENVIRONMENT) or "config.toml")


def read_config(path: Path) -> Config:
    """The settings in `path`; relative paths in it count from its folder. Raises ConfigError naming file and key."""
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file (see config.example.toml)") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    return _below(path.resolve().parent, parse_config(record, source=str(path)))


def parse_config(record: dict[str, Any], *, source: str) -> Config:
    """The settings in a parsed TOML document. Raises ConfigError with a line per mistaken key."""
    try:
        return Config.model_validate(record)
    except ValidationError as error:
        lines = [f"{source}: {'.'.join(map(str, e['loc']))}: {_reason(e)}" for e in error.errors()]
        raise ConfigError("\n".join(lines)) from None


def config_for_folder(folder: Path) -> Config:
    """All defaults, with the store and its keys inside `folder`."""
    place = StorePlace(url=f"sqlite:///{folder.resolve() / 'outreach.db'}", keys=folder.resolve() / "keys.json")
    return Config(store=place)


def _below(folder: Path, config: Config) -> Config:
    url, keys = config.store.url, config.store.keys
    prefix = "sqlite:///"
    if url.startswith(prefix) and not Path(url.removeprefix(prefix)).is_absolute():
        url = prefix + str(folder / url.removeprefix(prefix))
    place = config.store.model_copy(update={"url": url, "keys": keys if keys.is_absolute() else folder / keys})
    own = config.care.pathways
    care = config.care.model_copy(update={"pathways": str(folder / own) if own else ""})
    return config.model_copy(update={"store": place, "care": care})


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such setting"
    return str(error["msg"]).removeprefix("Value error, ")
