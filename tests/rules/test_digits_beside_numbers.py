"""Digits that stand close to a number, or look like one: where a sentence ends between, whose number it is, what prices are in."""

import pytest

from assistant.rules.countries import paid_in
from tests.rules.score_ads import phones


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("PL", "Roksana 22. 5 1 7 5 3 9 9 6 0 ♥ 180/h", "+48517539960"),
        ("RO", "Simona, Sibiu, bloc 4. 0*7*1*2 / 43 / 70 / 87. 200 jumatate", "+40712437087"),
        ("RO", "Mihaela. 0711 - zero unu cinci - zero opt zero. 250/ora", "+40711015080"),
        ("IT", "Chiamami: tre uno cinque, tre sei nove, zero tre otto zero. 100 la mezz'ora", "+393153690380"),
        ("UA", "за ваш рахунок (250-400 грн). +38 050 183-80-18, дзвоніть 11-23", "+380501838018"),
        ("PL", "Mała czarna, 28. Nr: 517 zero 56 dwa 59. Pół 130", "+48517056259"),
        ("PL", "37 lat. 519, cztery, dwie ósemki, 857. Bez sms", "+48519488857"),
        ("PL", "zaprasza panów 40+. 512 691 397", "+48512691397"),
        ("HU", "Hívni lehet délelőtt 9-től este 8-ig: 06-20/187-45-65", "+36201874565"),
        ("HU", "Adél (29). 3620 145 0513 ne SMS-ezz!", "+36201450513"),
        ("CA", "Brooke, Moncton. 506 466 3045", "+15064663045"),
        ("UY", "Romi. Llamame al 094 463 168 de 13 a 22 hs, los martes no.", "+59894463168"),
        ("AR", "wa.me/5491157291380 o llamame al 11-5729-1380", "+5491157291380"),
        ("BR", "Santana. (1.1) 9.4.9.5.3 - 2.1.5.2. 180 a hora", "+5511949532152"),
        (None, "Giada, Lugano centro, 250 CHF un'ora. 078 363 24 42 dalle 10 alle 22", "+41783632442"),
        (None, "06-50222821 discreet", "+31650222821"),
        ("ES", "Yaiza, miércoles, 11-21\n612 345 104", "+34612345104"),
        ("PL", "Ola, Gdynia\n10 - 22\n500 123 456", "+48500123456"),
        ("NL", "06\n12-23\n34 56 78", "+31612233456"),
        ("RO", "0040-762 pupici 508 pupici 341", "+40762508341"),
        ("HU", "O6 7O 6lB 3S29", "+36706183529"),
    ],
)
def test_the_number_and_no_more(region: str | None, text: str, number: str) -> None:
    assert phones(text, region) == [number]


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("BE", "Parenclub. Dirk Martensstraat 310. ON 0655.903.144. Koppels 60"),
        ("BE", "zelfstandig masseuse (BE 0476.123.456, btw-factuur kan)"),
        ("PL", "tel. nie podaję. Oceny 4.9/5 (73). Nr ogł. 516200311"),
        ("PL", "Numer oferty 601 228 774, dodano 25.11.2026"),
        ("HU", "A hirdetés azonosítója 0630-778-4412, megtekintve 3.318 alkalommal"),
        ("CO", "Aviso 3105528841 publicado el 24/11/2026"),
        ("US", "Posting 7488120335, expires 12/15/2026."),
        ("DE", "mobil (Golf, EZ 03/2008, 141.500 km). Zuschriften unter Chiffre 03-3120-4417"),
        ("MX", "1000 la hora, 600 la media, 5000 toda la noche de 11 a 7."),
    ],
)
def test_no_number(region: str, text: str) -> None:
    assert phones(text, region) == []


def test_prices_tell_the_country() -> None:
    assert paid_in("250 chf la mezz'ora, 30 min 150 zł") == ("CH", "PL")
    assert paid_in("150 euro, 200 dollar") == ()
