"""The team's own Android phone as SMS gateway, with the app "SMS Gateway for Android" (PyPI android-sms-gateway).

The phone (or the team's own relay) is asked over HTTP; it calls us by webhook. A callback is signed with HMAC-SHA256 over its body
and the header X-Timestamp (Unix seconds), as lower-case hex in X-Signature; the app tries 14 times when we do not answer 2xx. Its
`messageId` of incoming words is made from their content: the same words on another day have it too. Source: docs.sms-gate.app.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from android_sms_gateway.client import APIClient
from android_sms_gateway.domain import Message, TextMessage
from android_sms_gateway.errors import APIError
from android_sms_gateway.http import RequestsHttpClient

from assistant.channel_settings import AndroidGateway
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
    Taken,
    Unreadable,
)
from assistant.channels.http import Session, asked, meaning

ALREADY_TAKEN = 409
MMS_WORDS = ("body", "subject")
REPORTS = {
    "sms:sent": Delivery.HANDED_OVER,
    "sms:delivered": Delivery.DELIVERED,
    "sms:failed": Delivery.UNDELIVERED,
    "sms:cancelled": Delivery.UNDELIVERED,
}
INCOMING = frozenset({"sms:received", "sms:data-received", "mms:downloaded"})
SILENT = frozenset(
    {"system:ping", "app:started", "mms:received"}
)  # the last one says that words are still to be fetched


class AndroidPhone:
    """A channel over one phone."""

    name = "android"
    abilities = Abilities(frozenset({"phone"}), reports=True, inbound=True, idempotent=True)

    def __init__(self, settings: AndroidGateway) -> None:
        self._settings = settings
        self.timeout = timedelta(seconds=settings.timeout_seconds)

    def send(self, outgoing: Outgoing) -> Receipt:
        message = Message(
            id=outgoing.token,
            phone_numbers=[outgoing.to],
            text_message=TextMessage(outgoing.text),
            sim_number=self._settings.sim or None,
            with_delivery_report=True,
            ttl=self._settings.valid_minutes * 60,
        )
        try:
            state = asked(lambda: self._client().send(message))
        except APIError as error:
            if error.status_code == ALREADY_TAKEN:
                return Receipt(outgoing.token)
            raise meaning(error.status_code or 0) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN) from None
        return Receipt(state.id)

    def check(self) -> None:
        try:
            asked(self._client().list_devices)
        except APIError as error:
            if error.status_code in (404, 405):
                return  # a phone in local mode is its own and only device
            raise meaning(error.status_code or 0) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ChannelError(Reason.BROKEN) from None

    def _client(self) -> APIClient:
        http = RequestsHttpClient(Session(timeout=self._settings.timeout_seconds))
        password = self._settings.password.get_secret_value()
        return APIClient(self._settings.login, password, base_url=self._settings.base_url, http=http)

    def admit(self, call: Call, *, now: datetime) -> None:
        signature, stamp = call.headers.get("x-signature", ""), call.headers.get("x-timestamp", "")
        key = self._settings.signing_key.get_secret_value().encode()
        expected = hmac.new(key, call.body + stamp.encode(errors="replace"), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.lower().encode(errors="replace")):
            raise Forged("signature")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Forged("signature")
        if abs(now.timestamp() - int(stamp)) > self._settings.replay_minutes * 60:
            raise Forged("replayed")

    def read(self, call: Call) -> list[Heard]:
        try:
            told = json.loads(call.body)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(told, dict) or not isinstance(told.get("payload"), dict | None):
            raise Unreadable
        event, payload = str(told.get("event")), told.get("payload") or {}
        if event in SILENT:
            return []
        if ":batch:" in event:
            listed, event = payload.get("messages"), event.replace(":batch:", ":")
            if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
                raise Unreadable
            return [heard for one in listed for heard in _heard(event, one)]
        return _heard(event, payload)


def _heard(event: str, payload: dict[str, Any]) -> list[Heard]:
    if event in SILENT:
        return []
    if event in REPORTS:
        return [_report(event, payload)]
    if event in INCOMING:
        return [_inbound(event, payload)]
    raise Unreadable


def _report(event: str, payload: dict[str, Any]) -> Report:
    delivery = REPORTS[event]
    if delivery is not Delivery.UNDELIVERED:
        return Report(str(payload.get("messageId")), delivery)
    said = str(payload.get("reason", "")).casefold()
    reason = Reason.EXPIRED if "ttl" in said or "expired" in said else Reason.REJECTED
    return Report(str(payload.get("messageId")), delivery, reason)


def _inbound(event: str, payload: dict[str, Any]) -> Inbound:
    sender = str(payload.get("sender") or payload.get("phoneNumber") or "")
    said = str(payload.get("receivedAt") or "")
    text: Any
    if event == "mms:downloaded":
        text = "\n".join(str(payload[name]) for name in MMS_WORDS if payload.get(name))
    else:
        text = payload.get("message")
    # The phone's own id is made from the words; only with the moment does it name this message, and a repeat of it names the same.
    named = [event, payload.get("messageId"), sender, said, text]
    return Inbound(
        raw=json.dumps(payload, ensure_ascii=False),
        text=text if isinstance(text, str) else "",
        sender=sender,
        said_at=_moment(said),
        provider_id=json.dumps(named, ensure_ascii=False) if said else None,
        unreadable=not isinstance(text, str),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
