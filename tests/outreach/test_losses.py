"""A pet or photos that are gone are told to the worker, and no earlier hook about them is offered any more."""

from assistant.rules.change import Change, What
from assistant.rules.hooks import HookKind
from tests.cast import House
from tests.outreach.test_ad_memory import kept, offered

AD = "Hoi, ik ben Luna. Ik ontvang in Zwolle. Een uur 150 euro. Bel 06 12345678."


def test_a_pet_that_died_is_no_hook_and_neither_is_what_was_said_of_it_before(house: House) -> None:
    her = house.anna.pastes(f"{AD} Mijn kat heet Minoes.")
    assert HookKind.PET in offered(house, her)
    house.anna.pastes(f"{AD} Minoes is helaas overleden.")
    changes = [Change.from_record(record) for record in kept(her)["changes"]]  # type: ignore[attr-defined]
    assert [(change.what, change.is_loss) for change in changes] == [(What.PET, True)]
    assert HookKind.PET not in offered(house, her)


def test_a_new_pet_later_is_one_again(house: House) -> None:
    her = house.anna.pastes(f"{AD} Mijn kat heet Minoes.")
    house.anna.pastes(f"{AD} Minoes is helaas overleden.")
    house.anna.pastes(f"{AD} Sinds kort heb ik een hond, hij heet Bello.")
    assert HookKind.PET in offered(house, her)


def test_photos_that_were_taken_down_are_no_hook_and_neither_is_what_was_seen_on_them(house: House) -> None:
    her = house.anna.pastes(f"{AD} Nieuwe foto's, gemaakt op het strand!")
    assert HookKind.PHOTO_SETTING in offered(house, her)
    house.anna.pastes(f"{AD} Mijn foto's heb ik weggehaald.")
    changes = [Change.from_record(record) for record in kept(her)["changes"]]  # type: ignore[attr-defined]
    assert [(change.what, change.is_loss, change.hookable) for change in changes] == [(What.PHOTO_MENTION, True, False)]
    assert {HookKind.PHOTO_SETTING, HookKind.PHOTO_MENTION}.isdisjoint(offered(house, her))


def test_an_ad_that_says_it_has_no_photos_is_not_complimented_on_them(house: House) -> None:
    her = house.anna.pastes(AD)
    house.anna.pastes(f"{AD} Geen foto's, sorry.")
    assert HookKind.PHOTO_MENTION not in offered(house, her)
