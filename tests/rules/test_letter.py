"""A letter holds what was chosen and nothing else, whatever its text asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules import letter
from assistant.rules.letter import AROUND, BLANKS, FIELDS
from assistant.rules.wording import Reason, WordingError

SHIPPED = {language: lexicon.words(language, "letter")["text"] for language in ("nl", "en")}
EVERYTHING = {name: f"<{name}>" for name in FIELDS}


@pytest.mark.parametrize("language", SHIPPED)
def test_what_is_shipped_is_accepted_and_has_a_place_for_every_field(language: str) -> None:
    assert set(letter.check(SHIPPED[language]).blanks) <= BLANKS
    filled, unsaid = letter.fill(SHIPPED[language], EVERYTHING, dict.fromkeys(AROUND, "*"), language=language)
    assert (filled.missing, unsaid) == ((), ())
    assert all(value in filled.text for value in EVERYTHING.values())


@pytest.mark.parametrize("language", SHIPPED)
@given(chosen=st.sets(st.sampled_from(FIELDS)))
def test_what_was_not_chosen_is_nowhere(language: str, chosen: set[str]) -> None:
    shared = letter.chosen(EVERYTHING, chosen)
    assert set(shared) == chosen
    filled, _ = letter.fill(SHIPPED[language], shared, dict.fromkeys(AROUND, "*"), language=language)
    for name in FIELDS:
        assert (EVERYTHING[name] in filled.text) is (name in chosen)


def test_nothing_that_is_no_field_gets_in_by_any_name() -> None:
    smuggled = {"code_word": "paardenbloem", "sender": "somebody else", "question": "een kamer"}
    filled, _ = letter.fill("{{ sender }}: {{ question }}", smuggled, {"sender": "Anna", "code": "x"}, language="nl")
    assert filled.text == "Anna: een kamer"
    assert letter.chosen(smuggled, smuggled) == {"question": "een kamer"}


@pytest.mark.parametrize("source", ["{{ hook }}", "{{ code_word }}", "{% if offer %}x{% endif %}"])
def test_a_blank_that_no_letter_has_is_refused(source: str) -> None:
    with pytest.raises(WordingError) as refused:
        letter.check(source)
    assert refused.value.reason is Reason.UNKNOWN_BLANK


def test_dutch_spellings_are_read_and_a_field_without_a_place_is_named() -> None:
    assert letter.check("{{ naam }} {{ vraag }} {{ organisatie }}").blanks == ("alias", "question", "organisation")
    assert letter.fill("{{ vraag }}", {"question": "x", "town": "Assen"}, {}, language="nl")[1] == ("town",)
