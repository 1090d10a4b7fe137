"""She asks for a place to live, in a real browser: our offer in the answer, referred with her yes, a letter, asked after, and how it ended."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_access import is_for_everybody
from tests.browser.test_story import AD, approve_and_send, paste, she_answers, sign_in


def supervisor_writes_down_what_there_is(browser: Browser, place: Place, size: dict[str, int]) -> None:
    context = browser.new_context(locale="nl-NL", viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, place, "sofie")
    page.goto(f"{place.address}/team/")
    page.get_by_role("link", name="Onderwerpen en aanbod").click()
    is_for_everybody(page, page.url)
    page.get_by_role("link", name="Nieuw aanbod").click()
    page.select_option("#topic", "housing")
    page.fill("#name-all", "Inloop wonen")
    page.fill("#hours-all", "dinsdag 10 tot 12")
    page.get_by_text("Spaans", exact=True).first.click()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Inloop wonen: dinsdag 10 tot 12.")).to_be_visible()
    page.goto(f"{place.address}/team/organisations/")
    page.get_by_role("link", name="Nieuwe organisatie").click()
    page.fill("#name", "Opvanghuis De Kade")
    page.get_by_text("Wonen", exact=True).click()
    page.fill("#reach", "post@example.org")
    page.fill("#function", "intake")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("link", name="Opvanghuis De Kade")).to_be_visible()
    context.close()


def test_from_her_question_to_what_came_of_it(page: Page, place: Place, browser: Browser, tmp_path: Path) -> None:
    assert page.viewport_size
    supervisor_writes_down_what_there_is(browser, place, dict(page.viewport_size))
    sign_in(page, place, "anna")
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url
    place.forward(hours=1)
    page.goto(thread)
    she_answers(page, "Hola Anna, busco una habitación, no tengo dónde dormir")
    expect(page.get_by_text("Lijkt op een hulpvraag: wonen")).to_be_visible()
    page.get_by_role("button", name="Zet op de lijst").first.click()

    page.fill("#body", "Hola Luna, claro que sí.")
    page.get_by_role("button", name="Zeg dit in het antwoord").click()
    expect(page.locator("#body")).to_have_value("Hola Luna, claro que sí.\n\nInloop wonen: dinsdag 10 tot 12.")
    approve_and_send(page)

    page.goto(thread)
    page.get_by_role("link", name="Verwijs door").click()
    is_for_everybody(page, page.url)
    page.get_by_text("Opvanghuis De Kade").first.click()
    page.get_by_text("Haar naam").first.click()
    page.get_by_text("Haar vraag, in onze woorden").click()
    page.fill("textarea[name=value-question]", "Een kamer voor de komende weken.")
    page.get_by_text("Ja", exact=True).first.click()
    page.get_by_text("Ja", exact=True).last.click()
    page.fill("#agreed_on", "2026-03-17")
    page.fill("#how", "In de app, met deze woorden.")
    page.get_by_role("button", name="Laat zien wat er weggaat").click()
    leaves = page.locator("#leaves")
    expect(leaves).to_contain_text("Een kamer voor de komende weken.")
    expect(leaves).to_contain_text("Luna")
    assert "Groningen" not in leaves.inner_text(), "her town was not ticked"
    page.get_by_role("button", name="Bewaar het zo").click()
    expect(page.get_by_text("Nog niet weg")).to_be_visible()
    is_for_everybody(page, page.url.split("#")[0])
    with page.expect_download() as taken:
        page.get_by_role("button", name="Haal op als pdf").click()
    taken.value.save_as(tmp_path / "brief.pdf")
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Ja, ze hebben het").click()
    expect(page.get_by_text("Bij hen, nog geen antwoord")).to_be_visible()

    page.goto(place.address)
    assert page.get_by_role("heading", name="Doorverwezen, en nu?").count() == 0
    place.forward(days=14)
    page.goto(place.address)
    due = page.get_by_role("region", name="Doorverwezen, en nu?")
    expect(due).to_contain_text("Opvanghuis De Kade")
    due.get_by_role("link", name="Kijken").click()
    page.get_by_role("button", name="Ze nemen het aan").click()
    page.get_by_text("Gelukt", exact=True).click()
    page.fill("#outcome", "Ze heeft sinds vrijdag een kamer.")
    page.get_by_role("button", name="Dit is afgesloten").click()
    expect(page.get_by_text("Bewaard hoe het afliep")).to_be_visible()
    page.goto(place.address)
    assert page.get_by_role("heading", name="Doorverwezen, en nu?").count() == 0
