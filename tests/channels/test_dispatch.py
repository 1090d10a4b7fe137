"""The queue, the gate and the gateway: what waits, why, until when; what is tried again and what never."""

from datetime import timedelta

import pytest

from assistant import traffic
from assistant.errors import NotPossible
from assistant.outreach import dispatch
from assistant.store import queries
from assistant.store.models import DeliveryState, MessageState, Point, Suppression
from tests.channels.conftest import Line
from tests.channels.rigs import AndroidRig, TwilioRig
from tests.channels.stand_in import StandIn

ANDROID = pytest.mark.parametrize("rig", [AndroidRig()], ids=["android"])
TWILIO = pytest.mark.parametrize("rig", [TwilioRig()], ids=["twilio"])


def a_minute_later(line: Line, minutes: float = 1) -> int:
    line.house.clock.forward(minutes=minutes)
    return line.sends()


@ANDROID
def test_a_gateway_that_is_busy_is_asked_again_later_and_later(line: Line) -> None:
    number = line.writes(line.house.anna.meets())
    line.provider.answer = line.rig.answers("busy")
    line.sends()
    assert (line.message(number).state, line.departure(number).trouble) == (MessageState.APPROVED, "busy")
    assert line.message(number).token is None
    tries = [a_minute_later(line) for _ in range(30)]
    assert sum(tries) == 4  # after 2, 4, 8 and 16 minutes
    line.provider.answer = line.rig.answers("taken")
    line.house.clock.forward(minutes=61)
    line.sends()
    assert line.message(number).state is MessageState.SENT
    assert line.departure(number).trouble is None


@ANDROID
@pytest.mark.parametrize("manner", ["hangs", "drops"])
def test_what_the_provider_may_have_is_never_tried_again(line: Line, manner: str) -> None:
    line.channel._settings = line.channel._settings.model_copy(update={"timeout_seconds": 1})  # type: ignore[attr-defined]
    number = line.writes(line.house.anna.meets())
    line.provider.manner = manner
    line.sends()
    assert line.message(number).state is MessageState.UNKNOWN
    line.provider.manner = "answers"
    for _ in range(20):
        a_minute_later(line, 30)
    assert len(line.provider.asked) == 1
    line.house.anna.says_it_left(number)  # a human looked on the phone
    assert line.message(number).state is MessageState.SENT


@ANDROID
def test_a_process_that_died_after_claiming_leaves_it_to_a_human(line: Line) -> None:
    number = line.writes(line.house.anna.meets())
    with line.house.writing() as session:
        message = queries.message_of_team(session, number, team_id=line.house.anna.team_id)
        assert dispatch.take(session, message, now=line.house.clock(), terms=line.house.assistant.terms) is not None
    line.house.clock.forward(minutes=16)
    line.house.expires()
    assert line.message(number).state is MessageState.UNKNOWN
    assert line.sends() == 0


@ANDROID
def test_a_refusal_for_good_keeps_the_words_as_a_draft(line: Line) -> None:
    her = line.house.anna.meets()
    number = line.writes(her, "zo was het")
    line.provider.answer = line.rig.answers("rejected")
    line.sends()
    assert (line.message(number).state, line.message(number).failure) == (MessageState.FAILED, "rejected")
    assert [m.body for m in her.messages(MessageState.DRAFT)] == ["zo was het"]


@TWILIO
def test_a_number_that_is_not_in_service_is_marked(line: Line) -> None:
    her = line.house.anna.meets("+31687654321", "luna@example.org")
    line.writes(her)
    line.provider.answer = line.rig.answers("not_in_service")
    line.sends()
    phone, mail = her.contact.points
    assert phone.failed_at is not None
    (again,) = her.messages(MessageState.DRAFT)
    assert again.point_id == mail.id


@TWILIO
def test_a_report_of_a_number_not_in_service_marks_it_and_shows(line: Line) -> None:
    her = line.house.anna.meets()
    number = line.writes(her)
    line.sends()
    token = line.message(number).token
    assert token is not None
    line.knocks(line.rig.tells(token, "not_in_service", now=line.house.clock()))
    assert line.departure(number).delivery is DeliveryState.UNDELIVERED
    assert her.contact.points[0].failed_at is not None
    assert [m.id for m in line.house.anna.sees().undelivered] == [number]


@ANDROID
def test_nothing_leaves_at_night_and_the_reason_shows(line: Line) -> None:
    line.house.clock.forward(hours=5.5)  # 20.50: the window shuts at 21.00
    first, second = line.house.anna.meets(), line.house.anna.meets()
    one, two = line.writes(first), line.writes(second)
    with line.house.writing() as session:
        line_of_two = queries.message_of_team(session, two, team_id=line.house.anna.team_id).departure
        assert line_of_two is not None
        line_of_two.gap_seconds = 1200
    line.sends()
    assert line.message(one).state is MessageState.SENT
    line.house.clock.forward(minutes=30)
    assert line.sends() == 0
    with line.house.reading() as session:
        (place,) = dispatch.places(
            session,
            "android",
            now=line.house.clock(),
            pace=line.house.assistant.terms.pace,
            pauses=line.house.assistant.pauses,
        )
        assert place.at is not None
        assert place.at.astimezone(line.house.assistant.desk.zone).hour == 13
    line.house.clock.forward(hours=16)
    line.sends()
    assert line.message(two).state is MessageState.SENT


@ANDROID
def test_an_answer_soon_after_her_words_also_leaves_at_night(line: Line) -> None:
    her = line.house.anna.meets()
    line.house.clock.forward(hours=9)
    line.hears("ben je er nog?", sender=line.number_of(her))
    number = line.writes(her, "Ja")
    line.sends()
    assert line.message(number).state is MessageState.SENT


@ANDROID
def test_a_stop_while_it_waits_holds_it_back(line: Line) -> None:
    her = line.house.anna.meets()
    number = line.writes(her)
    line.house.anna.stops(her)
    assert line.sends() == 0
    assert line.message(number).state is MessageState.SUPPRESSED


@ANDROID
def test_a_stop_to_a_duplicate_turns_it_into_nothing(line: Line) -> None:
    her = line.house.anna.meets()
    number = line.writes(her)
    with line.house.writing() as session:
        point = session.get_one(Point, her.contact.points[0].id)
        session.add(Suppression(key=point.key, added_at=line.house.clock()))
    line.sends()
    assert line.provider.asked == []
    assert (line.message(number).state, line.departure(number).trouble) == (MessageState.DRAFT, "suppressed")


@ANDROID
def test_each_pause_is_drawn_between_the_two_of_the_settings(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = dispatch.Pauses(timedelta(minutes=2), timedelta(minutes=6))
    monkeypatch.setattr(type(line.house.assistant), "pauses", property(lambda house: pauses))
    drawn = [line.departure(line.writes(line.meets())).gap_seconds for _ in range(8)]
    assert all(120 <= seconds <= 360 for seconds in drawn)
    assert len(set(drawn)) > 2


@ANDROID
def test_the_pause_and_the_days_cap_hold(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [line.writes(line.house.anna.meets(), f"woorden {n}") for n in range(5)]
    with line.house.writing() as session:
        for number in numbers:
            departure = queries.message_of_team(session, number, team_id=line.house.anna.team_id).departure
            assert departure is not None
            departure.gap_seconds = 240
    pauses = dispatch.Pauses(a_day=3)
    monkeypatch.setattr(type(line.house.assistant), "pauses", property(lambda house: pauses))
    assert [a_minute_later(line) for _ in range(13)] == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    line.house.clock.forward(hours=22)
    assert a_minute_later(line) == 1


@ANDROID
def test_whoever_waits_for_an_answer_goes_first(line: Line) -> None:
    stranger, friend = line.house.anna.meets(), line.house.anna.meets()
    line.hears("hallo?", sender=line.number_of(friend))
    line.writes(stranger, "eerste bericht")
    line.writes(friend, "antwoord")
    line.sends()
    assert [line.rig.was_told(asked)[1] for asked in line.provider.asked] == ["antwoord", "eerste bericht"]


@ANDROID
def test_a_gateway_that_fails_shows_on_the_heartbeat_with_its_last_success(line: Line) -> None:
    line.provider.answer = (200, b"[]")
    traffic.knock(line.house.assistant)
    worked = line.house.clock()
    line.provider.answer = line.rig.answers("wrong_key")
    line.house.clock.forward(minutes=20)
    traffic.knock(line.house.assistant)
    with line.house.reading() as session:
        beat = queries.heartbeats(session)["out:android"]
    assert (beat.ran_at, beat.detail) == (worked, "wrong_key")


@ANDROID
def test_a_test_goes_to_no_number_we_know(line: Line, rig: AndroidRig, provider: StandIn) -> None:
    her = line.house.anna.meets()
    with pytest.raises(NotPossible):
        traffic.send_test(line.house.assistant, "android", line.number_of(her), kind="phone", text="test")
    traffic.send_test(line.house.assistant, "android", "+31687654321", kind="phone", text="test")
    assert [rig.was_told(asked)[:2] for asked in provider.asked] == [("+31687654321", "test")]


@ANDROID
def test_a_channel_that_falls_over_leaves_it_open_and_says_no_word(
    line: Line, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(outgoing: object) -> None:
        raise RuntimeError(f"with {outgoing!r} and geheim")

    monkeypatch.setattr(line.channel, "send", falls)
    number = line.writes(line.house.anna.meets(), "geheim")
    line.sends()
    assert line.message(number).state is MessageState.UNKNOWN
    assert "geheim" not in caplog.text
    assert timedelta(0) < line.channel.timeout
