"""What an ad says about its own number, what stands between its digits, and towns under their own names."""

import pytest

from assistant.rules.ads import Channel, read_ad
from tests.rules.score_ads import phones


@pytest.mark.parametrize(
    ("region", "text", "numbers"),
    [
        ("BG", "вайбър: 043/ 034 803 ... грешка, 043/ 034 804", ["+35943034804"]),
        ("NL", "bel 06 12345678 of 06 12345679", ["+31612345678", "+31612345679"]),
        ("NL", "Nummer: zes-en-vijftig, elf, acht-en-zestig, vijf-en-dertig met 06 ervoor", ["+31656116835"]),
        ("BG", "тел. четиресет и три - нула двадесет и три - сто двадесет и три (отпред нула)", ["+35943023123"]),
        ("NL", "Nederlands nummer 0 6 1 3 5 9 5 9 1 6, Belgisch nummer 0452 39 54 20.", ["+31613595916", "+32452395420"]),
        ("FR", "FR 06 17 48 01 70 / BE 0452 91 12 52", ["+33617480170", "+32452911252"]),
        ("DE", "whatsapp 0️⃣hey1️⃣hey5️⃣hey2️⃣hey6️⃣hey0️⃣hey2️⃣hey2️⃣hey7️⃣hey6️⃣hey3️⃣hey2️⃣ zwischen 10-22 Uhr", ["+4915260227632"]),
        ("NL", "0 z e s 🍀 2 9 🍀 7 4 🍀 3 6 🍀 8 6", ["+31629743686"]),
        ("US", "Call four one five, seven80, eighty three hundred. 60 min $80", ["+14157808300"]),
        ("US", "Area code 713, then 274, and the last four are 7564. serious gents only", ["+17132747564"]),
        ("ES", "wasap 6@6@8@2@7@2@3@8@0 besos", ["+34668272380"]),
        ("CH", "neu in Winterthur, 0.7.8*1.4.3*0.3*4.3, 100.- / 30 Min", ["+41781430343"]),
    ],
)  # fmt: skip
def test_as_the_ad_means_it(region: str, text: str, numbers: list[str]) -> None:
    assert phones(text, region) == numbers


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("IT", "Bitcoin: 0x6a63e5595a27180269ca111a84797095a2f9820c"),
        ("BE", "BTC bc1q04787f5x9k2m0c3 of 3MPBs6YrFWdxwYgftZf5CJG5JQvmTT8hho"),
        ("BR", "código de rastreio LB917579106PT, já chegou"),
        ("US", "Order 276-7104208-9825321 already shipped"),
        ("FR", "code de réservation QZ5482956"),
        ("BR", "Chave pix: 7f3a91c2-0b44-4d1e-9a57-63e2d80c14aa. Depósito 50"),
        ("PL", "Lotto: 5 12 18 25 54 40, wygrana 24 zł"),
        ("FR", "Réf. de l'annonce : 0612483099-B, vue 6 122 fois"),
        ("BG", "в Русе от 25.11 до 02.12, 176/63/С. Стая 408."),
        ("CO", "Registro mercantil 3217871810. Solo sin cita."),
    ],
)
def test_what_is_something_else(region: str, text: str) -> None:
    assert phones(text, region) == []


@pytest.mark.parametrize(
    ("region", "text", "town"),
    [
        (None, "Milena, 24, Warszawa. Tylko zdjęcia", "Warszawa"),
        (None, "Regula, 47, St. Gallen, gepflegt", "St. Gallen"),
        ("AR", "depto propio en Palermo, Buenos Aires", "Buenos Aires"),
        ("FR", "Kenza 24 ans, Dunkerque, 80/140", "Dunkerque"),
        (None, "Іра 29, Краків. Година 300", "Краків"),
        ("ES", "Solo dos días en Tarragona, en hotel", "Tarragona"),
        ("CA", "Brooke, 30, Moncton NB", "Moncton"),
        ("IT", "Palermo - Jennifer, in città. Via Roma, 2° piano", "Palermo"),
        ("HU", "Debrecen egyetem környéke, Lili, 20 éves", "Debrecen"),
    ],
)
def test_towns(region: str | None, text: str, town: str) -> None:
    assert read_ad(text, region=region).town == town


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("CNPJ não tenho kkk só insta @bruna.santosx", {"instagram:bruna.santosx"}),
        ("I am paola.br on wechat, or line id: paolabr88", {"wechat:paola.br", "line:paolabr88"}),
        ("Sígueme en 1nstagr4m: noelia_en_vigo", {"instagram:noelia_en_vigo"}),
        ("Enkel telegram: @bellarosa_nijm of X @bellarosa024", {"telegram:bellarosa_nijm", "twitter:bellarosa024"}),
    ],
)
def test_handles(text: str, handles: set[str]) -> None:
    found = read_ad(text).points
    assert {f"{one.channel}:{one.value}" for one in found if one.channel is not Channel.PHONE} == handles
