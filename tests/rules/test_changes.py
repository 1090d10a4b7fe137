"""What changed between two versions of an ad."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli.compare_ads import command
from assistant.errors import TextTooLong
from assistant.rules.ad_memory import Remembered, remember
from assistant.rules.ads import MAX_TEXT, read_ad
from assistant.rules.change import HOOKABLE, Change, What
from assistant.rules.changes import compare, compare_noticed
from assistant.rules.hooks import HookKind, of_traits
from assistant.rules.noticing import Traits
from tests.rules.ad_edits import edited
from tests.rules.ad_pairs import HALVES, LANGUAGES, Pair, pairs, sentences

AD = "Hallo, ik ben Luna. Ik ontvang in Zwolle. Een uur 150 euro. Bel 06 12345678"
TODAY = date(2026, 11, 23)


def whats(old: str, new: str, *, region: str = "NL") -> set[str]:
    return {change.what.value for change in compare(old, new, region=region)}


@pytest.mark.parametrize("half", HALVES)
def test_at_least_nineteen_of_twenty_pairs_are_exactly_right(half: str) -> None:
    def right(pair: Pair) -> bool:
        return {change.what.value for change in compare(pair.old, pair.new, region=pair.region)} == pair.expected

    made = list(pairs(half))
    assert len(made) >= 250
    wrong = [pair for pair in made if not right(pair)]
    assert len(wrong) <= len(made) * 0.05, wrong[:5]


@pytest.mark.parametrize(("half", "least"), [("a", 0.98), ("b", 0.93)])
def test_edited_ads_in_fourteen_languages(half: str, least: float) -> None:
    made = list(edited(half))
    assert len(made) >= 250
    told = {what for pair in made for what in pair.expected}
    assert told == {what.value for what in What}
    right = sum(
        {change.what.value for change in compare(pair.old, pair.new, region=pair.region)} == pair.expected
        for pair in made
    )
    assert right >= least * len(made), right / len(made)


def test_whole_ads_with_one_change_or_more() -> None:
    """Read at first sight 29 of 34 right; looked at since, so no figure any more."""
    lines = (Path(__file__).parent / "data" / "fresh_pairs.jsonl").read_text(encoding="utf-8").splitlines()
    for pair in map(json.loads, lines):
        assert whats(pair["old"], pair["new"], region=pair["region"]) == set(pair["changes"]), pair


def test_the_parts_of_the_pairs_do_not_share_sentences() -> None:
    for language in LANGUAGES:
        told = [
            {json.dumps(sentence) for kind in half.values() for sentence in kind}
            for half in (sentences(language)[name] for name in HALVES)
        ]
        assert not any(one & other for one in told for other in told if one is not other)


@pytest.mark.parametrize(
    "new",
    [
        AD,
        AD.upper(),
        "💕 " + AD.replace(". ", " ✨ "),
        AD.replace("06 12345678", "06-12 34 56 78"),
        AD + "\nGeplaatst op 20 november 2026 om 14:30",
        AD + "\nLaatst bijgewerkt: 3 dagen geleden",
        "𝐇𝐚𝐥𝐥𝐨, 𝐢𝐤 𝐛𝐞𝐧 𝐋𝐮𝐧𝐚. " + AD.partition(". ")[2],
        f"<p>{AD}</p>",
    ],
)
def test_dress_is_no_change(new: str) -> None:
    assert whats(AD + "\nGeplaatst op 1 oktober 2026 om 9:05", new) == {"nothing"}


@pytest.mark.parametrize(
    ("add", "what"),
    [
        ("Nieuw kapsel!", "hair"),
        ("Mijn kat heet Minoes.", "pet"),
        ("Foto's net gemaakt op het strand.", "photo_mention"),
        ("Tot vrijdag op vakantie.", "availability"),
        ("Nu met 10% korting.", "price"),
        ("Bel anders 06 23456789", "phone"),
        ("Ik hou van lezen.", "text_only"),
    ],
)
def test_one_sentence_more_is_one_change(add: str, what: str) -> None:
    assert whats(AD, f"{AD}. {add}") == {what}


def test_hair_that_is_no_longer_said_is_nothing_to_write_about() -> None:
    assert whats(f"{AD}. Nieuw kapsel!", AD) == {"text_only"}


@pytest.mark.parametrize(
    ("gone", "what"), [("Mijn kat heet Minoes.", What.PET), ("Nieuwe foto's!", What.PHOTO_MENTION)]
)
def test_a_pet_or_photos_that_alone_were_taken_out_are_told_and_never_mentioned(gone: str, what: What) -> None:
    changes = compare(f"{AD}. {gone}", AD, region="NL")
    assert [(change.what, change.is_loss, change.hookable) for change in changes] == [(what, True, False)]
    anew = "Welkom bij Luna in Zwolle! Je betaalt 150 per uur. Bel gerust op 06 12345678, dan praten we wat."
    assert what not in {change.what for change in compare(f"{AD}. {gone}", anew, region="NL")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Deze week Zwolle, vanaf maandag Assen.", "Deze week Assen.", {"town"}),
        ("Ma-vr 10-22u", "van maandag tot en met vrijdag, van 10:00 tot 22:00 uur", {"text_only"}),
        ("Half uur 80, 1 uur 150", "1 uur 150 | half uur 80", {"nothing"}),
        ("Half 80 heel 150", "Half 150 heel 80", {"text_only"}),
        ("Half uur 80, 1 uur 150", "Half uur 80, 1 uur 160", {"price"}),
        ("Mijn poes Minoes is er ook", "Onze kat Minoes is er ook", {"text_only"}),
        ("Mijn poes Minoes is er ook", "Mijn poes Tijger is er ook", {"pet"}),
        ("Ik ben 25 jaar", "Ik ben 26 jaar", {"text_only"}),
        ("Rode jurk, blond haar", "Zwarte jurk, blond haar", {"text_only"}),
        ("Beleef een mooie avond", "Beleef een mooie tijd", {"text_only"}),
        ("Beschikbaar in de avond", "Beschikbaar in de ochtend", {"availability"}),
    ],
)
def test_wording_and_order_do_not_matter(old: str, new: str, expected: set[str]) -> None:
    assert whats(f"Hallo, ik ben Luna.\n{old}", f"Hallo, ik ben Luna.\n{new}") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Zondag gesloten, 10-18 uur", "Maandag tot zaterdag van 10 tot 18 uur", {"text_only"}),
        ("Fermé le dimanche, de 10h à 18h", "Tous les jours sauf dimanche, de 10h à 18h", {"text_only"}),
        ("Tussen dinsdag en vrijdag, 11-18 uur", "Dinsdag tot vrijdag van 11 tot 18 uur", {"text_only"}),
        ("Dinsdag en vrijdag, 11-18 uur", "Dinsdag tot vrijdag van 11 tot 18 uur", {"availability"}),
        ("Open op maandag, 10-18 uur", "Gesloten tot maandag, daarna 10-18 uur", {"availability"}),
    ],
)
def test_days_said_otherwise_are_the_same_days(old: str, new: str, expected: set[str]) -> None:
    language = "Mijn naam is Luna en ik ben er voor jou. " if "uur" in old else "Je suis Luna et je suis là pour vous. "
    assert {change.what.value for change in compare(language + old, language + new)} == expected


def test_hungarian_says_from_and_to_by_the_ends_of_its_words() -> None:
    old = "Szia, Anikó vagyok, kedvesen fogadlak. Hétfőtől csütörtökig tíztől ötig vagyok otthon."
    new = "Szia, Anikó vagyok, kedvesen fogadlak. Itthon vagyok hétfőtől csütörtökig, tíz és öt óra között."
    assert [change.what for change in compare(old, new)] == [What.TEXT_ONLY]
    later = new.replace("öt óra", "hat óra")
    assert [change.what for change in compare(old, later)] == [What.AVAILABILITY]


def test_a_town_is_the_same_in_another_language() -> None:
    old = "Bonsoir, Clémence vous accueille à Gand dans une maison de ville discrète. Je suis calme et propre."
    new = "Goedenavond, Clémence ontvangt u in Gent, in een discreet herenhuis. Ik ben rustig en proper."
    assert [change.what for change in compare(old, new, region="BE")] == [What.LANGUAGE]


def test_only_friendly_changes_are_hookable() -> None:
    assert {what.value for what in HOOKABLE} == {"town", "hair", "pet", "photo_mention"}
    for change in compare(AD, AD.replace("Zwolle", "Assen").replace("150", "170"), region="NL"):
        assert change.hookable == (change.what is What.TOWN)


def remembered(text: str) -> Remembered:
    made = remember(text, read_ad(text, region="NL"), mark=lambda letters: str(hash(letters)))
    kept = json.loads(json.dumps(made.to_record()))
    again = Remembered.from_record(kept, phones=made.phones)
    assert again == made
    return again


def test_a_changed_town_becomes_a_hook_with_an_end() -> None:
    new = AD.replace("Zwolle", "Assen") + " Nieuw kapsel! Mijn hond Bello"
    before, after = remembered(AD), remembered(new)
    found = of_traits(after.traits, today=TODAY, previous_town=before.town, town=after.town, before=before.traits)
    hooks = {hook.kind: hook for hook in found}
    assert hooks[HookKind.TOWN].detail == "Assen"
    assert hooks[HookKind.PET].more == "Bello"
    assert (hooks[HookKind.HAIR].until - TODAY).days == 21


def test_a_change_is_seen_when_the_text_is_gone() -> None:
    before = remembered(AD + " Nieuw kapsel!")
    after = remembered(AD.replace("Zwolle", "Assen").replace("12345678", "23456789") + " Nieuw kapsel! Mijn hond Bello")
    assert [change.what for change in compare_noticed(before, after)] == [What.TOWN, What.PET, What.PHONE]
    assert compare_noticed(before, before) == (Change(What.NOTHING),)
    assert [change.what for change in compare_noticed(remembered(AD), remembered(AD + " Tot snel"))] == [What.TEXT_ONLY]


@pytest.mark.parametrize("half", HALVES)
def test_what_was_remembered_tells_nearly_as_much_as_the_text(half: str) -> None:
    """Price and hours read as other words; every change that a message may mention gives a hook."""
    made = list(pairs(half))
    same = 0
    for pair in made:
        before, after = (remember(text, read_ad(text, region=pair.region), mark=str) for text in (pair.old, pair.new))
        changes = compare_noticed(before, after)
        unseen = {"price", "availability"}
        expected = pair.expected - unseen or {"text_only"}
        same += {change.what.value for change in changes} == expected
        found = of_traits(after.traits, today=TODAY, previous_town=before.town, town=after.town, before=before.traits)
        kinds = {hook.kind.value for hook in found}
        for change in changes:
            if change.hookable:
                assert change.what.value in kinds or (change.what is What.PHOTO_MENTION and "photo_setting" in kinds)
    assert same >= 0.9 * len(made), same / len(made)


@given(st.dictionaries(st.sampled_from(["alias", "town", "mark", "changes"]), st.text()))
def test_any_record_can_be_read_back(record: dict[str, str]) -> None:
    assert Remembered.from_record(record).traits == Traits()


TEXTS = st.one_of(st.text(max_size=200), st.sampled_from([pair.new for pair in pairs("tune")]))


@settings(deadline=None, max_examples=60)
@given(old=TEXTS, new=TEXTS)
def test_comparing_never_raises_and_always_says_something(old: str, new: str) -> None:
    changes = compare(old, new)
    told = [change.what for change in changes]
    assert told
    assert len(set(told)) == len(told)
    assert told == sorted(told, key=list(What).index)
    assert len(told) == 1 or not {What.NOTHING, What.TEXT_ONLY} & set(told)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text) == (Change(What.NOTHING),)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextTooLong):
        compare("a" * (MAX_TEXT + 1), AD)


@pytest.mark.parametrize(
    "piece", ["mijn kat ", "10-22 uur ", "1 uur 150 ", "haar kort ", "nieuwe foto's ", "ma ", "€1.000 ", "Aa "]
)
def test_a_long_hostile_text_is_read(piece: str) -> None:
    long = piece * (20_000 // len(piece))
    assert compare(long, long) == (Change(What.NOTHING),)
    assert What.NOTHING not in {change.what for change in compare(long, long + " lezen")}


def test_the_command_answers_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    lines = [
        json.dumps({"old": AD, "new": AD.replace("Zwolle", "Assen"), "region": "NL"}),
        "{",
        json.dumps({"old": AD}),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    outcome = CliRunner().invoke(command, ["--jsonl", str(file)])
    answers = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert answers[0] == {"changes": [{"what": "town", "hookable": True}]}
    assert "error" in answers[1]
    assert answers[2] == {"error": "missing field: new"}
