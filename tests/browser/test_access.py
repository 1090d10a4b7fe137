"""Everybody can use the pages: nothing serious for a screen reader, nothing sideways on a small phone, all by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_story import AD, approve_and_send, paste, she_answers, sign_in

WORKER_PAGES = ("/", "/new/", "/new/by-hand", "/me", "/me/password", "/more")
SUPERVISOR_PAGES = ("/", "/templates/", "/templates/1/nl", "/templates/new", "/team/")


@pytest.fixture(
    params=[("nl-NL", 1280), ("nl-NL", 320), ("en-GB", 320)], ids=["dutch-desk", "dutch-small", "english-small"]
)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    language, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 700}, locale=language)
    yield context.new_page()
    context.close()


def is_for_everybody(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, address
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{address} scrolls sideways"
    found = Axe().run(page).response
    assert found["passes"], "axe did not look"
    serious = [
        (wrong["id"], node["html"][:160])
        for wrong in found["violations"]
        if wrong["impact"] in ("serious", "critical")
        for node in wrong["nodes"]
    ]
    assert not serious, f"{address}: {serious}"


def test_the_pages_of_a_supervisor(page: Page, place: Place) -> None:
    sign_in(page, place, "sofie")
    for path in SUPERVISOR_PAGES:
        is_for_everybody(page, place.address + path)


def test_the_pages_of_a_worker(browser: Browser, page: Page, place: Place) -> None:
    desk = browser.new_context(locale="nl-NL")
    other = desk.new_page()
    sign_in(other, place, "anna")
    paste(other, place, AD)
    approve_and_send(other)
    thread = other.url
    place.forward(hours=2)
    other.goto(thread)
    she_answers(other, "Necesito ayuda con una carta que no puedo pagar")
    desk.close()

    sign_in(page, place, "anna")
    thread = thread.split("?")[0].split("#")[0]
    for address in (*(place.address + path for path in WORKER_PAGES), thread, thread + "card", thread + "data"):
        is_for_everybody(page, address)


def test_by_keyboard(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    page.goto(place.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("n")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(AD)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#alias")).to_have_value("Luna")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{place.address}/cover")
