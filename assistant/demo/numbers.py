"""Invented phone numbers: one block a country, counted through; valid in form, given to nobody by us or anybody we know.

The blocks were chosen to look made up.
"""

import phonenumbers

# country → the number up to the part that is counted, and how many digits are counted
BLOCKS = {
    "NL": ("+31611100", 3),
    "BE": ("+3247000", 4),
    "DE": ("+491511000", 4),
    "ES": ("+34600000", 3),
    "RO": ("+40711100", 3),
    "BG": ("+35988800", 4),
    "HU": ("+36201110", 3),
    "PL": ("+48501000", 3),
    "GB": ("+447400000", 3),
    "BR": ("+551191100", 4),
    "CO": ("+57310000", 4),
    "TH": ("+66811100", 3),
    "CN": ("+861380013", 4),
}


def invented(country: str, index: int) -> str:
    """The E.164 number of the `index`-th person, the same at each telling."""
    block, digits = BLOCKS[country]
    return f"{block}{(101 + index * 37) % 10**digits:0{digits}d}"


def as_written(e164: str, index: int) -> str:
    """The number as somebody might type it in an ad; spellings take turns."""
    number = phonenumbers.parse(e164)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    spellings: tuple[str, ...] = (
        national,
        international,
        international.replace("+", "00"),
        international.replace(" ", ""),
    )
    if number.country_code == 31:
        spellings += (
            national.replace(" ", "-"),
            national.replace(" ", ""),
            " ".join(_pairs(national.replace(" ", ""))),
        )
    return spellings[index % len(spellings)]


def _pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]
