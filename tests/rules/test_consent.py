"""A stop is a stop in any language and spelling; a cry for help never is one; between the two a human decides."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules.consent import Stop, read_consent
from assistant.rules.phrases import PhraseError, compile_phrases
from assistant.rules.reply_book import phrase_book
from assistant.rules.reply_text import MAX_READ

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def share(part: list[bool]) -> float:
    return sum(part) / len(part)


@pytest.mark.parametrize(
    "text",
    [
        "Wie bent u, laat me met rust",
        "no me escribas más",
        "🛑",
        "verkeerd nummer, stop met appen",
        "fuck off",
        "rot op",
        "vete a la mierda",
        "dispari",
        "I'll call the police if you write again",
        "delete my number",
        "how did you get my number? don't contact me",
        "unsubscribe",
        "STOP",
        "sotp",
        "s t o p",
        "s.t.o.p",
        "st0p",
        "stoooop",
        "not interested",
        "ne mi pi6i pove4e",
        "не ми пишете повече",
        "لا تكتب لي مرة أخرى",
        "Any further contact goes straight to my solicitor.",
        "писна ми от вашите смс-и, край",
        "ez mar nem Vivi szama, ne kuldjetek ide semmit",
    ],
)
def test_a_demand_is_a_stop(text: str) -> None:
    consent = read_consent(text)
    assert consent.stop is Stop.YES
    assert consent.because


@pytest.mark.parametrize(
    "text",
    [
        "I can't stop crying",
        "ik wil stoppen met dit werk",
        "he won't leave me alone",
        "stop by tomorrow?",
        "I don't want to do this anymore",
        "please don't stop writing",
        "no dejes de escribirme",
        "a cobrança nao me deixa em paz, ligam toda hora",
        "dont text before noon pls im asleep lol",
        "schreib lieber auf polnisch bitte",
        "geen idee",
    ],
)
def test_help_and_small_talk_are_no_stop(text: str) -> None:
    assert read_consent(text).stop is not Stop.YES


@pytest.mark.parametrize(
    "text",
    [
        "Her brother speaking, she wants no contact with you.",
        "Dit is een bloemenwinkel, u heeft de verkeerde. Graag uit uw bestand",
        "proszę mnie skreślić z listy, dziękuję",
        "sunt tatal ei, nu mai scrieti la numarul asta",
    ],
)
def test_a_stop_may_be_polite_or_somebody_elses(text: str) -> None:
    assert read_consent(text).stop is Stop.YES


@pytest.mark.parametrize("text", ["no me borres, me gusta leerte", "arrête pas de m'écrire, ça me plaît"])
def test_a_stop_that_is_taken_back_in_one_breath_asks_at_most(text: str) -> None:
    assert read_consent(text).stop is not Stop.YES


@pytest.mark.parametrize(
    "text",
    [
        "nie dzwoń tylko pisz",
        "my sister says i should stop answering but i won't",
        "he kept ringing all day but i blocked him",
    ],
)
def test_words_of_a_stop_in_another_sense_are_none(text: str) -> None:
    assert read_consent(text).stop is Stop.NO


@pytest.mark.parametrize(
    "text", ["no", "nee", "nu even niet", "not now", "busy", "who is this??", "??", "👎", "no gracias"]
)
def test_between_the_two_a_human_decides(text: str) -> None:
    assert read_consent(text).stop is Stop.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "wrong number",
        "verkeerd nummer",
        "Sie haben sich verwählt, hier ist ein Friseur",
        "vous vous trompez de numéro",
        "número equivocado",
        "numero errado",
        "ati gresit numarul",
        "грешен номер",
        "rossz szám",
        "zły numer",
        "вы ошиблись номером",
        "не той номер",
        "yanlış numara",
        "الرقم غلط",
    ],
)
def test_whoever_was_reached_by_mistake_is_not_written_to_again(text: str) -> None:
    assert read_consent(text).stop is Stop.YES


@pytest.mark.parametrize(
    "text", ["sorry, wrong number last time: this is mine, write here", "me equivoqué de número de piso, ya subo"]
)
def test_a_mistake_of_hers_is_no_stop(text: str) -> None:
    assert read_consent(text).stop is not Stop.YES


@pytest.mark.parametrize(
    ("name", "recall", "as_no", "false"),
    [("replies_tuned.jsonl", 0.95, 0.015, 0.01), ("replies_held_out.jsonl", 0.95, 0.015, 0.025)],
)
def test_the_sets_are_read_as_well_as_before(name: str, recall: float, as_no: float, false: float) -> None:
    read = [
        (row["stop"], read_consent(str(row["text"]), language=str(row["language"])).stop.value) for row in rows(name)
    ]
    stops = [found for wanted, found in read if wanted == "yes"]
    assert share([found == "yes" for found in stops]) >= recall
    assert share([found == "no" for found in stops]) <= as_no
    assert share([found == "yes" for wanted, found in read if wanted != "yes"]) <= false
    assert share([found == "unclear" for wanted, found in read if wanted == "unclear"]) >= 0.9


def test_the_expected_language_is_only_a_hint() -> None:
    assert read_consent("laat me met rust", language="pl").stop is Stop.YES
    assert read_consent("no me escribas más", language="xx-YY").stop is Stop.YES


def test_what_she_says_rests_on_her_words() -> None:
    assert "no me escribas más" in " ".join(read_consent("Hola, no me escribas más por favor").because)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    consent = read_consent(text)
    assert consent == read_consent(text)
    assert consent.stop in Stop


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\u202estop",
        "\ud800",
        "a " * 500_000,
        "stop" * 250_000,
        "no " * 300_000,
        "." * 1_000_000,
        "s " * 500_000,
    ],
)
def test_hostile_texts_are_read(text: str) -> None:
    assert read_consent(text).stop in Stop


def test_only_the_beginning_is_read() -> None:
    assert read_consent("hello " * MAX_READ + "stop writing me").stop is not Stop.YES


def test_every_lexicon_follows_the_grammar() -> None:
    spoken = {phrase.language for phrase in phrase_book().phrases}
    assert spoken >= {"nl", "en", "es", "pt", "ro", "bg", "hu", "pl", "de", "fr", "ru", "uk", "tr", "ar"}
    assert spoken <= set(lexicon.languages())


@pytest.mark.parametrize("line", ["..", "a? b?", "a ^ b", "@unknown x", ".. a", "$ a"])
def test_a_line_outside_the_grammar_is_refused(line: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrases(line, "stop", "en", {})
