"""Out by hand: two taps on a phone, a code on the desk, the question when coming back, and a minute to take "sent" back."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.place import Place
from tests.browser.test_story import AD, paste, sign_in

APPS = ("https://wa.me/**", "https://t.me/**", "https://signal.me/**")


def is_phone(page: Page) -> bool:
    size = page.viewport_size
    return size is not None and size["width"] < 500


def approve_with(page: Page, place: Place, way: str) -> str:
    """Approve the words for an app; answers them."""
    for app in APPS:
        page.route(app, lambda route: _an_app(route))
    sign_in(page, place, "anna")
    paste(page, place, AD)
    page.locator(f"input[name=way][value={way}]").first.check(force=True)
    page.get_by_role("button", name="Keur goed").click()
    words = page.locator("#words").input_value()
    page.wait_for_load_state("load")  # what is shown depends on the style sheets
    return words


def _an_app(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<link rel=icon href='data:,'><title>an app</title>")


@pytest.mark.parametrize(
    ("way", "address", "field"),
    [("whatsapp", "https://wa.me/31612345678", "text"), ("telegram", "https://t.me/+31612345678", "text")],
)
def test_a_link_or_a_code_brings_the_words_along(page: Page, place: Place, way: str, address: str, field: str) -> None:
    words = approve_with(page, place, way)
    link = page.locator("a[data-leaves]").locator("visible=true")
    href = link.get_attribute("href") or ""
    assert href.split("?")[0] == address
    assert parse_qs(urlsplit(href).query)[field] == [words.replace("\r\n", "\n")]
    assert page.locator("svg.qr").locator("visible=true").count() == (0 if is_phone(page) else 1)
    link.click()  # the second tap: the first one approved
    expect(page).to_have_title("an app")


def test_a_text_message_link_is_read_by_both_kinds_of_phone(page: Page, place: Place) -> None:
    words = approve_with(page, place, "sms")
    href = page.locator("a[data-leaves]").locator("visible=true").get_attribute("href") or ""
    assert href.startswith("sms:+31612345678?&body=")
    assert unquote(href.partition("body=")[2]) == words


def test_signal_takes_no_words_so_copying_comes_first(page: Page, place: Place) -> None:
    approve_with(page, place, "signal")
    href = page.locator("a[data-leaves]").locator("visible=true").get_attribute("href") or ""
    assert href == "https://signal.me/#p/+31612345678"
    copy, link = (
        page.locator("#words").bounding_box(),
        page.locator("a[data-leaves]").locator("visible=true").bounding_box(),
    )
    assert copy is not None
    assert link is not None
    assert copy["y"] < link["y"]


def test_whoever_comes_back_is_asked_and_may_take_it_back(page: Page, place: Place) -> None:
    approve_with(page, place, "whatsapp")
    here = page.url
    assert page.locator(".is-asked").count() == 0
    page.locator("a[data-leaves]").locator("visible=true").click()
    expect(page).to_have_title("an app")  # the way back begins only where the way out ended
    page.goto(here)
    expect(page.locator(".is-asked")).to_be_visible()
    expect(page.locator("[data-ask]")).to_be_focused()
    sent = page.get_by_role("button", name="Ja, verstuurd").locator("visible=true")
    sent.click()
    undo = page.get_by_role("button", name="Het is toch niet weggegaan")
    undo.click()
    expect(sent).to_be_visible()
    expect(page).to_have_url(here)
    sent.click()
    expect(undo).to_be_visible()
    place.clock[0] = place.clock[0].replace(minute=(place.clock[0].minute + 2) % 60)
    undo.click()
    expect(page.get_by_text("langer dan een minuut geleden")).to_be_visible()
