"""The story told once: paste, draft, hand off, reply, answer, silence, a gentle new message, stop, and refused when pasted again."""

from playwright.sync_api import Page, expect

from tests.browser.place import PASSWORD, Place

AD = "Hola! Soy LUNA. Ahora en Groningen centro, pelo corto nuevo, con mi gata Mimi. Solo WhatsApp: zero six 12 34 cinco seis 78. 24/7"


def sign_in(page: Page, place: Place, name: str) -> None:
    page.goto(place.address)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def paste(page: Page, place: Place, text: str) -> None:
    page.goto(f"{place.address}/new/")
    page.fill("#text", text)
    page.get_by_role("button", name="Lees de tekst").click()


def approve_and_send(page: Page) -> None:
    page.get_by_role("button", name="Keur goed").click()
    page.get_by_role("button", name="Ja, verstuurd").locator("visible=true").click()
    expect(page.get_by_text("Verstuurd. Je ziet het als ze antwoordt.")).to_be_visible()


def she_answers(page: Page, words: str) -> None:
    page.fill("#her-words", words)
    page.get_by_role("button", name="Bewaar haar antwoord").click()


def test_from_a_pasted_ad_to_a_gentle_new_message_and_a_stop(page: Page, place: Place) -> None:
    sign_in(page, place, "anna")

    paste(page, place, AD)
    expect(page.locator("#alias")).to_have_value("Luna")
    expect(page.locator("#value1")).to_have_value("06 12 34 56 78")
    expect(page.locator("#town")).to_have_value("Groningen")
    expect(page.locator("#language")).to_have_value("es")
    assert "Luna" in page.locator("#body").input_value()

    approve_and_send(page)
    thread = page.url
    page.goto(place.address)
    expect(page.get_by_text("Niemand wacht op ons. Alles is beantwoord.")).to_be_visible()

    place.forward(hours=4)
    page.goto(thread)
    she_answers(page, "Hola Anna! Quién eres? Necesito ayuda con una carta que no puedo pagar")
    expect(page.get_by_text("Lijkt op een hulpvraag: geldzaken")).to_be_visible()
    page.get_by_role("button", name="Zet op de lijst").first.click()
    page.goto(place.address)
    expect(page.get_by_role("heading", name="Eén mens wacht op ons, Anna.")).to_be_visible()

    page.goto(thread)
    page.fill("#body", "Hola Luna, claro. ¿Miramos la carta juntas el jueves a las 15.00?")
    approve_and_send(page)

    place.forward(days=22)
    page.goto(place.address)
    due = page.get_by_role("region", name="Vandaag aan de beurt")
    expect(due).to_contain_text("Luna")
    due.get_by_role("link", name="Luna").first.click()
    assert page.locator("#body").input_value()
    approve_and_send(page)

    place.forward(hours=2)
    page.goto(thread)
    she_answers(page, "no me escribas más por favor")
    expect(page.get_by_text("Gestopt. We schrijven haar niet meer.").first).to_be_visible()
    assert page.get_by_role("button", name="Keur goed").count() == 0

    place.forward(days=1)
    paste(page, place, "Nueva chica en Zwolle, Sofía, +31 6 12345678")
    expect(page.get_by_role("heading", name="Hier schrijven we niet meer.")).to_be_visible()


def test_two_workers_cannot_write_to_one_person(page: Page, place: Place, browser) -> None:  # type: ignore[no-untyped-def]
    sign_in(page, place, "anna")
    paste(page, place, AD)
    page.get_by_role("button", name="Keur goed").click()
    expect(page.get_by_role("button", name="Ja, verstuurd").locator("visible=true")).to_be_visible()

    context = browser.new_context(locale="nl-NL")
    other = context.new_page()
    sign_in(other, place, "bram")
    paste(other, place, AD)
    expect(other.get_by_text("omdat Anna haar schrijft").first).to_be_visible()
    other.get_by_role("button", name="Keur goed").click()
    expect(other.get_by_text("omdat Anna haar schrijft").first).to_be_visible()
    assert "/send" not in other.url
    context.close()
