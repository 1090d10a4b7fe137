"""Twilio, as the hosted example (PyPI twilio, the extra [twilio]). What it costs and who reads along stands in docs/channels.md.

Its callbacks are signed over the address that it called and the fields of the form: behind a proxy that is the public address of the
settings. A signature has no moment in it, so a repeated call is known by its MessageSid. Error codes: twilio.com/docs/api/errors.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from assistant.channel_settings import Twilio
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
from assistant.channels.http import asked, meaning

NOT_IN_SERVICE = frozenset({21211, 21214, 21217, 21614, 30005, 30006})
SETTINGS = frozenset(
    {20003, 21212, 21603, 21606, 21659, 21660}
)  # our account, number or sender: the administrator's to mend
CODES = {20429: ChannelError(Reason.BUSY), 21611: ChannelError(Reason.BUSY)}
DELIVERIES = {
    "accepted": Delivery.TAKEN,
    "queued": Delivery.TAKEN,
    "sending": Delivery.TAKEN,
    "sent": Delivery.HANDED_OVER,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.UNDELIVERED,
    "failed": Delivery.UNDELIVERED,
    "canceled": Delivery.UNDELIVERED,
}
_silent = logging.Logger("twilio, which would log words and numbers")  # outside the tree: nobody can switch it on
_silent.addHandler(logging.NullHandler())
_silent.disabled = True


class TwilioSms:
    """A channel over one account. `http` is for tests: who carries the questions."""

    name = "twilio"
    abilities = Abilities(frozenset({"phone"}), reports=True, inbound=True)

    def __init__(self, settings: Twilio, *, public_url: str, http: TwilioHttpClient | None = None) -> None:
        self._settings = settings
        self._public_url = public_url.rstrip("/")
        self._http = http
        self.timeout = timedelta(seconds=settings.timeout_seconds)

    def send(self, outgoing: Outgoing) -> Receipt:
        sender = self._settings.sender
        whose = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        back = f"{self._public_url}/inbound/{self.name}/report?token={outgoing.token}"
        try:
            sent = asked(
                lambda: self._client().messages.create(
                    to=outgoing.to, body=outgoing.text, status_callback=back, **whose
                )
            )
        except TwilioRestException as error:
            raise _refusal(error) from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
            raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN) from None
        if not sent.sid:
            raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN)
        return Receipt(str(sent.sid), DELIVERIES.get(str(sent.status), Delivery.TAKEN))

    def check(self) -> None:
        try:
            asked(lambda: self._client().api.v2010.accounts(self._settings.account_sid).fetch())
        except TwilioRestException as error:
            raise _refusal(error) from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
            raise ChannelError(Reason.BROKEN) from None

    def _client(self) -> Client:
        http = self._http or TwilioHttpClient(timeout=self._settings.timeout_seconds, logger=_silent)
        if http.session is not None:
            http.session.trust_env = False
        return Client(self._settings.account_sid, self._settings.auth_token.get_secret_value(), http_client=http)

    def admit(self, call: Call, *, now: datetime) -> None:
        validator = RequestValidator(self._settings.auth_token.get_secret_value())
        if not validator.validate(call.url, _fields(call), call.headers.get("x-twilio-signature", "")):
            raise Forged("signature")

    def read(self, call: Call) -> list[Heard]:
        fields = _fields(call)
        if urlsplit(call.url).path.endswith("/report"):
            return _reports(call.query, fields)
        if "MessageSid" not in fields:
            raise Unreadable
        return [
            Inbound(
                raw=call.body.decode(errors="backslashreplace"),
                text=fields.get("Body", ""),
                sender=fields.get("From", ""),
                provider_id=fields["MessageSid"],
                unreadable="Body" not in fields,
            )
        ]


def _fields(call: Call) -> dict[str, str]:
    return dict(parse_qsl(call.body.decode(errors="replace"), keep_blank_values=True))


def _reports(query: Mapping[str, str], fields: Mapping[str, str]) -> list[Heard]:
    token, status = query.get("token"), fields.get("MessageStatus", "")
    if not token or not status:
        raise Unreadable
    delivery = DELIVERIES.get(status)
    if delivery is None:
        return []
    code = fields.get("ErrorCode", "")
    gone = code.isascii() and code.isdigit() and int(code) in NOT_IN_SERVICE
    reason = Reason.NOT_IN_SERVICE if gone else Reason.REJECTED
    return [Report(token, delivery, reason if delivery is Delivery.UNDELIVERED else None)]


def _refusal(error: TwilioRestException) -> ChannelError:
    code = error.code if isinstance(error.code, int) else 0
    if code in CODES:
        return CODES[code]
    if code in NOT_IN_SERVICE:
        return ChannelError(Reason.NOT_IN_SERVICE, permanent=True)
    if code in SETTINGS:
        return ChannelError(Reason.WRONG_KEY)
    return meaning(error.status)
