"""Pairs of ads by people who knew no list of ours, and the readings that came of them: hours, days, pets, hair and names said otherwise."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.rules.ad_memory import remember
from assistant.rules.ads import read_ad
from assistant.rules.change import What
from assistant.rules.changes import compare
from tests.rules.test_changes import whats

DATA = Path(__file__).parent / "data"
LINES = (DATA / "stranger_pairs.jsonl").read_text(encoding="utf-8").splitlines()
LATE = (DATA / "late_stranger_pairs.jsonl").read_text(encoding="utf-8").splitlines()
LAST = (DATA / "last_stranger_pairs.jsonl").read_text(encoding="utf-8").splitlines()
MORE = (DATA / "more_stranger_pairs.jsonl").read_text(encoding="utf-8").splitlines()


def told(old: str, new: str, region: str | None = None) -> set[str]:
    return {change.what.value for change in compare(old, new, region=region)}


def counted(lines: list[str]) -> tuple[Counter[str], Counter[str]]:
    """For each set, how many pairs are told rightly, and how many there are."""
    rows = [json.loads(line) for line in lines]
    right = (row["set"] for row in rows if told(row["old"], row["new"], row.get("region")) == set(row["changes"]))
    return Counter(right), Counter(row["set"] for row in rows)


def test_pairs_by_strangers_in_ten_languages() -> None:
    """Looked at since. Right at first sight, in the order in which they were read: c .71, a .82, b .67, d .89, f .90, h .82, g .79, j .95, i .79,
    n .90, k .88, m .88, q .97, r .93, p .89, u .90, t .88, v .89, x .96, w .89, y .87, z2 .91, z3 .87, z1 .83. Sets g, i, k, p, t, w
    and z1 are the chattiest.
    """
    right, sizes = counted(LINES)
    assert sum(sizes.values()) >= 1_000
    for name, size in sizes.items():
        assert right[name] >= 0.88 * size, (name, right[name], size)
    assert sum(right.values()) >= 0.96 * sum(sizes.values()), sum(right.values())


def test_more_pairs_by_strangers_in_ten_languages() -> None:
    """Written later, half of each set in other words, and looked at since. Right at first sight, in the order in which they were read: ae .79,
    aa .90, ac .84, ab .78, ad .93, af .81, ai .86, ak .94, ag .92, ah .87, aj .96, al .82, am .93, an .80, aq .92, ar .85, ao .92, ap .92,
    bc .95, bd .95, ba .98, bb .78. aa, ad, ag, aj, am, ap, ba and bd are as the tester of a product would write them, ac, af, ai, al, ao, ar
    and bc a third long and chatty, the others as outreach workers know ads. In `neutral` one
    ordinary sentence came in that changes nothing of hers: what goes on elsewhere, sayings, others' animals.
    """
    right, sizes = counted(MORE)
    assert sum(sizes.values()) >= 3_000
    for name, size in sizes.items():
        assert right[name] >= 0.78 * size, (name, right[name], size)
    assert sum(right.values()) >= 0.93 * sum(sizes.values()), sum(right.values())


def test_late_pairs_by_strangers_in_ten_languages() -> None:
    """Hardly looked at since. Right at first sight, in the order in which they were read: be .81, bf .93, bg .85, bh .90, bi .78, bj .89, and
    after those were mended bk .85, bl .89, bm .88, bn .94, bo .93, bp .84. bf, bj and bn are as the tester of a product would write them, bh, bl,
    bo and bp are mixtures, and the others are curt, local and sloppy, some made to fool.
    """
    right, sizes = counted(LATE)
    assert sum(sizes.values()) >= 1_400
    for name, size in sizes.items():
        assert right[name] >= 0.82 * size, (name, right[name], size)
    assert sum(right.values()) >= 0.9 * sum(sizes.values()), sum(right.values())


def test_last_pairs_by_strangers_in_ten_languages() -> None:
    """Looked at since. Right at first sight: 50 .98, 51 .94, 52 .78; after those were mended 60 .90, 61 .92, 62 .87; then 70 .97, 71 .95, 72 .92,
    80 .93, 81 .80. 50, 60, 70 and 80 are as the tester of a product would write them, 51, 61 and 71 short ads edited by their owners, and
    in 52, 62 and 81 most of the second ads are written anew.
    """
    right, sizes = counted(LAST)
    assert sum(sizes.values()) >= 1_300
    for name, size in sizes.items():
        assert right[name] >= 0.84 * size, (name, right[name], size)
    assert sum(right.values()) >= 0.93 * sum(sizes.values()), sum(right.values())


NL, DE, ES, FR = (
    "Ik ben Luna, lief en rustig. ",
    "Ich bin Lena, lieb und ruhig. ",
    "Soy Luna, cariñosa. ",
    "Je suis Lola, douce. ",
)
PL, HU, PT = "Jestem Ola, miła i spokojna. ", "Luna vagyok, kedves és nyugodt. ", "Sou a Luna, carinhosa. "


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{NL}Ma-vr 10-20 uur", f"{NL}Maandag tot vrijdag van tien uur 's ochtends tot acht uur 's avonds"),
        (f"{DE}Täglich 10-22 Uhr", f"{DE}Jeden Tag von zehn Uhr morgens bis zehn Uhr am Abend"),
        (f"{ES}De lunes a jueves de diez de la mañana a siete de la tarde", f"{ES}De L a J, 10:00-19:00"),
        (f"{PL}Codziennie od dziesiątej rano do ósmej wieczorem", f"{PL}Codziennie 10-20"),
        (f"{HU}Hétköznap délelőtt tíztől este nyolcig", f"{HU}Hétfőtől péntekig 10 és 20 óra között"),
        (f"{FR}Tous les jours sauf le vendredi et le week-end, 10h-16h", f"{FR}Du lundi au jeudi de 10h à 16h"),
        (f"{PT}Todos os dias úteis das 10h às 20h", f"{PT}Seg a sex, 10h-20h"),
        (f"{DE}Täglich außer mittwochs 9-17 Uhr", f"{DE}9 bis 17 Uhr jeden Tag, nur der Mittwoch gehört mir"),
        (f"{FR}Du mardi au samedi 10h-19h", f"{FR}Dimanche et lundi je me repose, le reste de la semaine 10h-19h"),
        (f"{NL}Elke dag behalve zondag, 9u-18u", f"{NL}Alle dagen 9u-18u, alleen zondag niet"),
        (f"{ES}Todos los días de 10 a 20 h", f"{ES}De 10 a 20 h"),
        (f"{NL}Beschikbaar vanaf half tien 's ochtends", f"{NL}Beschikbaar vanaf 9:30 uur"),
        (f"{NL}Ma-vr 10-18 uur. Nieuw hier.", f"{NL}Ma-vr 10-18 uur. Het oude nummer is weg."),
    ],
)
def test_times_said_otherwise_are_the_same_times(old: str, new: str) -> None:
    assert told(old, new) == {"text_only"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{NL}Ma-vr 10-20 uur", f"{NL}Ma-vr 10-20 uur, maar maandag heb ik vrij"),
        (f"{PL}Codziennie 9-19", f"{PL}Codziennie 9-19, ale w poniedziałki mam wolne"),
        (f"{FR}Lun-ven 9h-17h", f"{FR}Lun-jeu 9h-17h"),
        (
            f"{DE}Montag bis Mittwoch 15-22 Uhr",
            f"{DE}Mache bis Ende des Monats Pause, dann Montag bis Mittwoch 15-22 Uhr",
        ),
    ],
)
def test_other_times_are_seen(old: str, new: str) -> None:
    assert "availability" in told(old, new)


@pytest.mark.parametrize(
    "said",
    [
        "Foto's van afgelopen weekend, zonder filter!",
        "Mijn papegaai zingt de hele dag.",
        "Vaste gasten krijgen maandag tien euro korting!",
        "Ik neem geen verborgen nummers aan, ook niet midden in de nacht.",
    ],
)
def test_the_day_of_something_else_is_no_day_of_hers(said: str) -> None:
    assert "availability" not in told(f"{NL}Van 12 tot 20 uur.", f"{NL}{said} Van 12 tot 20 uur.")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Mijn teckel Bas blaft even.", "Niet schrikken van Bas, mijn teckel.", "text_only"),
        ("Mijn kat heet Minoes.", "Mijn kat ligt op de bank.", "text_only"),
        ("Ik hou van lezen.", "Mops Emil woont hier ook.", "pet"),
        ("Mijn kat heet Moor.", "Mijn hond heet Moor.", "pet"),
        ("Mijn hond Bodi is er ook.", "Bodi hebben we moeten laten gaan.", "pet"),
        ("Mijn kanarie Pietje zingt erdoorheen.", "Pietje is helaas van zijn stokje gevallen.", "pet"),
        ("Lang bruin haar.", "De schaar is erin geweest, ik heb nu een kort koppie.", "hair"),
        ("Mijn haar is bruin en gekruld.", "Bruine krullen en een grote lach.", "text_only"),
        ("Ik hou van lezen.", "Uit het asiel haalde ik een rooie kater.", "pet"),
        ("Ik hou van lezen.", "Een vriend maakte kiekjes in de tuin.", "photo_mention"),
    ],
)
def test_pets_hair_and_photos_said_otherwise(old: str, new: str, expected: str) -> None:
    assert told(f"{NL}{old} Een uur 150 euro.", f"{NL}{new} Een uur 150 euro.") == {expected}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Ik ben Bella, masseuse in Rotterdam.",
            "Sommigen kennen mij als Bella maar ik heet voortaan Noor. Masseuse in Rotterdam.",
        ),
        ("Jade here, Manchester, sweet and bubbly.", "Ruby here (used to be Jade), Manchester, sweet and bubbly."),
        ("Soy Daniela, colombiana en Murcia.", "Soy Marta (antes me anunciaba como Daniela), colombiana en Murcia."),
        ("Hej, jestem Kasia, 28 lat, Wrocław.", "Hej, jestem Oliwia (tak, ta dawna Kasia), 28 lat, Wrocław."),
        ("Valentina, 24, paisa en Pereira.", "Ya no soy Valentina, ahora díganme Samantha. 24, paisa en Pereira."),
    ],
)
def test_a_name_that_was_hers_may_still_be_said(old: str, new: str) -> None:
    assert told(old, new) == {"alias"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Media hora 50, una hora 90.", "Media hora 50, una hora 90, y la primera vez 20 % menos.", "price"),
        ("Media hora 50.", "Media hora 50, pero para ti en 40.", "price"),
        ("Una hora 90.", "Una hora 90. Cierro con llave para siempre.", "text_only"),
    ],
)
def test_what_less_is_asked(old: str, new: str, expected: str) -> None:
    assert told(ES + old, ES + new) == {expected}


@pytest.mark.parametrize("posted", ["Inserat vom 4.1. – ", "Anzeige vom 28.02.2026: ", "Aktualisiert am 3. März, "])
def test_a_stamp_before_her_words_is_not_hers(posted: str) -> None:
    said = "Sandra in Graz, 33 Jahre, mollig und lieb. Mo, Mi und Fr da."
    assert told(f"Inserat vom 30.12. – {said}", posted + said) == {"nothing"}


def test_the_label_of_a_number_belongs_to_it() -> None:
    assert whats("Ola z Torunia. 512 738 604", "Ola z Torunia.\ntel. 512-738-604", region="PL") == {"nothing"}


def test_two_alphabets_are_two_languages() -> None:
    old, new = "Рая, Видин. 50 лв на час. 088 718 2892", "Raya, Vidin. 50 lv an hour. +359 88 718 2892"
    assert What.LANGUAGE in {change.what for change in compare(old, new)}


@pytest.mark.parametrize(
    ("text", "pets"),
    [
        ("Ik ben Fleur, mijn hond en ik wachten op je", {("dog", "")}),
        ("Fleur, mijn kat en ik ontvangen je in Zwolle", {("cat", "")}),
        ("Hallo, ik ben Fleur. Bas, mijn teckel, blaft even.", {("dog", "Bas")}),
    ],
)
def test_her_own_name_is_no_pets(text: str, pets: set[tuple[str, str]]) -> None:
    assert remember(text, read_ad(text, region="NL"), mark=str).traits.pets == pets
