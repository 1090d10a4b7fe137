"""Who may be the same person, by name, town and wording: asked about when it is worth asking, in every language of the ads.

The pairs are made here: one ad told again (another number, some words changed) against another ad of the same language. The held-out
languages were not looked at while the weights were chosen. Measured: .953 asked and .018 bothered, held out .955 and .018.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.likeness import LONGEST, Shown, Sign, likeness, wording

SENTENCES = {
    "nl": "ik woon rustig bij het water|bij mij is er thee en muziek|ik neem graag de tijd voor een gesprek|bel gerust in de middag|"
    "ik ben net terug van vakantie|mijn huis is warm en schoon|ik lees graag en houd van wandelen|parkeren kan gratis in de straat",
    "en": "i live quietly near the river|there is tea and music at my place|i like to take time for a talk|call me in the afternoon|"
    "i am just back from holiday|my house is warm and clean|i love books and long walks|parking is free in the street",
    "es": "vivo tranquila cerca del puerto|en mi casa hay té y música|me gusta charlar sin prisa|llámame por la tarde|"
    "acabo de volver de vacaciones|mi piso es cálido y limpio|me encantan los libros y pasear|se aparca gratis en la calle",
    "ro": "locuiesc liniștit lângă râu|la mine este ceai și muzică|îmi place să stau de vorbă|sună după-amiaza|"
    "tocmai m-am întors din vacanță|casa mea este caldă și curată|iubesc cărțile și plimbările|parcarea este gratuită pe stradă",
    "bg": "живея спокойно край реката|при мен има чай и музика|обичам да разговарям без бързане|звънете следобед|"
    "току що се върнах от почивка|домът ми е топъл и чист|обичам книги и дълги разходки|паркирането на улицата е безплатно",
    "pl": "mieszkam spokojnie nad rzeką|u mnie jest herbata i muzyka|lubię spokojne rozmowy|dzwoń po południu|"
    "właśnie wróciłam z urlopu|moje mieszkanie jest ciepłe i czyste|kocham książki i długie spacery|parking na ulicy jest darmowy",
    "hu": "csendesen lakom a folyó mellett|nálam van tea és zene|szeretek nyugodtan beszélgetni|délután hívj bátran|"
    "most jöttem vissza a nyaralásból|a lakásom meleg és tiszta|imádom a könyveket és a sétákat|az utcában ingyen lehet parkolni",
    "pt": "moro sossegada perto do rio|em minha casa há chá e música|gosto de conversar sem pressa|liga de tarde|"
    "acabei de voltar de férias|o meu apartamento é quente e limpo|adoro livros e longos passeios|estacionar na rua é grátis",
}  # fmt: skip
TUNED, HELD = ("nl", "en", "es", "ro"), ("bg", "pl", "hu", "pt")
NAMES = (("Luna", "Luna"), ("Jessica", "Yesica"), ("Maya", "Maja"), ("Valentina", "Valentyna"), ("Nicole", "Nikol"))
OTHERS = ("Bella", "Sophie", "Tara", "Amber", "Katja", "Daria")
TOWNS = ("Assen", "Gent", "Porto", "Cluj", "Pécs", "Варна")


def told_again(language: str, rng: random.Random) -> tuple[Shown, Shown, Shown]:
    """(an ad, the same person's later ad, somebody else's ad of the same kind)."""
    sentences = SENTENCES[language].split("|")
    name, again = rng.choice(NAMES)
    town = rng.choice(TOWNS)
    mine = rng.sample(sentences, 5)
    later = [*mine[:4], rng.choice(sentences)] if rng.random() < 0.7 else rng.sample(sentences, 5)
    theirs = rng.sample(sentences, 3)
    number = f"06 {rng.randrange(10**8):08d}"
    one = Shown(name, (town,), f"{name} in {town}. {'. '.join(mine)}. {number}")
    same = Shown(again, (town,), f"{again} hier. {'. '.join(later)}. {number[::-1]}")
    other = Shown(rng.choice(OTHERS), (rng.choice(TOWNS),), ". ".join(theirs))
    return one, same, other


@pytest.mark.parametrize("languages", [TUNED, HELD], ids=["tuned", "held out"])
def test_the_same_person_is_asked_about_and_somebody_else_is_not(languages: tuple[str, ...]) -> None:
    rng, asked, bothered, rounds = random.Random(7), 0, 0, 400
    for turn in range(rounds):
        one, same, other = told_again(languages[turn % len(languages)], rng)
        asked += likeness(one, same) is not None
        bothered += likeness(one, other) is not None
    assert asked / rounds >= 0.95
    assert bothered / rounds <= 0.05


def test_a_name_or_a_town_alone_is_not_enough() -> None:
    assert likeness(Shown("Luna", ("Assen",)), Shown("Luna", ("Gent",))) is None
    assert likeness(Shown("Luna", ("Assen",)), Shown("Bella", ("Assen",))) is None
    found = likeness(Shown("Luna", ("Assen",)), Shown("Lúna", ("assen",)))
    assert found is not None
    assert found.signs == (Sign.SAME_NAME, Sign.TOWN)


shown = st.builds(
    Shown, st.none() | st.text(max_size=20), st.lists(st.text(max_size=10), max_size=2).map(tuple), st.text()
)


@given(shown, shown)
def test_it_is_the_same_from_both_sides(one: Shown, other: Shown) -> None:
    assert likeness(one, other) == likeness(other, one)


def test_of_a_megabyte_only_the_beginning_is_compared() -> None:
    assert len(wording(Shown(text="xy " * 350_000))) == LONGEST
