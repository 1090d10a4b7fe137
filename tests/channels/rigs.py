"""How each provider answers and calls, for the one suite that runs over all. A new channel adds a rig and a line in RIGS.

Signatures are made here as the providers make them: the phone's app signs body and timestamp, Twilio's own library signs for Twilio.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator

from assistant.channel_settings import AndroidGateway, HttpSms, Twilio
from assistant.channels.android_gateway import AndroidPhone
from assistant.channels.base import Channel
from assistant.channels.http_sms import HttpGateway
from assistant.channels.twilio import TwilioSms
from tests.channels.stand_in import Asked, StandIn

PUBLIC = "https://brug.example.org"
SECRET = "a secret, and a long one: é"
PLAIN_SECRET = "a-secret.a-long-one"
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
    kind: str

    def opens(self, provider: StandIn, *, seconds: int = 5) -> Channel: ...

    def answers(self, what: str) -> tuple[int, bytes]:
        """The provider's answer for: taken, busy, rejected, not_in_service, wrong_key, broken, known."""
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


class AndroidRig:
    name, has_moments, kind = "android", True, "phone"

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


class HttpRig:
    """The generic gateway as shipped, which is Kannel."""

    name, has_moments, kind = "http_sms", False, "phone"

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


class TwilioRig:
    name, has_moments, kind = "twilio", False, "phone"

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


RIGS: tuple[Rig, ...] = (AndroidRig(), HttpRig(), TwilioRig())
