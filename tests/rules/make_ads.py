"""Fictional ads with known answers, in fourteen languages and every kind of hiding that issue-like texts show.

`ads(split, seed, count)` yields {"text", "region"?, "phones", "emails", "handles", "alias", "town", "language", "kind"}. Numbers are drawn
at random and only kept when phonenumbers calls them valid mobiles; addresses end in example.org and the like; names are invented.
"""

import random
import string
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

DATA = Path(__file__).parent / "data"
HOME = {
    "nl": ["NL", "NL", "BE"], "en": ["GB", "US"], "de": ["DE", "DE", "AT"], "fr": ["FR", "FR", "BE"], "es": ["ES", "ES", "MX", "CO", "AR"],
    "pt": ["PT", "BR"], "ro": ["RO"], "bg": ["BG"], "hu": ["HU"], "pl": ["PL"], "ru": ["RU"], "uk": ["UA"], "tr": ["TR"],
}  # fmt: skip
UNITS = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen", "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun", "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve", "pt": "zero um dois três quatro cinco seis sete oito nove",
    "ro": "zero unu doi trei patru cinci șase șapte opt nouă", "bg": "нула едно две три четири пет шест седем осем девет",
    "hu": "nulla egy kettő három négy öt hat hét nyolc kilenc", "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "ru": "ноль один два три четыре пять шесть семь восемь девять", "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
}  # fmt: skip
TENS = {
    "nl": "tien twintig dertig veertig vijftig zestig zeventig tachtig negentig", "en": "ten twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", "fr": "dix vingt trente quarante cinquante soixante - - -",
    "es": "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "pt": "dez vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ro": "zece douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci",
    "bg": "десет двадесет тридесет четиридесет петдесет шестдесет седемдесет осемдесет деветдесет",
    "hu": "tíz húsz harminc negyven ötven hatvan hetven nyolcvan kilencven",
    "pl": "dziesięć dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
}  # fmt: skip
FILLER = {
    "nl": ["dan", "en dan", "daarna"], "en": ["then", "and", "dash"], "de": ["dann", "und dann"], "fr": ["puis", "et puis", "ensuite"],
    "es": ["luego", "y luego", "después"], "pt": ["depois", "e depois"], "ro": ["apoi", "și apoi"], "bg": ["после", "и после"],
    "hu": ["aztán", "majd"], "pl": ["potem", "i potem"], "ru": ["потом", "и потом"], "uk": ["потім"], "tr": ["sonra"],
}  # fmt: skip
AT = {
    "nl": "apenstaartje",
    "de": "at",
    "es": "arroba",
    "pt": "arroba",
    "fr": "arobase",
    "pl": "małpa",
    "hu": "kukac",
    "en": "at",
    "ro": "at",
    "bg": "at",
}
DOT = {
    "nl": "punt",
    "de": "punkt",
    "es": "punto",
    "pt": "ponto",
    "fr": "point",
    "pl": "kropka",
    "hu": "pont",
    "en": "dot",
    "ro": "punct",
    "bg": "точка",
}
NAMES = {
    "tune": {
        "": ["Luna", "Sofía", "Andreea", "Lola", "Kimberly", "Anouk", "Chantal", "Valentina", "Bianca", "Melissa", "Daphne", "Yara", "Jasmijn", "Gabriela"],
        "bg": ["Мария", "Десислава", "Габриела", "Ива"], "ru": ["Анна", "Кристина"], "uk": ["Оксана", "Леся"],
    },
    "held": {
        "": ["Nikki", "Camila", "Ioana", "Roxy", "Tiffany", "Femke", "Léa", "Mariana", "Zsófi", "Agnieszka", "Esmee", "Naomi", "Sol", "Rafaela", "Denisa"],
        "bg": ["Виктория", "Ралица", "Симона"], "ru": ["Алина", "Карина"], "uk": ["Соломія", "Дарина"],
    },
}  # fmt: skip
TOWNS: dict[str, dict[str, list[str | tuple[str, str]]]] = {
    "tune": {
        "NL": ["Groningen", "Den Haag", "Zwolle", "Assen", "Goes", "Breda"], "BE": ["Antwerpen", "Gent", "Hasselt"], "DE": ["München", "Köln", "Essen", "Bremen"],
        "AT": ["Wien", "Graz"], "GB": ["London", "Bath", "Leeds"], "US": ["Houston", "San Jose", "Denver"], "FR": ["Lyon", "Nice", "Toulouse"],
        "ES": ["Madrid", "Málaga", "Sevilla"], "MX": ["Guadalajara", "Monterrey"], "CO": ["Bogotá", "Cali"], "AR": ["Rosario", "Buenos Aires"],
        "PT": ["Lisboa", "Porto", "Faro"], "BR": ["São Paulo", "Recife", "Curitiba"], "RO": ["București", "Cluj-Napoca", "Iași"],
        "BG": ["София", "Варна"], "HU": [("Budapest", "Budapesten"), ("Debrecen", "Debrecenben"), ("Szeged", "Szegeden")],
        "PL": [("Kraków", "Krakowie"), ("Warszawa", "Warszawie"), ("Poznań", "Poznaniu")], "RU": [("Москва", "Москве"), ("Казань", "Казани")],
        "UA": [("Київ", "Києві"), ("Львів", "Львові")], "TR": ["İstanbul", "Ankara"],
    },
    "held": {
        "NL": ["Best", "Leeuwarden", "'s-Hertogenbosch", "Echt", "Tiel", "Enschede"], "BE": ["Brugge", "Leuven", "Luik"], "DE": ["Nürnberg", "Frankfurt", "Hamm"],
        "AT": ["Linz", "Salzburg"], "GB": ["Reading", "Bristol", "Cardiff"], "US": ["Dallas", "Las Vegas", "Phoenix"], "FR": ["Lille", "Marseille", "Tours"],
        "ES": ["Barcelona", "Alicante", "A Coruña"], "MX": ["Puebla", "Tijuana"], "CO": ["Medellín", "Pereira"], "AR": ["Córdoba", "Mendoza"],
        "PT": ["Braga", "Coimbra", "Setúbal"], "BR": ["Rio de Janeiro", "Fortaleza", "Goiânia"], "RO": ["Timișoara", "Constanța", "Brașov"],
        "BG": ["Пловдив", "Бургас", "Русе"], "HU": [("Győr", "Győrben"), ("Pécs", "Pécsen"), ("Miskolc", "Miskolcon")],
        "PL": [("Gdańsk", "Gdańsku"), ("Łódź", "Łodzi"), ("Wrocław", "Wrocławiu")], "RU": [("Самара", "Самаре"), ("Екатеринбург", "Екатеринбурге")],
        "UA": [("Одеса", "Одесі"), ("Харків", "Харкові")], "TR": ["İzmir", "Antalya"],
    },
}  # fmt: skip
EMOJI = list("🌸💋🔥✨🍒🌹💎👑🦋") + ["❤️", "➖", "🔹"]
KINDS = (
    "plain", "compact", "international", "separators", "brackets", "stars", "emoji", "keycap", "circled", "fullwidth", "mathematical", "arabic", "letters", "cyrillic",
    "words", "pairs", "glued", "mixed", "filler", "lines", "vertical", "zero-width", "bracket-zero", "zero-zero", "link", "several", "foreign", "single-digits", "none",
)  # fmt: skip


@cache
def sentences() -> dict[str, Any]:
    return tomllib.loads((DATA / "ad_sentences.toml").read_text(encoding="utf-8"))


def mobile(rng: random.Random, region: str) -> str:
    """A random number that is a valid mobile of `region`, in E.164."""
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    start = str(example.national_number)
    while True:
        keep = rng.choice((1, 2, 3)) if region not in ("US", "MX", "AR", "BR") else rng.choice((2, 3))
        rest = "".join(rng.choice(string.digits) for _ in range(len(start) - keep))
        number = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(start[:keep] + rest))
        if phonenumbers.is_valid_number_for_region(number, region) and phonenumbers.number_type(number) in (
            PhoneNumberType.MOBILE,
            PhoneNumberType.FIXED_LINE_OR_MOBILE,
        ):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def groups(rng: random.Random, e164: str) -> list[str]:
    """The national spelling in groups, as people group it."""
    number = phonenumbers.parse(e164)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    parts = "".join(char if char.isdigit() else " " for char in shown).split()
    digits = "".join(parts)
    if rng.random() < 0.5:
        return parts
    size = rng.choice((2, 3))
    head = len(digits) % size or size
    return [digits[:head]] + [digits[at : at + size] for at in range(head, len(digits), size)]


def _split(rng: random.Random, digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]


def pair_words(language: str, pair: str) -> str:
    """Two digits as they are spoken."""
    units = UNITS[language].split()
    if pair[0] == "0" or len(pair) == 1 or language not in TENS:
        return " ".join(units[int(digit)] for digit in pair)
    tens = TENS[language].split()
    ten, unit = tens[int(pair[0]) - 1], units[int(pair[1])]
    if pair[1] == "0" and ten != "-":
        return ten
    if pair[0] == "1" or ten == "-" or (language in ("es", "hu") and pair[0] == "2"):
        return " ".join(units[int(digit)] for digit in pair)
    if language in ("nl", "de"):
        return f"{'ein' if unit == 'eins' else unit}{'ën' if language == 'nl' and unit in ('twee', 'drie') else 'en' if language == 'nl' else 'und'}{ten}"
    joiner = {
        "en": "-",
        "fr": " et " if pair[1] == "1" else "-",
        "es": " y ",
        "pt": " e ",
        "ro": " și ",
        "bg": " и ",
        "hu": "",
        "pl": " ",
    }[language]
    return ten + joiner + unit


def hide(rng: random.Random, kind: str, e164: str, language: str) -> str:
    """One number, hidden in the way that `kind` names."""
    number = phonenumbers.parse(e164)
    parts = groups(rng, e164)
    digits = "".join(parts)
    one = UNITS[language].split()
    simple: dict[str, Callable[[], str]] = {
        "plain": lambda: rng.choice((" ", "-", " ")).join(parts),
        "compact": lambda: digits,
        "international": lambda: rng.choice(
            (e164, phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))
        ),
        "separators": lambda: (
            rng.choice((".", "/", "_", ",", "|", "~", "•", " - ", "..", "--", " · ", ":", "=", ">", "+")).join(parts)
            if rng.random() < 0.8
            else "".join(part + rng.choice(" .-/_") for part in parts).strip(" .-/_")
        ),
        "stars": lambda: rng.choice(("*", "**", " * ", "★", "☆ ")).join(parts),
        "emoji": lambda: "".join(
            part + rng.choice(EMOJI) * rng.choice((1, 1, 2)) for part in (parts if rng.random() < 0.6 else digits)
        )[: -1 or None],
        "keycap": lambda: rng.choice(("", " ")).join(digit + "\ufe0f\u20e3" for digit in digits),
        "circled": lambda: "".join(rng.choice(("⓪①②③④⑤⑥⑦⑧⑨", "⓿❶❷❸❹❺❻❼❽❾"))[int(digit)] for digit in digits),
        "fullwidth": lambda: rng.choice(("", " ", "－")).join(
            "".join(chr(0xFF10 + int(digit)) for digit in part) for part in parts
        ),
        "mathematical": lambda: " ".join(
            "".join(chr(0x1D7CE + 10 * (len(digits) % 5) + int(digit)) for digit in part) for part in parts
        ),
        "arabic": lambda: " ".join(
            "".join(chr(rng.choice((0x660, 0x660, 0x6F0)) + int(digit)) for digit in part) for part in parts
        ),
        "letters": lambda: rng.choice((" ", "", "-")).join(
            "".join(_letter(rng, digit) for digit in part) for part in parts
        ),
        "cyrillic": lambda: rng.choice((" ", "", "-")).join(
            "".join({"0": "О", "3": "З", "6": "б"}.get(digit, digit) for digit in part) for part in parts
        ),
        "words": lambda: rng.choice((" ", ", ", "-", " ")).join(one[int(digit)] for digit in digits),
        "pairs": lambda: rng.choice((" ", ", ", " - ")).join(
            pair_words(language, pair) for pair in _split(rng, digits)
        ),
        "glued": lambda: "".join(one[int(digit)] for digit in digits),
        "mixed": lambda: rng.choice((" ", "", "-")).join(
            one[int(digit)] if rng.random() < 0.4 else digit for digit in digits
        ),
        "filler": lambda: "".join(
            part + " " + (rng.choice(FILLER[language]) + " " if rng.random() < 0.5 else "") for part in parts
        ).strip(),
        "lines": lambda: "\n".join((" ".join(parts[: len(parts) // 2]), " ".join(parts[len(parts) // 2 :]))),
        "vertical": lambda: "\n" + "\n".join(digits if rng.random() < 0.7 else _split(rng, digits)) + "\n",
        "zero-width": lambda: rng.choice(("\u200b", "\u200d", "\u2060", "\u00ad", "\u200f")).join(digits),
        "bracket-zero": lambda: (
            f"+{number.country_code} (0){phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).split(' ', 1)[1]}"
        ),
        "zero-zero": lambda: (
            "00" + rng.choice((e164[1:], phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)[1:]))
        ),
        "link": lambda: rng.choice(
            (
                f"https://wa.me/{e164[1:]}",
                f"wa.me/{e164}",
                f"https://api.whatsapp.com/send?phone={e164[1:]}&text=Hola",
                f"tel:{e164}",
                f"sms:{e164}",
                f"viber://chat?number=%2B{e164[1:]}",
                f"https://signal.me/#p/{e164}",
                f"https://t.me/{e164}",
                f"whatsapp://send?phone={e164[1:]}",
            )
        ),  # fmt: skip
        "foreign": lambda: rng.choice(
            (phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL), e164, "00" + e164[1:])
        ),
        "single-digits": lambda: rng.choice((" ", ".", "-", "_", "/")).join(digits),
    }
    if kind == "brackets":
        left, right = rng.choice(("()", "[]", "{}", "«»"))
        if rng.random() < 0.5:
            return "".join(f"{left}{part}{right}" for part in parts)
        return f"{left}{parts[0]}{right} " + rng.choice((" ", "-", "")).join(parts[1:])
    return simple[kind]()


def _letter(rng: random.Random, digit: str) -> str:
    letters = {"0": "Oo", "1": "Il", "5": "S", "8": "B"}.get(digit)
    return rng.choice(letters) if letters and rng.random() < 0.7 else digit


def email(rng: random.Random, name: str, language: str) -> tuple[str, str]:
    """(as written, the address)"""
    local = "".join(char for char in name.lower() if char.isascii() and char.isalpha()) or "amiga"
    local += rng.choice(("", ".rosa", "_love", "88", ".xx"))
    host, ending = rng.choice(
        (
            ("example", "org"),
            ("example", "com"),
            ("example", "net"),
            ("mail", "example"),
            ("gmail", "com"),
            ("hotmail", "com"),
        )
    )
    address = f"{local}{rng.randrange(10000)}@{host}.{ending}"
    local = address.split("@")[0]
    at, dot = AT.get(language, "at"), DOT.get(language, "dot")
    written = rng.choice(
        (
            address, address, f"{local} (at) {host} (dot) {ending}", f"{local}[at]{host}[dot]{ending}", f"{local} {at} {host} {dot} {ending}", f"{local} @ {host} . {ending}",
            f"{local}(at){host}.{ending}", f"{local}@{host} {dot} {ending}", address.upper(), f"{local}＠{host}.{ending}", f"mailto:{address}",
        )
    )  # fmt: skip
    return written, address


def handle(rng: random.Random, name: str) -> tuple[str, dict[str, str]]:
    """(as written, the handle)"""
    base = "".join(char for char in name.lower() if char.isascii() and char.isalpha()) or "amiga"
    value = base + rng.choice(("_xo", ".love", "2026", "_official", "xx", "__88", "girl", "_la_reina"))
    channel = rng.choice(
        (
            "telegram",
            "snapchat",
            "instagram",
            "kik",
            "onlyfans",
            "twitter",
            "tiktok",
            "facebook",
            "discord",
            "skype",
            "line",
            "wechat",
            "viber",
            "session",
        )
    )
    if channel == "telegram":
        value = value.replace(".", "_")
    if channel == "session":
        value = "05" + "".join(rng.choice("0123456789abcdef") for _ in range(64))
        return f"Session: {value}", {"channel": channel, "value": value}
    short = {
        "telegram": ["telegram", "tg", "Telegram"],
        "snapchat": ["snap", "snapchat", "SC"],
        "instagram": ["insta", "IG", "instagram"],
        "twitter": ["twitter", "X.com"],
    }
    links = {
        "telegram": "https://t.me/{}", "snapchat": "https://www.snapchat.com/add/{}", "instagram": "https://instagram.com/{}", "kik": "kik.me/{}", "onlyfans": "onlyfans.com/{}",
        "twitter": "https://x.com/{}", "tiktok": "https://www.tiktok.com/@{}", "facebook": "facebook.com/{}", "line": "https://line.me/ti/p/~{}",
    }  # fmt: skip
    word = rng.choice(short.get(channel, [channel, channel.title()]))
    forms = [f"{word}: {value}", f"{word} @{value}", f"{word}: @{value}", f"{word} - {value}", f"{word} {value}"]
    if channel in links:
        forms += [links[channel].format(value)] * 2
    return rng.choice(forms), {"channel": channel, "value": value}


def ads(split: str, seed: int, count: int, kinds: tuple[str, ...] = KINDS) -> Iterator[dict[str, Any]]:
    """`count` ads from the sentences of `split` ("tune" or "held"), kinds and languages in turn."""
    rng = random.Random(f"{split}{seed}")
    languages = list(HOME)
    for index in range(count):
        language = languages[index % 10] if rng.random() < 0.85 else rng.choice(languages)
        yield ad(rng, split, language, kinds[index % len(kinds)])


def ad(rng: random.Random, split: str, language: str, kind: str) -> dict[str, Any]:
    """One ad of one kind."""
    region = rng.choice(HOME[language])
    pool = sentences()[language][split]
    name = rng.choice(NAMES[split].get(language, NAMES[split][""]))
    town, other = rng.sample(TOWNS[split][region], 2)
    base, at = (town, town) if isinstance(town, str) else town
    other_base, other_at = (other, other) if isinstance(other, str) else other
    if language == "hu":
        at, other_at = (at, other_at)
    phones, shown = _phones(rng, kind, region, language)
    if kind in ("words", "pairs", "glued", "mixed", "filler") and language not in UNITS:
        kind = "plain"
    details: dict[str, Any] = {"phones": phones, "emails": [], "handles": [], "language": language, "kind": kind}
    town_line = rng.choice(pool["town"])
    intro = rng.choice(pool["intro"])
    lines = [intro, town_line, *rng.sample(pool["noise"], min(len(pool["noise"]), rng.choice((1, 2))))]
    if shown:
        lines += [rng.choice(pool["contact"]).replace("{p}", one) for one in shown]
    if rng.random() < 0.25:
        written, address = email(rng, name, language)
        lines.append(f"mail: {written}")
        details["emails"] = [address]
    if rng.random() < 0.35:
        written, found = handle(rng, name)
        lines.append(written)
        details["handles"] = [found]
    lines.append(rng.choice(pool["close"]))
    text = rng.choice((" ", "\n", "\n")).join(lines)
    text = text.replace("{t:in}", at).replace("{o:in}", other_at).replace("{t}", base).replace("{o}", other_base)
    title = rng.random() < 0.15
    text = text.replace("{n}", name.upper() if title and "🌸" in text else name)
    details |= {"text": text, "alias": name, "town": base}
    if rng.random() < 0.5 or region in ("US", "AR", "MX", "CO", "BR", "AT"):
        details["region"] = region
    return details


def _phones(rng: random.Random, kind: str, region: str, language: str) -> tuple[list[str], list[str]]:
    """The numbers of an ad of this kind, and how each is written."""
    if kind == "none":
        return [], []
    if kind == "foreign":
        abroad = rng.choice([other for others in HOME.values() for other in others if other != region])
        number = mobile(rng, abroad)
        return [number], [hide(rng, kind, number, language)]
    if kind == "several":
        numbers = [mobile(rng, region) for _ in range(rng.choice((2, 3)))]
        if rng.random() < 0.5:
            return numbers, [
                rng.choice((" / ", " of ", " - ", ", ")).join(
                    hide(rng, "plain", number, language) for number in numbers
                )
            ]
        return numbers, [hide(rng, rng.choice(("plain", "stars", "emoji")), number, language) for number in numbers]
    number = mobile(rng, region)
    return [number], [hide(rng, kind, number, language)]
