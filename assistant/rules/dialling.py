"""Many dirty numbers to E.164, fast: the plain spellings by the library's own patterns, everything else by the library itself.

`Dialler(region).e164(raw)` always equals `phones.to_e164(raw, region=region)`; a test holds the two against each other.
"""

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc

from assistant.rules.phones import to_e164

_PLAIN = re.compile(r"(\+|00)?((?:[0-9]|\([0-9])[0-9 ().\-]{5,30})", re.ASCII)
_STROKES = str.maketrans("", "", " ().-")
_KINDS = (
    "mobile",
    "fixed_line",
    "voip",
    "personal_number",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "pager",
    "uan",
    "voicemail",
)
LONGEST_CODE = 3


class Dialler:
    """Reads numbers as dialled from `region` (ISO 3166)."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.home = _plan(region)

    def e164(self, raw: str) -> str | None:
        """The E.164 spelling of `raw`, or None when no valid number is written there."""
        return self.plainly(raw) or _as_the_library(raw, self.region)

    def plainly(self, raw: str) -> str | None:
        """The same for plain spellings of the plainer countries; None says nothing."""
        plain = _PLAIN.fullmatch(raw)
        if plain is None:
            return None
        digits = plain[2].translate(_STROKES)
        if plain[1]:
            return _abroad(digits)
        if self.home is None:
            return None
        code, prefix, valid = self.home
        if not prefix or not digits.startswith(prefix) or digits.startswith(("00", code)):
            return None
        rest = digits[len(prefix) :]
        return f"+{code}{rest}" if valid.fullmatch(rest) else None


# Lists repeat their junk ("06-", "12-03-2024"), and the library takes its time over it.
_as_the_library = lru_cache(maxsize=2048)(lambda raw, region: to_e164(raw, region=region))


def _abroad(digits: str) -> str | None:
    plan = _plan_of_start(digits[:LONGEST_CODE])
    if plan is None:
        return None
    code, prefix, valid = plan
    rest = digits[len(code) :]
    if prefix and rest.startswith(prefix):
        if prefix != "0":
            return None
        rest = rest[1:]  # +31 (0)6…: no number that the pattern knows begins with 0
    return f"+{code}{rest}" if valid.fullmatch(rest) else None


@cache
def _plan_of_start(digits: str) -> tuple[str, str, re.Pattern[str]] | None:
    """The plan of the country whose calling code `digits` begin with, where one is."""
    if digits.startswith("0"):
        return None  # no calling code does
    codes = (digits[:length] for length in range(1, len(digits) + 1))
    found = (phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) for code in codes)
    plans = (_plan(regions[0]) for regions in found if len(regions) == 1)
    return next((plan for plan in plans if plan is not None), None)


@cache
def _plan(region: str) -> tuple[str, str, re.Pattern[str]] | None:
    """(calling code, trunk prefix, pattern of valid numbers) of a region whose numbering is simple enough, else None."""
    meta = PhoneMetadata.metadata_for_region(region, None)
    if meta is None or len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(meta.country_code or 0, ())) != 1:
        return None
    prefix = meta.national_prefix or ""
    if (meta.national_prefix_for_parsing or "") != prefix or meta.national_prefix_transform_rule:
        return None
    kinds = "|".join(filter(None, (_pattern(getattr(meta, kind)) for kind in _KINDS)))
    general = _pattern(meta.general_desc)
    if not kinds or not general:
        return None
    return str(meta.country_code), prefix, re.compile(rf"(?!0)(?={general}\Z)(?:{kinds})", re.ASCII)


def _pattern(desc: PhoneNumberDesc | None) -> str:
    if desc is None or not desc.national_number_pattern:
        return ""
    lengths = "|".join(rf"[0-9]{{{n}}}" for n in desc.possible_length if n > 0)
    fits = rf"(?=(?:{lengths})\Z)" if lengths else ""
    return rf"(?:{fits}(?:{desc.national_number_pattern}))"
