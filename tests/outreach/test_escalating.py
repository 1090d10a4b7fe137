"""A supervisor hears of it: who waits too long, whose words sounded unsafe, what a colleague noted. Each once, and the mail tells of nobody."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from assistant import telling
from assistant.bootstrap import open_assistant
from assistant.config import Config, StorePlace, parse_config
from assistant.errors import ConfigError
from assistant.jobs import tick
from assistant.outreach import danger, escalating, watching
from assistant.rules.pathways import Worry
from assistant.store import queries
from assistant.store.models import Contact, Notice, Source
from tests.cast import FakeClock, Her, House
from tests.channels.post_office import Smtp

SOFIE = "sofie@example.org"
pytestmark = pytest.mark.usefixtures("scripted_reader")


def settings(place: StorePlace, port: int, **more: Any) -> Config:
    server = {
        "address": "brug@example.org",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "timeout_seconds": 2,
    }
    told = {"mail": True, "to": {"Groningen": [SOFIE]}, "server": server}
    return Config(store=place).model_copy(
        update={"escalation": parse_config({"escalation": told | more}, source="test").escalation}
    )


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    office = Smtp()
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    yield office
    controller.stop()


@pytest.fixture
def mailing(tmp_path: Path, smtp: Smtp) -> Iterator[House]:
    """A house that tells sofie by mail."""
    place = StorePlace(url=f"sqlite:///{tmp_path / 'outreach.db'}", keys=tmp_path / "keys.json")
    clock = FakeClock()
    assistant = open_assistant(settings(place, smtp.port), clock=clock)
    yield House(assistant, clock).hire_everybody()
    assistant.close()


def mails(smtp: Smtp) -> list[str]:
    return [
        str(message_from_bytes(one.content, policy=policy.default).get_content()).replace("\r", "").strip()
        for one in smtp.taken
    ]


def notices(house: House) -> list[tuple[str, str]]:
    with house.reading() as session:
        return [(one.kind.value, one.state.value) for one in session.query(Notice).order_by(Notice.id)]


def observe(house: House, her: Her) -> int:
    with house.writing() as session:
        seen = danger.note(
            session,
            session.get_one(Contact, her.id),
            worry=Worry.ACUTE,
            source=Source.SEEN,
            words="a man held her phone",
            at=house.clock(),
            message=None,
            by=house.anna._me(session),
            now=house.clock(),
        )
        return seen.id


def raised(house: House) -> int:
    with house.writing() as session:
        return escalating.raise_due(session, now=house.clock(), patience=house.assistant.patience, to={})


# Who is told of, on both databases


def test_an_answer_that_is_late_is_told_once_and_again_when_she_waits_anew(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers("hallo")
    house.clock.forward(hours=23, minutes=59)
    assert raised(house) == 0
    house.clock.forward(minutes=1)
    assert raised(house) == 1
    her.answers("hallo?")
    house.clock.forward(hours=30)
    assert raised(house) == 0
    house.clock.forward(days=-1, hours=-6)
    house.anna.sends(her, "sorry")
    house.clock.forward(minutes=5)
    her.answers("dank je")
    house.clock.forward(hours=24)
    assert raised(house) == 1


def test_words_that_sound_unsafe_are_told_at_once_and_again_when_they_wait(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers("I am afraid")
    assert raised(house) == 1
    assert raised(house) == 0
    house.clock.forward(hours=2)
    assert raised(house) == 1
    house.clock.forward(hours=40)
    assert raised(house) == 0


def test_what_a_supervisor_saw_is_not_told(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers("I am afraid")
    number = observe(house, her)
    with house.writing() as session:
        contact = session.get_one(Contact, her.id)
        contact.urgent_seen_at = house.clock()
        danger.see(session, danger.find(session, contact, number), by=house.sofie._me(session), now=house.clock())
    assert raised(house) == 0


def test_a_new_observation_is_told_at_once_and_once(house: House) -> None:
    her = house.anna.meets()
    observe(house, her)
    assert raised(house) == 1
    assert raised(house) == 0
    observe(house, her)
    assert raised(house) == 1


def test_joining_two_threads_tells_nothing_twice(house: House) -> None:
    one, other = house.anna.meets(), house.anna.meets()
    for her in (one, other):
        house.anna.sends(her)
    other.answers("hallo")
    house.clock.forward(hours=24)
    assert raised(house) == 1
    house.anna.joins(one, other)
    assert raised(house) == 0


def test_the_board_calls_an_urgent_wait_too_long_sooner(house: House) -> None:
    hurried, calm = house.anna.meets(), house.anna.meets()
    for her in (hurried, calm):
        house.anna.sends(her)
    hurried.answers("I am afraid")
    calm.answers("hallo")
    house.clock.forward(hours=3)
    assert [contact.id for contact in house.sofie.sees().too_long] == [hurried.id]


# The mail


def test_the_mail_says_a_team_and_hours_and_nothing_of_her(mailing: House, smtp: Smtp) -> None:
    her = mailing.anna.meets("+31612345987", alias="Vuurvliegje", town="Appelscha")
    mailing.anna.sends(her)
    her.answers("ik-zoek-een-kamer")
    mailing.clock.forward(hours=24)
    assert tick(mailing.assistant)["tell"] == 1
    assert mails(smtp) == [
        "Iemand in team Groningen wacht langer dan 24 uur op een antwoord.\n\nMeld je aan en kijk op Vandaag."
    ]
    [envelope] = smtp.taken
    assert envelope.rcpt_tos == [SOFIE]
    whole = envelope.content.decode()
    assert not [word for word in ("Vuurvliegje", "Appelscha", "612345987", "kamer", "Luna") if word in whole]
    tick(mailing.assistant)
    assert len(smtp.taken) == 1
    with mailing.reading() as session:
        assert queries.heartbeats(session)[telling.MAIL].ran_at == mailing.clock()


def test_a_team_without_an_address_is_told_on_the_board_only(mailing: House, smtp: Smtp) -> None:
    her = mailing.noor.meets()
    observe(mailing, her)
    assert tick(mailing.assistant)["tell"] == 1
    assert smtp.taken == []


def test_many_at_once_are_one_mail(mailing: House, smtp: Smtp) -> None:
    for _ in range(3):
        observe(mailing, mailing.anna.meets())
    assert tick(mailing.assistant)["tell"] == 3
    assert mails(smtp) == ["Iemand in team Groningen vraagt nu jouw oog.\n\nMeld je aan en kijk op Vandaag."]


def test_a_failing_server_loses_nothing_and_stops_nothing(mailing: House, smtp: Smtp) -> None:
    smtp.at_rcpt = "451 later"
    observe(mailing, mailing.anna.meets())
    her = mailing.anna.meets()
    mailing.anna.sends(her)
    mailing.clock.forward(days=7)
    done = tick(mailing.assistant)
    assert (done["tell"], done["propose"]) == (1, 1)
    assert notices(mailing) == [("observed", "waiting")]
    observe(mailing, mailing.anna.meets())  # heaps up no second mail
    tick(mailing.assistant)
    assert len(notices(mailing)) == 1
    mailing.clock.forward(minutes=16)
    assert mailing.sofie.sees().untold == 1
    smtp.at_rcpt = ""
    mailing.clock.forward(hours=1)
    tick(mailing.assistant)
    assert notices(mailing) == [("observed", "told")]
    assert len(smtp.taken) == 1
    assert mailing.sofie.sees().untold == 0


def test_no_server_at_all_is_asked_once_a_tick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = StorePlace(url=f"sqlite:///{tmp_path / 'outreach.db'}", keys=tmp_path / "keys.json")
    clock = FakeClock()
    assistant = open_assistant(settings(place, 9, to={"Groningen": [SOFIE, "second@example.org"]}), clock=clock)
    house = House(assistant, clock).hire_everybody()
    asked = []
    real = telling.Talk.__enter__
    monkeypatch.setattr(telling.Talk, "__enter__", lambda talk: (asked.append(1), real(talk))[1])
    observe(house, house.anna.meets())
    assert tick(assistant)["tell"] == 1
    assert len(asked) == 1
    assert notices(house) == [("observed", "waiting")] * 2
    with house.reading() as session:
        assert queries.heartbeats(session)[telling.MAIL].ran_at == watching.NEVER
    assistant.close()


def test_a_refused_address_is_not_tried_again_and_shows(mailing: House, smtp: Smtp) -> None:
    smtp.at_rcpt = "550 5.1.1 no such mailbox"
    observe(mailing, mailing.anna.meets())
    tick(mailing.assistant)
    assert notices(mailing) == [("observed", "refused")]
    assert mailing.sofie.sees().untold == 1


def test_of_a_line_that_broke_in_the_words_nobody_knows_and_it_is_not_mailed_again(mailing: House, smtp: Smtp) -> None:
    smtp.at_data = "drop"
    observe(mailing, mailing.anna.meets())
    tick(mailing.assistant)
    assert notices(mailing) == [("observed", "unknown")]
    smtp.at_data = ""
    mailing.clock.forward(hours=2)
    tick(mailing.assistant)
    assert len(smtp.taken) == 1
    assert mailing.sofie.sees().untold == 1


@pytest.mark.parametrize(("dies_at", "mailed"), [("envelope", 1), ("words", 1)])
def test_a_process_that_dies_never_mails_twice(mailing: House, smtp: Smtp, dies_at: str, mailed: int) -> None:
    """Killed before the claim it is mailed by the next one; killed when the words are out it is not mailed again."""
    observe(mailing, mailing.anna.meets())
    mailing.assistant.store.engine.dispose()
    child = os.fork()
    if child == 0:
        real = getattr(telling.Talk, dies_at)

        def last(*given: Any) -> None:
            real(*given)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(telling.Talk, dies_at, last)
        telling.tell(mailing.assistant)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    for _ in range(3):
        tick(mailing.assistant)
        mailing.clock.forward(minutes=6)
    assert len(smtp.taken) == mailed
    assert notices(mailing) == [("observed", {"envelope": "told", "words": "unknown"}[dies_at])]


def test_two_clocks_mail_once(mailing: House, smtp: Smtp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one is faster, between our envelope and our words."""
    observe(mailing, mailing.anna.meets())
    real, calls = telling.Talk.envelope, []

    def slow(talk: telling.Talk, sender: str, to: str) -> None:
        real(talk, sender, to)
        calls.append(1)
        if len(calls) == 1:
            telling.tell(mailing.assistant)

    monkeypatch.setattr(telling.Talk, "envelope", slow)
    telling.tell(mailing.assistant)
    assert len(calls) == 2
    assert len(smtp.taken) == 1
    assert notices(mailing) == [("observed", "told")]


def test_ended_mails_are_forgotten(mailing: House, smtp: Smtp) -> None:
    observe(mailing, mailing.anna.meets())
    tick(mailing.assistant)
    mailing.clock.forward(days=31)
    tick(mailing.assistant)
    assert notices(mailing) == []


# The settings


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"mail": True}, "to: needed"),
        ({"mail": True, "to": {"Groningen": [SOFIE]}}, "escalation.server: needed"),
        ({"to": {"Groningen": ["sofie"]}}, "addresses like"),
        ({"server": {"smtp_host": "mail.example.org"}}, "address: needed"),
        (
            {"server": {"smtp_host": "mail.example.org", "address": "a@example.org", "smtp_security": "none"}},
            "own network",
        ),
    ],
)
def test_settings_that_cannot_work_are_named(told: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        parse_config({"escalation": told}, source="config.toml")


def test_the_team_s_own_mailbox_is_the_server_without_another() -> None:
    mail = {
        "enabled": True,
        "address": "brug@example.org",
        "imap_login": "brug",
        "password": "x",
        "smtp_host": "mail.example.org",
        "imap_host": "mail.example.org",
    }
    config = parse_config(
        {"escalation": {"mail": True, "to": {"De Brug": [SOFIE]}}, "channels": {"mail": mail}}, source="test"
    )
    assert config.escalation.server.smtp_host == ""
    assert timedelta(hours=config.limits.escalate_urgent_after_hours) == timedelta(hours=2)
