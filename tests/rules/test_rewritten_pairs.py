"""Pairs of ads of which the new one is written anew: what is said is compared, not the words around it."""

import json
from pathlib import Path

import pytest

from assistant.rules.change import What
from assistant.rules.changes import compare
from assistant.rules.hooks import HookKind, of_traits
from assistant.rules.noticing import read
from tests.rules.test_changes import TODAY, whats

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("half", "least"), [("a", 0.97), ("b", 0.93), ("c", 0.95), ("d", 0.95), ("e", 0.95)])
def test_pairs_written_anew_in_eleven_languages(half: str, least: float) -> None:
    """Half b was held out: its failures were never looked at. At first sight c, d and e were .86, .73 and .83 right; looked at since."""
    lines = (DATA / f"fresh_pairs_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    right = sum(whats(row["old"], row["new"], region=row["region"]) == set(row["changes"]) for row in rows)
    assert right >= least * len(rows), right / len(rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Half uur 80, uur 140", "80 for half an hour, 140 for a whole one"),
        ("Uur 130 euro", "honderddertig per uur"),
        ("Een uur 1.000", "voor 1000 een uur"),
        ("Dinsdag tot zaterdag 10-18 uur, uur 100", "Di-za, tussen 10 en 18 uur; uur 100"),
        ("Ma-vr 10 tot 16 uur", "werkdagen 10.00-16.00 uur"),
        ("Dinsdag en donderdag 10-18 uur", "do en di, 10-18 uur"),
        ("Ik ben 38. Uur 120", "Uur 120, ik ben 39 jaar, 168 cm, op 15 minuten lopen, nummer 80"),
    ],
)
def test_other_words_for_the_same(old: str, new: str) -> None:
    assert not whats(f"Ik ben Luna.\n{old}", f"Ik ben Luna.\n{new}") & {"price", "availability"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Uur 120", "Voor honderddertig een uur", {"price"}),
        ("Ma-vr 10-18 uur", "Ma-vr 10-22 uur", {"availability"}),
        ("Elke dag 10-18 uur", "Elke dag behalve zondag 10-18 uur", {"availability"}),
        ("Alleen 's avonds, 19-23 uur", "Alleen 's ochtends, 8-12 uur", {"availability"}),
    ],
)
def test_other_facts(old: str, new: str, expected: set[str]) -> None:
    assert whats(f"Ik ben Luna.\n{old}", f"Ik ben Luna.\n{new}") == expected


@pytest.mark.parametrize("spelled", ["910-000-408", "910.000.408", "910/000/408", "(910) 000 408", "910000408"])
def test_one_number_in_two_spellings_is_no_change(spelled: str) -> None:
    assert whats("Odete, Guarda. 35 euros. 910 000 408", f"odete, guarda\n35 euros\n{spelled}", region="PT") == {
        "nothing"
    }


def test_another_number_is_one_in_any_spelling() -> None:
    assert whats("Odete, Guarda. 910 000 408", "Odete, Guarda. 910-000-418", region="PT") == {"phone"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mijn kat heet Minoes.", "Minoes is helaas overleden."),
        ("Ik heb een hond.", "Mijn hond is overleden."),
        ("Ik heb twee katten, Pim en Saar.", "Saar is er niet meer, alleen Pim ligt nog in de mand."),
    ],
)
def test_a_pet_that_is_gone_is_a_change_and_no_hook(old: str, new: str) -> None:
    changes = compare(f"Ik ben Luna. {old}", f"Ik ben Luna. {new}", region="NL")
    assert [(change.what, change.is_loss) for change in changes] == [(What.PET, True)]
    before, after = (read(f"Ik ben Luna. {text}", language="nl") for text in (old, new))
    assert HookKind.PET not in {hook.kind for hook in of_traits(after, today=TODAY, before=before)}


@pytest.mark.parametrize(
    "said",
    [
        "De hond van de buren blaft.",
        "Geen honden meenemen.",
        "Mijn buurman heeft een papegaai.",
        "Ik woon boven een dierenwinkel.",
        "Vlak bij de dierenarts.",
        "Honden blijven buiten.",
    ],
)
def test_another_ones_animal_is_no_pet(said: str) -> None:
    assert whats("Ik ben Luna. Uur 100.", f"Ik ben Luna. Uur 100. {said}") == {"text_only"}


def test_a_hairdresser_as_an_address_is_no_haircut() -> None:
    assert whats("Ik ben Luna. Uur 100.", "Ik ben Luna. Uur 100. Ik woon boven de kapper.") == {"text_only"}
    assert whats("Ik ben Luna. Uur 100.", "Ik ben Luna. Uur 100. Ik ben naar de kapper geweest.") == {"hair"}
