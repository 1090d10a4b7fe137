"""A thread that stays open, in a real browser: what comes in appears, what is being typed stays, and keys lead around."""

import pytest
from playwright.sync_api import Page, expect

from assistant import traffic
from assistant.channels.base import Inbound
from tests.browser.place import Place
from tests.browser.test_story import AD, approve_and_send, paste, sign_in


def comes_in(place: Place, text: str, *, number: str) -> None:
    """A gateway brings words of hers."""
    heard = Inbound(raw=text, text=text, sender="+31612345678", kind="phone", provider_id=number)
    traffic.read(place.house, traffic.take_in(place.house, "android", [heard]))


def test_what_comes_in_appears_and_what_is_typed_stays(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url
    place.forward(hours=1)
    page.clock.install()
    page.goto(thread)
    words = page.locator("#her-words")
    words.fill("half getypt")
    comes_in(place, "hola, quién eres?", number="1")
    page.clock.run_for(16_000)
    expect(page.locator("#talk-end .them .bubble")).to_contain_text("hola")
    expect(page.get_by_role("status").filter(has_text="nieuw bericht")).to_be_visible()
    expect(page.locator("#signs")).to_contain_text("Wacht")
    expect(words).to_have_value("half getypt")
    expect(words).to_be_focused()
    comes_in(place, "gracias", number="2")
    page.clock.run_for(16_000)
    expect(page.locator("#talk-end .them .bubble")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.context.clear_cookies()
    comes_in(place, "otra vez", number="3")
    page.clock.run_for(60_000)
    expect(page.locator("#talk-end .them .bubble")).to_have_count(2)


@pytest.mark.parametrize("page", [(1280, 900)], indirect=True)
def test_keys_lead_around_a_thread_unless_switched_off(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url
    place.forward(hours=1)
    comes_in(place, "hola", number="1")
    paste(page, place, AD.replace("LUNA", "NINA").replace("12 34 cinco seis 78", "87 65 43 21"))
    approve_and_send(page)
    page.keyboard.press("w")
    expect(page).to_have_url(thread)
    page.keyboard.press("a")
    expect(page.locator("#body")).to_be_focused()
    page.keyboard.type("wpm")  # in a field letters are letters
    expect(page).to_have_url(thread)
    page.locator("h1").click()
    page.keyboard.press("p")
    expect(page.locator("[data-key=p] form")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("m")
    expect(page.locator("#note")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_text("in een gesprek: uitstellen")).to_be_visible()
    page.get_by_text("Losse letters").click()
    page.get_by_role("button", name="Bewaar").click()
    page.goto(thread)
    page.keyboard.press("m")
    expect(page.locator("#note")).to_be_hidden()
