"""A house with one channel, whose provider stands in; on SQLite, and for the suite of all channels once on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from assistant import traffic
from assistant.bootstrap import open_assistant
from assistant.channel_settings import Channels
from assistant.channels.base import Channel
from assistant.config import Config, StorePlace, Web
from assistant.outreach import dispatch
from assistant.outreach.dispatch import BY_CHANNEL
from assistant.store.models import Alarm, Arrival, Contact, Departure, Direction, Message
from assistant.web.app import create_app
from tests.cast import FakeClock, Her, House
from tests.channels.post_office import MailStandIn, PostOffice, missing
from tests.channels.rigs import IN_THE_MAILBOX, PUBLIC, RIGS, Knock, Rig
from tests.channels.stand_in import StandIn, a_provider


@dataclass
class Line:
    """A house whose words leave by a channel: the provider's side and ours."""

    house: House
    client: FlaskClient
    rig: Rig
    provider: StandIn
    channel: Channel

    def writes(self, her: Her, text: str = "Hoi, wij zijn De Brug", *, by: str = "anna") -> int:
        """Approved by a human, and waiting for the channel."""
        worker = self.house.people[by]
        number = worker.writes(her, text)
        with self.house.writing() as session:
            session.get_one(Message, number).channel = BY_CHANNEL[self.rig.kind]
        worker.approves(number)
        with self.house.writing() as session:
            dispatch.queue(
                session,
                session.get_one(Message, number),
                channels=self.house.assistant.channels,
                now=self.house.clock(),
                pauses=self.house.assistant.pauses,
            )
        return number

    def sends(self) -> int:
        return traffic.send_what_is_due(self.house.assistant)

    def meets(self) -> Her:
        """Somebody whom this channel reaches."""
        return self.house.anna.meets(self.rig.somebody())

    def knocks(self, knock: Knock) -> TestResponse:
        """The provider calls us; or its mail lies in the mailbox, and we fetch it."""
        if knock.path == IN_THE_MAILBOX:
            assert isinstance(self.provider, MailStandIn)
            self.provider.office.drops(knock.body)
            traffic.poll(self.house.assistant)
            return TestResponse(iter(()), "200 OK", Headers(), EnvironBuilder().get_request())
        address = f"{knock.path}?{knock.query}" if knock.query else knock.path
        return self.client.open(
            address,
            method=knock.method,
            data=knock.body,
            headers=knock.headers,
            environ_overrides={"REMOTE_ADDR": knock.address},
        )

    def hears(self, text: str, *, sender: str, number: str = "1") -> TestResponse:
        return self.knocks(self.rig.words(text, sender=sender, number=number, now=self.house.clock()))

    def message(self, number: int) -> Message:
        return self.house.message(number)

    def departure(self, number: int) -> Departure:
        with self.house.reading() as session:
            return session.get_one(Departure, number)

    def arrivals(self) -> list[Arrival]:
        with self.house.reading() as session:
            return list(session.scalars(select(Arrival).order_by(Arrival.id)))

    def alarms(self) -> list[Alarm]:
        with self.house.reading() as session:
            return list(session.scalars(select(Alarm)))

    def said(self, her: Her) -> list[str]:
        """What she wrote, in the order of the thread."""
        heard = [m for m in her.contact.messages if m.direction is Direction.IN]
        return [m.body for m in sorted(heard, key=lambda m: (m.at, m.id))]

    def number_of(self, her: Her) -> str:
        with self.house.reading() as session:
            return session.get_one(Contact, her.id).points[0].value


def a_line(rig: Rig, place: StorePlace, provider: StandIn, *, seconds: int = 5, gap: float = 0) -> Line:
    clock = FakeClock()
    channel = rig.opens(provider, seconds=seconds)
    settings = Config(
        store=place,
        web=Web(secure_cookies=False, require_second_factor=False),
        channels=Channels(public_url=PUBLIC, gap_minutes=(gap, gap)),
    )
    assistant = open_assistant(settings, clock=clock, channels={channel.name: channel})
    house = House(assistant, clock).hire_everybody()
    return Line(house, create_app(assistant, {"TESTING": True}).test_client(), rig, provider, channel)


@pytest.fixture(params=RIGS, ids=lambda rig: rig.name)
def rig(request: pytest.FixtureRequest) -> Rig:
    chosen: Rig = request.param
    return chosen


@pytest.fixture(scope="session")
def post_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    if lacking := missing():
        pytest.skip(lacking)
    office = PostOffice(tmp_path_factory.mktemp("post"))
    office.start()
    yield office
    office.stop()


@pytest.fixture
def office(post_office: PostOffice) -> PostOffice:
    post_office.empty()
    return post_office


@pytest.fixture
def provider(rig: Rig, request: pytest.FixtureRequest) -> Iterator[StandIn]:
    if rig.kind == "email":
        with request.getfixturevalue("office").standing_in() as opened:
            opened.answer = rig.answers("taken")
            yield opened
        return
    with a_provider() as opened:
        opened.answer = rig.answers("taken")
        yield opened


@pytest.fixture
def line(rig: Rig, provider: StandIn, tmp_path: Path) -> Iterator[Line]:
    place = StorePlace(url=f"sqlite:///{tmp_path / 'outreach.db'}", keys=tmp_path / "keys.json")
    opened = a_line(rig, place, provider)
    yield opened
    opened.house.assistant.close()
