"""A round, in a real browser: the sheet, met, somebody new without an ad, her thread; also when the line drops; and a call."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_access import is_for_everybody
from tests.browser.test_story import AD, approve_and_send, paste, sign_in


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone, in Dutch. The browser complains of lines that are cut here, and of forms that ask back: only faults of a script count."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert not faults


def plan_a_round(page: Page, place: Place) -> str:
    """A round in Groningen, with Luna on it; answers the address of its sheet."""
    page.goto(place.address + "/visits/")
    page.get_by_role("link", name="Plan een bezoek, of schrijf het op").click()
    page.get_by_text("Straat", exact=True).click()
    page.fill("#place", "De Kade")
    page.fill("#town", "Groningen")
    page.get_by_role("button", name="Verder naar de mensen").click()
    page.get_by_label(re.compile("Luna")).check()
    page.get_by_role("button", name="Zet ze op de ronde").click()
    expect(page.get_by_role("heading", name="Ronde, 17 maart")).to_be_visible()
    return page.url.split("#")[0]


def test_from_the_sheet_to_somebody_new_in_her_own_thread(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    sheet = plan_a_round(page, place)
    assert "De Kade" not in page.title()

    page.get_by_label("Een woord over Luna").fill("wilde koffie")
    page.get_by_role("button", name="Ontmoet Luna").click()
    row = page.get_by_role("list", name="Bij wie je langsgaat").get_by_role("listitem")
    expect(row.filter(has_text="wilde koffie")).to_contain_text("Ontmoet")

    page.fill("#name", "Luna")
    page.select_option("#language", "pt")
    page.fill("#wants", "procuro um quarto")
    page.fill("#met-word", "bij de brug gesproken")
    page.get_by_role("button", name="Bewaar haar").click()
    expect(page.get_by_text("Misschien ken je haar.")).to_be_visible()
    assert page.locator("#wants").input_value() == "procuro um quarto"
    page.fill("#name", "Yara")
    page.get_by_role("button", name="Iemand anders: bewaar haar als nieuw").click()
    expect(page.get_by_role("link", name="Yara")).to_be_visible()
    is_for_everybody(page, sheet)

    page.get_by_role("link", name="Yara").click()
    expect(page.get_by_role("heading", name="Yara", level=1)).to_be_visible()
    expect(page.get_by_text("De Kade, Groningen. bij de brug gesproken")).to_be_visible()
    expect(page.locator("#help")).to_contain_text("Wonen")
    page.goto(sheet)
    page.fill("#nameless", "2")
    page.get_by_role("button", name="Alles staat erin").click()
    expect(page.get_by_text("Bewaard. De ronde is opgeschreven.")).to_be_visible()


def test_what_was_typed_stays_when_the_line_drops_or_the_session_is_over(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    plan_a_round(page, place)
    word, met = page.get_by_label("Een woord over Luna"), page.get_by_role("button", name="Ontmoet Luna")
    word.fill("had weinig tijd")

    page.route("**/people/**", lambda route: route.abort())
    met.click()
    expect(page.get_by_text("er is geen verbinding")).to_be_visible()
    page.unroute("**/people/**")
    assert word.input_value() == "had weinig tijd"

    cookies = page.context.cookies()
    page.context.clear_cookies()
    met.click()
    expect(page.get_by_text("je bent uitgelogd")).to_be_visible()
    assert word.input_value() == "had weinig tijd"
    page.context.clear_cookies()
    other = page.context.new_page()
    sign_in(other, place, "anna")
    other.close()
    assert cookies
    met.click()
    expect(page.get_by_text("had weinig tijd")).to_be_visible()


def test_without_script_the_round_is_kept_too(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    sheet = plan_a_round(page, place)
    page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(sheet)
    page.get_by_label("Een woord over Luna").fill("niemand open gedaan")
    page.get_by_role("button", name="Niet gezien Luna").click()
    expect(page.get_by_text("niemand open gedaan")).to_be_visible()


def test_somebody_calls(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    page.goto(place.address + "/")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Wie heb ik aan de lijn?")).to_be_visible()
    is_for_everybody(page, place.address + "/call/")
    page.fill("#q", "06 12345678")
    page.get_by_role("button", name="Zoek op").click()
    expect(page.get_by_text("Het nummer klopt")).to_be_visible()
    page.get_by_label("Een woord over het telefoontje met Luna").fill("komt vrijdag langs")
    page.get_by_role("button", name="Zij was het: bewaar").click()
    expect(page.get_by_text("Het telefoontje staat in haar gesprek.")).to_be_visible()
    expect(page.get_by_text("komt vrijdag langs")).to_be_visible()
