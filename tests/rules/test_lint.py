"""Respectful words: what must be found is found, what is kind is left alone."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules.lint import BLOCKING, Code, LintReport, lint
from assistant.rules.lint_patterns import expression, keys, lines
from assistant.rules.lint_words import lint_words
from assistant.rules.lock_screen import lock_screen
from tests.rules import score_judged

DATA = Path(__file__).parent / "data"
FULL = ("nl", "en", "es", "pt", "ro", "bg", "hu", "pl", "de", "fr")


def records(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def looked_at(text: str, language: str = "nl", channel: str = "whatsapp", kind: str = "recontact") -> LintReport:
    return lint(text, language=language, channel=channel, kind=kind, sender="Anna", organisation="Huis Oost")


def codes(text: str, language: str = "nl", channel: str = "whatsapp", kind: str = "recontact") -> set[str]:
    return {problem.code.value for problem in looked_at(text, language, channel, kind).problems}


def test_recall_of_each_code_on_the_whole_set() -> None:
    seen: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for record in records("lint_bad.jsonl"):
        seen[record["code"]] += 1
        found[record["code"]] += record["code"] in codes(record["text"], record["language"])
    shares = {code: found[code] / seen[code] for code in seen}
    assert min(shares.values()) >= 0.85, shares
    assert sum(shares.values()) / len(shares) >= 0.92, shares


def test_good_messages_are_left_alone() -> None:
    good = records("lint_good.jsonl")
    blamed = [record for record in good if codes(record["text"], record["language"], kind=record["kind"])]
    assert len(blamed) <= 0.03 * len(good), blamed


@pytest.mark.parametrize("half", ["a", "b"])
def test_everyday_offers_invitations_and_greetings_are_left_alone(half: str) -> None:
    rows = [json.loads(line) for line in (DATA / f"fresh_lint_{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    blamed, missed = [], []
    for row in rows:
        report = score_judged.looked_at(row)
        found = {problem.code.value for problem in report.problems}
        if not row["codes"] and found:
            blamed.append((row["text"], found))
        if not found.issuperset(row["codes"]):
            missed.append((row["text"], found))
    assert len(blamed) <= 0.03 * len(rows), blamed
    assert len(missed) <= 2, missed


@pytest.mark.parametrize("language", FULL)
def test_an_answer_that_nobody_has_to_give_is_a_way_out(language: str) -> None:
    way_out = {
        "nl": "Niks hoeft, ook geen antwoord.",
        "en": "Nothing is required, answering least of all.",
        "es": "Nada es obligatorio, ni responder.",
        "pt": "Nada é obrigatório, nem responder isso.",
        "ro": "Nimic nu e obligatoriu, nici răspunsul.",
        "bg": "Нищо не е задължително, дори отговорът.",
        "hu": "Semmi sem kötelező, a válasz sem.",
        "pl": "Nic nie jest obowiązkowe, nawet odpowiedź.",
        "de": "Nichts davon ist Pflicht, auch keine Antwort.",
        "fr": "Rien n'est obligatoire, pas même une réponse.",
    }[language]
    assert not codes(f"Anna, Huis Oost. {way_out}", language, kind="first")


@pytest.mark.parametrize(
    ("language", "kind_words", "hurting_words", "code"),
    [
        ("en", "Is that a rescue dog?", "We rescue girls like you.", "rescue"),
        ("fr", "On est tous victimes de la gastro.", "On aide les victimes de la traite.", "trafficking"),
        ("de", "Der Preis ist ein Lächeln.", "Wie ist dein Preis?", "price"),
        ("bg", "Утре е затворено.", "Полицията идва утре.", "police"),
        ("es", "El curso es para empezar de cero.", "Sal de ahí y empieza de cero.", "rescue"),
        ("pt", "Ele abre meia hora mais tarde.", "Quanto você cobra mais tarde por meia hora?", "price"),
        ("ro", "Sunt blocată în trafic.", "Ajutăm victime ale traficului de persoane.", "trafficking"),
        ("hu", "Elveszett az útleveled?", "Elveszi valaki az útleveled?", "trafficking"),
        ("nl", "Alles goed met je rechter knie?", "De rechter geeft je zeker je kind terug.", "promise"),
    ],
)
def test_the_company_of_a_word_says_what_it_means(
    language: str, kind_words: str, hurting_words: str, code: str
) -> None:
    assert code not in codes(f"Anna, Huis Oost. {kind_words}", language)
    assert code in codes(f"Anna, Huis Oost. {hurting_words}", language)


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_pattern_of_a_language_can_be_read(language: str) -> None:
    for section in lexicon.words(language, "lint").values():
        for name in ("find", "except", "except_asked") if isinstance(section, dict) else ():
            for pattern in lines(section.get(name, "")):
                if lexicon.words(language, "lint").get("whole_words", True):
                    assert keys(pattern), pattern
                    assert expression(pattern), pattern


@pytest.mark.parametrize("language", FULL)
def test_every_finding_about_words_offers_another_wording(language: str) -> None:
    for code in Code:
        if code not in (Code.NO_SENDER, Code.NO_WAY_OUT, Code.LENGTH):
            assert lint_words(language).say(code.value, "x"), code


def test_negation_and_harmless_uses_are_excused_but_not_a_question() -> None:
    assert "police" not in codes("We are not the police, immigration or any inspector. Anna", "en")
    assert "body" not in codes("We have body lotion. Anna", "en")
    assert "price" not in codes("De hulp kost niets. Anna")
    assert "rescue" in codes("¿No quieres una vida mejor? Anna", "es")
    assert "pressure" in codes("Don't keep us waiting. Anna", "en")


@pytest.mark.parametrize(
    ("language", "kind_words", "hurting_words", "code"),
    [
        ("nl", "Wij zitten in Zwolle.", "Wij zitten op je antwoord te wachten.", "pressure"),
        ("en", "It must be cold at the harbour.", "This must be answered today.", "pressure"),
        ("es", "La playa está preciosa hoy.", "¿Qué precios tienes?", "price"),
        ("pl", "Jak minął ci karnawał?", "Grozi ci sprawa karna.", "police"),
        ("pl", "Mam nadzieję, że masz dobry dzień.", "Mam nadzieję, że odejdziesz z tego życia.", "rescue"),
    ],
)
def test_a_word_that_only_looks_like_a_hurting_one_is_left_alone(
    language: str, kind_words: str, hurting_words: str, code: str
) -> None:
    assert not codes(f"Anna, Huis Oost. {kind_words}", language)
    assert code in codes(f"Anna, Huis Oost. {hurting_words}", language)


def test_a_text_in_another_language_than_announced_is_still_checked() -> None:
    assert "rescue" in codes("We know that you are in a bad place and we can rescue you from it. Anna", "nl")


def test_sender_way_out_link_and_length() -> None:
    assert "no_sender" in codes("Hoi Luna, leuk kapsel!")
    assert "no_sender" not in codes("Здравей, Ана съм.", "bg")
    assert "no_way_out" in codes("Hoi Luna, Anna hier. Koffie?", kind="first")
    assert "no_way_out" not in codes("Hoi Luna, Anna hier. Liever niet? Laat het weten.", kind="first")
    assert "link" in codes("Anna: kijk op huisoost.example.org/koffie")
    assert "link" not in codes("Mail naar anna@huisoost.example.org. Anna.")
    assert "length" in codes("Anna " + "a" * 500)
    assert "length" not in codes("Anna " + "a" * 300, channel="sms")
    assert "length" in codes("Anna " + "a" * 302, channel="sms")


def test_a_health_test_tells_nobody_of_sex_work() -> None:
    assert "exposing" not in codes("Gratis soa-test donderdag! Groet, Anna")
    assert "exposing" not in codes("Hallo Nadja, Timo hier. Kondome und Gleitgel für umme.", "de")
    assert "exposing" in codes("Gratis soa-test voor sekswerkers, donderdag! Groet, Anna")
    assert "exposing" in codes("Hoi Luna, Anna van Huis Oost, hoe gaat het ermee vandaag? We helpen sekswerkers.")


def test_lock_screen_shows_the_sender_and_the_first_characters() -> None:
    text = "a" * 70
    assert lock_screen(text, channel="whatsapp", sender="Anna") == "Anna: " + "a" * 40 + "…"
    assert lock_screen(text, channel="sms", sender="Anna") == "Anna: " + "a" * 60 + "…"
    assert lock_screen("Koffie?\nHoi Luna", channel="email", sender="Anna") == "Anna: Koffie?"
    assert lock_screen("a" * 39 + "👩🏽‍🦱 hoi", channel="whatsapp", sender="") == "a" * 39 + "…"
    assert lock_screen("a" * 39 + "e\u0301!", channel="whatsapp", sender="") == "a" * 39 + "…"


@given(st.text(max_size=300), st.sampled_from(FULL), st.sampled_from(["sms", "whatsapp", "email"]))
def test_spans_lie_in_any_text(text: str, language: str, channel: str) -> None:
    report = looked_at(text, language, channel, "first")
    for problem in report.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.quote == text[problem.start : problem.end]
    assert report.blocked == any(problem.code in BLOCKING for problem in report.problems)


@pytest.mark.parametrize(
    "hostile", ["sexy " * 40_000, "a" * 500_000, "want to get " * 40_000, "\u0301" * 100_000, "www." * 50_000]
)
def test_a_hostile_text_is_reported_and_does_not_hang(hostile: str) -> None:
    assert "length" in codes(hostile, "en")


def codes_of(text: str, organisation: str) -> set[str]:
    report = lint(text, language="es", channel="whatsapp", kind="first", sender="Mateo", organisation=organisation)
    return {str(problem.code) for problem in report.problems}


def test_our_own_name_is_what_it_is() -> None:
    words = "Hola, te escribe Mateo, de Punto de Encuentro. Si prefieres no responder, no pasa nada."
    assert codes_of(words, "Punto de Encuentro") == set()
    assert "services" in codes_of(
        words.replace("de Punto de Encuentro", "de La Casa, para un encuentro íntimo"), "La Casa"
    )
    assert "link" in codes_of("Soy Mateo, mira lapuerta.es. Si no quieres, no respondas.", "lapuerta")
    assert "exposing" in codes_of("Soy Mateo de Escorts Unidas. Si no quieres, no respondas.", "Escorts Unidas")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je afvalrekening is 86 euro, dat klopt gewoon."),
        ("en", "The refund on your water comes to £74, I looked it up."),
        ("de", "Die Nebenkosten sind 312 Euro, das geht auch in Raten."),
        ("fr", "L'amende de 135 euros, on peut la contester ensemble."),
        ("es", "La multa son 200 euros, podemos recurrirla."),
        ("pt", "A conta de luz veio 148 reais, bora ver juntas."),
        ("ro", "Impozitul e de 96 de lei, nu mai mult."),
        ("bg", "Данъкът е 58 лева за цялата година."),
        ("hu", "A csekk 4600 forint, semmi több."),
        ("pl", "Mandat to 150 zł, można rozłożyć."),
    ],
)
def test_the_amount_of_a_bill_is_no_price(language: str, text: str) -> None:
    assert "price" not in codes(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je krijgt 50 euro van ons voor een gesprek."),
        ("en", "We pay you £40 for an hour of your time."),
        ("es", "¿Cuánto cobras por hora? ¿150 euros?"),
        ("pl", "Dostaniesz od nas 200 zł za rozmowę."),
    ],
)
def test_money_for_her_stays_a_price(language: str, text: str) -> None:
    assert "price" in codes(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ben je druk, dan zien we elkaar later. Druk gewoon op de onderste bel."),
        ("de", "Tippe einfach auf die Klingel, ich mache auf."),
        ("fr", "Appuie sur la sonnette du haut, je descends."),
        ("es", "Toca el timbre de la derecha y subes."),
        ("pt", "Toque no interfone que eu desço."),
        ("ro", "Apasă pe soneria de jos și intră pe poarta verde."),
        ("bg", "Натисни на горния звънец и влез на топло."),
        ("hu", "Nyomj rá a felső csengőre."),
        ("pl", "Wejdź na herbatę, dzwonek jest po lewej."),
    ],
)
def test_a_doorbell_is_no_link(language: str, text: str) -> None:
    assert "link" not in codes(text, language=language)
