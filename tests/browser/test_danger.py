"""She may not be safe, in a real browser: two clicks to the steps, noted, seen by the supervisor, and told only with two."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_access import is_for_everybody
from tests.browser.test_story import AD, approve_and_send, paste, she_answers, sign_in


def test_an_observation_is_seen_and_nothing_is_told_by_one_alone(page: Page, place: Place, browser: Browser) -> None:
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url
    place.forward(hours=1)
    page.goto(thread)
    she_answers(page, "tengo miedo, él tiene mi pasaporte y no me deja salir")
    page.get_by_role("link", name="Wat nu?", exact=True).first.click()
    page.locator("summary", has_text="Acuut gevaar").click()
    expect(page.get_by_role("link", name="112")).to_be_visible()
    assert "pasaporte" in page.locator("#words").input_value()
    page.get_by_text("Signalen van mensenhandel").last.click()
    is_for_everybody_here(page)
    page.get_by_role("button", name="Schrijf het op").click()
    expect(page.get_by_role("heading", name="Signalen van mensenhandel")).to_be_visible()
    expect(page.get_by_text("Nog geen leidinggevende heeft het gezien.")).to_be_visible()

    step = page.locator("#step-care_coordinator")
    step.locator("summary").click()
    step.get_by_text("Nee").first.click()
    step.get_by_text("Kon het niet vragen").last.click()
    step.locator("textarea").first.fill("Haar naam, aan de zorgcoördinator")
    step.locator("textarea").last.fill("Ze neemt niet meer op, en hij is vanavond terug")
    step.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Wacht op een tweede persoon")).to_be_visible()
    assert page.get_by_role("button", name="Ik vind deze uitzondering goed").count() == 0
    address = page.url.split("#")[0]

    context = browser.new_context(locale="nl-NL", viewport=page.viewport_size)
    other = context.new_page()
    sign_in(other, place, "sofie")
    expect(other.get_by_text("1 mens is misschien niet veilig").locator("visible=true").first).to_be_attached()
    other.get_by_role("link", name="Kijk, en wat je kunt doen").click()
    expect(other.get_by_text("Sofie weet het sinds")).to_be_visible()
    other.get_by_role("button", name="Ik vind deze uitzondering goed").click()
    expect(other.get_by_text("Tweede persoon: Sofie.")).to_be_visible()
    is_for_everybody(other, address)
    other.fill("#ending", "De zorgcoördinator heeft met haar gesproken")
    other.get_by_role("button", name="Dit is afgesloten").click()
    other.goto(place.address)
    assert other.get_by_role("link", name="Kijk, en wat je kunt doen").count() == 0
    context.close()


def is_for_everybody_here(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
