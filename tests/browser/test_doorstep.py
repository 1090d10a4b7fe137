"""The story that measures it: met online in spring, helped a little, silent, and in autumn at the door without phone or papers."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.place import Place
from tests.browser.test_access import is_for_everybody
from tests.browser.test_referral import supervisor_writes_down_what_there_is
from tests.browser.test_story import approve_and_send, paste, she_answers, sign_in

AD = "Hola! Soy ESMERALDA, chica trans. Ahora en Leeuwarden, pelo rojo nuevo. Solo WhatsApp 06 12 34 56 78"


def met_and_helped_in_spring(page: Page, place: Place) -> str:
    """Her thread, with a first message, a question, an answer and what became of it."""
    paste(page, place, AD)
    approve_and_send(page)
    thread = page.url
    place.forward(hours=1)
    page.goto(thread)
    she_answers(page, "Hola Anna, soy de Colombia. Necesito ayuda con una carta que no puedo pagar")
    page.get_by_role("button", name="Zet op de lijst").first.click()
    page.fill("#body", "Hola Esmeralda, mándame una foto y la leemos juntas.")
    approve_and_send(page)
    place.forward(days=1)
    page.goto(thread)
    she_answers(page, "Muchas gracias por la ayuda Anna, eres un sol")
    page.get_by_role("button", name="Gelukt").first.click()
    page.get_by_role("button", name="Vraagt geen antwoord").click()
    return thread


def test_she_is_at_the_door_and_we_know_her(page: Page, place: Place, browser: Browser) -> None:
    assert page.viewport_size
    supervisor_writes_down_what_there_is(browser, place, dict(page.viewport_size))
    sign_in(page, place, "anna")
    thread = met_and_helped_in_spring(page, place)

    place.forward(days=200)
    page.goto(f"{place.address}/find/")
    page.fill("#q", "Colombia, trans, Leeuwarden, voorjaar")
    page.get_by_text("Ze staat voor de deur").first.click()
    page.locator("form[role=search]").get_by_role("button", name="Zoeken").click()
    first = page.locator("li[data-row]").first
    expect(first).to_contain_text("Esmeralda")
    first.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Esmeralda")
    assert page.url.split("?")[0].rstrip("/") == thread.rstrip("/")

    page.get_by_role("link", name=re.compile("niet veilig: wat nu")).click()
    page.get_by_text("Signalen van mensenhandel").last.click()
    page.locator("input[name=source]").first.check(force=True)
    page.fill("#words", "Staat met haar tassen aan de deur. Zonder telefoon en paspoort; ze mocht niet weg.")
    page.get_by_role("button", name="Schrijf het op").click()
    expect(page.get_by_role("heading", name="Signalen van mensenhandel")).to_be_visible()
    step = page.locator("#step-care_coordinator")
    step.locator("summary").click()
    step.get_by_text("Ja", exact=True).first.click()
    step.get_by_text("Ja", exact=True).last.click()
    step.locator("textarea").first.fill("Haar naam en dat ze vannacht een bed zoekt, aan de zorgcoördinator")
    step.locator("textarea").last.fill("Zei het zelf, net, aan de keukentafel")
    step.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("aan de zorgcoördinator").first).to_be_visible()
    expect(page.get_by_text("Wacht op een tweede persoon")).to_have_count(0)

    page.goto(thread)
    page.locator("summary", has_text="Zet iets op de lijst").click()
    page.select_option("#help-topic", "housing")
    page.fill("#help-words", "Necesito dónde dormir esta noche")
    page.get_by_role("button", name="Zet op de lijst").last.click()
    page.get_by_role("link", name="Verwijs door").first.click()
    page.get_by_text("Opvanghuis De Kade").first.click()
    page.get_by_text("Haar naam").first.click()
    page.get_by_text("Haar vraag, in onze woorden").click()
    page.fill("textarea[name=value-question]", "Een bed voor vannacht.")
    page.get_by_text("Ja", exact=True).first.click()
    page.get_by_text("Ja", exact=True).last.click()
    page.fill("#agreed_on", place.clock[0].date().isoformat())
    page.fill("#how", "Aan tafel, ze las mee.")
    page.get_by_role("button", name="Laat zien wat er weggaat").click()
    expect(page.locator("#leaves")).to_contain_text("Een bed voor vannacht.")
    page.get_by_role("button", name="Bewaar het zo").click()
    page.get_by_role("button", name="Ja, ze hebben het").click()
    expect(page.get_by_text("Bij hen, nog geen antwoord")).to_be_visible()
    is_for_everybody(page, page.url.split("#")[0])

    page.goto(thread)
    page.locator("#whose summary").first.click()
    page.locator("#whose").get_by_label("Aan wie").select_option("Bram")
    page.locator("#whose").get_by_label("Wat moet je collega weten?").fill(
        "Ze kent mij als Anna. Bel niet, app niet: geen telefoon."
    )
    page.locator("#whose").get_by_role("button", name="Bied aan").click()

    context = browser.new_context(locale="nl-NL", viewport=page.viewport_size)
    colleague = context.new_page()
    sign_in(colleague, place, "bram")
    offered = colleague.get_by_role("region", name="Aangeboden aan jou")
    expect(offered).to_contain_text("geen telefoon")
    offered.get_by_role("button", name="Ik neem haar aan").click()
    expect(colleague.locator("#whose")).to_contain_text("Jij schrijft met haar.")
    expect(colleague.get_by_text("Esmeralda").first).to_be_visible()
    context.close()
