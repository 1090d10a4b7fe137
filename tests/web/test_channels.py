"""The pages of what leaves and arrives by itself: why something waits, whether a gateway works, whose the words are that came in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant import jobs, traffic
from assistant.bootstrap import Assistant, open_assistant
from assistant.channel_settings import Channels
from assistant.channels.base import ChannelError, Inbound, Reason
from assistant.config import Web, config_for_folder
from assistant.outreach import accounts, drafting, intake
from assistant.rules.ads import AdDetails, Channel, ContactPoint
from assistant.store.accounts import Account, Team
from assistant.store.models import Contact, LogEntry, Message, MessageKind, MessageState
from tests.channels.rigs import SECRET, AndroidRig, MailRig, TwilioRig
from tests.channels.stand_in import StandIn, a_provider
from tests.web.conftest import CAST, PASSWORD, FakeClock, Person

HERS, WORDS = "+31687654321", "Hoi, wij zijn De Brug"


@pytest.fixture
def provider() -> Iterator[StandIn]:
    with a_provider() as opened:
        opened.answer = AndroidRig().answers("taken")
        yield opened


@pytest.fixture(params=[AndroidRig()], ids=["android"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock, provider: StandIn) -> Iterator[Assistant]:
    """The usual house, with a gateway."""
    rig = request.param
    config = config_for_folder(tmp_path).model_copy(
        update={
            "web": Web(secure_cookies=False, require_second_factor=False),
            "channels": Channels(public_url="https://brug.example.org", gap_minutes=(0, 0)),
        }
    )
    opened = open_assistant(config, clock=clock, channels={rig.name: rig.opens(provider)})
    with opened.store.writing() as session:
        for name, role in CAST.items():
            made = accounts.make_account(
                session, username=name, shown_name=name.title(), role=role, team="De Brug", now=clock()
            )
            accounts.change_password(session, made.account, current=made.password, new=PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def her(house: Assistant) -> int:
    """Luna, with a number."""
    with house.store.writing() as session:
        contact = intake.from_ad(
            session,
            text="",
            details=AdDetails((ContactPoint(Channel.PHONE, HERS, HERS),), "Luna", None, "nl", 1.0, ()),
            team_id=session.scalars(select(Team)).one().id,
            by=anna_of(session.scalars(select(Account)).all()),
            now=house.now(),
            desk=house.desk,
            keep_text=house.keeping.ad_text,
        )
        return contact.id


def anna_of(people: object) -> Account:
    return next(one for one in people if one.username == "anna")  # type: ignore[attr-defined,no-any-return]


def a_draft(house: Assistant, her: int, *, way: str = "gateway") -> int:
    with house.store.writing() as session:
        contact = session.get_one(Contact, her)
        message = drafting.save(
            session,
            contact,
            body=WORDS,
            kind=MessageKind.FIRST,
            channel=way,
            point=contact.points[0],
            by=anna_of(session.scalars(select(Account)).all()),
            now=house.now(),
        )
        return message.id


def approves(anna: Person, house: Assistant, her: int) -> int:
    number = a_draft(house, her)
    assert anna.posts(f"/message/{number}/go").status_code == 302
    return number


def state_of(house: Assistant, number: int) -> MessageState:
    with house.store.reading() as session:
        return session.get_one(Message, number).state


# Out


def test_why_a_message_waits_stands_on_the_board_in_the_queue_and_nothing_is_sent(
    anna: Person, house: Assistant, her: int, provider: StandIn, clock: FakeClock
) -> None:
    number = approves(anna, house, her)
    provider.answer = AndroidRig().answers("busy")
    traffic.send_what_is_due(house)
    assert state_of(house, number) is MessageState.APPROVED
    assert "goedgekeurd, wacht. De gateway heeft het druk." in anna.sees("/")
    queue = anna.sees("/queue/")
    assert "De gateway heeft het druk." in queue
    assert "15.22" in queue  # two minutes later
    clock.forward(minutes=3)
    provider.answer = AndroidRig().answers("taken")
    traffic.send_what_is_due(house)
    assert state_of(house, number) is MessageState.SENT
    assert "De gateway heeft het druk" not in anna.sees("/")


@pytest.mark.parametrize("house", [TwilioRig()], ids=["twilio"], indirect=True)
def test_a_number_that_is_not_in_service_is_said_and_struck_through(
    anna: Person, house: Assistant, her: int, provider: StandIn
) -> None:
    approves(anna, house, her)
    provider.answer = TwilioRig().answers("not_in_service")
    traffic.send_what_is_due(house)
    board, thread = anna.sees("/"), anna.sees(f"/contact/{her}")
    assert "Dit nummer is niet in gebruik." in board
    assert "Dit nummer is niet in gebruik." in thread
    assert "text-decoration-line-through" in thread


def test_what_waits_can_be_taken_back(anna: Person, house: Assistant, her: int, provider: StandIn) -> None:
    number = approves(anna, house, her)
    assert anna.posts(f"/message/{number}/drop").status_code == 302
    assert traffic.send_what_is_due(house) == 0
    assert "Er wacht niets." in anna.sees("/queue/")
    assert provider.asked == []


def test_the_second_browser_is_told(anna: Person, bram: Person, house: Assistant, her: int) -> None:
    anna.posts(f"/message/{a_draft(house, her, way='whatsapp')}/go")
    assert "Anna schrijft haar" in bram.sees(f"/contact/{her}")
    form = {"do": "approve", "body": "Hoi van Bram, wij zijn De Brug", "way": "whatsapp"}
    assert "Nu niet, omdat Anna haar schrijft" in bram.posts(f"/contact/{her}/", follow=True, **form).text
    with house.store.reading() as session:
        out = session.scalars(select(Message).where(Message.state.in_((MessageState.CLAIMED, MessageState.SENT)))).all()
        assert [message.body for message in out] == [WORDS]


# Is it there?


def test_the_board_shows_when_a_gateway_last_worked(
    anna: Person, ada: Person, house: Assistant, provider: StandIn, clock: FakeClock
) -> None:
    provider.answer = AndroidRig().answers("there")
    jobs.tick(house)
    assert "werkte 15.20 uur" in anna.sees("/")
    provider.answer = AndroidRig().answers("wrong_key")
    clock.forward(minutes=20)
    jobs.tick(house)
    board = anna.sees("/")
    assert "werkte 15.20 uur, en nu niet meer" in board
    assert "Een gateway werkt niet" in board
    assert "Alles loopt" not in board
    page = ada.sees("/channels/")
    assert "Werkt niet" in page
    assert "De gateway neemt ons wachtwoord niet aan." in page
    for secret in (SECRET, "a long one"):
        assert secret not in page


@pytest.mark.parametrize("house", [MailRig()], ids=["mail"], indirect=True)
def test_the_board_shows_when_mail_was_last_fetched(
    anna: Person, house: Assistant, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = house.channels["mail"]
    monkeypatch.setattr(type(mail), "check", lambda self: None)
    monkeypatch.setattr(type(mail), "collect", lambda self, keep: 0)
    jobs.tick(house)
    assert "keek 15.20 uur of er iets binnenkwam" in anna.sees("/")

    def refused(self: object, keep: object) -> int:
        raise ChannelError(Reason.NOT_SAFE)

    monkeypatch.setattr(type(mail), "collect", refused)
    clock.forward(minutes=20)
    jobs.tick(house)
    board = anna.sees("/")
    assert "keek 15.20 uur of er iets binnenkwam" in board
    assert "Een gateway werkt niet" in board


def test_an_administrator_sends_a_test_to_an_own_phone(
    ada: Person, anna: Person, house: Assistant, her: int, provider: StandIn
) -> None:
    said = ada.posts("/channels/android/test", follow=True, to="06 5555 1234").text
    assert "De gateway nam de proef aan." in said
    assert [AndroidRig().was_told(asked)[0] for asked in provider.asked] == ["+31655551234"]
    ada.posts("/channels/android/test", to=HERS)  # she is no test
    ada.posts("/channels/android/test", to="zomaar iets")
    assert anna.posts("/channels/android/test", to="06 5555 1234").status_code == 403
    assert len(provider.asked) == 1
    provider.answer = AndroidRig().answers("wrong_key")
    said = ada.posts("/channels/android/test", follow=True, to="06 5555 1234").text
    assert "De proef is niet weggegaan. De gateway neemt ons wachtwoord niet aan." in said
    with house.store.reading() as session:
        reasons = [entry.reason for entry in session.scalars(select(LogEntry)) if entry.reason]
    assert "android" in reasons
    assert not any("5551234" in reason for reason in reasons)


# In


def comes_in(
    house: Assistant, text: str, *, sender: str = "+31687650000", kind: str = "phone", answers: tuple[str, ...] = ()
) -> int:
    heard = Inbound(raw=text, text=text, sender=sender, kind=kind, provider_id=f"{sender}{text}", answers=answers)
    numbers = traffic.take_in(house, "android", [heard])
    traffic.read(house, numbers)
    return numbers[0]


def test_a_person_is_made_of_words_from_an_unknown_number(anna: Person, house: Assistant) -> None:
    number = comes_in(house, "wie zijn jullie?")
    assert "van iemand die we niet kennen" in anna.sees("/")
    assert "wie zijn jullie?" in anna.sees(f"/arrival/{number}/")
    thread = anna.posts(f"/arrival/{number}/person", follow=True, alias="Ster").text
    assert "Ster" in thread
    assert "wie zijn jullie" in thread  # and a question: does she want to stop?
    assert anna.gets(f"/arrival/{number}/").status_code == 404  # done


def test_words_from_another_number_are_joined_to_whom_we_know(anna: Person, house: Assistant, her: int) -> None:
    number = comes_in(house, "nieuw nummer, Luna hier")
    assert "Kies" in anna.posts(f"/arrival/{number}/join", follow=True, contact="").text
    anna.posts(f"/arrival/{number}/join", contact=str(her))
    with house.store.reading() as session:
        contact = session.get_one(Contact, her)
        assert sorted(point.value for point in contact.points) == ["+31687650000", HERS]
        assert [message.body for message in contact.messages] == ["nieuw nummer, Luna hier"]


def test_laying_aside_takes_a_reason_and_empties_it(anna: Person, house: Assistant) -> None:
    number = comes_in(house, "Uw code is 1234")
    anna.posts(f"/arrival/{number}/aside", reason=" ")
    assert "Uw code is 1234" in anna.sees("/")
    anna.posts(f"/arrival/{number}/aside", reason="code van een bank")
    assert "Uw code is 1234" not in anna.sees("/")


def test_a_stranger_who_quotes_our_mail_is_shown_as_one(anna: Person, house: Assistant, her: int) -> None:
    with house.store.writing() as session:
        contact = session.get_one(Contact, her)
        message = session.get_one(Message, a_draft_in(session, contact, house))
        message.state, message.token = MessageState.SENT, "a" * 32
    number = comes_in(house, "met wie?", sender="ander@example.net", kind="email", answers=("a" * 32,))
    assert "antwoordt op ons bericht aan Luna, vanaf een adres dat we niet van haar kennen" in anna.sees("/")
    page = anna.sees(f"/arrival/{number}/")
    assert "Misschien heeft ze er nog een; misschien las iemand anders haar mail." in page
    assert f'<option value="{her}" selected>' in page
    assert "Maak er een persoon van" in page
    assert "met wie?" not in anna.sees(f"/contact/{her}")


def a_draft_in(session: object, contact: Contact, house: Assistant) -> int:
    message = drafting.save(
        session,  # type: ignore[arg-type]
        contact,
        body=WORDS,
        kind=MessageKind.FIRST,
        channel="email",
        point=contact.points[0],
        by=anna_of(session.scalars(select(Account)).all()),  # type: ignore[attr-defined]
        now=house.now(),
    )
    return message.id


def test_attachments_are_said_not_to_be_kept(anna: Person, house: Assistant, thread: str) -> None:
    anna.posts(f"{thread}/reply", text="kijk eens\n\n[📎 ×2]", channel="email")
    assert "Er kwamen 2 bijlagen mee. Die bewaren we niet" in anna.sees(thread)
