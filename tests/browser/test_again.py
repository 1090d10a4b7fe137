"""Silence, handing over and writing at the same time, in real browsers: two colleagues and one person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_access import is_for_everybody
from tests.browser.test_story import AD, approve_and_send, paste, she_answers, sign_in


@pytest.fixture
def colleague(browser: Browser, place: Place, page: Page) -> Iterator[Page]:
    """Bram, with a browser of his own of the same size."""
    context = browser.new_context(locale="nl-NL", viewport=page.viewport_size)
    opened = context.new_page()
    sign_in(opened, place, "bram")
    yield opened
    context.close()


def talk(page: Page, place: Place) -> str:
    """Anna and Luna talked; answers the thread's address."""
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url.split("#")[0]
    place.forward(hours=1)
    page.goto(thread)
    she_answers(page, "Hola Anna! Gracias")
    return thread


def test_whoever_opens_the_answer_box_is_seen_by_the_other_and_goes_first(
    page: Page, place: Place, colleague: Page
) -> None:
    thread = talk(page, place)
    colleague.goto(thread)
    page.locator("#body").focus()
    expect(page.get_by_text("Je schrijft haar; je collega’s zien dat")).to_be_visible()
    expect(colleague.locator("#who-writes")).to_contain_text(
        "Anna schrijft haar, tot"
    )  # without loading the page again
    expect(colleague.locator("#refusal")).to_contain_text("Nu niet, omdat Anna haar schrijft.")
    colleague.fill("#body", "Hola Luna, soy Bram")
    colleague.get_by_role("button", name="Bewaar als concept").click()
    expect(colleague.get_by_role("status").get_by_text("Nu niet, omdat Anna haar schrijft.").first).to_be_visible()
    expect(colleague.locator("#body")).to_have_value("Hola Luna, soy Bram")

    page.goto(place.address)  # anna goes elsewhere
    expect(colleague.locator("#who-writes")).not_to_contain_text("Anna schrijft haar")
    colleague.locator("#body").press("End")
    colleague.locator("#body").press_sequentially("!")
    expect(colleague.locator("#who-writes")).to_contain_text("Je schrijft haar")
    page.goto(thread)
    expect(page.locator("#who-writes")).to_contain_text("Bram schrijft haar, tot")


def test_from_the_queue_she_is_handed_to_a_colleague(page: Page, place: Place, colleague: Page) -> None:
    thread = talk(page, place)
    page.fill("#body", "Hola Luna, hasta pronto")
    approve_and_send(page)
    place.forward(days=22)
    page.goto(place.address)
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Opnieuw")).to_be_visible()
    is_for_everybody(page, page.url)
    row = page.get_by_role("region", name="Vandaag aan de beurt")
    expect(row).to_contain_text("Luna")
    row.locator("summary", has_text="Wat klaarstaat").click()
    expect(row.locator("blockquote")).to_be_visible()
    row.locator("summary", has_text="Geef door").click()
    row.get_by_label("Aan wie").select_option("Bram")
    row.get_by_label("Wat moet je collega weten?").fill("Praat graag over Mimi")
    row.get_by_role("button", name="Bied aan").click()
    expect(page.get_by_text("Aangeboden aan Bram. Tot er antwoord is, verandert er niets.")).to_be_visible()

    colleague.goto(place.address)
    offered = colleague.get_by_role("region", name="Aangeboden aan jou")
    expect(offered).to_contain_text("Praat graag over Mimi")
    offered.get_by_role("button", name="Ik neem haar aan").click()
    expect(colleague.locator("#whose")).to_contain_text("Jij schrijft met haar.")
    page.goto(place.address)
    expect(page.get_by_text("Bram heeft haar aangenomen en schrijft voortaan met haar.")).to_be_visible()
    assert thread in colleague.url
