"""The generic gateway against the real thing: Debian's kannel, configured as docs/channels.md says, with fakesmsc for phones."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from werkzeug.serving import make_server

from assistant.bootstrap import open_assistant
from assistant.channel_settings import Channels, HttpSms
from assistant.config import Config, StorePlace, Web
from assistant.rules.segments import Encoding, count
from assistant.store.models import DeliveryState, MessageState
from assistant.web.app import create_app
from tests.cast import FakeClock, House
from tests.channels import kannel as here
from tests.channels.conftest import Line
from tests.channels.kannel import Kannel
from tests.channels.ports import free_port, until
from tests.channels.rigs import PLAIN_SECRET, HttpRig
from tests.channels.stand_in import StandIn

pytestmark = pytest.mark.skipif(here.missing() is not None, reason=here.missing() or "")


class Served(Line):
    """A line whose other end is a kannel, and whose pages can be taken off the air."""

    kannel: Kannel
    port: int

    def on_the_air(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.house_app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def off_the_air(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("kannel")
    kannel = Kannel(folder, our_port=free_port())
    settings = Channels(
        public_url=f"http://127.0.0.1:{kannel.our_port}",
        gap_minutes=(0, 0),
        http_sms=HttpSms(
            enabled=True,
            send_url=f"http://127.0.0.1:{kannel.send_port}/cgi-bin/sendsms",
            password=here.PASSWORD,
            secret=PLAIN_SECRET,
        ),
    )
    place = StorePlace(url=f"sqlite:///{folder / 'outreach.db'}", keys=folder / "keys.json")
    config = Config(store=place, web=Web(secure_cookies=False, require_second_factor=False), channels=settings)
    clock = FakeClock()
    assistant = open_assistant(config, clock=clock)
    app = create_app(assistant)
    line = Served(
        House(assistant, clock).hire_everybody(),
        app.test_client(),
        HttpRig(),
        StandIn(),
        assistant.channels["http_sms"],
    )
    line.kannel, line.port, line.house_app = kannel, kannel.our_port, app  # type: ignore[attr-defined]
    line.on_the_air()
    try:
        kannel.start()
        yield line
    finally:
        kannel.stop()
        line.off_the_air()
        assistant.close()


@pytest.mark.parametrize(
    "text",
    ["Hoi, wij zijn De Brug", "Привіт, як ти? 💛", "مرحبا", "lang " * 60 + "einde", "ș" * 150 + "😀" * 10 + "."],
    ids=["gsm", "ucs-2", "right-to-left", "long", "long ucs-2"],
)
def test_words_go_out_whole_and_are_reported(served: Served, text: str) -> None:
    before = len(served.kannel.parts())
    number = served.writes(served.house.anna.meets(), text)
    assert served.sends() == 1
    assert until(lambda: served.departure(number).delivery is DeliveryState.DELIVERED)
    assert served.message(number).state is MessageState.SENT
    assert "".join(served.kannel.phones_got(before, wide=count(text).encoding is Encoding.UCS_2)) == text


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("text", "hallo daar", "hallo daar"),
        ("ucs2", quote("Добрий день 💛".encode("utf-16-be")), "Добрий день 💛"),
        ("ucs2", quote(("мовчання " * 70).encode("utf-16-be")), ("мовчання " * 70).strip()),
    ],
)
def test_words_come_in(served: Served, kind: str, text: str, read: str) -> None:
    her = served.house.anna.meets()
    served.kannel.phone_says(text, sender=served.number_of(her), kind=kind)
    assert until(lambda: served.said(her) == [read]), served.said(her)


def test_what_comes_in_while_our_pages_are_down_comes_later(served: Served) -> None:
    her = served.house.anna.meets()
    served.off_the_air()
    served.kannel.phone_says("ben je daar", sender=served.number_of(her))
    served.on_the_air()
    assert until(lambda: served.said(her) == ["ben je daar"], seconds=30)


def test_a_gateway_restarted_in_the_middle_loses_and_doubles_nothing(served: Served) -> None:
    before = len(served.kannel.parts())
    first, second, third = (served.writes(served.house.anna.meets(), words) for words in ("een", "twee", "drie"))
    served.kannel.stop()
    assert served.sends() >= 1
    waiting = [served.message(number).state for number in (first, second, third)]
    assert waiting == [MessageState.APPROVED] * 3
    assert served.departure(first).trouble == "unreachable"
    served.kannel.start()
    served.house.clock.forward(minutes=3)
    served.sends()
    assert [served.message(number).state for number in (first, second, third)] == [MessageState.SENT] * 3
    assert until(lambda: len(served.kannel.parts()) == before + 3)
    assert sorted(served.kannel.phones_got(before)) == ["drie", "een", "twee"]


def test_a_call_from_elsewhere_or_with_another_password_is_refused(served: Served) -> None:
    knock = served.rig.words("hallo", sender="+31687654321", number="1", now=served.house.clock())
    assert served.knocks(replace(knock, address="192.0.2.7")).status_code == 403
    assert served.knocks(served.rig.forges(knock)).status_code == 403
