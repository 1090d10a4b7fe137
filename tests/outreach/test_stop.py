"""A stop is a stop: at once, on all her points, through erasure and re-import, and until she herself writes again."""

import pytest
from sqlalchemy import select

from assistant.errors import NotPossible, Suppressed, TextTooLong
from assistant.outreach import intake, replies
from assistant.outreach.replies import still_leaving
from assistant.rules.ads import Channel, ContactPoint
from assistant.rules.stages import Stage
from assistant.store.models import MessageState, NoteKind, StopAnswer, Suppression
from tests.cast import Her, House, a_phone, point
from tests.outreach.test_sending import share

PENDING = (MessageState.DRAFT, MessageState.APPROVED, MessageState.CLAIMED, MessageState.UNKNOWN)


def test_a_stop_cancels_everything_in_one_go(house: House) -> None:
    her = house.anna.meets(a_phone(), "luna@example.org", "luna_handle")
    house.anna.sends(her)
    house.anna.writes(her, "een", to=0)
    house.anna.writes(her, "twee", to=1)
    heard = her.answers("STOP")
    assert heard.stop is StopAnswer.YES
    assert heard.stopped is not None
    assert (heard.stopped.dropped, heard.stopped.still_leaving) == (2, False)
    assert her.stage is Stage.STOPPED
    assert her.messages(*PENDING) == []
    assert her.contact.due_at is None
    assert not her.is_on_the_board
    with house.reading() as session:
        assert len(list(session.scalars(select(Suppression)))) == 3


def test_a_stop_while_words_are_leaving_says_so_until_the_lease_ends(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.hands_off(her)
    heard = her.answers("stop")
    assert heard.stopped is not None
    assert heard.stopped.still_leaving
    assert house.message(message).state is MessageState.SUPPRESSED

    def leaving() -> bool:
        with house.reading() as session:
            return still_leaving(session, house.anna._her(session, her), now=house.clock())

    assert leaving()
    house.clock.forward(minutes=15)
    assert not leaving()


def test_words_that_left_after_all_are_written_down_truthfully_and_nothing_follows(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.hands_off(her)
    her.answers("stop")
    house.anna.says_it_left(message)
    assert house.message(message).state is MessageState.SENT
    assert her.stage is Stage.STOPPED
    assert her.contact.due_at is None
    house.clock.forward(days=400)
    assert house.ticks() == 0
    assert her.proposals() == []


def test_words_that_did_not_leave_are_not_offered_again_after_a_stop(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.hands_off(her)
    her.answers("stop")
    assert house.anna.says_it_did_not_leave(message) == message
    assert her.messages(*PENDING) == []


def test_a_stop_reaches_her_number_in_the_thread_of_a_duplicate(house: House) -> None:
    number = a_phone()
    her, double = house.anna.meets(number), house.anna.meets()
    share(house, double.id, number)
    message = house.bram.hands_off(double)
    heard = her.answers("stop")
    assert heard.stopped is not None
    assert heard.stopped.still_leaving
    assert house.message(message).state is MessageState.SUPPRESSED


def test_what_is_unclear_asks_and_one_click_decides(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    heard = her.answers("hmm liever niet geloof ik")
    assert (heard.stop, heard.stopped) == (StopAnswer.UNCLEAR, None)
    assert her.is_on_the_board
    outcome = house.anna.decides(heard.message_id, is_stop=True)
    assert outcome is not None
    assert her.stage is Stage.STOPPED
    assert house.message(heard.message_id).stop_decided_by_id == house.anna.id


def test_unclear_that_is_no_stop_goes_on_waiting(house: House) -> None:
    her = house.anna.meets()
    heard = her.answers("hmm")
    assert house.anna.decides(heard.message_id, is_stop=False) is None
    assert her.is_on_the_board
    assert her.stage is Stage.TALKING


def test_a_yes_cannot_be_clicked_away(house: House) -> None:
    her = house.anna.meets()
    heard = her.answers("stop")
    with pytest.raises(NotPossible, match="stop_stays"):
        house.sofie.decides(heard.message_id, is_stop=False)
    assert house.message(heard.message_id).stop is StopAnswer.YES


def test_stop_and_danger_is_urgent_and_nothing_is_sent(house: House) -> None:
    her = house.anna.meets()
    heard = her.answers("stop, I am afraid he reads this")
    assert heard.danger
    assert her.stage is Stage.STOPPED
    assert her.id in [contact.id for contact in house.sofie.sees().urgent]
    with pytest.raises(Suppressed):
        house.sofie.writes(her)


def test_danger_is_urgent_and_an_answer_ends_it(house: House) -> None:
    her = house.anna.meets()
    her.answers("I am afraid")
    assert [contact.id for contact in house.bram.sees().urgent] == [her.id]
    house.anna.sends(her)
    assert house.bram.sees().urgent == []


@pytest.mark.parametrize("erased", [False, True])
def test_who_said_stop_is_not_taken_in_again(house: House, erased: bool) -> None:
    number = a_phone()
    her = house.anna.meets(number, "luna@example.org")
    her.answers("stop")
    if erased:
        house.anna.erases(her)
        assert not her.is_remembered
    for points in ((number,), ("luna@example.org",), (a_phone(), number)):
        with pytest.raises(Suppressed):
            house.bram.meets(*points)
        with pytest.raises(Suppressed):
            house.noor.meets(*points)  # nor by another team
    seen = house.bram.looks_at(f"Bel mij: {number}")
    assert [one.value for one in seen.suppressed] == [number]


def test_erasing_at_her_wish_keeps_the_no(house: House) -> None:
    number = a_phone()
    house.anna.erases(house.anna.meets(number), keep_no=True)
    with pytest.raises(Suppressed):
        house.bram.meets(number)
    other = a_phone()
    house.anna.erases(house.anna.meets(other))
    house.bram.meets(other)


def test_a_refused_number_cannot_be_put_on_somebody_else(house: House) -> None:
    number = a_phone()
    house.anna.meets(number).answers("stop")
    her = house.anna.meets()

    def adds(her: Her, value: str) -> None:
        with house.writing() as session:
            intake.add_points(session, house.anna._her(session, her), [point(value)], now=house.clock())

    with pytest.raises(Suppressed):
        adds(her, number)
    adds(her, a_phone())
    her.answers("stop")
    with pytest.raises(Suppressed):
        adds(her, a_phone())


def test_every_spelling_of_a_number_is_refused(house: House) -> None:
    house.anna.meets("+5511987654321").answers("stop")
    with pytest.raises(Suppressed):
        house.anna.meets("+551187654321")  # before Brazil added the ninth digit
    house.anna.meets("Luna@Example.org").answers("stop")
    with pytest.raises(Suppressed):
        house.anna.meets("luna@example.org")


class TestComingBack:
    def test_needs_a_supervisor(self, house: House) -> None:
        her = self.stopped_and_writing_again(house)
        for worker in (house.anna, house.ada):
            with pytest.raises(NotPossible, match="supervisor_needed"):
                worker.lifts_the_stop(her)
        assert her.stage is Stage.STOPPED

    def test_needs_a_reason(self, house: House) -> None:
        her = self.stopped_and_writing_again(house)
        with pytest.raises(NotPossible, match="reason_needed"):
            house.sofie.lifts_the_stop(her, reason=" ")

    def test_needs_her_own_words_after_the_stop(self, house: House) -> None:
        her = house.anna.meets()
        her.answers("hallo")
        her.answers("stop")
        house.clock.forward(days=1)
        with pytest.raises(NotPossible, match="needs_her_message"):
            house.sofie.lifts_the_stop(her)
        house.anna.notes(her, "wij belden haar", kind=NoteKind.CALL)  # our note is not her message
        with pytest.raises(NotPossible, match="needs_her_message"):
            house.sofie.lifts_the_stop(her)
        her.answers("ik zei toch stop")
        with pytest.raises(NotPossible, match="needs_her_message"):
            house.sofie.lifts_the_stop(her)

    def test_then_she_is_answered(self, house: House) -> None:
        her = self.stopped_and_writing_again(house)
        assert her.is_on_the_board
        with pytest.raises(Suppressed):
            house.anna.writes(her)
        house.sofie.lifts_the_stop(her)
        assert her.stage is Stage.TALKING
        house.anna.sends(her)
        assert not her.is_on_the_board

    def test_nobody_lifts_what_was_not_set(self, house: House) -> None:
        with pytest.raises(NotPossible, match="not_stopped"):
            house.sofie.lifts_the_stop(house.anna.meets())

    @staticmethod
    def stopped_and_writing_again(house: House) -> Her:
        her = house.anna.meets()
        her.answers("stop")
        house.clock.forward(days=30)
        her.answers("kan ik toch iets vragen?")
        return her


def test_a_reply_is_kept_also_when_it_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(text: str, *, language: str | None) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(replies, "read_consent", breaks)
    her = house.anna.meets()
    heard = her.answers("mijn geheime woorden")
    assert heard.stop is StopAnswer.UNCLEAR
    assert house.message(heard.message_id).body == "mijn geheime woorden"
    assert her.is_on_the_board
    assert "geheime" not in caplog.text


@pytest.mark.parametrize(
    "words", ["\u202eolleh\u202c", "a\0b", "half \ud83d", "😀" * 5000, "x" * 20_000, "\r\n\t\v zin"]
)
def test_any_words_of_hers_are_kept(house: House, words: str) -> None:
    her = house.anna.meets()
    her.answers(words)
    assert her.is_on_the_board


@pytest.mark.parametrize("words", ["", " \n ", "\0"])
def test_nothing_is_not_a_reply(small_house: House, words: str) -> None:
    with pytest.raises(NotPossible, match="empty_reply"):
        small_house.anna.meets().answers(words)


def test_a_reply_of_a_book_is_refused_and_says_how_long_it_is(small_house: House) -> None:
    her = small_house.anna.meets()
    with pytest.raises(TextTooLong) as refused:
        her.answers("x" * 20_001)
    assert (refused.value.size, refused.value.limit) == (20_001, 20_000)


def test_channels_of_the_cast() -> None:
    assert point("+31612345678") == ContactPoint(Channel.PHONE, "+31612345678", "+31612345678")
