"""Mail against dovecot and a server that takes mail."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from assistant import traffic
from assistant.bootstrap import open_assistant
from assistant.channels.base import ChannelError, Heard, Outgoing, Reason, Taken
from assistant.config import Config, StorePlace
from assistant.errors import ConfigError
from tests.cast import FakeClock, House
from tests.channels import post_office
from tests.channels.post_office import PostOffice
from tests.channels.rigs import TOKEN_32

OUT = Outgoing(TOKEN_32, "luna@example.net", "Hoi Luna\nhoe gaat het? 💛", subject="Hoi Luna", sender="Anna")
IN = b"From: luna@example.net\nMessage-ID: <%d@example.net>\n\nhallo %d\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:  # type: ignore[override]
    if lacking := post_office.missing():
        pytest.skip(lacking)
    office = PostOffice(tmp_path_factory.mktemp("post"))
    office.start()
    yield office
    office.stop()


@pytest.fixture
def office(opened: PostOffice) -> PostOffice:
    opened.empty()
    return opened


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


def test_her_mail_reaches_her_thread_once(office: PostOffice, tmp_path: Path) -> None:
    place = StorePlace(url=f"sqlite:///{tmp_path / 'outreach.db'}", keys=tmp_path / "keys.json")
    clock = FakeClock()
    assistant = open_assistant(Config(store=place), clock=clock, channels={"mail": office.opens()})
    house = House(assistant, clock).hire_everybody()
    her = house.anna.meets("luna@example.net")
    for _ in range(2):  # the same mail again, as after a death between storing and moving
        office.drops(IN % (7, 7))
        assert traffic.poll(assistant) == 1
    heard = [message.body for message in her.contact.messages]
    assert heard == ["hallo 7"]
    assistant.close()
