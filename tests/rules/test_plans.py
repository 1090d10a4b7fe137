"""The patterns of a country's plan answer as the library does."""

import random

import pytest

from assistant.rules.phones import parse
from assistant.rules.plans import plan


@pytest.mark.parametrize("region", ["NL", "BE", "DE", "AT", "FR", "ES", "PT", "RO", "BG", "HU", "PL", "CH", "TR", "UA", "MX", "PE"])  # fmt: skip
def test_as_the_library_dials(region: str) -> None:
    chance = random.Random(region)
    numbers = plan(region)
    assert numbers is not None
    dialled = 0
    for _ in range(1500):
        size = chance.randint(8, 11)
        digits = chance.choice(("", numbers.prefix, numbers.prefix)) + "".join(chance.choices("0123456789", k=size))
        library = parse(digits, region)
        wanted = (library.e164, library.mobile) if library and library.region == region else None
        fits = (
            wanted is None or wanted[0][len(numbers.code) + 1 :] in digits
        )  # else the library took off a country code
        if fits and not digits.startswith((numbers.code, "00", numbers.prefix + "00")):
            assert numbers.personal(digits) == wanted, digits
            dialled += wanted is not None
    assert dialled > 50
