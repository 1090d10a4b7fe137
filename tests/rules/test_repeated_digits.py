"""Numbers whose digits are said to come more than once, hundreds with what is behind them, and tens with a figure written to them."""

import pytest

from tests.rules.score_ads import phones


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("NL", "Bel me: 06 12 34 en twee keer 70, of app", "+31612347070"),
        ("NL", "Bel me: 06 12 34 en 2x 70, of app", "+31612347070"),
        ("NL", "Bel nul zes, drie achten, tweemaal de 1 en dan 234", "+31688811234"),
        ("DE", "Ruf an: null eins fünf eins, vier Nullen, sieben-doppelzwei, eins", "+4915100007221"),
        ("DE", "Ruf an: null eins fünf eins, drei-und-achtzig fünfundzwanzig, dann zweimal die 4 und 1 9", "+4915183254419"),
        ("FR", "appelle le 06 12 96 et deux fois 33", "+33612963333"),
        ("FR", "appelle zéro six douze, quarante quatre-vingt-dix, deux fois le 2", "+33612409022"),
        ("FR", "appelle le zéro six, trente7 onze soixante-dix-sept vingt", "+33637117720"),
        ("ES", "llama al seis doce, tres ceros y el 34, luego 5", "+34612000345"),
        ("BR", "São Paulo, zap: onze / 97823 / e duas vezes o 52", "+5511978235252"),
        ("BR", "São Paulo, ligue onze, 98130 e depois quatro zeros", "+5511981300000"),
        ("RO", "Sună: zero șapte doisprezece / cinci sute douăzeci și doi / șapte șase unu", "+40712522761"),
        ("RO", "Sună: zero șapte nouăzeci și trei, apoi de două ori 277", "+40793277277"),
        ("BG", "Звънни: нула осем осем осем, три осмици, сто двадесет и три", "+359888888123"),
        ("HU", "Hívj: 06 20, aztán három egyes, hátul nyolcvankilenc hatvannégy", "+36201118964"),
        ("HU", "Hívj: nulla hat, húsz, kilencszáz, két nulla, hatvannégy", "+36209000064"),
        ("PL", "Dzwoń: 519 4 potrójna ósemka 57", "+48519488857"),
        ("PL", "Dzwoń: pięćset szesnaście, dziewięć trzy, trzy dziewiątki i na końcu 8", "+48516939998"),
        ("UA", "Дзвони: 050 538 і двічі по 38", "+380505383838"),
        ("GB", "call oh seven four double-one, nine hundred and one, triple two", "+447411901222"),
        ("CH", "Ruf an: null achtundsiebzig - hundertsechsundachtzig - dreiundvierzig - null fünf", "+41781864305"),
    ],
)  # fmt: skip
def test_what_comes_more_than_once(region: str, text: str, number: str) -> None:
    assert phones(text, region) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Drie achten, twee keer 30 minuten en drie keer 60 minuten.",
        "2x 50 euro, 3x 75 euro, 4x 100 euro per week",
        "deux fois par semaine, 3 fois le 12 et le 14",
        "trzy razy 200 zł, dwie osiemdziesiąt",
    ],
)
def test_what_only_counts_is_no_number(text: str) -> None:
    assert phones(text) == []
