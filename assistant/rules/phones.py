"""Phone numbers: any spelling to E.164, and how to show them."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from assistant.rules.plans import plan

_PERSONAL = {
    PhoneNumberType.MOBILE: True,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: True,
    PhoneNumberType.FIXED_LINE: False,
    PhoneNumberType.VOIP: False,
    PhoneNumberType.PERSONAL_NUMBER: False,
}
_MEXICAN_MOBILE = re.compile(r"(?:1|4[45])([2-9]\d{9})")  # the leading 0 of 044 and 045 is no digit of the number


LONGEST_CODE = 3  # digits of a country code


# Who shares a calling code, and dials each other's numbers like their own: a mobile of Jersey is 07… in Britain.
_DIALLED_ALIKE = {"GB": ("GG", "JE", "IM"), "FI": ("AX",), "NO": ("SJ",)}


@dataclass(frozen=True, slots=True)
class Number:
    """A valid number that can be a person's: mobile (or may be) or fixed; never premium, shared cost or short."""

    e164: str
    region: str
    mobile: bool


@lru_cache(maxsize=32768)
def parse(digits: str, region: str | None) -> Number | None:
    """The valid personal number that `digits` (with or without +) dials in `region`; None when there is none."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if digits.startswith("+"):  # bare digits may be anything else
        number = _as_dialled_now(number)
    home = phonenumbers.region_code_for_number(number)
    if home is None:
        return None
    kind = phonenumbers.number_type(number)  # unknown when the number is not valid in `home`
    if kind not in _PERSONAL or number.extension:
        return None
    number.italian_leading_zero = bool(number.italian_leading_zero)
    return Number(phonenumbers.format_number(number, PhoneNumberFormat.E164), home, _PERSONAL[kind])


def dial(digits: str, region: str) -> Number | None:
    """The valid personal number of `region` that bare `digits` dial inside it. Most digits are turned away by the country's own pattern."""
    lengths, prefix, pattern = _plan(region)
    if len(digits) not in lengths:
        return None
    simple = plan(region)
    if simple:
        found = simple.personal(digits)
        return Number(found[0], region, found[1]) if found else None
    if pattern and not (
        pattern.fullmatch(digits) or (prefix and digits.startswith(prefix) and pattern.fullmatch(digits, len(prefix)))
    ):
        return None
    if region == "AR" and len(digits) == 10 and digits.startswith("15"):
        digits = f"911{digits[2:]}"  # eight digits behind the 15 are only dialled in Buenos Aires
    number = parse(digits, region)
    if number and region == "AR" and not number.mobile and not digits.startswith("0"):
        number = (
            parse(f"+549{digits}", None) or number
        )  # nobody writes a landline without its 0, and mobiles without 15 are
    at_home = number is not None and (number.region == region or number.region in _DIALLED_ALIKE.get(region, ()))
    return number if at_home else None


@lru_cache(maxsize=512)
def _plan(region: str) -> tuple[frozenset[int], str, re.Pattern[str] | None]:
    """A country's lengths (with and without trunk prefix), that prefix, and its pattern; no pattern where parsing rewrites digits (AR, BR, MX)."""
    meta = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if meta is None:
        return frozenset(), "", None
    prefix = meta.national_prefix or ""
    bare = {length for kind in (meta.mobile, meta.fixed_line, meta.voip) if kind for length in kind.possible_length}
    rewritten = 2 if meta.national_prefix_transform_rule else 0
    lengths = frozenset(length + more for length in bare for more in range(len(prefix) + rewritten + 1))
    general = meta.general_desc.national_number_pattern if meta.general_desc else None
    simple = not rewritten and meta.national_prefix_for_parsing in (None, prefix)
    return lengths, prefix, re.compile(general) if simple and general else None


@lru_cache(maxsize=512)
def trunk_prefix(region: str) -> str:
    """What is dialled before a national number inside `region` ("0" in NL, "06" in HU, "" in ES)."""
    meta = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    return (meta.national_prefix or "") if meta else ""


@lru_cache(maxsize=512)
def _mobile(region: str) -> re.Pattern[str]:
    meta = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    pattern = meta.mobile.national_number_pattern if meta and meta.mobile else None
    return re.compile(rf"(?:{trunk_prefix(region)})?(?:{pattern or '(?!)'})", re.ASCII)


def may_be_mobile(digits: str, region: str) -> bool:
    """Do bare digits look like a mobile of `region`, with its trunk prefix or without? Quick; `dial` is sure."""
    return _mobile(region).fullmatch(digits) is not None


@lru_cache(maxsize=512)
def is_country_code(digits: str) -> bool:
    """Is this what some country's numbers begin with, after the +?"""
    return int(digits) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE


def country_code(region: str) -> str:
    """The calling code without +: "31" for NL; "" for an unknown region."""
    code = phonenumbers.country_code_for_region(region)
    return str(code) if code else ""


def to_e164(raw: str, *, region: str | None) -> str | None:
    """The E.164 spelling of `raw` as dialled from `region` (ISO 3166); None when no valid number is written there."""
    text = raw.strip()
    if len(text) > 250:
        return None
    if text.startswith("00"):
        international = to_e164("+" + text[2:], region=None)
        if international:
            return international
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    number = _as_dialled_now(number)
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _as_dialled_now(number: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    """A number in a spelling that its country gave up, in today's: Brazil's mobiles without their 9, Mexico's with 1, 044 or 045.

    The library turns those away since the change-over ended; people still write them. Any other number is answered as it is.
    """
    digits = str(number.national_number)
    if number.country_code == 55 and len(digits) == 10 and digits[2] in "6789":
        modern = f"{digits[:2]}9{digits[2:]}"
    elif number.country_code == 52 and (old := _MEXICAN_MOBILE.fullmatch(digits)):
        modern = old[1]
    else:
        return number
    return phonenumbers.PhoneNumber(country_code=number.country_code, national_number=int(modern))


def national(e164: str, *, home: str) -> str:
    """How a worker in `home` reads the number: nationally when it is from there, else internationally with spaces."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    same = phonenumbers.region_code_for_number(number) == home
    style = PhoneNumberFormat.NATIONAL if same else PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(number, style)
    if same and home == "NL" and shown.startswith("06 "):
        digits = shown.replace(" ", "")
        return " ".join([digits[:2], *(digits[at : at + 2] for at in range(2, len(digits), 2))])
    return shown


def masked(e164: str, *, home: str) -> str:
    """The number with only its first and last group readable: "06 ·· ·· ·· 78"."""
    shown = national(e164, home=home)
    places = [at for at, char in enumerate(shown) if char.isdigit()]
    hidden = set(places[2:-2]) if not shown.startswith("+") else set(places[len(_calling_code(e164)) : -2])
    return "".join("·" if at in hidden else char for at, char in enumerate(shown))


def _calling_code(e164: str) -> str:
    try:
        return str(phonenumbers.parse(e164, None).country_code)
    except phonenumbers.NumberParseException:
        return e164[1:3]


RESPELLED = ("+55", "+52", "+54")  # the countries of which a number has more than one spelling


def same_number_keys(e164: str) -> tuple[str, ...]:
    """Every E.164 spelling that reaches the same person, the canonical one first.

    Brazil added a ninth digit to mobiles; Mexico dropped the 1 after +52; Argentina's mobiles take a 9 after +54 from abroad.
    """
    if not e164.startswith(RESPELLED):
        return (e164,)
    for code, spellings in (("+55", _brazil), ("+52", _mexico), ("+54", _argentina)):
        if e164.startswith(code):
            return tuple(dict.fromkeys(spellings(e164[3:])))
    return (e164,)


def _brazil(rest: str) -> list[str]:
    area, local = rest[:2], rest[2:]
    if len(local) == 9 and local[0] == "9" and local[1] in "6789":
        return [f"+55{rest}", f"+55{area}{local[1:]}"]
    if len(local) == 8 and local[0] in "6789":
        return [f"+55{area}9{local}", f"+55{rest}"]
    return [f"+55{rest}"]


def _mexico(rest: str) -> list[str]:
    local = rest[1:] if len(rest) == 11 and rest[0] == "1" else rest
    return [f"+52{local}", f"+521{local}"] if len(local) == 10 else [f"+52{rest}"]


def _argentina(rest: str) -> list[str]:
    local = rest[1:] if len(rest) == 11 and rest[0] == "9" else rest
    return [f"+549{local}", f"+54{local}"] if len(local) == 10 else [f"+54{rest}"]
