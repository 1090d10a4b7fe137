"""Which languages ads are written in where: a first guess for numbers, towns and short texts."""

from functools import cache

# Where people who write a language advertise, most likely first (ISO 639-1 → ISO 3166).
COUNTRIES = {
    "nl": ("NL", "BE"), "en": ("GB", "US", "IE"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "CO", "AR", "CL", "PE"),
    "pt": ("PT", "BR"), "ro": ("RO", "MD"), "bg": ("BG",), "hu": ("HU",), "pl": ("PL",), "ru": ("RU", "UA", "BY"), "uk": ("UA",), "tr": ("TR",),
    "ar": ("MA", "EG", "SA", "AE"), "it": ("IT",),
}  # fmt: skip
_MORE = dict.fromkeys(("VE", "EC", "BO", "PY", "UY", "DO", "CR", "PA", "CU", "GT", "HN", "NI", "SV", "PR"), "es") | {
    "LU": "fr",
    "AU": "en",
}


@cache
def spoken_in(region: str | None) -> frozenset[str]:
    """The languages that most ads of a country are written in; none for one we know nothing of."""
    known = (code for code, countries in COUNTRIES.items() if region in countries)
    return frozenset((*known, *((_MORE[region],) if region in _MORE else ())))
