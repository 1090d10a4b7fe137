"""Numbers told with idle words between their parts, in words that no list knows; and figures with words between that are none."""

import random
from collections.abc import Sequence

import pytest

from assistant.rules.ads import Channel, read_ad

# region: how the ad leads up to the number, words that may stand between its parts, numbers as dialled at home
TOLD: dict[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "NL": ("Bel {}", ("lekkerding", "en tot slot", "even ademen", "daar achteraan", "komt ie"), ("0612345678", "0687654321")),
    "DE": ("Ruf an: {}", ("bärchen", "kurz durchatmen", "und weiter mit", "als nächstes"), ("015112345678",)),
    "GB": ("Text me on {}", ("gorgeous", "deep breath", "almost there", "and lastly"), ("07400123456", "07412345678")),
    "FR": ("Appelle {}", ("mon loup", "respire", "voilà", "et pour terminer"), ("0612345678", "0768152455")),
    "ES": ("Mi número {}", ("bombón", "tesoro", "y ya casi", "mi rey"), ("612345678", "664668120")),
    "RO": ("Sună {}", ("puiule", "pe urmă", "suflete", "și gata cu"), ("0722123456",)),
    "PL": ("Mój numer {}", ("słonko", "misiu", "i wreszcie"), ("512345678",)),
    "BG": ("Обади се {}", ("сладур", "слънце", "и завършва на"), ("0888123456",)),
    "RU": ("Звони {}", ("солнышко", "и напоследок", "следом"), ("89051234567",)),
    "TR": ("Ara {}", ("bebeğim", "hayatım", "en son"), ("05321234567",)),
}  # fmt: skip


def parts(number: str, chance: random.Random) -> list[str]:
    cuts = [2] + [chance.choice((2, 3)) for _ in number]
    found: list[str] = []
    for size in cuts:
        if number:
            found, number = [*found, number[:size]], number[size:]
    return found if len(found[-1]) > 1 else [*found[:-2], found[-2] + found[-1]]


def test_any_word_may_stand_between_the_parts() -> None:
    chance = random.Random(3)
    missed, wrong, total = [], [], 0
    for region, (lead, words, numbers) in TOLD.items():
        for _ in range(20):
            number = chance.choice(numbers)
            told, *rest = parts(number, chance)
            for part in rest:
                told += f" {chance.choice(words)} {part}"
            found = [point.value for point in read_ad(lead.format(told), region=region).points]
            total += 1
            tail = number[-8:]
            missed += [] if any(value.endswith(tail) for value in found) else [told]
            wrong += [value for value in found if not value.endswith(tail)]
    assert len(missed) <= 0.06 * total, missed[:5]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Anna, 26 jaar, lengte 170, gewicht 58 en maat 36, sinds 2019 in Breda", "NL"),
        ("Room 204, code 5521, open from 10 to 22, roses 120 220 400 1200", "US"),
        ("26 años, mido 170, peso 55, talla 36, pie 38 y portal 22", "ES"),
        ("Ab 10 Uhr, Stock 3, Preise 60 100 150, Bewertung 9 von 10 bei 211 Stimmen", "DE"),
        ("tylko 5.12, 562257 kliknięć, 393 opinii", "PL"),
    ],
)
def test_words_between_other_figures_make_no_number(text: str, region: str) -> None:
    assert [point for point in read_ad(text, region=region).points if point.channel is Channel.PHONE] == []


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("IBAN NL91 ABNA 0417 1643 00\nTel. 06 - 12 34 56 78", "NL", ["+31612345678"]),
        ("IBAN DE89 3704 0044 0532 0130 00 Tel. 0151 2345 6789", "DE", ["+4915123456789"]),
        ("A 06-20-105-9765 telefonszámon", "HU", ["+36201059765"]),
        ("telefonon 06+20+124+7104", "HU", ["+36201247104"]),
        ("bel 0612345678 + 0687654321", "NL", ["+31612345678", "+31687654321"]),
        ("07408 556631, 07456-298716, 07400 014492", "GB", ["+447408556631", "+447456298716", "+447400014492"]),
        ("Ana, más 34 612 345 678", "ES", ["+34612345678"]),
        ("mon coeur 06 12 34 56 78", "FR", ["+33612345678"]),
    ],
)
def test_numbers_beside_other_figures(text: str, region: str, numbers: list[str]) -> None:
    assert [point.value for point in read_ad(text, region=region).points] == numbers


@pytest.mark.parametrize(
    ("text", "town", "alias"),
    [
        ("Dallas is my name, Nashville is my town", "Nashville", None),
        ("It's Honey, Kansas City's finest", "Kansas City", "Honey"),
        ("Mulhouse, quartier Dornach, tous les après-midis. Demande Kim", "Mulhouse", "Kim"),
        ("Kommt zu mir nach Klagenfurt am Wörthersee. Nenn mich Dolores", "Klagenfurt am Wörthersee", "Dolores"),
        ("Ивана, тази седмица в Бургас, от понеделник в Ямбол", "Бургас", "Ивана"),
        ("Jade, independent companion, outcall only across Kent and Sussex", None, "Jade"),
    ],
)
def test_where_she_is_and_what_she_is_called(text: str, town: str | None, alias: str | None) -> None:
    found = read_ad(text)
    assert found.town == town
    assert alias is None or found.alias == alias
