"""Two versions that differ in one place, or in the order of their words: what that place means, and what it does not."""

import pytest

from assistant.rules import photos
from assistant.rules.ad_words import found_in, split
from assistant.rules.ads import read_ad
from assistant.rules.changes import compare


def told(old: str, new: str, region: str) -> set[str]:
    return {change.what.value for change in compare(old, new, region=region)}


@pytest.mark.parametrize(
    ("region", "old", "new", "what"),
    [
        ("NL", "Hoi ik ben Iva, vorige maand nog in Zwolle nu in Apeldoorn!", "Hoi ik ben Iva, vorige maand nog in Apeldoorn nu in Zwolle!", "town"),
        ("BR", "Sou a Paloma, Londrina, a Bianca foi embora. 150 a hora", "Sou a Bianca, Londrina, a Paloma foi embora. 150 a hora", "alias"),
        ("NL", "Luna Zwolle. Half uur 80 euro, uur 150 euro.", "Luna Zwolle. Half uur 150 euro, uur 80 euro.", "price"),
        ("ES", "Loli. Cartagena. de lunes a jueves por la mañana, tardes no", "Loli. Cartagena. de lunes a jueves por la tarde, mañanas no", "availability"),
        # The same words in another order, with slips of the pen, say nothing else.
        ("IE", "Katie Limerick. 100 euro hour,60 half. weds-sun 12 til 10. no private numbers pls", "KATIE – Limerick ❤️ Weds-Sun 12 til 10. €100 hour, €60 half. No private numbers please!", "nothing"),
        ("NL", "joyce dordrecht 27jr, blond. dagelijks 12-22 tot zo", "!!JOYCE!! Dordrecht 27 jr blond, dagelijks 12-22... tot zo xx", "nothing"),
        ("NL", "Luna Zwolle. open maandag, dicht zondag", "Luna Zwolle. open zondag, dicht maandag", "availability"),
        # The same amount for another length.
        ("GB", "Trish Leicester. 70 for 30mins, 120 hr. cash only", "Trish Leicester. 70 for 20mins, 120 hr. cash only", "price"),
        ("BR", "Marcela, Florianópolis. Uma hora por 250 reais.", "Marcela, Florianópolis. Uma hora e meia por 250 reais.", "price"),
        ("BG", "Любомира, Кърджали. Масаж 80 лева. Делник от 12 до 18 часа.", "Любомира, Кърджали. Масаж 80 лева. Делник от 12 до 21 часа.", "availability"),
        ("DE", "Ute, Wuppertal. Eine Stunde 120 Euro.", "Ute, Wuppertal. Für 120 Euro eine Stunde.", "nothing"),
        # Another breed.
        ("NL", "Nienke in Hilversum. Mijn labrador gaat graag mee.", "Nienke in Hilversum. Mijn teckel gaat graag mee.", "pet"),
        ("NL", "Nienke in Hilversum. Mijn hond gaat graag mee.", "Nienke in Hilversum. Mijn hondje gaat graag mee.", "nothing"),
        # Photos that are to come are none yet.
        ("DE", "Tanja, Osnabrück. Bilder sind echt, im Bad gemacht. 120/h.", "Tanja, Osnabrück. Bilder kommen noch. 120/h.", "photo_mention"),
    ],
)  # fmt: skip
def test_what_one_place_means(region: str, old: str, new: str, what: str) -> None:
    assert told(old, new, region) == {what}


def test_it_is_told_which_way_round_two_names_changed_places() -> None:
    [moved] = compare(
        "Luna. vorige maand nog in Zwolle nu in Apeldoorn!",
        "Luna. vorige maand nog in Apeldoorn nu in Zwolle!",
        region="NL",
    )
    assert (moved.before, moved.after) == ("Apeldoorn", "Zwolle")
    [renamed] = compare(
        "Its Kelly, Hull. dont ask for Jade she left.", "Its Jade, Hull. dont ask for Kelly she left.", region="GB"
    )
    assert (renamed.before, renamed.after) == ("Kelly", "Jade")


def test_what_a_translation_leaves_out_is_gone() -> None:
    old = "Daria, Tychy. Długie blond włosy. Zdjęcia moje. Mieszkam z kotem."
    assert told(old, "Daria in Tychy. Long blond hair. I live with my cat.", "PL") == {"language", "photo_mention"}


@pytest.mark.parametrize(
    ("language", "text", "none"),
    [
        ("en", "Photos are not edited", False),
        ("en", "My photos are real, no photoshop", False),
        ("nl", "geen oude foto's, alles van deze week", False),
        ("de", "Fotos nicht bearbeitet", False),
        ("pl", "zdjęcia nie przerobione", False),
        ("ro", "poze nu modificate", False),
        ("pl", "zdjęć nie wysyłam", True),
        ("de", "Bilder stelle ich nicht ein", True),
        ("en", "No photos here, old ones are on my site", True),
    ],
)
def test_no_filter_is_not_no_photos(language: str, text: str, none: bool) -> None:
    assert photos.read(found_in(split(text), language)).none is none


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("mon num: zéro six quarante6 quatre-vingt 5 soixante15 vingt8", "FR", "+33646857528"),
        ("bel 06 12 67 33 een 8, een uur 100", "NL", "+31612673318"),
        ("bel naomi nulzes twaalf 67 driemaal de 3 en dan nog een 8", "NL", "+31612673338"),
    ],
)
def test_numbers_half_in_words_half_in_figures(text: str, region: str, number: str) -> None:
    assert [point.value for point in read_ad(text, region=region).points] == [number]
