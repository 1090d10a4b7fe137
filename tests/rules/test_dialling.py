"""The fast reader of dirty numbers says what the library says, from fourteen home countries."""

import random

import phonenumbers
import pytest

from assistant.rules.dialling import Dialler
from assistant.rules.phones import to_e164

HOMES = ("NL", "BE", "DE", "FR", "ES", "PT", "RO", "BG", "HU", "PL", "IT", "GB", "US", "BR", "MX", "AR", "RU", "CH")
DIRT = ("{}", "{} ", "+{}", "00{}", "({})", "{}x1", "tel {}", "0{}", "+{}0", "{}/2", " {}")


def spellings(chance: random.Random, home: str) -> list[str]:
    """Numbers of this and of another country in every style, whole, cut, lengthened or with one digit changed; and noise."""
    made = []
    for region in (home, chance.choice(HOMES)):
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            shifted = phonenumbers.PhoneNumber(
                number.country_code, number.national_number + chance.randint(-9999, 9999)
            )
            for style in (0, 1, 2):
                made.append(phonenumbers.format_number(shifted, style))
            made.append(made[-1].replace(" ", chance.choice(("", "-", ".", "  "))))
        national = phonenumbers.national_significant_number(shifted)
        for trunk in ("0", phonenumbers.PhoneMetadata.metadata_for_region(region).national_prefix or "", "1"):
            made += [f"+{shifted.country_code} ({trunk}){national}", f"00{shifted.country_code}({trunk}) {national}"]
            made += [f"({trunk}{national[:2]}) {national[2:]}", f"({national[:3]}){national[3:]}"]
    digits = "".join(chance.choice("0123456789") for _ in range(chance.randint(6, 14)))
    made.append(chance.choice(DIRT).format(digits))
    whole = chance.choice(made)
    at = chance.randrange(len(whole))
    return [
        *made,
        whole[:at] + chance.choice("0123456789 .-") + whole[at + 1 :],
        whole[:at],
        whole + chance.choice("05"),
    ]


@pytest.mark.parametrize("home", HOMES)
def test_as_the_library_reads_it(home: str) -> None:
    chance, dialler = random.Random(home), Dialler(home)
    read = 0
    for _ in range(60):
        for raw in spellings(chance, home):
            expected = to_e164(raw, region=home)
            assert dialler.e164(raw) == expected, raw
            read += expected is not None
    assert read > 200
