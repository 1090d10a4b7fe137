"""Her words in the thread's forms: whatever is wrong with the form, they stay in it; whoever she was joined with, they arrive."""

from datetime import timedelta

import pytest

from assistant.bootstrap import Assistant
from assistant.errors import NotThere
from assistant.outreach import replies
from assistant.store.models import Message, Note
from tests.web.conftest import Person


def test_a_moment_that_cannot_be_keeps_what_she_wrote(anna: Person, house: Assistant, thread: str) -> None:
    tomorrow = (house.now() + timedelta(days=1)).date().isoformat()
    answer = anna.posts(f"{thread}/reply", text="ja graag, <b>bel</b> me", channel="sms", day=tomorrow)
    assert answer.status_code == 422
    assert "ja graag, &lt;b&gt;bel&lt;/b&gt; me</textarea>" in answer.text
    assert f'value="{tomorrow}"' in answer.text
    with house.store.reading() as session:
        assert session.query(Message).count() == 0
    assert anna.posts(f"{thread}/reply", text="ja graag", channel="sms").status_code == 302


def test_a_note_of_no_kind_stays_in_its_form(anna: Person, house: Assistant, thread: str) -> None:
    answer = anna.posts(f"{thread}/note", text="ze belt morgen", kind="rumour")
    assert answer.status_code == 422
    assert "ze belt morgen</textarea>" in answer.text
    with house.store.reading() as session:
        assert session.query(Note).count() == 0


def test_a_request_without_a_day_stays_in_its_form(anna: Person, thread: str) -> None:
    answer = anna.posts(f"{thread}/help", topic="housing", words="een kamer", urgency="today", due_on="ooit")
    assert answer.status_code == 422
    assert "een kamer</textarea>" in answer.text
    assert '<option value="housing" selected>' in answer.text


def test_her_words_arrive_when_the_thread_was_joined_a_moment_before(
    anna: Person, house: Assistant, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tried = replies.record, []

    def late(*args: object, **kwargs: object) -> object:
        tried.append(1)
        if len(tried) == 1:
            raise NotThere
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(replies, "record", late)
    assert anna.posts(f"{thread}/reply", text="ja graag", channel="sms").status_code == 302
    with house.store.reading() as session:
        assert [one.body for one in session.query(Message)] == ["ja graag"]


def test_words_for_somebody_who_is_nowhere_are_refused(anna: Person) -> None:
    assert anna.posts("/contact/999/reply", text="ja", channel="sms").status_code == 404


def test_words_are_found_in_a_long_conversation(anna: Person, house: Assistant, thread: str) -> None:
    for number in range(15):
        anna.posts(f"{thread}/note", text=f"Notitie {number}", kind="note")
    anna.posts(f"{thread}/note", text="<i>Paspoort</i> is kwijt", kind="note")
    assert 'role="search"' in anna.sees(thread)
    found = anna.posts(f"{thread}/search", follow=True, q="PASPOÓRT").text
    assert "&lt;i&gt;Paspoort&lt;/i&gt; is kwijt" in found
    assert "Notitie 14" not in found
    assert "“PASPOÓRT” staat in 1 regel" in found
    nowhere = anna.posts(f"{thread}/search", follow=True, q="<b>trein").text
    assert "“&lt;b&gt;trein” staat nergens in dit gesprek." in nowhere
    assert '<p class="soft">Er is nog niets gezegd' not in nowhere
