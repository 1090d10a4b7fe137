"""Ads full of figures that are no phone number: prices, hours, sizes, ad ids, tax numbers, accounts. All invented by chance."""

import random
import re

import pytest

from assistant.rules.ads import Channel, read_ad

# {d5}: five digits by chance
FIGURES: dict[str, list[str]] = {
    "DE": [
        "Preise: 30 Min 60 €, 45 Min 80 €, 60 Min 120 €",
        "Chiffre {d9}",
        "Anzeigen-ID: {d10}",
        "HRB {d5}",
        "St.-Nr. 12/345/{d5}",
        "Mo-Fr 10-22, Sa 12-20",
        "geöffnet 1000-2200",
        "PLZ 5{d4} Köln",
        "USt-IdNr. DE{d9}",
        "Maße 90-60-90, 170/55",
        "am 24.12. und 25.12. zu",
        "Zimmer 204, 2. Stock",
        "{d4} Aufrufe seit 01.11.2026",
        "Kto {d10} BLZ {d8}",
        "Prostituiertenausweis {d8}",
        "ab 150 200 300",
        "Alter 26, KG 34, Größe 172",
        "IBAN DE{d2} {d4} {d4} {d4} {d4} {d2}",
        "Rechnung 2026-11-{d5}",
        "GPS 52.{d4}, 13.{d4}",
    ],
    "NL": [
        "KvK {d8}",
        "btw NL{d9}B01",
        "30 min 50, 45 min 75, 60 min 100",
        "50 75 100 150 200",
        "open 11-23 u",
        "ma t/m za 10.00-22.00",
        "advertentie {d9}",
        "adnr. {d8}",
        "{d5} keer bekeken",
        "leeftijd 24, lengte 1.68, cup 75C",
        "postcode 3{d3} AB",
        "vergunning 2026/{d6}",
        "IBAN NL{d2}BANK0{d9}",
        "op 5, 6 en 7 december",
        "huisnummer 112, 3e bel",
        "factuur 2026{d6}",
    ],
    "ES": [
        "Anuncio nº {d9}",
        "ref {d8}",
        "30 min 50 60 min 90 120 min 160",
        "1h 100, 2h 180, noche 500",
        "de 10 a 22 h, sábados 11-20",
        "CP 08{d3}",
        "medidas 90 60 90, 1,65 m, 55 kg",
        "NIF {d8}Z",
        "visitas 12.{d3}",
        "licencia {d6}/2026",
        "edad 25 talla 38",
        "del 5 al 12 de diciembre, 24/12 cerrado",
        "IBAN ES{d2} {d4} {d4} {d2} {d10}",
        "reg. sanitario 28/{d7}",
        "piso 3, puerta 4, código 2846",
        "100 150 200 300 500",
    ],
    "PT": [
        "Anúncio {d9}",
        "30 min 40, 1h 70, 2h 130",
        "das 10 às 22",
        "NIF 5{d8}",
        "CP 1{d3}-{d3}",
        "70 100 150 200",
        "ref. {d8} visto {d5} vezes",
        "alvará {d6}",
    ],
    "PL": [
        "ogłoszenie nr {d9}",
        "30 min 150, 1h 250, noc 1200",
        "150 200 250 300 400",
        "NIP {d3}-{d3}-{d2}-{d2}",
        "REGON {d9}",
        "KRS 0000{d6}",
        "10-22, sob. 12-20",
        "wzrost 168, waga 55, biust 75C",
        "wyświetleń 12 {d3}",
        "kod 00-{d3} Warszawa",
        "2026-11-24 14:30",
        "dowód ABC {d6}",
        "wiek 25 lat, 168/55/3",
    ],
    "US": [
        "100 160 200 260 400",
        "Age 26, 5'4, 118 lbs, 34-26-36",
        "11/28 10-6, 11/29 12-8, 11/30 9-3",
        "qv 80 hh 120 hr 200",
        "post id {d10}",
        "ad #{d9}",
        "zip 9{d4}",
        "EIN {d2}-{d7}",
        "review ID {d7}",
        "200 roses hr, 150 hh",
        "SSN none, license {d8}",
        "open 9-5 mon 10-6 tue",
        "lat 40.{d4} long 73.{d4}",
        "room 1204 code 5521",
        "PO Box 1{d4}",
        "120/160/200/300",
        "views 3,{d3}, ref {d8}",
    ],
    "GB": [
        "30 min 80, 1 hr 140, 2 hrs 260",
        "post {d8}",
        "VAT GB {d3} {d4} {d2}",
        "company no {d8}",
        "10am-10pm",
        "size 10, age 29, 5ft6",
        "80 140 200 260",
        "UTR {d10}",
        "ref {d9}",
        "sort code 20-{d2}-{d2} account {d8}",
    ],
    "FR": [
        "annonce n° {d9}",
        "SIRET {d3} {d3} {d3} {d5}",
        "TVA FR{d2} {d3} {d3} {d3}",
        "30 min 80, 1h 150, 2h 280",
        "1m68, 55 kg, 90C, 36",
        "de 10h à 22h",
        "vue {d5} fois",
        "75 0{d2} Paris",
        "80 100 150 200 300",
        "le 5, 6 et 7 décembre",
    ],
    "RO": [
        "anunț {d9}",
        "30 min 150 lei, 1 oră 250 lei",
        "CUI {d8}",
        "J40/{d5}/2020",
        "orele 10-22",
        "150 200 300 500",
        "1,65 m 55 kg 25 ani",
        "cod poștal 0{d5}",
    ],
    "HU": [
        "hirdetés {d8}",
        "fél óra 15000, egy óra 25000",
        "adószám {d8}-2-42",
        "10-22 óráig",
        "168 cm 55 kg 75C",
        "15 000 25 000 40 000",
        "cégjegyzékszám 01-09-{d6}",
        "engedély {d4}/2026",
    ],
    "BG": [
        "обява {d9}",
        "30 мин 70, час 120",
        "ЕИК {d9}",
        "ЕГН {d10}",
        "10-22 ч",
        "70 120 200 300",
        "ръст 168 тегло 55",
        "код 1{d3}",
    ],
    "BR": [
        "anúncio {d8}",
        "CNPJ {d2}.{d3}.{d3}/0001-{d2}",
        "CPF {d3}.{d3}.{d3}-{d2}",
        "CEP 0{d4}-{d3}",
        "100 150 200 300",
        "1h 200, pernoite 900",
        "1,68 55kg 25 anos",
    ],
    "RU": [
        "анкета {d8}",
        "час 6000, два 11000, ночь 25000",
        "ИНН {d10}",
        "ОГРНИП {d15}",
        "168 см, 58 кг",
        "6000 11000 25000",
        "с 12 до 02",
    ],
}

OPENINGS = ("Luna. ", "Massage Salon. ", "Sofia, 26. ")
JOINS = (". ", ", ", "\n", " | ", " - ", " ")


def made(region: str, chance: random.Random) -> str:
    """Three to six of a country's figures, side by side."""
    chosen = chance.sample(FIGURES[region], chance.randint(3, 6))
    text = chance.choice(OPENINGS) + chance.choice(JOINS).join(chosen)
    return re.sub(r"\{d(\d+)\}", lambda size: "".join(chance.choices("0123456789", k=int(size[1]))), text)


def test_figures_are_no_phones() -> None:
    chance = random.Random(20261126)
    texts = [(made(region, chance), chance.choice((region, region, None))) for region in FIGURES for _ in range(60)]
    taken = [
        text
        for text, region in texts
        if any(point.channel is Channel.PHONE for point in read_ad(text, region=region).points)
    ]
    assert len(taken) <= 0.01 * len(texts), taken[:5]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Anuncio de Luna 612345678 whatsapp", "+34612345678"),
        ("Mijn advertentie: bel 0612345678", "+31612345678"),
        ("Anzeige im Forum, ruf an 01512 3456789", "+4915123456789"),
        ("06 10 20 30 40, Nederland, bel me", "+31610203040"),
        ("bel 06 12 dan schat 34 en als laatste 56 78", "+31612345678"),
        ("llama al 612 cariño 34 y al final 56 luego 78", "+34612345678"),
        ("Ruf an: 0151 schatz 234 und zum schluss 56789", "+4915123456789"),
    ],
)  # fmt: skip
def test_a_phone_beside_such_words_is_still_one(text: str, number: str) -> None:
    assert [point.value for point in read_ad(text, region=None).points] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Mail op l u n a . r o o d @ voorbeeld . nl",
        "luna punt rood apenstaartje voorbeeld punt nl",
        "l u n a . r o o d @ v o o r b e e l d . n l",
        "luna.rood@voorbeeld (punt) nl",
    ],
)
def test_addresses_spelled_for_people(text: str) -> None:
    assert [point.value for point in read_ad(text).points] == ["luna.rood@voorbeeld.nl"]


def test_words_for_signs_join() -> None:
    assert [p.value for p in read_ad("luna underscore rood at voorbeeld punt nl").points] == ["luna_rood@voorbeeld.nl"]
    assert [p.value for p in read_ad("kik me: luna901x").points] == ["luna901x"]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Termine in Bremerhaven: 02.12. bis 07.12., 10-20 Uhr. 15 min 50, 30 min 80.", "DE"),
        ("Познань, апартамент 118. Работаем 10:00-02:00. ID анкеты 601-2025-77.", "PL"),
    ],
)
def test_days_with_stops_and_the_number_of_a_profile_are_no_phones(text: str, region: str) -> None:
    assert read_ad(text, region=region).points == ()
