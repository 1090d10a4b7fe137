"""A pet that is gone is told to the worker, and no earlier hook about it is offered any more."""

from assistant.rules.changes import Change, What
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
