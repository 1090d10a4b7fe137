"""Pasting: read, look whether we know her, and store only what a human said to store. Whatever is pasted."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assistant.errors import NotPossible, TextTooLong
from assistant.outreach import intake
from assistant.rules.change import What
from assistant.store.base import Base
from assistant.store.points import contacts_at, suppressed_points
from tests.cast import House, a_phone, details


def rows(house: House) -> dict[str, int]:
    with house.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


HOSTILE = {
    "five megabytes": "kom langs 06 12345678 " * 240_000,
    "one word of five megabytes": "x" * 5_000_000,
    "ten thousand numbers": "\n".join(f"06 1{number:07d}" for number in range(10_000)),
    "binary": bytes(range(256)).decode("latin-1") * 2000,
    "NULs": "\0" * 100_000 + "06\0 12345\x00678",
    "right-to-left marks": "\u202e\u2067\u200f06 12345678\u202c" * 500,
    "half pairs": "\ud83d 06 12345678 \udc00" * 100,
    "tags": "<" * 50_000 + "<b>" * 5_000,
    "combining marks": "e\u0301\u0323" * 50_000,
    "digits": "0612345678" * 20_000,
    "at signs": "@" * 50_000 + "a@b." * 10_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_is_pasted_is_answered_and_leaves_no_trace(small_house: House, kind: str) -> None:
    before = rows(small_house)
    with suppress(TextTooLong):
        seen = small_house.anna.looks_at(HOSTILE[kind])
        assert (seen.known, seen.suppressed) == (None, ())
    assert rows(small_house) == before


def test_what_is_too_long_says_how_long(small_house: House) -> None:
    with pytest.raises(TextTooLong) as refused:
        small_house.anna.looks_at(HOSTILE["five megabytes"])
    assert refused.value.size > refused.value.limit


def test_ten_thousand_points_are_looked_up(house: House) -> None:
    pairs = [("phone", f"+3161{number:07d}") for number in range(10_000)]
    her = house.anna.meets(pairs[7777][1])
    stopped = house.anna.meets(pairs[3333][1])
    house.anna.stops(stopped)
    with house.reading() as session:
        assert suppressed_points(session, pairs) == [pairs[3333]]
        assert {contact.id for contact in contacts_at(session, pairs)} == {her.id, stopped.id}


def test_a_list_is_not_one_ad(house: House) -> None:
    before = rows(house)
    with pytest.raises(NotPossible, match="a_list"):
        house.anna.looks_at("\n".join(f"06 1{number:07d}" for number in range(1_234_000, 1_234_040)))
    assert rows(house) == before


def test_looking_stores_nothing_and_keeping_does(house: House) -> None:
    before = rows(house)
    seen = house.anna.looks_at("Hoi ik ben Luna, net in Groningen. Bel 06 12345678")
    assert rows(house) == before
    assert [point.value for point in seen.details.points] == ["+31612345678"]
    her = house.anna.keeps(seen.details, text=seen.text)
    assert her.contact.ads[0].text == seen.text
    assert her.contact.owner_id == house.anna.id


def test_a_second_ad_meets_the_first_in_one_thread(house: House) -> None:
    number = a_phone()
    her = house.anna.meets(number, text="de eerste advertentie")
    again = house.bram.meets(number, "luna@example.org", text="de tweede advertentie")
    third = house.anna.meets("luna@example.org", text="de tweede advertentie")
    assert her.id == again.id == third.id
    assert [ad.number for ad in her.contact.ads] == [1, 2]
    assert len(her.contact.points) == 2
    assert house.bram.looks_at(f"bel {number}").known is not None


def test_the_same_tour_pasted_weeks_later_has_brought_her_elsewhere(house: House) -> None:
    first, later = house.clock(), house.clock() + timedelta(days=14)
    plan = " / ".join(
        f"{day:%d.%m.}-{day + timedelta(days=6):%d.%m.} {town}" for day, town in ((first, "Deventer"), (later, "Venlo"))
    )
    text = f"Yara op tournee. {plan}. Bel {a_phone()}"
    her = house.anna.pastes(text)
    assert her.contact.town == "Deventer"
    house.clock.forward(days=15)
    changes = [(change.what, change.before, change.after) for change in house.anna.looks_at(text).changes]
    assert changes == [(What.TOWN, "Deventer", "Venlo")]
    house.anna.pastes(text)
    assert her.contact.town == "Venlo"


def test_another_team_does_not_approach_her_too(house: House) -> None:
    number = a_phone()
    house.anna.meets(number)
    seen = house.noor.looks_at(f"bel {number}")
    assert seen.elsewhere
    assert seen.known is None
    with pytest.raises(NotPossible, match="other_team"):
        house.noor.meets(number)


def test_two_people_are_not_made_one_by_adding_a_point(house: House) -> None:
    number = a_phone()
    house.anna.meets(number)
    her = house.anna.meets()
    with pytest.raises(NotPossible, match="taken"), house.writing() as session:
        intake.add_points(session, house.anna._her(session, her), details(number).points, now=house.clock())
    assert len(her.contact.points) == 1


def test_nobody_without_a_way_to_reach_her(small_house: House) -> None:
    with pytest.raises(NotPossible, match="no_point"):
        small_house.anna.keeps(replace(details("+31612345678"), points=()), text="geen nummer")


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        ("phone", "06 12345678", "+31612345678"),
        ("phone", "0031 6 1234 5678", "+31612345678"),
        ("phone", "+32 470 12 34 56", "+32470123456"),
        ("email", " Luna@Example.ORG ", "Luna@example.org"),
        ("telegram", "@luna", "luna"),
    ],
)
def test_what_a_worker_types_is_kept_in_one_spelling(channel: str, typed: str, kept: str) -> None:
    [point] = intake.corrected_points([(channel, typed), (channel, "  ")], region="NL")
    assert point.value == kept


@pytest.mark.parametrize(
    ("channel", "typed", "reason"),
    [
        ("phone", "12", "bad_number"),
        ("phone", "+31 6 \ud83d", "bad_number"),
        ("email", "luna", "bad_email"),
        ("email", "a b@example.org", "bad_email"),
        ("email", "a" * 300 + "@example.org", "bad_email"),
        ("telegram", "@", "bad_handle"),
        ("telegram", "x" * 81, "bad_handle"),
    ],
)
def test_what_cannot_be_a_contact_point_is_refused(channel: str, typed: str, reason: str) -> None:
    with pytest.raises(NotPossible, match=reason):
        intake.corrected_points([(channel, typed)], region="NL")
