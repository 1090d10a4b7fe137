"""The shipped message library, read as somebody reads it who did not ask for a message."""

import re
from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from assistant import lexicon
from assistant.rules import hooks, segments, wording
from assistant.rules.lint import Code, lint
from assistant.rules.template_files import TemplateFile, TemplateKind, parse, write

LIBRARY = Path(__file__).parents[2] / "message_templates"
FIRST, RECONTACT, ANSWER = TemplateKind.FIRST, TemplateKind.RECONTACT, TemplateKind.ANSWER

# What a language ships at least. The ten that a Dutch, Belgian or German team meets most are complete.
COMPLETE = ("nl", "en", "es", "pt-BR", "ro", "bg", "hu", "pl", "de", "fr")
STARTED = ("ru", "uk", "tr", "ar", "th", "zh")
AT_LEAST = {FIRST: 8, RECONTACT: 6, ANSWER: 12}
AT_LEAST_STARTED = {FIRST: 8, RECONTACT: 7, ANSWER: 14}
OCCASIONS = {"silence", "conversation", "months", "holiday", "offer", "moved"}
MAIN_QUESTIONS = {"how_number", "who_are_you", "what_can_you_do", "thanks", "confirm_stop"}

# Two text messages where the alphabet allows; a language that one letter forces into UCS-2 gets four short ones.
PLAIN_ALPHABET = {"nl", "en", "de", "es", "fr"}
# The other form of address: too stiff, or (Russian, Ukrainian) too familiar from a stranger. The hooks keep to the same.
WRONG_ADDRESS = {
    "nl": r"\b(u|uw)\b",
    "de": r"\b(Sie|Ihnen|Ihre?[nrms]?)\b",
    "fr": r"\b(vous|votre|vos)\b",
    "es": r"\b(usted(es)?|vosotr[oa]s|os)\b",
    "pt": r"\b(senhora?|tu|teu|tua)\b",
    "ro": r"\b(dumneavoastră|dvs|dumneata)\b",
    "bg": r"\b(Вие|вие|Ви|Вас|Вашия?)\b",
    "hu": r"\b(ön|Ön|önt|önnek|maga)\b",
    "pl": r"\b(pana?|pani|panią|państwo)\b",
    "ru": r"\b(ты|тебя|тебе|твой|твоя|твои)\b",
    "uk": r"\b(ти|тебе|тобі|твій|твоя|твої)\b",
    "tr": r"\b(siz|size|sizi|sizin|sizde)\b|(iniz|ınız|unuz|ünüz)\b",
}
# A past tense or an adjective that would have to know whether she, he or they are reading (or writing).
GENDERED = {
    "es": r"\b(bienvenid[oa]|interesad[oa]|tranquil[oa]s? de|list[oa]|segur[oa] de|sol[oa]s?,)\b",
    "pt": r"\b(obrigad[oa]|bem-vind[oa]|sozinh[oa]|interessad[oa])\b",
    "fr": r"\b(intéressée?|seule?|prête?|contente?|bienvenue chez|désolée?)\b",
    "ro": r"\b(interesată?|singură?|mulțumită?|bucuroasă|bucuros)\b",
    "bg": r"\b(сама?|готова?|доволна?|казала?|писала?|видяла?)\b",
    "pl": r"\b(?!zespołem)\w+(łem|łam|łeś|łaś)\b|\b(sama?|gotow[ya]|zadowolon[ya])\b",
    "ru": r"\b(рада?|один|одна|сама?|готова?|написала?|писала?|думала?|хотела?|вспомнила?|работала?)\b",
    "uk": r"\b(радий|рада|один|одна|сама?|готов[аий]+|написа(в|ла)|дума(в|ла)|хоті(в|ла)|згада(в|ла)|працюва(в|ла))\b",
    "th": r"(ครับ|ค่ะ|คะ|ผม|ดิฉัน)",
}


@cache
def library() -> dict[str, dict[str, TemplateFile]]:
    """language → key → template."""
    found: dict[str, dict[str, TemplateFile]] = defaultdict(dict)
    for file in sorted(LIBRARY.iterdir()):
        template = parse(file.read_text(encoding="utf-8"), name=file.name)
        found[template.language][template.key] = template
    return found


def every() -> list[TemplateFile]:
    return [template for templates in library().values() for template in templates.values()]


@cache
def every_hook(language: str) -> tuple[str, ...]:
    """Each sentence that the program may offer to open a message with, in this language."""
    offered = {hook for variants in hooks.sentences(language).values() for hook in variants}
    return tuple(sorted(hook.format(town="Leeuwarden", pet="Bella") for hook in offered))


def how_to_stop(language: str) -> str:
    sentence = lexicon.words(lexicon.base_language(language) or "", "stop_lines")["how_to_stop"]
    assert isinstance(sentence, str)
    return sentence


def values(template: TemplateFile, **given: str) -> dict[str, str]:
    known = {"sender": "Anna", "team": "De Brug", "how_to_stop": how_to_stop(template.language)}
    return known | {name: value for name, value in given.items() if value}


def readings(template: TemplateFile, *, hooked: int | None = 1) -> list[tuple[dict[str, str], str]]:
    """The text with and without each thing that may be unknown: (what was known, the message); `hooked`: with how many hooks."""
    # Only what the text asks for may differ; trying the rest would read the same message again.
    asked = set(wording.check(template.text).blanks)
    known_or_not = {"alias": ("", "Valentina"), "town": ("", "Leeuwarden"), "phone_team": ("", "06 12345678")}
    tried = {name: seen for name, seen in known_or_not.items() if name in asked}
    tried |= {"hook": ("", *every_hook(template.language)[:hooked])} if "hook" in asked else {}
    found = []
    for combination in product(*tried.values()):
        known = values(template, **dict(zip(tried, combination, strict=True)))
        filled = wording.fill(template.text, known)
        assert filled.missing == (), f"{template.name}: {filled.missing} is not inside an if"
        found.append((known, filled.text))
    return found


each_template = pytest.mark.parametrize("template", every(), ids=lambda template: template.name)


@pytest.mark.parametrize("language", COMPLETE)
def test_the_main_languages_are_complete(language: str) -> None:
    templates = library()[language].values()
    assert {template.key for template in templates} == set(library()["nl"])
    for kind, least in AT_LEAST.items():
        assert sum(template.kind is kind for template in templates) >= least
    assert {template.when for template in templates if template.kind is RECONTACT} == OCCASIONS


@pytest.mark.parametrize("language", STARTED)
def test_the_other_languages_can_start_a_conversation_and_hold_it(language: str) -> None:
    templates = library()[language].values()
    for kind, least in AT_LEAST_STARTED.items():
        assert sum(template.kind is kind for template in templates) >= least
    assert {"silence", "conversation", "months"} <= {template.when for template in templates}
    assert {template.when for template in templates} >= MAIN_QUESTIONS


def test_no_other_language_is_shipped_by_accident() -> None:
    assert set(library()) == {*COMPLETE, *STARTED}


@each_template
def test_a_file_is_written_as_the_program_would_write_it(template: TemplateFile) -> None:
    assert (LIBRARY / template.name).read_text(encoding="utf-8") == write(template)
    assert wording.check(template.text).canonical_source == template.text


@each_template
def test_a_translation_says_what_it_is(template: TemplateFile) -> None:
    source = library()[template.source_language][template.key]
    assert source.is_source
    assert (template.kind, template.when, template.channels) == (source.kind, source.when, source.channels)
    assert template.key.startswith(f"{template.kind}-")
    assert template.title == source.title or template.language == "en"
    # Nobody but a supervisor's native reader may say so; the shipped files never do.
    assert not template.checked


@each_template
def test_the_message_reads_well_whatever_is_known(template: TemplateFile) -> None:
    for known, text in readings(template):
        assert text == text.strip()
        assert not re.search(r"  |\s[,.;)]|\(\s*\)|,\s*[.,!?]|\.\.|[?!]\.", text), (known, text)
        assert text[0].isupper() or not text[0].islower(), text
        assert re.search(r"[.?)。？؟]$|, Anna$|，Anna$|Anna$", text) or template.language == "th", text


@each_template
def test_the_message_fits_two_texts_or_four_short_ones(template: TemplateFile) -> None:
    plain = lexicon.base_language(template.language) in PLAIN_ALPHABET
    for known, text in readings(template, hooked=None):
        counted = segments.count(text)
        # Our own words keep to the plain alphabet where the language allows; a hook with an accent is one's own choice.
        if plain and segments.count(known.get("hook", "")).encoding is not segments.Encoding.UCS_2:
            assert counted.encoding is segments.Encoding.GSM_7, (counted.forcing, text)
        most = {segments.Encoding.GSM_7: 2, segments.Encoding.UCS_2: 4}[counted.encoding]
        assert counted.segments <= most, (counted, text)


@each_template
def test_the_lock_screen_shows_a_greeting_a_name_and_a_sender(template: TemplateFile) -> None:
    if template.kind is ANSWER:
        return
    assert {"sender", "team"} <= set(wording.check(template.text).blanks)
    shown = wording.fill(template.text, values(template, alias="Luna")).text[:40]
    assert "Luna" in shown
    assert "Anna" in shown
    for _, text in readings(template):
        assert "De Brug" in text[:60]


@each_template
def test_nothing_shouts_links_or_speaks_in_the_wrong_form(template: TemplateFile) -> None:
    language = lexicon.base_language(template.language) or ""
    for known, text in readings(template):
        if "hook" in known:  # the program's own sentences, tried where they are made
            continue
        assert not re.search(r"[!！]|https?:|www\.|\.(com|nl|org|be|de)\b|[A-Z]{4,}", text)
        for unwanted in (WRONG_ADDRESS, GENDERED):
            found = re.search(unwanted.get(language, r"(?!)"), text)
            assert not found, (found, text)


# The languages that the library was read in against our word lists, as far as their lists are here.
READ_AGAINST_LINT = COMPLETE
LINTED = [one for one in READ_AGAINST_LINT if lexicon.words(lexicon.base_language(one) or "", "lint")]


@pytest.mark.parametrize("template", [one for one in every() if one.language in LINTED], ids=lambda one: one.name)
def test_our_own_lint_finds_nothing(template: TemplateFile) -> None:
    # An answer stands in a conversation: who writes is known, and what was asked may be named.
    allowed = {Code.NO_SENDER} if template.kind is ANSWER else set()
    allowed |= {Code.PRICE} if template.when == "is_it_free" else set()
    for known, channel in product(values_with_and_without(template), template.channels):
        text = wording.fill(template.text, known).text
        report = lint(
            text,
            language=template.language,
            channel=channel,
            kind=template.kind,
            sender=known["sender"],
            organisation=known["team"],
        )
        assert [one for one in report.problems if one.code not in allowed] == [], text


def values_with_and_without(template: TemplateFile) -> tuple[dict[str, str], ...]:
    return values(template), values(template, alias="Luna", town="Leeuwarden", phone_team="06 12345678")


def test_the_lint_has_words_for_what_it_is_asked() -> None:
    assert {"nl", "en", "es", "pt-BR"} <= set(LINTED)


@pytest.mark.parametrize("language", [*COMPLETE, *STARTED])
def test_a_language_varies(language: str) -> None:
    texts = [template.text for template in library()[language].values()]
    assert len(set(texts)) == len(texts)
    firsts = [template.text for template in library()[language].values() if template.kind is FIRST]
    if language in COMPLETE:
        assert any("{% if town %}" in text for text in firsts)
        assert sum("{{ how_to_stop }}" in text for text in firsts) < len(firsts)
    assert any("{% if hook %}" in text for text in firsts)
