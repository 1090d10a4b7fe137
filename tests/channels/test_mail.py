"""Mail against dovecot and a server that takes mail."""

import imaplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from assistant import traffic
from assistant.bootstrap import open_assistant
from assistant.channels.base import ChannelError, Heard, Outgoing, Reason, Taken
from assistant.channels.mail import MailChannel
from assistant.config import Config, StorePlace
from assistant.errors import ConfigError
from assistant.outreach import arrivals_board, dispatch
from assistant.rules.stages import Stage
from assistant.store.accounts import Account
from assistant.store.models import Arrival, Contact, Direction, Message, Trouble
from tests.cast import FakeClock, Her, House
from tests.channels.post_office import PostOffice, a_bounce
from tests.channels.rigs import TOKEN_32

OUT = Outgoing(TOKEN_32, "luna@example.net", "Hoi Luna\nhoe gaat het? 💛", subject="Hoi Luna", sender="Anna")
IN = b"From: luna@example.net\nMessage-ID: <%d@example.net>\n\nhallo %d\n"


def test_words_leave_once_and_whole(office: PostOffice) -> None:
    office.opens().send(OUT)
    (taken,) = office.smtp.taken
    mail = message_from_bytes(taken.content, policy=policy.default)
    assert (mail["Subject"], mail["To"], mail["Message-ID"]) == ("Hoi Luna", OUT.to, f"<{TOKEN_32}@example.org>")
    assert mail.get_content().strip() == OUT.text


def test_a_thread_holds_together(office: PostOffice) -> None:
    office.opens().send(Outgoing("f" * 32, OUT.to, "en?", subject="Hoi", answers=("a" * 32, "b" * 32)))
    mail = message_from_bytes(office.smtp.taken[0].content)
    assert mail["In-Reply-To"] == f"<{'b' * 32}@example.org>"
    assert "a" * 32 in mail["References"]


@pytest.mark.parametrize(
    ("rcpt", "data", "expected"),
    [
        ("550 5.1.1 no such user", "", (Reason.NOT_IN_SERVICE, True, Taken.NO)),
        ("550 5.7.1 not from you", "", (Reason.REJECTED, True, Taken.NO)),
        ("451 4.7.1 later", "", (Reason.BUSY, False, Taken.NO)),
        ("", "554 no", (Reason.REJECTED, True, Taken.NO)),
        ("", "452 full", (Reason.BUSY, False, Taken.NO)),
        ("", "drop", (Reason.NO_ANSWER, False, Taken.UNKNOWN)),
    ],
)
def test_a_refusal_says_whether_trying_again_helps(
    office: PostOffice, rcpt: str, data: str, expected: tuple[Reason, bool, Taken]
) -> None:
    office.smtp.at_rcpt, office.smtp.at_data = rcpt, data
    with pytest.raises(ChannelError) as failed:
        office.opens().send(OUT)
    assert (failed.value.reason, failed.value.permanent, failed.value.taken) == expected


def test_nobody_there_is_certain(office: PostOffice) -> None:
    with pytest.raises(ChannelError) as failed:
        office.opens(smtp_port=9).send(OUT)
    assert (failed.value.reason, failed.value.taken) == (Reason.UNREACHABLE, Taken.NO)


def test_an_exposing_subject_or_name_does_not_leave(office: PostOffice) -> None:
    exposing = Outgoing(TOKEN_32, OUT.to, "Hoi", subject="Hulp voor sekswerkers", language="nl", sender="Anna")
    with pytest.raises(ChannelError) as failed:
        office.opens().send(exposing)
    assert failed.value.permanent
    assert office.smtp.taken == []
    with pytest.raises(ConfigError):
        office.opens(sender_name="Help for sex workers")


def test_a_wrong_password_is_said(office: PostOffice) -> None:
    with pytest.raises(ChannelError) as failed:
        office.opens(password="guess").collect(lambda one: None)
    assert failed.value.reason is Reason.WRONG_KEY


def test_a_mail_is_moved_only_after_it_is_kept(office: PostOffice) -> None:
    office.drops(IN % (1, 1))

    def dies(one: Heard) -> None:
        assert office.count("INBOX") == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.opens().collect(dies)
    assert (office.count("INBOX"), office.count("Kept")) == (1, 0)
    kept: list[Heard] = []
    assert office.opens().collect(kept.append) == 1
    assert (office.count("INBOX"), office.count("Kept"), len(kept)) == (0, 1, 1)


def test_a_mail_is_deleted_only_after_it_is_kept(office: PostOffice) -> None:
    office.drops(IN % (1, 1))
    deleting = office.opens(afterwards="delete")

    def dies(one: Heard) -> None:
        assert office.count("INBOX") == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deleting.collect(dies)
    kept: list[Heard] = []
    assert deleting.collect(kept.append) == 1
    assert (office.count("INBOX"), office.count("Kept"), len(kept)) == (0, 0, 1)


@pytest.mark.parametrize("answer", [("NO", [None]), ("OK", [None]), ("OK", [b"1 (UID 1)"])])
def test_a_mail_that_the_server_does_not_give_stays(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, answer: tuple[str, list[bytes | None]]
) -> None:
    office.drops(IN % (1, 1))
    really = imaplib.IMAP4.uid
    monkeypatch.setattr(
        imaplib.IMAP4, "uid", lambda box, what, *rest: answer if what == "fetch" else really(box, what, *rest)
    )
    kept: list[Heard] = []
    with pytest.raises(ChannelError) as failed:
        office.opens(afterwards="delete").collect(kept.append)
    assert (failed.value.reason, kept, office.count("INBOX")) == (Reason.BROKEN, [], 1)


# Encryption: who is at the other end is looked at before a password or a word is said

SAFE = [("tls", "tls_port", "imaps_port"), ("starttls", "starttls_port", "imap_port")]


def encrypted(office: PostOffice, how: tuple[str, str, str], **changed: Any) -> MailChannel:
    security, smtp, imap = how
    given: dict[str, Any] = {
        "smtp_host": "localhost",
        "imap_host": "localhost",
        "smtp_security": security,
        "imap_security": security,
        "smtp_port": getattr(office, smtp),
        "imap_port": getattr(office, imap),
        "ca_file": str(office.certificates.ca),
    }
    return office.opens(**given | changed)


@pytest.mark.parametrize("how", SAFE, ids=["tls", "starttls"])
def test_words_come_and_go_encrypted(office: PostOffice, how: tuple[str, str, str]) -> None:
    channel = encrypted(office, how)
    channel.check()
    channel.send(OUT)
    assert [envelope.rcpt_tos for envelope in office.smtp.taken] == [[OUT.to]]
    office.drops(IN % (1, 1))
    assert channel.collect(lambda one: None) == 1


@pytest.mark.parametrize("how", SAFE, ids=["tls", "starttls"])
@pytest.mark.parametrize(
    "wrong",
    [{"ca_file": ""}, {"smtp_host": "127.0.0.1", "imap_host": "127.0.0.1"}],
    ids=["nobody vouches", "another name"],
)
def test_a_server_that_cannot_be_trusted_gets_no_word(
    office: PostOffice, how: tuple[str, str, str], wrong: dict[str, str]
) -> None:
    channel = encrypted(office, how, **wrong)
    office.drops(IN % (1, 1))
    for asking in (lambda: channel.send(OUT), channel.check, lambda: channel.collect(lambda one: None)):
        with pytest.raises(ChannelError) as failed:
            asking()
        assert (failed.value.reason, failed.value.permanent, failed.value.taken) == (Reason.NOT_SAFE, False, Taken.NO)
    assert (office.smtp.taken, office.count("INBOX")) == ([], 1)


def test_a_server_without_encryption_gets_no_word(office: PostOffice) -> None:
    channel = encrypted(office, ("starttls", "tls_port", "imap_port"), smtp_port=office.smtp.port)
    with pytest.raises(ChannelError) as failed:
        channel.send(OUT)
    assert (failed.value.reason, office.smtp.taken) == (Reason.NOT_SAFE, [])


# Whose words


@pytest.fixture
def house(office: PostOffice, tmp_path: Path) -> Iterator[House]:
    place = StorePlace(url=f"sqlite:///{tmp_path / 'outreach.db'}", keys=tmp_path / "keys.json")
    clock = FakeClock()
    assistant = open_assistant(Config(store=place), clock=clock, channels={"mail": office.opens()})
    yield House(assistant, clock).hire_everybody()
    assistant.close()


def fetches(house: House) -> Arrival | None:
    """Fetch once; answers what waits for a human, if anything."""
    traffic.poll(house.assistant)
    with house.reading() as session:
        found = arrivals_board.open_arrivals(session, team_id=house.anna.team_id)
        return found[0] if found else None


def heard(her: Her) -> list[str]:
    return [message.body for message in her.contact.messages if message.direction is Direction.IN]


@pytest.mark.parametrize("number", [b"Message-ID: <7@example.net>\n", b""], ids=["named", "without a name"])
def test_her_mail_reaches_her_thread_once(house: House, office: PostOffice, number: bytes) -> None:
    her = house.anna.meets("luna@example.net")
    for _ in range(2):  # the same mail again, as after a death between storing and moving
        office.drops(b"From: luna@example.net\n" + number + b"\nhallo 7\n")
        assert traffic.poll(house.assistant) == 1
        house.clock.forward(hours=3)
    assert heard(her) == ["hallo 7"]


def writes_by_mail(house: House, her: Her) -> str:
    """Our mail to her leaves; answers its token."""
    number = house.anna.writes(her, "Hoi Luna")
    with house.writing() as session:
        session.get_one(Message, number).channel = "mail"
    house.anna.approves(number)
    with house.writing() as session:
        message = session.get_one(Message, number)
        channels = house.assistant.channels
        dispatch.queue(session, message, channels=channels, now=house.clock(), pauses=house.assistant.pauses)
    assert traffic.send_what_is_due(house.assistant) == 1
    token = house.message(number).token
    assert token is not None
    return token


def test_a_stranger_who_quotes_our_mail_is_not_taken_for_her(house: House, office: PostOffice) -> None:
    her = house.anna.meets("luna@example.net")
    token = writes_by_mail(house, her)
    office.drops(f"From: iemand@example.net\nIn-Reply-To: <{token}@example.org>\n\nstop ermee\n".encode())
    waits = fetches(house)
    assert waits is not None
    assert (waits.trouble, waits.contact_id, waits.text) == (Trouble.UNKNOWN_SENDER, her.id, "stop ermee")
    assert heard(her) == []
    with house.reading() as session:  # another team is not told of her
        assert arrivals_board.open_arrivals(session, team_id=house.noor.team_id) == []
    with house.writing() as session:  # she has a second address, says who knows her
        arrival = session.get_one(Arrival, waits.id)
        contact = session.get_one(Contact, her.id)
        by = session.get_one(Account, house.anna.id)
        pace, desk = house.assistant.terms.pace, house.assistant.desk
        arrivals_board.join(session, arrival, contact, text="", by=by, now=house.clock(), pace=pace, desk=desk)
    assert heard(her) == ["stop ermee"]
    assert her.stage is Stage.STOPPED
    assert sorted(point.value for point in her.contact.points) == ["iemand@example.net", "luna@example.net"]


def test_what_another_person_we_know_quotes_is_hers(house: House, office: PostOffice) -> None:
    her, other = house.anna.meets("luna@example.net"), house.anna.meets("ster@example.net")
    token = writes_by_mail(house, her)
    office.drops(f"From: ster@example.net\nIn-Reply-To: <{token}@example.org>\n\nik ben het niet\n".encode())
    assert fetches(house) is None
    assert (heard(her), heard(other)) == ([], ["ik ben het niet"])


# Bounces


def test_a_bounce_marks_the_address(house: House, office: PostOffice) -> None:
    her = house.anna.meets("luna@example.net")
    token = writes_by_mail(house, her)
    office.drops(a_bounce("failed", "5.1.1", token=token))
    assert fetches(house) is None
    assert her.contact.points[0].failed_at is not None
    assert len(house.anna.sees().undelivered) == 1


def test_a_bounce_of_nothing_of_ours_marks_no_address(house: House, office: PostOffice) -> None:
    written, known = house.anna.meets("luna@example.net"), house.anna.meets("ster@example.net")
    writes_by_mail(house, written)
    for address in ("luna@example.net", "ster@example.net"):
        office.drops(a_bounce("failed", "5.1.1", token="f" * 32, address=address))
    fetches(house)
    assert known.contact.points[0].failed_at is None  # we wrote nothing there: whoever sent this made it up
    assert written.contact.points[0].failed_at is not None
