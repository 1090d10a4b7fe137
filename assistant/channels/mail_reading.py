"""What a mail says: her words, a bounce, or something no person wrote. Bytes in, no connection, whatever is in them.

Bounces: RFC 3464 (multipart/report) and what else mail servers send. Attachments are counted, never kept.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from assistant.channels.base import Delivery, Heard, Inbound, Reason, Report
from assistant.errors import TextTooLong
from assistant.rules.plain_text import plain_text
from assistant.rules.quoted import without_history

MOST_PARTS = 200
LONGEST_TEXT = 400_000  # characters of one part
MOST_ANSWERS = 20
_TOKEN = re.compile(r"<([0-9a-f]{32})@")
_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.\d{1,3}(?![\d.])")
_ADDRESS = re.compile(r"[^\s<>;,\"']{1,64}@[^\s<>;,\"']{1,190}")
_DAEMONS = ("mailer-daemon@", "postmaster@")


def read_mail(data: bytes) -> list[Heard]:
    """Her words or what became of ours. Nothing for a server's "still trying". What nobody can read comes back as unreadable."""
    try:
        mail = message_from_bytes(data)
        parts = list(_parts(mail))
        if _is_bounce(mail):
            bounce = _bounce(mail, data)
            return bounce if bounce is not None else [_inbound(mail, parts, data, unreadable=True)]
        return [_inbound(mail, parts, data, unreadable=_is_automatic(mail))]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, TextTooLong):
        raw = _text(data[:LONGEST_TEXT], None)
        return [Inbound(raw=raw, kind="email", provider_id=_named_by(data), unreadable=True)]


def _named_by(data: bytes) -> str:
    """A name for a mail without a Message-ID: fetched again it has the same, however long after."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _inbound(mail: Message, parts: list[Message], data: bytes, *, unreadable: bool) -> Inbound:
    plain = [_content(part) for part in parts if _is_words(part, "text/plain")]
    pages = [_content(part) for part in parts if _is_words(part, "text/html")]
    calendars = sum(part.get_content_type() == "text/calendar" for part in parts)
    words = "\n".join(plain).strip() or "\n".join(plain_text(page) for page in pages)
    left_out = sum(not _is_words(part, "text/plain", "text/html") for part in parts) - calendars
    text = without_history(plain_text(words.replace("<", "\u2039")).replace("\u2039", "<") if plain else words)
    if left_out or calendars:
        text = f"{text}\n\n[\N{PAPERCLIP} ×{left_out + calendars}]".strip()
    head = "\n".join(f"{name}: {value}" for name, value in list(mail.items())[:300])
    return Inbound(
        raw="\n\n".join([head[:LONGEST_TEXT], *plain, *pages]),
        text=text,
        sender=parseaddr(_head(mail, "From"))[1][:320],
        kind="email",
        said_at=_moment(_head(mail, "Date")),
        provider_id=_head(mail, "Message-ID").strip()[:998] or _named_by(data),
        answers=tuple(dict.fromkeys(_TOKEN.findall(f"{_head(mail, 'References')} {_head(mail, 'In-Reply-To')}")))[
            -MOST_ANSWERS:
        ],
        unreadable=unreadable,
    )


def _parts(mail: Message) -> Iterator[Message]:
    """The leaves, in order; a mail inside a mail is one leaf."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in inside if isinstance(one, Message)]
        else:
            yield part


def _is_words(part: Message, *kinds: str) -> bool:
    return part.get_content_type() in kinds and part.get_content_disposition() != "attachment"


def _content(part: Message) -> str:
    charset = part.get_param("charset")
    part.del_param("charset")  # the library falls over some names; `_text` does not
    body = part.get_payload(decode=True)
    return _text(body, charset) if isinstance(body, bytes) else ""


def _text(body: bytes, charset: object) -> str:
    """In the character set that it says it has; where that is wrong, in what fits: UTF-8, else Windows' western one."""
    for name in (charset if isinstance(charset, str) else "utf-8", "utf-8", "cp1252"):
        try:
            return body.decode(name)[:LONGEST_TEXT].replace("\0", "")
        except (UnicodeError, LookupError, ValueError):
            continue
    return body.decode("latin-1")[:LONGEST_TEXT].replace("\0", "")


def _head(mail: Message, name: str) -> str:
    value = mail.get(name)
    return str(value)[:20_000].encode(errors="replace").decode() if value is not None else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_automatic(mail: Message) -> bool:
    """RFC 3834, and what older programs write: an answer of a machine is not hers."""
    said = _head(mail, "Auto-Submitted").split(";")[0].strip().casefold()
    kind = _head(mail, "Precedence").strip().casefold()
    return (
        said not in ("", "no")
        or kind in ("bulk", "junk", "list", "auto_reply")
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _head(mail, "Return-Path").strip() == "<>"
    )


def _is_bounce(mail: Message) -> bool:
    sender = parseaddr(_head(mail, "From"))[1].casefold()
    return (
        mail.get_content_type() == "multipart/report"
        and str(mail.get_param("report-type") or "").casefold() == "delivery-status"
        or "X-Failed-Recipients" in mail
        or sender.startswith(_DAEMONS)
    )


def _bounce(mail: Message, data: bytes) -> list[Heard] | None:
    """What became of ours; an empty list for "still trying", None when it says nothing that we understand."""
    whole = data[:LONGEST_TEXT].decode("latin-1")
    own = _TOKEN.findall(whole)
    token = own[-1] if own else None  # the returned mail stands behind the report
    fields = [block for part in mail.walk() if part.get_content_type() == "message/delivery-status"
              for block in part.walk() if "Final-Recipient" in block or "Original-Recipient" in block]  # fmt: skip
    if fields:
        return [report for block in fields if (report := _of_recipient(block, token))]
    status = _STATUS.search(whole)
    address = _ADDRESS.search(_head(mail, "X-Failed-Recipients"))
    if status is None or not (token or address):
        return None
    return [_failed(token, status, address[0] if address else None)] if status[1] == "5" else []


def _of_recipient(block: Message, token: str | None) -> Report | None:
    if _head(block, "Action").strip().casefold() != "failed":
        return None
    address = _ADDRESS.search(_head(block, "Original-Recipient")) or _ADDRESS.search(_head(block, "Final-Recipient"))
    return _failed(token, _STATUS.search(_head(block, "Status")), address[0] if address else None)


def _failed(token: str | None, status: "re.Match[str] | None", address: str | None) -> Report:
    """5.1.x: the address does not exist; all else is a refusal of this mail, and says nothing of the address."""
    gone = status is not None and status[1] == "5" and status[2] == "1"
    return Report(token, Delivery.UNDELIVERED, Reason.NOT_IN_SERVICE if gone else Reason.REJECTED, address)
