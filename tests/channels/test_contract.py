"""What every channel must keep. A new channel proves itself by passing these with a rig of its own (rigs.py)."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant import traffic
from assistant.channels.base import Call, Called, ChannelError, Outgoing, Reason, Taken, within
from assistant.store import queries
from assistant.store.models import ArrivalState, DeliveryState, MessageState, Trouble
from tests.cast import AN_AFTERNOON
from tests.channels.conftest import Line
from tests.channels.rigs import CALLED, PUBLIC, TOKEN_32, Rig
from tests.channels.stand_in import StandIn

CALLS = pytest.mark.parametrize("rig", CALLED, ids=lambda rig: rig.name)  # what only a provider that calls us can do
WORDS = [
    "Hoi, wij zijn De Brug",
    "x" * 1500,
    "Привіт, як ти? 💛 café €",
    "مرحبا \u202eabc\u202c",
    "a & b = c % d # {token} {password} \\ \r\n. ",
]


# Out


@pytest.mark.parametrize("text", WORDS)
def test_words_leave_once_and_whole(line: Line, text: str) -> None:
    her = line.meets()
    number = line.writes(her, text)
    assert line.sends() == 1
    assert line.sends() == 0
    (asked,) = line.provider.asked
    message = line.message(number)
    assert line.rig.was_told(asked) == (line.number_of(her), line.rig.as_carried(message.body), message.token)
    assert message.state is MessageState.SENT
    assert asked.method in ("POST", "DATA")
    assert line.departure(number).delivery is DeliveryState.TAKEN


def test_words_and_numbers_stand_in_no_address(line: Line) -> None:
    her = line.meets()
    line.writes(her, "geheim")
    line.sends()
    (asked,) = line.provider.asked
    assert "geheim" not in asked.path
    assert line.number_of(her).lstrip("+") not in asked.path


@pytest.mark.parametrize(
    ("said", "reason", "permanent"),
    [
        ("busy", Reason.BUSY, False),
        ("wrong_key", Reason.WRONG_KEY, False),
        ("rejected", Reason.REJECTED, True),
    ],
)
def test_a_refusal_says_whether_trying_again_helps(
    rig: Rig, provider: StandIn, said: str, reason: Reason, permanent: bool
) -> None:
    provider.answer = rig.answers(said)
    with pytest.raises(ChannelError) as refused:
        rig.opens(provider).send(Outgoing(TOKEN_32, rig.her, "Hoi"))
    assert (refused.value.reason, refused.value.permanent, refused.value.taken) == (reason, permanent, Taken.NO)


@pytest.mark.parametrize("manner", ["hangs", "drops", "drips"])
def test_no_answer_in_time_leaves_open_whether_it_left(rig: Rig, provider: StandIn, manner: str) -> None:
    channel = rig.opens(provider, seconds=2)
    provider.manner = manner
    began = time.monotonic()
    with pytest.raises(ChannelError) as failed:
        within(timedelta(seconds=2.5), lambda: channel.send(Outgoing(TOKEN_32, rig.her, "Hoi")))
    assert (failed.value.permanent, failed.value.taken) == (False, Taken.UNKNOWN)
    assert time.monotonic() - began < 4
    assert len(provider.asked) == 1  # it did not try again by itself


def test_an_answer_that_nobody_understands_is_never_a_reason_to_send_again(rig: Rig, provider: StandIn) -> None:
    for answer in rig.nonsense:
        provider.answer = answer
        with pytest.raises(ChannelError) as failed:
            rig.opens(provider).send(Outgoing(TOKEN_32, rig.her, "Hoi"))
        assert failed.value.taken is Taken.UNKNOWN, answer


def test_nobody_there_is_certain(rig: Rig) -> None:
    nobody = StandIn(address="http://127.0.0.1:9")
    with pytest.raises(ChannelError) as failed:
        rig.opens(nobody).send(Outgoing(TOKEN_32, rig.her, "Hoi"))
    assert (failed.value.reason, failed.value.taken) == (Reason.UNREACHABLE, Taken.NO)
    with pytest.raises(ChannelError):
        rig.opens(nobody).check()


def test_a_redirect_is_not_followed(rig: Rig, provider: StandIn) -> None:
    provider.answer = (302, b"")
    with pytest.raises(ChannelError):
        rig.opens(provider).send(Outgoing(TOKEN_32, rig.her, "Hoi"))
    assert len(provider.asked) == 1


def test_a_token_that_was_taken_is_taken(rig: Rig, provider: StandIn) -> None:
    """Where the provider offers it, the token of a sending is its key: told "I have that one", we take it as taken."""
    channel, outgoing = rig.opens(provider), Outgoing(TOKEN_32, rig.her, "Hoi")
    channel.send(outgoing)
    provider.answer = rig.answers("known") if channel.abilities.idempotent else rig.answers("taken")
    channel.send(outgoing)
    assert {rig.was_told(asked)[2] for asked in provider.asked} == {TOKEN_32}


def test_a_working_provider_is_seen_to_work(line: Line) -> None:
    line.provider.answer = line.rig.answers("there")
    assert traffic.knock(line.house.assistant) == 1
    with line.house.reading() as session:
        beat = queries.heartbeats(session)[f"out:{line.rig.name}"]
    assert (beat.ran_at, beat.detail) == (line.house.clock(), "")


def test_no_repr_tells_words_numbers_or_secrets(rig: Rig, provider: StandIn) -> None:
    outgoing = Outgoing(TOKEN_32, rig.her, "geheime woorden", sender="Anna")
    shown = repr(outgoing) + repr(rig.opens(provider).__dict__)
    for secret in (rig.her.strip("+"), "geheim", "Anna", "a long one", "a-long-one"):
        assert secret not in shown


# The timeout of every channel is shorter than any lease


def test_timeouts_are_shorter_than_the_shortest_lease(rig: Rig, provider: StandIn) -> None:
    longest = rig.opens(provider, seconds=60).timeout
    assert longest + traffic.SPARE < timedelta(minutes=2)


# In


@pytest.mark.parametrize("text", [*WORDS, "ja", "y" * 10_000, "👩🏽‍🦱" * 400])
def test_words_reach_her_thread(line: Line, text: str) -> None:
    her = line.meets()
    answer = line.hears(text, sender=line.number_of(her))
    assert (answer.status_code, answer.data) == (200, b"")
    assert line.said(her) == [line.rig.as_carried(text).strip()]
    assert her.is_on_the_board
    (arrival,) = line.arrivals()
    assert (arrival.state, arrival.raw, arrival.text, arrival.sender) == (ArrivalState.FILED, None, None, None)


def test_the_same_call_twice_is_one_message(line: Line) -> None:
    her = line.meets()
    knock = line.rig.words("hallo", sender=line.number_of(her), number="1", now=line.house.clock())
    for _ in range(15):  # the phone's app tries 14 times more
        assert line.knocks(knock).status_code == 200
        line.house.clock.forward(minutes=0.4)
    assert line.said(her) == ["hallo"]


def test_the_same_words_later_are_another_message(line: Line) -> None:
    her = line.meets()
    line.hears("ja", sender=line.number_of(her), number="1")
    line.house.clock.forward(minutes=3)
    line.hears("ja", sender=line.number_of(her), number="2")
    assert line.said(her) == ["ja", "ja"]


def test_out_of_order_is_put_in_order(line: Line) -> None:
    if line.rig.name == "twilio":
        first, second = "een", "twee"  # its calls hold no moment: the order is that of arriving
        her = line.meets()
        line.hears(first, sender=line.number_of(her), number="1")
        line.house.clock.forward(minutes=0.1)
        line.hears(second, sender=line.number_of(her), number="2")
    else:
        her = line.meets()
        line.hears("twee", sender=line.number_of(her), number="5")
        line.hears("een", sender=line.number_of(her), number="50")
    assert line.said(her) == ["een", "twee"]


@pytest.mark.parametrize("sender", ["+31687654321", "0687654321", "KPN", "1008", "", "\u202e+316\0", "+" * 400])
def test_an_unknown_sender_is_a_row_on_the_board(line: Line, sender: str) -> None:
    shown = sender.replace("\0", "").replace("\u202e", "") if line.rig.name == "http_sms" else sender
    assert line.hears("wie zijn jullie?", sender=shown).status_code == 200
    (arrival,) = line.arrivals()
    assert (arrival.state, arrival.trouble, arrival.text) == (
        ArrivalState.OPEN,
        Trouble.UNKNOWN_SENDER,
        "wie zijn jullie?",
    )


@pytest.mark.parametrize("text", ["", " ", "\0"])
def test_nothing_is_a_row_on_the_board_too(line: Line, text: str) -> None:
    her = line.meets()
    assert line.hears(text, sender=line.number_of(her)).status_code == 200
    (arrival,) = line.arrivals()
    assert (arrival.state, arrival.trouble, arrival.contact_id) == (ArrivalState.OPEN, Trouble.EMPTY, her.id)


def test_nul_and_half_characters_are_kept_out_of_the_words(line: Line) -> None:
    her = line.meets()
    assert line.hears("a\0b\ud83d", sender=line.number_of(her)).status_code == 200
    (said,) = line.said(her)
    assert said.startswith("ab")
    assert len(said) == 3


def test_what_nobody_can_read_is_kept(line: Line) -> None:
    assert line.knocks(line.rig.garbles(now=line.house.clock())).status_code == 200
    (arrival,) = line.arrivals()
    assert (arrival.state, arrival.trouble) == (ArrivalState.OPEN, Trouble.UNREADABLE)
    assert arrival.raw


def test_a_stop_takes_effect_at_once(line: Line) -> None:
    her = line.meets()
    number = line.writes(her)
    line.hears("STOP", sender=line.number_of(her))
    assert line.message(number).state is MessageState.SUPPRESSED
    assert line.sends() == 0
    assert line.provider.asked == []


# Forged, replayed, too large


@CALLS
def test_a_forged_call_is_turned_away(line: Line) -> None:
    her = line.meets()
    forged = line.rig.forges(line.rig.words("hallo", sender=line.number_of(her), number="1", now=line.house.clock()))
    for _ in range(30):
        assert line.knocks(forged).status_code == 403
    assert line.knocks(replace(forged, headers={}, body=b"")).status_code == 403
    assert line.said(her) == []
    assert line.arrivals() == []
    (alarm,) = line.alarms()
    assert (alarm.channel, alarm.kind, alarm.minutes) == (line.rig.name, "signature", 1)
    line.house.clock.forward(minutes=2)
    line.knocks(forged)
    assert [one.minutes for one in line.alarms()] == [2]


@CALLS
def test_a_replayed_call_changes_nothing(line: Line) -> None:
    her = line.meets()
    knock = line.rig.words("hallo", sender=line.number_of(her), number="1", now=line.house.clock())
    assert line.knocks(knock).status_code == 200
    line.house.clock.forward(hours=1)
    assert line.knocks(knock).status_code == (403 if line.rig.has_moments else 200)
    assert line.said(her) == ["hallo"]
    assert [alarm.kind for alarm in line.alarms()] == (["replayed"] if line.rig.has_moments else [])


@CALLS
def test_a_call_to_another_address_of_ours_is_not_good_here(line: Line) -> None:
    knock = line.rig.tells(TOKEN_32, "delivered", now=line.house.clock())
    assert line.knocks(replace(knock, path=knock.path.replace(line.rig.name, "nobody"))).status_code == 404


@CALLS
def test_a_body_that_is_too_large_is_turned_away(line: Line) -> None:
    knock = line.rig.words("z" * 300_000, sender="+31687654321", number="1", now=line.house.clock())
    assert line.knocks(knock).status_code == 413
    assert [alarm.kind for alarm in line.alarms()] == ["too_large"]
    assert line.arrivals() == []


@CALLS
def test_a_call_gets_no_cookie_and_needs_no_form_token(line: Line) -> None:
    answer = line.hears("hallo", sender="+31687654321")
    assert "Set-Cookie" not in answer.headers


# Reports


@CALLS
def test_reports_in_any_order_end_at_the_furthest(line: Line) -> None:
    her = line.meets()
    number = line.writes(her)
    line.sends()
    token = line.message(number).token
    assert token is not None
    for what in ("delivered", "handed_over", "delivered"):
        assert line.knocks(line.rig.tells(token, what, now=line.house.clock())).status_code == 200
    assert line.departure(number).delivery is DeliveryState.DELIVERED


def test_a_report_on_nothing_of_ours_is_answered_and_changes_nothing(line: Line) -> None:
    assert line.knocks(line.rig.tells("f" * 32, "undelivered", now=line.house.clock())).status_code == 200
    assert line.arrivals() == []


def test_a_report_that_it_did_not_arrive_shows(line: Line) -> None:
    her = line.meets()
    number = line.writes(her)
    line.sends()
    token = line.message(number).token
    assert token is not None
    for _ in range(2):
        line.knocks(line.rig.tells(token, "undelivered", now=line.house.clock()))
    assert line.departure(number).delivery is DeliveryState.UNDELIVERED
    assert [message.id for message in line.house.anna.sees().undelivered] == [number]
    assert her.contact.points[0].failed_at is None  # refused, but the number exists


@CALLS
def test_a_forged_report_is_turned_away(line: Line) -> None:
    number = line.writes(line.meets())
    line.sends()
    token = line.message(number).token
    assert token is not None
    knock = line.rig.tells(token, "delivered", now=line.house.clock())
    wrong = {name: "x" for name in knock.headers if name not in ("X-Timestamp", "Content-Type")}
    assert line.knocks(replace(knock, headers=knock.headers | wrong)).status_code == 403
    assert line.departure(number).delivery is DeliveryState.TAKEN


@CALLS
def test_the_providers_word_settles_what_nobody_knew(line: Line) -> None:
    number = line.writes(line.meets())
    line.provider.answer = (500, b"")
    line.sends()
    message = line.message(number)
    assert message.state is MessageState.UNKNOWN
    assert message.token is not None
    line.house.clock.forward(minutes=1)
    line.knocks(line.rig.tells(message.token, "delivered", now=line.house.clock()))
    assert line.message(number).state is MessageState.SENT
    assert len(line.provider.asked) == 1


@CALLS
def test_a_call_reads_as_it_was_sent_behind_a_proxy(rig: Rig, provider: StandIn) -> None:
    """The address that was signed is the public one, whatever the proxy calls us."""
    channel, now = rig.opens(provider), AN_AFTERNOON
    assert isinstance(channel, Called)
    knock = rig.words("hallo", sender="+31687654321", number="1", now=now)
    headers = {name.lower(): value for name, value in knock.headers.items()}
    query = dict(pair.split("=") for pair in knock.query.split("&") if pair)
    url = f"{PUBLIC}{knock.path}" + (f"?{knock.query}" if knock.query else "")
    call = Call("POST", url, headers, query, knock.body, knock.address)
    channel.admit(call, now=now)
    assert len(channel.read(call)) == 1
