"""Hook sentences: the shipped ones are light and fine in every language; a compliment about a body or a price is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import hooks
from assistant.rules.hook_lint import Fault, lines_of, lint_hook
from assistant.rules.hooks import HookKind
from assistant.rules.lint import lint

SHIPPED = ("nl", "en", "es", "pt", "ro", "bg", "hu", "pl", "de", "fr", "ru", "uk", "tr", "ar", "th", "zh")
REFUSED = {
    "nl": ["Wat een mooie ogen!", "Prachtig figuur heb je!", "Is dat de prijs?"],
    "en": ["Great legs!", "What a lovely smile!", "Is that the price?"],
    "es": ["¡Qué piernas!", "¡Bonitos ojos!", "¿Cuánto dinero es?"],
    "pt": ["Que corpo lindo!", "Que sorriso!", "Qual é o preço?"],
    "ro": ["Ce ochi frumoși!", "Ce picioare!", "Care e prețul?"],
    "bg": ["Какви красиви очи!", "Каква усмивка!", "Каква е цената?"],
    "hu": ["De szép szemed van!", "Micsoda alak!", "Mennyi az ára euróban?"],
    "pl": ["Piękne oczy!", "Co za nogi!", "Jaka cena?"],
    "de": ["Tolle Beine!", "Schönes Lächeln!", "Ist das der Preis?"],
    "fr": ["Quel beau sourire !", "Quelles jambes !", "C'est le prix ?"],
    "ru": ["Какие красивые глаза!", "Какая улыбка!", "Какая цена?"],
    "uk": ["Які гарні очі!", "Яка усмішка!", "Яка ціна?"],
    "tr": ["Gözlerin çok güzel!", "Bacaklar harika!", "Fiyat nedir?"],
    "ar": ["عيونك جميلة", "ابتسامتك جميلة", "كم السعر؟"],
    "th": ["หุ่นดีจัง", "รอยยิ้มสวย", "ราคาเท่าไหร่"],
    "zh": ["身材真好", "笑容真美", "多少钱"],
}


@pytest.mark.parametrize("language", SHIPPED)
def test_every_kind_of_hook_can_be_said_in_at_least_two_ways_and_passes(language: str) -> None:
    said = hooks.sentences(language)
    assert {key.partition(".")[0] for key in said} == {kind.value for kind in HookKind}
    for key, lines in said.items():
        assert len(set(lines)) >= 2, key
        assert lint_hook(lines, key=key, language=language) == (), key


@pytest.mark.parametrize("language", SHIPPED)
def test_the_filled_sentences_pass_the_lint_of_messages(language: str) -> None:
    for key, lines in hooks.sentences(language).items():
        for line in lines:
            filled = line.replace("{town}", "Den Haag").replace("{pet}", "Minoes")
            report = lint(
                filled, language=language, channel="sms", kind="answer", sender="Anna", organisation="De Brug"
            )
            assert not report.problems, (key, line, report.problems)


@pytest.mark.parametrize("language", SHIPPED)
def test_body_and_price_are_refused_in_every_language(language: str) -> None:
    for line in REFUSED[language]:
        assert any(problem.blocking for problem in lint_hook([line], key="hair.any", language=language)), line


@pytest.mark.parametrize(
    ("key", "line", "fault"),
    [
        ("hair.any", "Leuk haar, {town}!", Fault.BLANK),
        ("town.any", "Hoe is het in {stad}?", Fault.BLANK),
        ("town.any", "Hoe is het in {town?", Fault.BLANK),
        ("town.any", "Hoe is het daar?", Fault.BLANK_MISSING),
        ("pet.cat", "Dag {pet}!", Fault.BLANK),
        ("pet.named", "Wat een leuk dier!", Fault.BLANK_MISSING),
        ("hair.any", "Leuk " * 30, Fault.LONG),
        ("hair.any", "Voor 80?", Fault.PRICE),
        ("hair.any", "€€€", Fault.PRICE),
    ],
)
def test_what_else_is_wrong(key: str, line: str, fault: Fault) -> None:
    assert fault in {problem.code for problem in lint_hook([line], key=key, language="nl")}


def test_lines_are_cleaned() -> None:
    assert lines_of(" a \r\n\r\n b\0\n a\ud83d\n") == ["a", "b"]


@given(st.text(max_size=400), st.sampled_from(SHIPPED), st.sampled_from(["town.any", "pet.named", "hair.any"]))
def test_any_text_is_answered(text: str, language: str, key: str) -> None:
    for problem in lint_hook(lines_of(text), key=key, language=language):
        assert problem.line >= 1


def test_a_megabyte_on_one_line_is_answered_at_once() -> None:
    assert Fault.LONG in {problem.code for problem in lint_hook(["{" * 1_000_000], key="town.any", language="nl")}
