"""Today says when everything last ran, and turns to alarm for whatever stands still."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.bootstrap import Assistant
from assistant.channels.base import Abilities, Heard, Outgoing, Receipt
from assistant.outreach import watching
from assistant.store.accounts import Team
from assistant.store.models import Heartbeat, Notice, NoticeKind, NoticeState
from assistant.web.app import create_app
from tests.web.conftest import FakeClock, Person, _person


class Mailbox:
    """A channel that is read by us."""

    name = "mail"
    abilities = Abilities(frozenset({"email"}), inbound=True)
    timeout = timedelta(seconds=5)

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt()

    def check(self) -> None: ...

    def collect(self, keep: Callable[[Heard], None]) -> int:
        return 0


def beats(house: Assistant, *names: str, detail: str = "") -> None:
    with house.store.writing() as session:
        for name in names:
            session.merge(Heartbeat(name=name, ran_at=house.now(), detail=detail))


def state(person: Person) -> str:
    """The heading of the heartbeat."""
    return person.sees("/").split('<h2 id="runs">')[1].split("</h2>")[0]


def test_the_clock_is_late_after_ten_minutes(sofie: Person, house: Assistant, clock: FakeClock) -> None:
    assert state(sofie) == "De klok staat stil"
    beats(house, "clock")
    assert state(sofie) == "Alles loopt"
    clock.forward(minutes=10)
    assert state(sofie) == "Alles loopt"
    clock.forward(seconds=1)
    assert state(sofie) == "De klok staat stil"


def test_a_job_that_fails_shows(sofie: Person, house: Assistant) -> None:
    beats(house, "clock", detail="expire")
    assert state(sofie) == "Niet alles loopt"


def test_a_mailbox_that_is_not_read_shows(house: Assistant, clock: FakeClock) -> None:
    sofie = _person(
        create_app(replace(house, channels={"mail": Mailbox()}), {"TESTING": True, "WTF_CSRF_ENABLED": False}), "sofie"
    )
    beats(house, "clock", watching.OUT + "mail")
    assert state(sofie) == "Een gateway werkt niet"
    assert "keek nog nooit of er iets binnenkwam" in sofie.sees("/")
    beats(house, watching.IN + "mail")
    assert state(sofie) == "Alles loopt"
    clock.forward(minutes=16)
    beats(house, "clock", watching.OUT + "mail")
    assert state(sofie) == "Een gateway werkt niet"


@pytest.mark.parametrize("how", [NoticeState.WAITING, NoticeState.REFUSED, NoticeState.UNKNOWN])
def test_mail_that_did_not_reach_a_supervisor_shows_to_her_alone(
    anna: Person, sofie: Person, house: Assistant, how: NoticeState
) -> None:
    beats(house, "clock")
    then = house.now() - timedelta(minutes=20)
    with house.store.writing() as session:
        team = session.query(Team).one()
        session.add(
            Notice(
                team_id=team.id,
                kind=NoticeKind.WAITS,
                address="sofie@example.org",
                token="t",
                state=how,
                open=True if how is NoticeState.WAITING else None,
                raised_at=then,
                not_before=then,
            )
        )
    assert state(sofie) == "Niet alles loopt"
    assert "1 aan een leidinggevende ging niet weg" in sofie.sees("/")
    assert state(anna) == "Alles loopt"
    assert "aan een leidinggevende ging" not in anna.sees("/")
