"""What is written in two ways and means one thing, in two versions of an ad; and what only looks alike."""

import pytest

from assistant.rules.ads import Channel, read_ad
from assistant.rules.changes import compare


def told(old: str, new: str, region: str | None = None) -> set[str]:
    return {change.what.value for change in compare(old, new, region=region)}


@pytest.mark.parametrize(
    ("old", "new", "region"),
    [
        ("Léonie, Metz. Je suis libre le soir et le week-end.", "Léonie, Metz. Je suis libre le weekend et le soir !", "FR"),
        ("Zaida, Puebla. Lunes a jueves de 12 a 19 horas. 1500 la hora", "ZAIDA, Puebla!! 1,500 la hora. Lunes a jueves de 12 a 19hs", "MX"),
        ("Poppy, Derby. Mon-Fri, 10 to 6. Half hour £60", "Poppy, Derby! Half hour £60. Monday - Friday 10 - 6", "GB"),
        ("Süße Jule, Fürth. Massage 60 Minuten 120 Euro.", "Suesse Jule, Fuerth!! Massage 60 Min. 120 €. Eingestellt: 05.06.", "DE"),
        ("oi, sou a Bia, Lagos. Das 10h às 18h. 70 euros", "oiii sou a Bia, Lagos!! 10h-18h. 70 €", "PT"),
        ("Yara, Venlo. Maandag, dinsdag en vrijdag van 10 tot 17 uur.", "Yara, Venlo. Maandag, dinsdag en vrijdag 10-17 uur!", "NL"),
        ("Poppy, Derby. I work Monday to Thursday, 10am to 6pm. £90", "POSTED 3 MARCH ⭐ I work Monday to Thursday, 10am to 6pm. Poppy, Derby. £90", "GB"),
        ("Hella, Fulda. Mo, Mi und Fr von 10 bis 18 Uhr.", "Hella, Fulda. Mo / Mi / Fr 10–18 Uhr!", "DE"),
    ],
)  # fmt: skip
def test_the_same_in_other_spelling_is_no_change(old: str, new: str, region: str) -> None:
    assert told(old, new, region) == {"nothing"}


@pytest.mark.parametrize(
    ("old", "new", "region", "what"),
    [
        ("Daria, Arad. Sunt pana sambata in oras.", "Daria, Arad. Sunt de sambata in oras.", "RO", "availability"),
        ("Yara, Venlo. Dinsdag en vrijdag, 11-18 uur", "Yara, Venlo. Dinsdag tot vrijdag, 11-18 uur", "NL", "availability"),
        ("Zaida, Puebla. De 12 a 19 horas.", "Zaida, Puebla. De 12 a 21 horas.", "MX", "availability"),
        ("Poppy, Derby. Half hour £60, hour £100", "Poppy, Derby. Half hour £100, hour £60", "GB", "price"),
        ("Wiola, Ełk. Codziennie do 22. Zdjęcia prywatne.", "Wiola, Ełk. Tylko środy do 22. Zdjęcia prywatne.", "PL", "availability"),
        ("Hella, Fulda. Meine Fotos entstanden daheim auf dem Sofa.", "Hella, Fulda. Meine Fotos sind neu und entstanden im Urlaub.", "DE", "photo_mention"),
        ("Léonie, Metz. Mes cheveux sont roux et longs.", "Léonie, Metz. Mes cheveux sont roux et coupés à la garçonne.", "FR", "hair"),
        ("Rute, Braga, loira. 1h 70.", "Rute, Braga, de volta ao castanho natural. 1h 70.", "PT", "hair"),
        ("Lavinia, Deva. Împart casa cu o cățelușă, Bella. 200 lei", "Lavinia, Deva. Bella, cățelușa, nu mai locuiește cu mine. 200 lei", "RO", "pet"),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_one(old: str, new: str, region: str, what: str) -> None:
    assert told(old, new, region) == {what}


@pytest.mark.parametrize(
    ("old", "new", "region"),
    [
        ("Hella, Fulda. Offen von Mittwoch bis Freitag, eins bis acht.", "Hella, Fulda, liebe Frau. Mittwoch bis Freitag von 13 bis 20 Uhr.", "DE"),
        ("Sara, Plovdiv. Работя от 13 до 20 часа.", "Сара, нежна. Работя от един на обяд до осем вечерта.", "BG"),
        ("Léonie, Metz. De 12 h à 22 h, tous les jours.", "Léonie reçoit à Metz sept jours sur sept, de midi à 22 h.", "FR"),
        ("Ania, Ełk. Zdjęcia z tego roku. 200 zł", "To ja, Ania. Tegoroczne zdjęcia, Ełk, 200 zł", "PL"),
        ("Léonie, Metz. Les photos de l'annonce sont récentes.", "Voici Léonie, à Metz. Photos récentes dans l'annonce.", "FR"),
    ],
)  # fmt: skip
def test_hours_and_photos_told_otherwise_are_only_other_words(old: str, new: str, region: str) -> None:
    assert not told(old, new, region) & {"availability", "photo_mention"}


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("Samira, Luzern. tel:+41782937135. 60 Min 180, 90 Min 250", "CH", ["+41782937135"]),  # not joined with what follows the link
        ("Jola. Viber +48 516 108 570, drugi nr 518.367.619", "PL", ["+48516108570", "+48518367619"]),
        ("Lorena, Cali. pedido 607771005 ya entregado", "ES", []),
        ("Masseuse à Dijon. assurance n° 0680-2241-77", "FR", []),
        ("код за резервация QT245410. Чисто и дискретно", "BG", []),
        ("Rates: 200 half, 350 hour, 500 for 90, 1200 dinner date. Text me", "US", []),
        ("Derya, Bursa. 0501 839 97 29 saat 12-22 arası", "TR", ["+905018399729"]),
        ("Kiki 💎 near the B44 bus 💎 718*331*9750 💎 140 hh", "US", ["+17183319750"]),
    ],
)  # fmt: skip
def test_numbers_beside_others(text: str, region: str, numbers: list[str]) -> None:
    points = read_ad(text, region=region).points
    assert sorted(point.value for point in points if point.channel is Channel.PHONE) == numbers
