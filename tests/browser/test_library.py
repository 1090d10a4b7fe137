"""The editor of templates in a browser: chips, completing, three phones while typing, and the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.place import Place
from tests.browser.test_story import sign_in


def open_editor(page: Page, place: Place, language: str = "nl") -> None:
    sign_in(page, place, "sofie")
    page.goto(f"{place.address}/templates/?q=praktisch+first")
    page.get_by_role("link", name="Eerste bericht, praktisch", exact=True).click()
    if language != "nl":
        page.goto(page.url.replace("/nl", f"/{language}"))
    page.wait_for_load_state()  # what is typed before the script listens is seen at the next key only
    expect(page.locator("#body")).to_be_visible()


def test_a_blank_is_completed_while_it_is_typed(page: Page, place: Place) -> None:
    open_editor(page, place)
    body = page.locator("#body")
    body.fill("Hoi ")
    body.press_sequentially("{{ naa")
    expect(page.get_by_role("option")).to_have_text([re.compile("alias")])
    body.press("Enter")
    expect(body).to_have_value("Hoi {{ alias }}")
    body.press_sequentially(" in {{")
    expect(page.get_by_role("option")).to_have_count(11)
    body.press("ArrowUp")
    body.press("Tab")
    expect(body).to_have_value("Hoi {{ alias }} in {{ town }}")
    body.press_sequentially("{{ t")
    body.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(body).to_have_value("Hoi {{ alias }} in {{ town }}{{ t")
    expect(page.locator("#findings")).to_contain_text("niet gesloten")


def test_a_chip_puts_its_blank_at_the_cursor_by_click_and_by_key(page: Page, place: Place) -> None:
    open_editor(page, place)
    body = page.locator("#body")
    body.fill("Hoi , dag")
    body.evaluate("element => element.setSelectionRange(4, 4)")
    page.get_by_role("button", name="naam", exact=True).click()
    expect(body).to_have_value("Hoi {{ alias }}, dag")
    body.evaluate("element => element.setSelectionRange(4, 15)")
    page.get_by_role("button", name="alleen als").focus()
    page.keyboard.press("Enter")
    expect(body).to_have_value("Hoi {% if alias %}{{ alias }}{% endif %}, dag")
    expect(page.locator("#lock-screen .said-by-us").nth(2)).to_have_text("Hoi, dag")


def test_three_phones_follow_what_is_typed(page: Page, place: Place) -> None:
    open_editor(page, place)
    page.locator("#body").fill("Dag{% if alias %} {{ alias }}{% endif %}, {{ sender }} hier. {{ hook }}")
    phones = page.locator("#lock-screen .said-by-us")
    expect(phones.nth(0)).to_contain_text("Dag Luna, Sofie hier.")
    expect(phones.nth(1)).to_contain_text("Dag Valentina, Sofie hier.")
    expect(phones.nth(2)).to_have_text("Dag, Sofie hier.")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_what_changed_stands_beside_the_translation_and_one_click_says_still_right(page: Page, place: Place) -> None:
    open_editor(page, place)
    body = page.locator("#body")
    body.fill(body.input_value().replace("een kamer", "een bed"))
    page.fill("#why", "bed")
    page.locator("button[value=save]:visible").click()
    page.locator("button[value=approve]:visible").click()
    page.goto(page.url.replace("/nl", "/es"))
    expect(page.locator("ins")).to_have_text("bed")
    page.locator("button[form=still-right]").click()
    expect(page.locator("ins")).to_have_count(0)


def test_without_script_the_buttons_do_it(browser, place: Place) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    open_editor(page, place)
    page.locator("#body").fill("Dag {{ naam }}, {{ sender }} hier.")
    page.locator(".btn[value=check]").click()
    expect(page.locator("#lock-screen .said-by-us").nth(0)).to_have_text("Dag Luna, Sofie hier.")
    expect(page.get_by_text("{{ how_to_stop }}", exact=True)).to_be_visible()
    context.close()
