"""How each provider answers and calls, for the one suite that runs over all. A new channel adds a rig and a line in RIGS.

Signatures are made here as the providers make them: the phone's app signs body and timestamp, Twilio's own library signs for Twilio.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator

from assistant.channel_settings import AndroidGateway, HttpSms, Twilio
from assistant.channels.android_gateway import AndroidPhone
from assistant.channels.base import Channel
from assistant.channels.http_sms import HttpGateway
from assistant.channels.twilio import TwilioSms
from tests.cast import a_phone
from tests.channels.post_office import MailStandIn, a_bounce, mail_channel
from tests.channels.stand_in import Asked, StandIn

PUBLIC = "https://brug.example.org"
SECRET = "a secret, and a long one: é"
PLAIN_SECRET = "a-secret.a-long-one"
IN_THE_MAILBOX = "a mail, and not a call"
TOKEN_32 = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Knock:
    """A provider's call to us."""

    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    method: str = "POST"
    address: str = "127.0.0.1"


class Rig(Protocol):
    """`has_moments`: its signature holds a moment, so that an old call can be told. `idempotent`: it knows a token it took."""

    name: str
    has_moments: bool
    kind: str  # of contact point
    her: str  # a contact point that it reaches, and another one
    stranger: str
    nonsense: tuple[tuple[int, bytes], ...]  # answers to a sending that leave open whether it left

    def somebody(self) -> str:
        """A contact point that nobody else has."""
        ...

    def as_carried(self, text: str) -> str:
        """`text` as it arrives at the other end: some ways change line ends."""
        ...

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel: ...

    def answers(self, what: str) -> tuple[int, bytes]:
        """The provider's answer for: taken, busy, rejected, not_in_service, wrong_key, broken, known, there (to a question without words)."""
        ...

    def was_told(self, asked: Asked) -> tuple[str, str, str | None]:
        """(to, text, token) of a request to send; the token when the provider gets it."""
        ...

    def words(self, text: str, *, sender: str, number: str, now: datetime) -> Knock: ...

    def tells(self, token: str, what: str, *, now: datetime) -> Knock:
        """A report: handed_over, delivered, undelivered, not_in_service (which a provider may not know)."""
        ...

    def forges(self, knock: Knock) -> Knock: ...

    def garbles(self, *, now: datetime) -> Knock:
        """A genuine call that nobody can read."""
        ...


class OfPhones:
    """What is the same wherever numbers are written to."""

    kind, her, stranger = "phone", "+31687654321", "+31687654322"
    nonsense: tuple[tuple[int, bytes], ...] = ((500, b""), (502, b"?"), (200, b""), (202, b"\xff{"), (201, b"[]"))

    def somebody(self) -> str:
        return a_phone()

    def as_carried(self, text: str) -> str:
        return text


class AndroidRig(OfPhones):
    name, has_moments = "android", True

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel:
        settings = AndroidGateway(
            enabled=True,
            base_url=provider.address,
            login="brug",
            password=SECRET,
            signing_key=SECRET,
            timeout_seconds=seconds,
        )
        return AndroidPhone(settings)

    def answers(self, what: str) -> tuple[int, bytes]:
        state = {"id": TOKEN_32, "state": "Pending", "recipients": [], "isHashed": False, "isEncrypted": False}
        if what == "taken":
            return 202, json.dumps(state).encode()
        statuses = {"busy": 503, "rejected": 400, "not_in_service": 400, "wrong_key": 401, "known": 409}
        if what == "broken":
            return 202, b"{}"
        if what == "there":
            return 200, b"[]"
        return statuses[what], b'{"message": "no"}'

    def was_told(self, asked: Asked) -> tuple[str, str, str | None]:
        told = json.loads(asked.body)
        (number,) = told["phoneNumbers"]
        return number, told["textMessage"]["text"], told["id"]

    def _signed(self, told: dict[str, Any], *, now: datetime) -> Knock:
        body, stamp = json.dumps(told).encode(), str(int(now.timestamp()))
        signature = hmac.new(SECRET.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
        headers = {"X-Signature": signature, "X-Timestamp": stamp, "Content-Type": "application/json"}
        return Knock("/inbound/android", body, headers)

    def words(self, text: str, *, sender: str, number: str, now: datetime) -> Knock:
        payload = {
            "messageId": hashlib.md5(text.encode(errors="replace")).hexdigest()[
                :8
            ],  # made from the words, as the app does
            "message": text,
            "phoneNumber": sender,
            "sender": sender,
            "recipient": None,
            "simNumber": 1,
            "receivedAt": (now - timedelta(seconds=int(number))).isoformat(),
        }
        return self._signed({"event": "sms:received", "id": f"e{number}", "deviceId": "d", "payload": payload}, now=now)

    def tells(self, token: str, what: str, *, now: datetime) -> Knock:
        event = {"handed_over": "sms:sent", "delivered": "sms:delivered"}.get(what, "sms:failed")
        payload = {"messageId": token, "phoneNumber": "+31600000000", "reason": "generic failure"}
        return self._signed({"event": event, "id": f"r{what}", "payload": payload}, now=now)

    def forges(self, knock: Knock) -> Knock:
        return replace(knock, body=knock.body.replace(b"message", b"massage"))

    def garbles(self, *, now: datetime) -> Knock:
        return self._signed({"event": "sms:received", "payload": {"message": 12, "sender": ["?"]}}, now=now)


class HttpRig(OfPhones):
    """The generic gateway as shipped, which is Kannel: its status says all."""

    name, has_moments = "http_sms", False
    nonsense = ((500, b""), (502, b"?"), (200, b""), (201, b"[]"))

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel:
        settings = HttpSms(
            enabled=True,
            send_url=f"{provider.address}/cgi-bin/sendsms",
            password="pw",
            secret=PLAIN_SECRET,
            timeout_seconds=seconds,
        )
        return HttpGateway(settings, public_url=PUBLIC)

    def answers(self, what: str) -> tuple[int, bytes]:
        return {
            "taken": (202, b"0: Accepted for delivery"),
            "busy": (503, b"Temporal failure, try again later."),
            "rejected": (400, b"no"),
            "not_in_service": (400, b"no"),
            "wrong_key": (403, b"Authorization failed for sendsms"),
            "broken": (200, b"?"),
            "there": (404, b"no such page"),
        }[what]

    def was_told(self, asked: Asked) -> tuple[str, str, str | None]:
        report = parse_qs(urlsplit(asked.headers["x-kannel-dlr-url"]).query)
        return asked.headers["x-kannel-to"], asked.body.decode(), report["token"][0]

    def _proof(self) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(f"gateway:{PLAIN_SECRET}".encode()).decode()}

    def words(self, text: str, *, sender: str, number: str, now: datetime) -> Knock:
        moment = (now - timedelta(seconds=int(number))).strftime("%Y-%m-%d %H:%M:%S")
        headers = {"X-Kannel-From": sender, "X-Kannel-Time": moment, "Content-Type": 'text/plain; charset="UTF-8"'}
        return Knock("/inbound/http_sms", text.encode(errors="replace"), headers | self._proof(), f"id={number}")

    def tells(self, token: str, what: str, *, now: datetime) -> Knock:
        state = {"handed_over": "8", "delivered": "1"}.get(what, "2")
        return Knock("/inbound/http_sms/report", b"", self._proof(), f"token={token}&state={state}", "GET")

    def forges(self, knock: Knock) -> Knock:
        wrong = "Basic " + base64.b64encode(b"gateway:guess").decode()
        return replace(knock, headers=knock.headers | {"Authorization": wrong})

    def garbles(self, *, now: datetime) -> Knock:
        headers = {"X-Kannel-From": "Bank", "Content-Type": "application/octet-stream"}
        return Knock("/inbound/http_sms", b"\xff\xfe\x00\xd8", headers | self._proof(), "id=9")


class _Redirected(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, with its questions led to the stand-in."""

    def __init__(self, address: str, seconds: int) -> None:
        super().__init__(timeout=seconds)
        self.address = address

    def request(self, method: str, url: str, *given: Any, **named: Any) -> Any:
        return super().request(method, self.address + urlsplit(url).path, *given, **named)


class TwilioRig(OfPhones):
    name, has_moments = "twilio", False

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel:
        settings = Twilio(
            enabled=True, account_sid="AC0", auth_token=SECRET, sender="+31970000000", timeout_seconds=seconds
        )
        return TwilioSms(settings, public_url=PUBLIC, http=_Redirected(provider.address, seconds))

    def answers(self, what: str) -> tuple[int, bytes]:
        if what == "taken":
            return 201, json.dumps({"sid": "SM1", "status": "queued"}).encode()
        if what == "broken":
            return 201, b"<html>"
        if what == "there":
            return 200, b"{}"
        status, code = {
            "busy": (429, 20429),
            "rejected": (400, 21610),
            "not_in_service": (400, 21211),
            "wrong_key": (401, 20003),
        }[what]
        return status, json.dumps({"code": code, "message": "no to +31600000000", "status": status}).encode()

    def was_told(self, asked: Asked) -> tuple[str, str, str | None]:
        told = parse_qs(asked.body.decode(), keep_blank_values=True)
        report = parse_qs(urlsplit(told["StatusCallback"][0]).query)
        return told["To"][0], told["Body"][0], report["token"][0]

    def _signed(self, path: str, query: str, fields: dict[str, str]) -> Knock:
        url = f"{PUBLIC}{path}" + (f"?{query}" if query else "")
        signature = RequestValidator(SECRET).compute_signature(url, fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        return Knock(path, urlencode(fields).encode(), headers, query)

    def words(self, text: str, *, sender: str, number: str, now: datetime) -> Knock:
        clean = text.encode(errors="replace").decode()
        fields = {"MessageSid": f"SM{number}", "From": sender, "To": "+31970000000", "Body": clean, "NumMedia": "0"}
        return self._signed("/inbound/twilio", "", fields)

    def tells(self, token: str, what: str, *, now: datetime) -> Knock:
        status = {"handed_over": "sent", "delivered": "delivered"}.get(what, "undelivered")
        fields = {
            "MessageSid": "SM1",
            "MessageStatus": status,
            "ErrorCode": "30005" if what == "not_in_service" else "",
        }
        return self._signed("/inbound/twilio/report", f"token={token}", fields)

    def forges(self, knock: Knock) -> Knock:
        return replace(knock, body=knock.body + b"!")

    def garbles(self, *, now: datetime) -> Knock:
        return self._signed("/inbound/twilio", "", {"What": "?"})


class MailRig:
    """A mailbox: what is heard was fetched. Its provider is a post office (post_office.py)."""

    name, has_moments, kind, her, stranger = "mail", False, "email", "luna@example.net", "ster@example.net"
    nonsense: tuple[tuple[int, bytes], ...] = ((200, b""), (354, b"go on"), (199, b"?"))

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel:
        nobody = provider.address.endswith(":9")
        ports = {"smtp_port": 9, "imap_port": 9} if nobody or not isinstance(provider, MailStandIn) else provider.ports
        return mail_channel(**ports, timeout_seconds=seconds)

    def answers(self, what: str) -> tuple[int, bytes]:
        return {
            "taken": (250, b"OK"),
            "known": (250, b"OK"),
            "there": (250, b"OK"),
            "busy": (451, b"4.3.2 later"),
            "rejected": (554, b"5.7.1 no"),
            "not_in_service": (550, b"5.1.1 no such user"),
            "wrong_key": (535, b"5.7.8 no"),
            "broken": (200, b"?"),
        }[what]

    def somebody(self) -> str:
        return f"iemand{a_phone()[-7:]}@example.net"

    def as_carried(self, text: str) -> str:
        """Line ends are the mail's own, and spaces before them go."""
        return "\n".join(line.rstrip() for line in text.splitlines()).strip()

    def was_told(self, asked: Asked) -> tuple[str, str, str | None]:
        mail = message_from_bytes(asked.body, policy=policy.default)
        return str(mail["To"]), self.as_carried(mail.get_content()), str(mail["Message-ID"])[1:33]

    def words(self, text: str, *, sender: str, number: str, now: datetime) -> Knock:
        moment = format_datetime(now - timedelta(seconds=int(number)))
        head = f"From: {sender}\nDate: {moment}\nMessage-ID: <{number}@example.net>\n"
        return self._letter(head, text)

    def _letter(self, head: str, text: str) -> Knock:
        words = base64.encodebytes(text.encode(errors="replace")).decode()
        kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        return Knock(IN_THE_MAILBOX, f"{head}{kind}\n{words}".encode(errors="replace"))

    def tells(self, token: str, what: str, *, now: datetime) -> Knock:
        status = "5.1.1" if what == "not_in_service" else "5.2.2"
        return Knock(IN_THE_MAILBOX, a_bounce("failed", status, token=token, address=self.her))

    def forges(self, knock: Knock) -> Knock:
        return replace(knock, body=knock.body.replace(b"From: ", b"From: not-"))

    def garbles(self, *, now: datetime) -> Knock:
        return self._letter("From: mailer-daemon@example.net\nMessage-ID: <g@example.net>\n", "?")


CALLED: tuple[Rig, ...] = (AndroidRig(), HttpRig(), TwilioRig())
RIGS: tuple[Rig, ...] = (*CALLED, MailRig())
