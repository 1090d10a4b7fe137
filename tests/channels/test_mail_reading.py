"""What a mail says, whatever is in it."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.base import Delivery, Inbound, Reason, Report
from assistant.channels.mail_reading import read_mail
from assistant.rules.quoted import without_history
from tests.channels.post_office import a_bounce

TOKEN = "0123456789abcdef0123456789abcdef"
HEAD = b"From: Luna <luna@example.net>\nMessage-ID: <a1@example.net>\n"


def one(data: bytes) -> Inbound:
    (heard,) = read_mail(data)
    assert isinstance(heard, Inbound)
    return heard


def test_an_answer_names_what_it_answers() -> None:
    data = HEAD + f"References: <x@y> <{TOKEN}@example.org>\n\nja graag".encode()
    heard = one(data)
    assert (heard.sender, heard.text, heard.answers) == ("luna@example.net", "ja graag", (TOKEN,))
    assert heard.provider_id == "<a1@example.net>"


def test_a_page_is_read_as_words() -> None:
    heard = one(HEAD + b"Content-Type: text/html; charset=utf-8\n\n<p>Hoi<br>caf\xc3\xa9<script>x()</script></p>")
    assert heard.text == "Hoi\ncafé"


@pytest.mark.parametrize("charset", ["utf-8", "no-such-set", "us-ascii", "unicode_escape\0", "hex"])
def test_a_wrong_character_set_does_not_stop_the_words(charset: str) -> None:
    heard = one(HEAD + f"Content-Type: text/plain; charset={charset}\n\n".encode() + b"caf\xe9 hallo")
    assert heard.text == "café hallo"


def test_attachments_are_counted_and_not_kept() -> None:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "luna@example.net", "<a@b>"
    mail.set_content("zie foto")
    mail.add_attachment(b"SECRETPICTURE", maintype="image", subtype="jpeg", filename="ik.jpg")
    heard = one(mail.as_bytes())
    assert heard.text == "zie foto\n\n[📎 ×1]"
    assert "U0VDUkVU" not in heard.raw


@pytest.mark.parametrize(
    "head", ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", "Return-Path: <>"]
)
def test_an_answer_of_a_machine_is_not_hers(head: str) -> None:
    assert one(HEAD + head.encode() + b"\n\nIk ben er niet").unreadable


def test_a_bounce_says_that_an_address_does_not_work() -> None:
    gone = Report(TOKEN, Delivery.UNDELIVERED, Reason.NOT_IN_SERVICE, "luna@example.net")
    assert read_mail(a_bounce("failed", "5.1.1", token=TOKEN)) == [gone]
    assert read_mail(a_bounce("failed", "5.2.2", token=TOKEN)) == [
        Report(TOKEN, Delivery.UNDELIVERED, Reason.REJECTED, "luna@example.net")
    ]
    assert read_mail(a_bounce("delayed", "4.4.1", token=TOKEN)) == []


def test_a_bounce_of_the_old_kind_too() -> None:
    data = (
        f"From: postmaster@example.net\nX-Failed-Recipients: luna@example.net\n\n550 5.1.1 no\n<{TOKEN}@example.org>\n"
    )
    assert read_mail(data.encode()) == [Report(TOKEN, Delivery.UNDELIVERED, Reason.NOT_IN_SERVICE, "luna@example.net")]


@given(st.binary(max_size=2000))
def test_anything_is_read_or_kept(data: bytes) -> None:
    for heard in read_mail(data) + read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=B\n\n--B\n" + data):
        assert isinstance(heard, Inbound | Report)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ja\n\nOp 3 nov 2026 schreef Anna:\n> Hoi\n> daar", "ja"),
        ("ja\n\nOn Tue, 3 Nov 2026 at 10:00, Anna\n<a@example.org> wrote:\n> Hoi", "ja"),
        ("> wie ben je?\nLuna", "> wie ben je?\nLuna"),
        ("> alleen dit", "> alleen dit"),
        ("sí\n________________\nDe: Anna\nEnviado: 3 nov\nPara: Luna\nAsunto: Hola\n\nHola", "sí"),
        ("een\n-----\ntwee", "een\n-----\ntwee"),
    ],
)
def test_history_goes_only_where_it_is_certain(text: str, kept: str) -> None:
    assert without_history(text) == kept
