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
    chosen = page.locator(f"input[name=way][value={way}]").first
    page.locator("label", has=chosen).click()
    expect(chosen).to_be_checked()
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


def test_a_choice_is_kept_though_the_page_draws_itself_anew_under_the_finger(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    chosen = page.locator("input[name=way][value=sms]").first
    page.locator("label", has=chosen).scroll_into_view_if_needed()
    box = page.locator("label", has=chosen).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    with page.expect_response(lambda answer: "/new/" in answer.url):
        page.evaluate("document.querySelector('form[data-live]').dispatchEvent(new Event('writer-changed'))")
    page.wait_for_timeout(300)  # the answer is there; what it brings must wait for the finger
    page.mouse.up()
    expect(chosen).to_be_checked()


def test_the_reason_of_a_supervisor_outlives_another_choice(page: Page, place: Place) -> None:
    place.clock[0] = place.clock[0].replace(hour=23)  # at night nobody is written to, unless a supervisor says why
    sign_in(page, place, "sofie")
    paste(page, place, AD)
    page.fill("#override", "Ze vroeg erom")
    with page.expect_response(lambda answer: "/new/" in answer.url):
        page.locator("label", has=page.locator("input[name=way][value=sms]")).first.click()
    page.wait_for_timeout(300)  # the answer is drawn
    expect(page.locator("input[name=way][value=sms]").first).to_be_checked()
    expect(page.locator("#override")).to_have_value("Ze vroeg erom")


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
