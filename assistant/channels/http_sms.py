"""Any SMS gateway that is spoken to over HTTP; as shipped, Kannel 1.4.5 (kannel.org, its user guide's "SMS push by HTTP" and "sms-service").

Words travel in the body of a POST, never in an address: addresses end up in logs. The gateway calls us with user name and password
(Basic) from an address on the list; what its calls hold where is in the settings.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from assistant.channel_settings import HttpSms
from assistant.channels.base import (
    Abilities,
    Call,
    ChannelError,
    Delivery,
    Forged,
    Heard,
    Inbound,
    Outgoing,
    Reason,
    Receipt,
    Report,
    Unreadable,
)
from assistant.channels.http import Session, asked, meaning
from assistant.rules.segments import Encoding, count

USER = "gateway"
CODINGS = {Encoding.GSM_7: "0", Encoding.UCS_2: "2"}


class HttpGateway:
    """A channel over one gateway."""

    name = "http_sms"
    abilities = Abilities(frozenset({"phone"}), reports=True, inbound=True)

    def __init__(self, settings: HttpSms, *, public_url: str) -> None:
        self._settings = settings
        self._public_url = public_url.rstrip("/")
        self.timeout = timedelta(seconds=settings.timeout_seconds)

    def send(self, outgoing: Outgoing) -> Receipt:
        settings, blanks = self._settings, self._blanks(outgoing)
        headers = {name: _filled(value, blanks).encode() for name, value in settings.headers.items()}
        blanks["text"] = outgoing.text
        fields = {name: _filled(value, blanks) for name, value in settings.fields.items()}
        content: dict[str, Any] = {"data": fields} if settings.send_as == "form" else {"json": fields}
        if settings.send_as == "text":
            headers["Content-Type"] = b"text/plain; charset=UTF-8"
            content = {"data": outgoing.text.encode(errors="replace")}
        session = Session(timeout=settings.timeout_seconds)
        answer = asked(lambda: session.request("POST", settings.send_url, headers=headers, **content))
        if answer.status_code in settings.taken:
            return Receipt()
        if answer.status_code in settings.never:
            raise ChannelError(Reason.REJECTED, permanent=True)
        raise meaning(answer.status_code)

    def check(self) -> None:
        """Somebody answers at the gateway's address; a question without words may well be refused."""
        parts = urlsplit(self._settings.send_url)
        session = Session(timeout=self._settings.timeout_seconds)
        asked(lambda: session.request("GET", f"{parts.scheme}://{parts.netloc}/"))

    def _blanks(self, outgoing: Outgoing) -> dict[str, str]:
        settings = self._settings
        return {
            "login": settings.login,
            "password": settings.password.get_secret_value(),
            "to": outgoing.to,
            "token": outgoing.token,
            "coding": CODINGS[count(outgoing.text).encoding],
            "report_url": self.report_url(outgoing.token),
        }

    def report_url(self, token: str) -> str:
        """Where the gateway reports on a message, with its password for us in it."""
        parts, settings = urlsplit(self._public_url), self._settings
        password = settings.secret.get_secret_value()  # letters and digits: Kannel sends it on as it stands
        query = settings.report_query.replace("{token}", token)
        return f"{parts.scheme}://{USER}:{password}@{parts.netloc}{parts.path}/inbound/{self.name}/report?{query}"

    def admit(self, call: Call, *, now: datetime) -> None:
        if not any(_is_in(call.address, network) for network in self._settings.allowed):
            raise Forged("address")
        expected = f"{USER}:{self._settings.secret.get_secret_value()}".encode()
        scheme, _, given = call.headers.get("authorization", "").partition(" ")
        try:
            offered = base64.b64decode(given.strip(), validate=True) if scheme.casefold() == "basic" else b""
        except (binascii.Error, ValueError):
            offered = b""
        if not hmac.compare_digest(expected, offered):
            raise Forged("signature")

    def read(self, call: Call) -> list[Heard]:
        settings = self._settings
        if urlsplit(call.url).path.endswith("/report"):
            return self._report(call)
        body, is_text = _decoded(call)
        parts = _Parts(call, body)
        sender, text = parts.get(settings.inbound_from), parts.get(settings.inbound_text)
        if sender is None and text is None:
            raise Unreadable
        return [
            Inbound(
                raw=body,
                text=text or "",
                sender=sender or "",
                said_at=_moment(parts.get(settings.inbound_time) or ""),
                provider_id=parts.get(settings.inbound_id) or None,
                unreadable=not is_text or text is None,
            )
        ]

    def _report(self, call: Call) -> list[Heard]:
        settings = self._settings
        parts = _Parts(call, _decoded(call)[0])
        token, state = parts.get(settings.report_token), parts.get(settings.report_state)
        if not token or state is None:
            raise Unreadable
        if state in settings.delivered:
            return [Report(token, Delivery.DELIVERED)]
        if state in settings.failed:
            return [Report(token, Delivery.UNDELIVERED, Reason.REJECTED)]
        return [Report(token, Delivery.HANDED_OVER)] if state in settings.handed_over else []


class _Parts:
    """Finds "header:NAME", "query:NAME", "field:NAME" (of a form or JSON) or "body" in a call."""

    def __init__(self, call: Call, body: str) -> None:
        self._call, self._body = call, body

    def get(self, place: str) -> str | None:
        if place == "body":
            return self._body
        kind, _, name = place.partition(":")
        holders: dict[str, Mapping[str, Any]] = {"header": self._call.headers, "query": self._call.query}
        holder = holders.get(kind) if kind in holders else self._fields()
        value = (holder or {}).get(name.lower() if kind == "header" else name)
        return value if isinstance(value, str) else None

    def _fields(self) -> Mapping[str, Any]:
        if "json" in self._call.headers.get("content-type", ""):
            try:
                told = json.loads(self._body)
            except (ValueError, RecursionError):
                return {}
            return told if isinstance(told, dict) else {}
        return dict(parse_qsl(self._body, keep_blank_values=True, errors="replace"))


def _decoded(call: Call) -> tuple[str, bool]:
    """The body as text in the character set that it says it has, and whether it is text at all."""
    kind, _, rest = call.headers.get("content-type", "").partition(";")
    _, _, charset = rest.partition("charset=")
    known = {"utf-16be": "utf-16-be", "iso-8859-1": "latin-1", "latin1": "latin-1", "us-ascii": "ascii"}
    name = charset.split(";")[0].strip().strip('"').lower()
    try:
        return call.body.decode(known.get(name, "utf-8")), kind.strip() != "application/octet-stream"
    except UnicodeDecodeError:
        return call.body.decode("utf-8", errors="backslashreplace"), False


def _filled(pattern: str, blanks: Mapping[str, str]) -> str:
    for name, value in blanks.items():
        if name != "text":
            pattern = pattern.replace("{" + name + "}", value)
    return pattern.replace("{text}", blanks["text"]) if "text" in blanks else pattern


def _is_in(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network)
    except ValueError:
        return False


def _moment(text: str) -> datetime | None:
    """Unix seconds, or "2026-11-23 20:15:00" in UTC as Kannel writes it."""
    try:
        if text.isascii() and text.isdigit():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
