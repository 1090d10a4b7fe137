"""Ad memory: the text goes, what was noticed stays, a change is still seen, and an old remark is never made new."""

import json
from datetime import timedelta

import pytest

from assistant.outreach import drafting
from assistant.rules.change import Change
from assistant.rules.hooks import HookKind
from tests.cast import Her, House

NUMBER = "06 12345678"
FIRST = (
    "Hoi ik ben Luna, 24 jaar, nu in Zwolle. Lang blond haar. Foto's in de tuin. Mijn kat heet Minoes.\n"
    "Slank, cup D, geschoren. Massage en pijpen, alles bespreekbaar. Half uur 80 euro, uur 150. Ma-vr 10-22u.\n"
    f"Bel {NUMBER}"
)
PLANTED = (
    "24",
    "slank",
    "cup",
    "geschoren",
    "massage",
    "pijpen",
    "80",
    "150",
    "euro",
    "bespreekbaar",
    "ma-vr",
    "12345678",
)


def told(changes: tuple[Change, ...]) -> dict[str, str]:
    return {change.what.value: change.after for change in changes}


def kept(her: Her) -> dict[str, object]:
    return her.contact.ads[-1].noticed


def offered(house: House, her: Her) -> dict[HookKind, bool]:
    with house.reading() as session:
        contact = house.anna._her(session, her)
        person = drafting.person_of(contact)
        offers = drafting.offers(session, person, language="nl", now=house.clock(), desk=house.assistant.desk)
    return {offer.noticed.kind: offer.fresh for offer in offers}


def test_nothing_of_age_body_services_price_or_number_stays(house: House) -> None:
    her = house.anna.pastes(FIRST)
    stored = json.dumps(kept(her), ensure_ascii=False).casefold()
    mark = str(kept(her)["mark"])
    for word in PLANTED:
        assert word not in stored.replace(mark, ""), word
    assert "minoes" in stored
    assert set(kept(her)) == {"alias", "town", "language", "seen", "mark", "hooks", "changes"}


def test_a_change_is_seen_sixty_days_later(house: House) -> None:
    her = house.anna.pastes(FIRST)
    her.answers()
    house.clock.forward(days=60)
    house.forgets()
    assert her.contact.ads[0].text is None
    changed = (
        FIRST.replace("Zwolle", "Groningen")
        .replace("Lang blond", "Kort zwart")
        .replace("in de tuin", "op het strand")
        .replace("kat heet Minoes", "hond heet Bello")
        .replace("150", "170")
    )
    seen = house.anna.looks_at(changed)
    assert told(seen.changes) == {
        "town": "Groningen",
        "hair": "black",
        "pet": "dog Bello",
        "photo_mention": "beach",
    }
    assert {one.kind for one in seen.noticed} == {
        HookKind.TOWN,
        HookKind.HAIR,
        HookKind.PET,
        HookKind.PHOTO_SETTING,
    }
    again = house.anna.pastes(changed)
    assert again.id == her.id
    assert [record["what"] for record in kept(her)["changes"]] == ["town", "hair", "pet", "photo_mention"]  # type: ignore[attr-defined]
    assert "170" not in json.dumps(kept(her)).replace(str(kept(her)["mark"]), "")


@pytest.mark.parametrize("forgotten", [False, True])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", {"nothing"}),
        ("Hoi ik ben", "✨ HOI,  ik ben", {"nothing"}),
        ("alles bespreekbaar", "alles in overleg", {"text_only"}),
        (NUMBER, "06 23456789 of 06 12345678", {"phone"}),
        ("Luna", "Estrella", {"alias"}),
        ("Zwolle", "Assen", {"town"}),
    ],
)
def test_each_kind_with_the_text_and_without(
    house: House, old: str, new: str, expected: set[str], *, forgotten: bool
) -> None:
    house.anna.pastes(FIRST).answers()
    if forgotten:
        house.clock.forward(days=60)
        house.forgets()
    seen = house.anna.looks_at(FIRST.replace(old, new) if old else FIRST)
    assert set(told(seen.changes)) == expected


def test_an_old_new_haircut_that_is_pasted_again_is_not_new(house: House) -> None:
    text = f"Ik ben Luna. Nieuw kapsel! Net aangekomen in Assen. Haha. Bel {NUMBER}"
    her = house.anna.pastes(text)
    her.answers()
    assert offered(house, her)[HookKind.HAIR]
    assert offered(house, her)[HookKind.TOWN]
    house.clock.forward(days=60)
    house.forgets()
    her = house.anna.pastes(text + " Tot snel")
    assert len(her.contact.ads) == 2
    now = offered(house, her)
    assert not now[HookKind.HAIR]
    assert not now[HookKind.TOWN]


@pytest.mark.parametrize(
    ("say", "kind", "weeks"),
    [
        ("Nieuw kapsel!", HookKind.HAIR, 3),
        ("Net aangekomen in Assen.", HookKind.TOWN, 4),
        ("Mijn hond heet Bello.", HookKind.PET, 8),
        ("Foto's op het strand.", HookKind.PHOTO_SETTING, 8),
    ],
)
def test_an_ended_hook_is_not_offered_nor_proposed(house: House, say: str, kind: HookKind, weeks: int) -> None:
    her = house.anna.pastes(f"Ik ben Luna in Assen. {say} Bel {NUMBER}")
    house.clock.forward(days=weeks * 7)
    assert offered(house, her)[kind]
    house.clock.now += timedelta(days=1)
    assert not offered(house, her)[kind]
    with house.reading() as session:
        contact = house.anna._her(session, her)
        sketch = drafting.sketch_for(session, contact, now=house.clock(), desk=house.assistant.desk, sender=None)
    assert (sketch.hook or {}).get("kind") != kind.value


def test_what_a_later_ad_replaced_is_not_offered(house: House) -> None:
    start = f"Bel {NUMBER}. Ik ben Luna. "
    her = house.anna.pastes(start + "Nieuw in Zwolle. Nieuw kapsel: kort haar! Mijn kat heet Minoes.")
    house.anna.pastes(start + "Nu in Assen. Nieuw kapsel: lang haar! Mijn kat heet Minoes.")
    with house.reading() as session:
        noticed = drafting.noticed_of(house.anna._her(session, her))
    assert {(one.kind.value, one.detail) for one in noticed} == {("town", "Assen"), ("hair", "long"), ("pet", "cat")}


def test_an_ended_draft_says_nothing_of_the_old_haircut(house: House) -> None:
    her = house.anna.pastes(f"Ik ben Luna. Nieuw kapsel! Bel {NUMBER}")
    house.clock.forward(days=22)
    with house.reading() as session:
        contact = house.anna._her(session, her)
        sketch = drafting.sketch_for(session, contact, now=house.clock(), desk=house.assistant.desk, sender=None)
    assert "kapsel" not in sketch.text


def test_the_calendar_is_not_kept_with_an_ad(house: House) -> None:
    her = house.anna.pastes(f"Ik ben Luna. Bel {NUMBER}")
    assert kept(her)["hooks"] == []
    assert HookKind.SEASON in offered(house, her)
