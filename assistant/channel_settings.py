"""[channels] of the settings: each way for words to leave and arrive by themselves. All are off until somebody switches them on."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from assistant.sections import Secret, Section

VENDOR_CLOUD = "sms-gate.app"
NO_SECRET = SecretStr("")


def _network(value: object) -> object:
    try:
        ip_network(str(value))
    except ValueError:
        raise ValueError('not an address; write one like "192.168.1.20" or "10.0.0.0/24"') from None
    return value


Network = Annotated[str, BeforeValidator(_network)]


def _is_private(host: str | None) -> bool:
    if host in ("localhost", None):
        return host is not None
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))


def _check_address(url: str, *, key: str) -> None:
    """A secret must not travel in the open: https, or a machine on the own network."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{key}: fill in an address like https://gateway.example.org")
    if parts.scheme == "http" and not _is_private(parts.hostname):
        raise ValueError(f"{key}: use https; http only works on your own network")


def _needed(section: Section, *keys: str) -> None:
    for key in keys:
        value = getattr(section, key)
        if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
            raise ValueError(f"{key}: needed to switch this channel on")


class AndroidGateway(Section):
    """The team's own Android phone with the app "SMS Gateway for Android"."""

    enabled: bool = False
    base_url: str = Field(
        "", description="the phone's or your own server's address; there is no default, nothing goes to a vendor"
    )
    login: str = ""
    password: Secret = NO_SECRET
    signing_key: Secret = Field(NO_SECRET, description="the app's webhook signing key")
    sim: int = Field(0, ge=0, le=3, description="which SIM card sends; 0: the phone's own choice")
    replay_minutes: int = Field(10, ge=1, le=60, description="a signed callback older than this is refused")
    valid_minutes: int = Field(30, ge=5, le=240, description="what the phone has not sent by then is not sent at all")
    timeout_seconds: int = Field(20, ge=2, le=60)

    @model_validator(mode="after")
    def _complete(self) -> "AndroidGateway":
        if self.enabled:
            _needed(self, "base_url", "login", "password", "signing_key")
            _check_address(self.base_url, key="base_url")
            host = urlsplit(self.base_url).hostname or ""
            if host == VENDOR_CLOUD or host.endswith("." + VENDOR_CLOUD):
                raise ValueError("base_url: that is the vendor's cloud; use the phone itself or your own server")
        return self


class HttpSms(Section):
    """Any SMS gateway that is spoken to over HTTP. The defaults fit Kannel 1.4.5; see docs/channels.md for others.

    In headers and fields {to}, {text}, {token}, {coding} and {report_url} are filled in; {text} is never put into an address.
    """

    enabled: bool = False
    send_url: str = "http://127.0.0.1:13013/cgi-bin/sendsms"
    login: str = "assistant"
    password: Secret = NO_SECRET
    send_as: Literal["text", "form", "json"] = "text"
    headers: dict[str, str] = Field(
        default_factory=lambda: {
            "X-Kannel-Username": "{login}",
            "X-Kannel-Password": "{password}",
            "X-Kannel-To": "{to}",
            "X-Kannel-Coding": "{coding}",
            "X-Kannel-DLR-Mask": "31",
            "X-Kannel-DLR-Url": "{report_url}",
        }
    )
    fields: dict[str, str] = Field(default_factory=dict, description="for send_as form or json")
    taken: tuple[int, ...] = Field((202,), description="the status with which the gateway takes a message")
    never: tuple[int, ...] = Field((400, 404, 422), description="the status with which it refuses a message for good")
    report_query: str = Field(
        "token={token}&state=%d", description="what the gateway adds when it reports on a message"
    )
    secret: Secret = Field(NO_SECRET, description="the password with which the gateway calls us (user name: gateway)")
    allowed: tuple[Network, ...] = Field(("127.0.0.1",), description="the addresses from which the gateway calls us")
    inbound_from: str = "header:X-Kannel-From"
    inbound_text: str = "body"
    inbound_id: str = "query:id"
    inbound_time: str = "header:X-Kannel-Time"
    report_token: str = "query:token"
    report_state: str = "query:state"
    delivered: tuple[str, ...] = ("1",)
    handed_over: tuple[str, ...] = ("4", "8")
    failed: tuple[str, ...] = ("2", "16")
    timeout_seconds: int = Field(20, ge=2, le=60)

    @model_validator(mode="after")
    def _complete(self) -> "HttpSms":
        if self.enabled:
            _needed(self, "send_url", "password", "secret", "allowed")
            _check_address(self.send_url, key="send_url")
            if not re.fullmatch(r"[A-Za-z0-9._~-]+", self.secret.get_secret_value()):
                raise ValueError(
                    "secret: letters, digits and . _ ~ - only: it stands in an address that the gateway keeps"
                )
            if any("{text}" in value for value in self.headers.values()) or "{text}" in self.send_url:
                raise ValueError("headers: the words may only travel in the body")
        return self


class Twilio(Section):
    """Twilio, as the hosted example. Needs the extra: pip install 'outreach-assistant[twilio]'."""

    enabled: bool = False
    account_sid: str = ""
    auth_token: Secret = NO_SECRET
    sender: str = Field("", description="your number at Twilio, or the SID of a messaging service (MG…)")
    timeout_seconds: int = Field(20, ge=2, le=60)

    @model_validator(mode="after")
    def _complete(self) -> "Twilio":
        if self.enabled:
            _needed(self, "account_sid", "auth_token", "sender")
        return self


class Smtp(Section):
    """A server through which mail leaves, and the address it comes from."""

    address: str = ""
    login: str = Field("", description="for sending; empty for a relay that asks none")
    password: Secret = NO_SECRET
    smtp_host: str = ""
    smtp_port: int = Field(465, ge=1, le=65535)
    smtp_security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str = Field("", description="who vouches for a mail server of your own; empty: whom this machine trusts")
    timeout_seconds: int = Field(20, ge=2, le=60)

    @model_validator(mode="after")
    def _sends(self) -> "Smtp":
        if self.smtp_host:
            _needed(self, "address")
            if not re.fullmatch(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}", self.address):
                raise ValueError("address: fill in an address like brug@example.org")
            if self.ca_file and not Path(self.ca_file).is_file():
                raise ValueError("ca_file: there is no such file")
            if self.smtp_security == "none" and not _is_private(self.smtp_host):
                raise ValueError("smtp_security: none only works on your own network")
        return self


class Mail(Smtp):
    """A mailbox of the team's own: out by SMTP, in by IMAP."""

    enabled: bool = False
    sender_name: str = Field("", description="the name beside the address; empty: the worker's")
    imap_login: str = ""
    imap_host: str = ""
    imap_port: int = Field(993, ge=1, le=65535)
    imap_security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = "INBOX"
    afterwards: Literal["move", "delete"] = Field("move", description="what becomes of a mail after it is stored")
    kept_folder: str = Field("Kept", description="where a mail is moved after it is stored")

    @model_validator(mode="after")
    def _complete(self) -> "Mail":
        if self.enabled:
            _needed(self, "address", "imap_login", "password", "smtp_host", "imap_host", "folder", "kept_folder")
            if self.folder == self.kept_folder:
                raise ValueError("kept_folder: another one than folder")
            if self.imap_security == "none" and not _is_private(self.imap_host):
                raise ValueError("imap_security: none only works on your own network")
        return self


class Channels(Section):
    """How words leave and arrive by themselves. Where all are off, people send from the team's own phone."""

    public_url: str = Field("", description="under which address a gateway reaches these pages, behind a proxy too")
    gap_minutes: tuple[float, float] = Field(
        (2.0, 6.0), description="between two messages of one gateway: at least, at most; drawn at random"
    )
    messages_a_day: int = Field(60, ge=1, le=500, description="of one gateway, so that a SIM card is not blocked")
    android: AndroidGateway = AndroidGateway()
    http_sms: HttpSms = HttpSms()
    twilio: Twilio = Twilio()
    mail: Mail = Mail()

    @model_validator(mode="after")
    def _reachable(self) -> "Channels":
        least, most = self.gap_minutes
        if not 0 <= least <= most <= 240:
            raise ValueError("gap_minutes: two numbers of minutes, the smaller first")
        if self.android.enabled or self.http_sms.enabled or self.twilio.enabled:
            _needed(self, "public_url")
            _check_address(self.public_url, key="public_url")
        return self
