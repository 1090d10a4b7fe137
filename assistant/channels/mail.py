"""Mail: out by SMTP (smtplib), in by IMAP (imap-tools), polled. Our Message-ID holds the token: what refers to it is an answer.

The mailbox is the program's own. A mail is moved to another folder or deleted after it is stored, as the settings say; one that is seen
again is known by its Message-ID. Nothing is ever answered by itself, so no loop of machines can start here.
"""

import imaplib
import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any, TypeVar

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from assistant.channel_settings import Mail, Smtp
from assistant.channels.base import Abilities, ChannelError, Heard, Outgoing, Reason, Receipt, Taken
from assistant.channels.mail_reading import read_mail
from assistant.errors import ConfigError
from assistant.rules.lint import Code, lint

T = TypeVar("T")
LARGEST = 1_000_000  # bytes that are fetched of one mail; words stand in front of attachments
AT_ONCE = 200
LONGEST_SUBJECT = 78


class MailChannel:
    """A channel over one mailbox."""

    name = "mail"
    abilities = Abilities(frozenset({"email"}), reports=True, inbound=True)

    def __init__(self, settings: Mail) -> None:
        self._settings = settings
        self.timeout = timedelta(seconds=settings.timeout_seconds)
        if _exposes("", settings.sender_name, None):
            raise ConfigError("channels.mail.sender_name: this name tells others what the mail is about")

    def send(self, outgoing: Outgoing) -> Receipt:
        mail = self._letter(outgoing)
        with Talk(self._settings) as talk:
            talk.envelope(self._settings.address, outgoing.to)
            talk.words(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))
        return Receipt()

    def check(self) -> None:
        """The server for sending knows us, and so does the one for receiving."""
        with Talk(self._settings):
            pass
        self._in_the_mailbox(lambda box: None)

    def collect(self, keep: Callable[[Heard], None]) -> int:
        def fetch(box: BaseMailBox) -> int:
            keeps = self._settings.afterwards == "move"
            if keeps and not box.folder.exists(self._settings.kept_folder):
                box.folder.create(self._settings.kept_folder)
            numbers = box.uids("ALL")[:AT_ONCE]
            for uid in numbers:
                for one in read_mail(_bytes_of(box, uid)):
                    keep(one)  # committed when this returns; only then the mailbox hears of it
                if keeps:
                    box.move(uid, self._settings.kept_folder)
                else:
                    box.delete(uid)
            return len(numbers)

        return self._in_the_mailbox(fetch)

    def _in_the_mailbox(self, work: Callable[[BaseMailBox], T]) -> T:
        settings = self._settings
        kinds: dict[str, Any] = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
        extra = {} if settings.imap_security == "none" else {"ssl_context": _vouched(settings)}
        try:
            box: BaseMailBox = kinds[settings.imap_security](
                settings.imap_host, settings.imap_port, timeout=settings.timeout_seconds, **extra
            )
        except (ssl.SSLError, imaplib.IMAP4.error, ImapToolsError):  # while TLS is begun: a certificate, or none at all
            raise ChannelError(Reason.NOT_SAFE) from None
        except OSError:
            raise ChannelError(Reason.UNREACHABLE) from None
        try:
            try:
                box.login(settings.imap_login, settings.password.get_secret_value(), initial_folder=settings.folder)
            except MailboxLoginError:
                raise ChannelError(Reason.WRONG_KEY) from None
            return work(box)
        except TimeoutError:
            raise ChannelError(Reason.NO_ANSWER) from None
        except (ImapToolsError, box.client.error, ConnectionError, ssl.SSLError):
            raise ChannelError(Reason.BROKEN) from None
        finally:
            box.client.shutdown()

    def _letter(self, outgoing: Outgoing) -> EmailMessage:
        """The mail as it leaves. Raises ChannelError when the subject or the sender would tell what it is about, or an address is none."""
        settings, name = self._settings, self._settings.sender_name or outgoing.sender
        domain = settings.address.rpartition("@")[2]
        subject = " ".join((outgoing.subject or "").split())[:LONGEST_SUBJECT] or name or settings.address
        if _exposes(subject, name, outgoing.language):
            raise ChannelError(Reason.REJECTED, permanent=True)
        mail = EmailMessage()
        try:
            mail["From"], mail["To"] = formataddr((name, settings.address)), outgoing.to
            mail["Subject"] = f"Re: {subject}" if outgoing.answers else subject
        except (ValueError, IndexError):
            raise ChannelError(Reason.REJECTED, permanent=True) from None
        mail["Date"], mail["Message-ID"] = format_datetime(datetime.now(UTC)), f"<{outgoing.token}@{domain}>"
        if outgoing.answers:
            mail["In-Reply-To"] = f"<{outgoing.answers[-1]}@{domain}>"
            mail["References"] = " ".join(f"<{token}@{domain}>" for token in outgoing.answers)
        mail.set_content(outgoing.text.encode(errors="replace").decode(), cte="base64")
        return mail


def _exposes(subject: str, name: str, language: str | None) -> bool:
    report = lint(subject, language=language, channel="email", kind="answer", sender=name, organisation="")
    return any(problem.code is Code.EXPOSING for problem in report.problems)


def _bytes_of(box: BaseMailBox, uid: str) -> bytes:
    """The beginning of a mail. Raises ChannelError when the server does not give it: then it stays where it is."""
    status, answer = box.client.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
    part = next((part[1] for part in answer if isinstance(part, tuple)), None)
    if status != "OK" or part is None:
        raise ChannelError(Reason.BROKEN)
    return bytes(part)


def _vouched(settings: Smtp) -> ssl.SSLContext:
    """Certificates are asked for and looked at, by name too. Raises ChannelError when the file of those who vouch cannot be read."""
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (OSError, ssl.SSLError):
        raise ChannelError(Reason.NOT_SAFE) from None


class Talk:
    """One conversation with the server for sending: until the words are said, it certainly does not have them."""

    def __init__(self, settings: Smtp) -> None:
        self._settings = settings
        self._smtp: Any = None  # smtplib.SMTP, once it is there

    def __enter__(self) -> "Talk":
        settings = self._settings
        place, seconds = (settings.smtp_host, settings.smtp_port), settings.timeout_seconds
        name = settings.address.rpartition("@")[2]
        try:
            if settings.smtp_security == "tls":
                self._smtp = smtplib.SMTP_SSL(*place, local_hostname=name, timeout=seconds, context=_vouched(settings))
            else:
                self._smtp = smtplib.SMTP(*place, local_hostname=name, timeout=seconds)
            if settings.smtp_security == "starttls":
                self._smtp.starttls(context=_vouched(settings))
            if settings.login:
                self._smtp.login(settings.login, settings.password.get_secret_value())
        except smtplib.SMTPAuthenticationError as error:
            self.__exit__()
            raise ChannelError(Reason.WRONG_KEY if error.smtp_code >= 500 else Reason.BUSY) from None
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            self.__exit__()
            raise ChannelError(Reason.NOT_SAFE) from None
        except (OSError, smtplib.SMTPException):
            self.__exit__()
            raise ChannelError(Reason.UNREACHABLE) from None
        return self

    def __exit__(self, *fault: object) -> None:
        if self._smtp is not None:
            self._smtp.close()

    def envelope(self, sender: str, to: str) -> None:
        try:
            self._smtp.ehlo_or_helo_if_needed()
            for code, said in (self._smtp.mail(sender), self._smtp.rcpt(to)):
                if code >= 400:
                    raise _refusal(code, said)
        except (OSError, smtplib.SMTPException):
            raise ChannelError(Reason.NO_ANSWER) from None
        except (UnicodeError, ValueError):
            raise ChannelError(Reason.REJECTED, permanent=True) from None

    def words(self, mail: bytes) -> None:
        try:
            code, said = self._smtp.data(mail)
        except smtplib.SMTPDataError as error:  # it did not even want to hear them
            raise _refusal(error.smtp_code, b"") from None
        except (OSError, smtplib.SMTPException):
            raise ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN) from None
        if code >= 400:
            raise _refusal(code, said)
        if code != 250:
            raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN)


def _refusal(code: int, said: bytes) -> ChannelError:
    """4xx: later. 5xx: never; 5.1.x (RFC 3463) says that the address does not exist."""
    if code < 500:
        return ChannelError(Reason.BUSY)
    gone = said.startswith(b"5.1.")
    return ChannelError(Reason.NOT_IN_SERVICE if gone else Reason.REJECTED, permanent=True)
