"""A list, told once in a real browser: hand over, look, correct a column, take over with a bar that moves, take back; and stop halfway."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from assistant.outreach.importing import storing, working
from assistant.store.models import Contact, Message
from tests.browser.place import Place
from tests.browser.test_story import sign_in


def a_file(folder: Path, many: int = 40) -> Path:
    rows = [f"Naam {at};06 {12_000_000 + at};Assen;bij de bakker" for at in range(many)]
    path = folder / "contacten-noord.csv"
    path.write_text("\n".join(["Naam;Tel;Stad;Opm.", *rows, "=x;onbekend;;"]), encoding="cp1252")
    return path


def how_many(place: Place, model: type[Contact] | type[Message]) -> int:
    with place.house.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def hand_over(page: Page, place: Place, path: Path) -> None:
    page.goto(f"{place.address}/team/")
    page.locator('main a[href="/team/import/"]').click()
    page.set_input_files("#list", path)
    page.locator("main .btn-primary").click()
    expect(page.locator("#ground")).to_be_visible()


def test_a_list_is_looked_through_taken_over_and_taken_back(page: Page, place: Place, tmp_path: Path) -> None:
    sign_in(page, place, "sofie")
    hand_over(page, place, a_file(tmp_path))
    assert how_many(place, Contact) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#column1").input_value() == "phone"
    assert page.locator("#column3").input_value() == ""
    page.select_option("#column3", "note")
    page.locator("#columns button").click()
    expect(page.locator("#column3")).to_have_value("note")
    with page.expect_download() as waiting:
        page.locator('a[href$="/lines.csv"]').click()
    assert "'=x" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    page.select_option("#ground", "consent")
    page.locator('form[action$="/start"] button').click()
    expect(page.locator("#result")).to_be_visible()
    assert (how_many(place, Contact), how_many(place, Message)) == (40, 0)
    page.locator('form[action$="/undo"] button').click()
    expect(page.locator("#gone")).to_be_visible()
    assert how_many(place, Contact) == 0


def test_the_bar_moves_and_a_click_stops_it(
    page: Page, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page, place, "sofie")
    hand_over(page, place, a_file(tmp_path))
    monkeypatch.setattr(storing.chunks, "__defaults__", (2,))
    store = working.run

    def slowly(*args: object, **more: object) -> None:
        tell = more["tell"]

        def and_wait(rows: int) -> None:
            tell(rows)  # type: ignore[operator]
            time.sleep(0.4)

        store(*args, **{**more, "tell": and_wait})  # type: ignore[arg-type]

    monkeypatch.setattr(working, "run", slowly)
    page.select_option("#ground", "handed_over")
    page.locator('form[action$="/start"] button').click()
    bar = page.locator("progress")
    expect(bar).to_be_visible()
    first = bar.evaluate("bar => bar.value")
    page.wait_for_function("was => document.querySelector('progress').value > was", arg=first)
    page.locator('form[action$="/stop"] button').click()
    expect(page.locator('form[action$="/go-on"] button')).to_be_visible()
    so_far = how_many(place, Contact)
    assert 0 < so_far < 40
    time.sleep(0.6)
    assert how_many(place, Contact) == so_far
    monkeypatch.setattr(working, "run", store)
    page.locator('form[action$="/go-on"] button').click()
    expect(page.locator("#result")).to_be_visible()
    assert how_many(place, Contact) == 40
