"""Looking for words in one conversation: nothing that holds them is left out, nothing else is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.outreach.thread import Entry, search
from assistant.store.models import Ad, Message, Note

SPRING = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)


def said(*texts: str) -> list[Entry]:
    """Messages with a silence before each."""
    return [
        Entry(SPRING + timedelta(days=number), timedelta(days=4), message=Message(body=text))
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("CAFÉ", "zullen we naar het cafe gaan"),
        ("cafe", "Café de Brug, donderdag"),
        ("brief gemeente", "Ik kreeg van de gemeente een brief"),
        ("huur", "de huurtoeslag is gestopt"),
        ("信", "你好，有一封信我看不懂"),
        ("письмо", "Я получила ПИСЬМО"),
        ("don't", "I don’t know"),
    ],
)
def test_words_are_found_whatever_their_spelling(words: str, body: str) -> None:
    entries = said("iets anders", body)
    assert [one.message and one.message.body for one in search(entries, words)] == [body]


def test_every_word_must_be_there() -> None:
    assert search(said("een brief", "de gemeente"), "brief gemeente") == []


def test_notes_and_ads_are_looked_through_too() -> None:
    note = Entry(SPRING, None, note=Note(body="Belde over haar paspoort"))
    ad = Entry(SPRING, None, ad=Ad(noticed={"alias": "Luna", "town": "Zwolle"}, text="Luna in Zwolle, lief hondje"))
    gone = Entry(SPRING, None, ad=Ad(noticed={"town": "Assen"}, text=None))
    assert search([note, ad, gone], "paspoort") == [note]
    assert search([note, ad, gone], "hondje") == [ad]
    assert search([note, ad, gone], "assen") == [gone]


def test_the_silence_before_a_found_entry_is_not_said() -> None:
    assert [one.silence for one in search(said("een brief"), "brief")] == [None]


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=10))
def test_only_entries_come_back_in_their_order(texts: list[str], words: str) -> None:
    found = [one.at for one in search(said(*texts), words)]
    assert found == sorted(found)
    assert set(found) <= {one.at for one in said(*texts)}


@given(st.text(min_size=1, max_size=30).filter(lambda text: text.split()))
def test_a_text_is_found_by_itself(text: str) -> None:
    assert len(search(said(text), text)) in ({0, 1} if not any(map(str.isalnum, text)) else {1})
