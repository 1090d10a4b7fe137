"""Gateways on the screen: what waits and why, what came in and whose it is, and a test to an own phone. For everybody, desk and phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant import traffic
from assistant.channels.base import Inbound
from assistant.store.models import Message, MessageState
from tests.browser.conftest import served
from tests.browser.place import Place, open_place
from tests.browser.test_every_page import faults_of
from tests.browser.test_story import AD, paste, sign_in
from tests.channels.rigs import AndroidRig, MailRig
from tests.channels.stand_in import StandIn, a_provider

OURS = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def provider() -> Iterator[StandIn]:
    with a_provider() as opened:
        opened.answer = AndroidRig().answers("busy")
        yield opened


@pytest.fixture
def place(tmp_path: Path, provider: StandIn) -> Iterator[Place]:
    """The usual place with a phone as a gateway that is busy, and a mailbox whose server is not there."""
    nobody = StandIn(address="http://127.0.0.1:9")
    channels = {"android": AndroidRig().opens(provider), "mail": MailRig().opens(nobody)}
    yield from served(open_place(tmp_path, channels))


def comes_in(place: Place, text: str, *, sender: str, kind: str, answers: tuple[str, ...] = ()) -> None:
    heard = Inbound(raw=text, text=text, sender=sender, kind=kind, provider_id=text, answers=answers)
    traffic.read(place.house, traffic.take_in(place.house, "mail" if kind == "email" else "android", [heard]))


def test_what_leaves_and_arrives_by_itself_is_for_everybody(page: Page, place: Place, provider: StandIn) -> None:
    wrong: dict[str, list[str]] = {}

    def looks(name: str) -> None:
        if faults := faults_of(page):
            wrong[name] = faults

    sign_in(page, place, "anna")
    paste(page, place, AD)
    page.locator("input[name=way][value=gateway]").first.check(force=True)
    page.get_by_role("button", name="Keur goed").click()
    expect(page.get_by_text("Goedgekeurd. Het vertrekt om ongeveer")).to_be_visible()
    place.forward(minutes=1)
    page.goto(place.address)
    expect(page.get_by_text("goedgekeurd, wacht. De gateway heeft het druk.")).to_be_visible()
    looks("today")
    page.goto(f"{place.address}/queue/")
    expect(page.get_by_text("De gateway heeft het druk.")).to_be_visible()
    looks("queue")

    with place.house.store.writing() as session:  # as if it had left in the meantime
        message = session.query(Message).one()
        message.state, message.token = MessageState.SENT, OURS
    comes_in(place, "met wie spreek ik", sender="ander@example.net", kind="email", answers=(OURS,))
    page.goto(place.address)
    page.get_by_role("link", name="ander@example.net", exact=True).click()
    expect(page.get_by_text("misschien las iemand anders haar mail")).to_be_visible()
    looks("arrival")
    page.get_by_role("button", name="Zet het in haar gesprek").click()
    expect(page.get_by_text("met wie spreek ik")).to_be_visible()

    page.goto("about:blank")  # what her page still asks would bring her session back
    page.context.clear_cookies()
    sign_in(page, place, "ada")
    page.goto(f"{place.address}/channels/")
    expect(page.get_by_text("De gateway is niet te bereiken.").first).to_be_visible()
    looks("channels")
    provider.answer = AndroidRig().answers("taken")
    page.fill("#to-android", "06 5555 1234")
    page.locator("section", has=page.locator("#to-android")).get_by_role("button").click()
    expect(page.get_by_text("De gateway nam de proef aan.")).to_be_visible()
    assert not wrong
