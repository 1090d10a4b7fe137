"""Hook sentences in the browser: edited, tried, approved, rolled back; and used only then."""

from html import unescape

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.outreach import hook_sentences, library
from assistant.store.models import HookVersion
from tests.web.conftest import FakeClock, Person

ADDRESS = "/templates/hooks/nl/hair.short"
OWN = "Kort haar, wat leuk bedacht!\nDat korte kapsel, goed gekozen!"


@pytest.fixture(autouse=True)
def shelf(house: Assistant) -> None:
    with house.store.writing() as session:
        hook_sentences.load_shipped(session, now=house.now())


def versions(house: Assistant) -> list[tuple[int, str, str]]:
    with house.store.reading() as session:
        query = select(HookVersion).where(HookVersion.language == "nl", HookVersion.key == "hair.short")
        return [(v.number, v.state.value, v.why) for v in session.scalars(query.order_by(HookVersion.number))]


def used(house: Assistant) -> tuple[str, ...]:
    with house.store.reading() as session:
        return tuple(hook_sentences.used(session, "nl")["hair.short"])


def test_sentences_are_edited_tried_approved_and_rolled_back(sofie: Person, house: Assistant) -> None:
    before = used(house)
    assert "hair.short" in sofie.sees("/templates/hooks/nl")
    assert "Kort haar, wat leuk bedacht!" in sofie.posts(ADDRESS, do="check", body=OWN, seen="1").text
    assert versions(house) == [(1, "approved", "")]
    assert sofie.posts(ADDRESS, do="save", body=OWN, seen="1").status_code == 422
    assert sofie.posts(ADDRESS, do="save", body=OWN, seen="1", why="eigen woorden").status_code == 302
    assert versions(house)[1] == (2, "draft", "eigen woorden")
    assert used(house) == before
    assert sofie.posts(ADDRESS, do="approve", body=OWN, seen="2").status_code == 302
    assert used(house) == tuple(OWN.split("\n"))
    assert sofie.posts(f"{ADDRESS}/back/1").status_code == 302
    assert used(house) == before
    assert [state for _, state, _ in versions(house)] == ["replaced", "replaced", "approved"]
    page = unescape(sofie.sees(ADDRESS))
    assert page.count("Sofie,") >= 2


@pytest.mark.parametrize("line", ["Wat een mooie benen!", "Is dat de prijs?", "Voor 80 euro?", "Hoi {naam}!"])
def test_words_of_body_or_price_are_not_approved(sofie: Person, house: Assistant, line: str) -> None:
    answer = sofie.posts(ADDRESS, do="approve", body=line, seen="1", why="grapje")
    assert answer.status_code == 422
    assert "<mark" in answer.text
    assert len(versions(house)) == 1


def test_a_stale_form_shows_both(sofie: Person) -> None:
    sofie.posts(ADDRESS, do="save", body="Kort haar, leuk!", seen="1", why="korter")
    answer = sofie.posts(ADDRESS, do="save", body=OWN, seen="1", why="eigen woorden")
    assert answer.status_code == 409
    assert "Kort haar, leuk!" in answer.text
    assert "leuk bedacht" in answer.text


def test_every_hook_of_every_language_has_a_page(sofie: Person) -> None:
    for language in ("nl", "ar", "zh"):
        for key in hook_sentences.all_keys():
            assert sofie.gets(f"/templates/hooks/{language}/{key}").status_code == 200, key


@pytest.mark.parametrize("address", ["/templates/hooks/xx", "/templates/hooks/nl/hair.body", f"{ADDRESS}/back/9"])
def test_what_does_not_exist_is_not_found(sofie: Person, address: str) -> None:
    answer = sofie.posts(address) if "back" in address else sofie.gets(address)
    assert answer.status_code == 404


def test_a_worker_does_not_edit(anna: Person) -> None:
    assert anna.gets(ADDRESS).status_code == 403
    assert anna.posts(ADDRESS, do="save", body=OWN, seen="1", why="x").status_code == 403


@pytest.mark.parametrize("body", ["", "x" * 5_000, "\n".join(f"zin {n}" for n in range(40)), "\0\ud83d", "{" * 3_000])
def test_hostile_words_are_answered(sofie: Person, house: Assistant, body: str) -> None:
    for action in ("check", "save", "approve"):
        body = body.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        assert sofie.posts(ADDRESS, do=action, body=body, seen="1", why="x").status_code < 500
    assert versions(house)[0][1] == "approved"


def test_a_kept_draft_says_that_its_hook_is_past(anna: Person, house: Assistant, clock: FakeClock) -> None:
    ad = "Ik ben Luna in Assen. Nieuw kapsel! Bel 06 12345678"
    with house.store.writing() as session:
        library.load_shipped(session, now=house.now())
    page = anna.posts("/new/", do="read", text=ad).text
    assert 'value="hair-' in page
    form = {"text": ad, "channel": "phone", "value": "06 12345678", "alias": "Luna", "language": "nl", "town": "Assen"}
    answer = anna.posts("/new/", do="save", **form)
    address = answer.headers["Location"]
    assert "is voorbij" not in anna.sees(address)
    assert "notice-warm" not in anna.sees(address)
    clock.forward(days=22)
    later = anna.sees(address)
    assert "notice-warm" in later
    assert " checked" not in later.partition('value="hair-')[2].partition(">")[0]
