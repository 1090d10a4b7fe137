"""Countries' numbering plans as patterns: what kind of number bare digits dial there, without asking the library each time.

Only for countries that share their calling code with no other and rewrite no digits; a test holds the answers against the library's.
"""

import re
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberDesc

_NOT_PERSONAL = ("premium_rate", "toll_free", "shared_cost", "pager", "uan", "voicemail")


@dataclass(frozen=True, slots=True)
class Plan:
    """A country's calling code, its trunk prefix, and the patterns of national numbers without that prefix."""

    code: str
    prefix: str
    general: re.Pattern[str]
    mobile: re.Pattern[str]
    fixed: re.Pattern[str]  # and those over the internet
    other: re.Pattern[str]  # those that are nobody's own

    def personal(self, digits: str) -> tuple[str, bool] | None:
        """(E.164, whether mobile) of what `digits` dial; None when that is no valid number of a person."""
        bare = self.general.fullmatch(digits)
        if self.prefix and digits.startswith(self.prefix):
            rest = digits[len(self.prefix) :]
            if not bare or self.general.fullmatch(rest):
                digits = rest
                bare = self.general.fullmatch(rest)
        if not bare or self.other.fullmatch(digits):
            return None
        mobile = self.mobile.fullmatch(digits) is not None
        return (f"+{self.code}{digits}", mobile) if mobile or self.fixed.fullmatch(digits) else None


@cache
def plan(region: str) -> Plan | None:
    """The plan of a country; None where it is not simple enough to be read by patterns."""
    meta = PhoneMetadata.metadata_for_region(region, None)
    if meta is None or len(COUNTRY_CODE_TO_REGION_CODE.get(meta.country_code or 0, ())) != 1:
        return None
    prefix = meta.national_prefix or ""
    if (meta.national_prefix_for_parsing or "") != prefix or meta.national_prefix_transform_rule:
        return None
    other = "|".join(filter(None, (_pattern(getattr(meta, kind)) for kind in _NOT_PERSONAL)))
    fixed = "|".join(filter(None, map(_pattern, (meta.fixed_line, meta.voip, meta.personal_number))))
    patterns = (_pattern(meta.general_desc), _pattern(meta.mobile), fixed, other)
    general, mobile, fixed_line, others = (re.compile(f"(?!0)(?:{one or '(?!)'})", re.ASCII) for one in patterns)
    return Plan(str(meta.country_code), prefix, general, mobile, fixed_line, others)


def _pattern(desc: PhoneNumberDesc | None) -> str:
    if desc is None or not desc.national_number_pattern:
        return ""
    lengths = "|".join(rf"[0-9]{{{n}}}" for n in desc.possible_length if n > 0)
    fits = rf"(?=(?:{lengths})\Z)" if lengths else ""
    return rf"(?:{fits}(?:{desc.national_number_pattern}))"
