"""A post office for tests: Debian's dovecot as an instance of its own with mailboxes in a folder, and aiosmtpd for what leaves."""

import asyncio
import grp
import imaplib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from assistant.channel_settings import Mail
from assistant.channels.mail import MailChannel
from tests.channels.certificates import certificates
from tests.channels.ports import free_port, until
from tests.channels.stand_in import Asked, StandIn

ADDRESS, PASSWORD = "brug@example.org", "mail-password"
_DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")


def missing() -> str | None:
    return None if _DOVECOT else "needs dovecot (Debian: apt-get install dovecot-imapd)"


@dataclass
class Smtp:
    """Takes mail, or refuses it with what the test put in `at_rcpt` or `at_data`."""

    at_rcpt: str = ""
    at_data: str = ""
    like: "MailStandIn | None" = None  # in the suite of all channels: answers as that one is told
    port: int = field(default_factory=free_port)
    taken: list[Any] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        if self.like and self.like.said.startswith("550 5.1."):
            return self.like.said
        return self.at_rcpt or "250 OK"

    def authenticates(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=not (self.like and self.like.answer[0] == 535), handled=False)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope)
        if self.like:
            return await self.like.takes(server, envelope.content)
        if self.at_data == "drop":
            server.transport.abort()
        return self.at_data or "250 OK"


@dataclass
class MailStandIn(StandIn):
    """The post office as a provider for the suite of all channels."""

    office: Any = None

    @property
    def said(self) -> str:
        return f"{self.answer[0]} {self.answer[1].decode()}"

    @property
    def ports(self) -> dict[str, int]:
        return {"smtp_port": self.office.smtp.port, "imap_port": self.office.imap_port}

    async def takes(self, server: Any, content: bytes) -> str:
        self.asked.append(Asked("DATA", "", {}, content))
        if self.manner == "drops":
            server.transport.abort()
        while self.manner == "hangs" and not self.over.is_set():
            await asyncio.sleep(0.05)
        for letter in self.said if self.manner == "drips" else "":
            server.transport.write(letter.encode())
            await asyncio.sleep(0.5)
        return self.said


def a_bounce(action: str, status: str, *, token: str, address: str = "luna@example.net") -> bytes:
    """What a server sends back about a mail of ours (RFC 3464)."""
    return (
        f"From: MAILER-DAEMON@example.net\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\n\n"
        f"--B\n\nhelaas\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{token}@example.org>\n--B--\n"
    ).encode()


def mail_channel(**given: Any) -> MailChannel:
    """Our channel on this machine; it signs in for sending as well."""
    usual = {
        "enabled": True,
        "address": ADDRESS,
        "login": "brug",
        "password": PASSWORD,
        "smtp_host": "127.0.0.1",
        "smtp_security": "none",
        "imap_host": "127.0.0.1",
        "imap_security": "none",
        "imap_login": "brug",
        "timeout_seconds": 5,
    }
    return MailChannel(Mail.model_validate(usual | given))


class PostOffice:
    """`drops` puts a mail into the mailbox, `opens` answers our channel."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.smtp, self.imap_port, self.imaps_port = folder, Smtp(), free_port(), free_port()
        self.tls_port, self.starttls_port = free_port(), free_port()
        self.certificates = certificates(folder)
        who, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        login = "dovenull" if who == "root" else who
        mailer, uid, gid = ("mail", *pwd.getpwnam("mail")[2:4]) if who == "root" else (who, os.getuid(), os.getgid())
        inside = "dovecot" if who == "root" else who
        boxes = folder / "boxes"
        boxes.mkdir()
        if who == "root":
            os.chown(boxes, uid, gid)
            for place in (folder, *folder.parents):
                if place.stat().st_uid == os.getuid() and place != Path("/") and not place.stat().st_mode & 0o001:
                    place.chmod(place.stat().st_mode | 0o011)
        (folder / "users").write_text(f"brug:{{PLAIN}}{PASSWORD}:{uid}:{gid}::{boxes}::\n")
        if who == "root":
            shutil.chown(folder / "users", "dovecot", group)
        (folder / "dovecot.conf").write_text(
            f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.certificates.certificate}
ssl_key = <{self.certificates.key}
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {inside}
default_internal_group = {inside if who == "root" else group}
first_valid_uid = 1
mail_location = maildir:{boxes}
mail_uid = {mailer}
mail_gid = {gid}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  {"chroot =" if who != "root" else ""}
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
        )
        context = self.certificates.context
        self._controllers = (
            self._a_server(self.smtp.port, auth_require_tls=False),
            self._a_server(self.tls_port, ssl_context=context, auth_require_tls=False),
            self._a_server(self.starttls_port, tls_context=context, require_starttls=True),
        )
        self._dovecot: subprocess.Popen[bytes] | None = None

    def _a_server(self, port: int, **given: Any) -> Controller:
        return Controller(self.smtp, hostname="127.0.0.1", port=port, authenticator=self.smtp.authenticates, **given)

    def start(self) -> None:
        for controller in self._controllers:
            controller.start()
        log = (self.folder / "out.log").open("wb")
        with log:
            self._dovecot = subprocess.Popen(
                [str(_DOVECOT), "-F", "-c", str(self.folder / "dovecot.conf")], stdout=log, stderr=log
            )
        assert until(self._answers), (self.folder / "out.log").read_text() + self.log()

    def stop(self) -> None:
        if self._dovecot:
            self._dovecot.terminate()
            self._dovecot.wait(10)
        for controller in self._controllers:
            controller.stop()

    def log(self) -> str:
        file = self.folder / "dovecot.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _answers(self) -> bool:
        try:
            self._imap().logout()
        except (OSError, imaplib.IMAP4.error):
            return False
        return True

    def _imap(self) -> imaplib.IMAP4:
        box = imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=5)
        try:
            box.login("brug", PASSWORD)
        except imaplib.IMAP4.error:
            box.shutdown()
            raise
        return box

    def drops(self, mail: bytes) -> None:
        box = self._imap()
        status, _ = box.append("INBOX", "", "", mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert status == "OK"
        box.logout()

    def count(self, folder: str) -> int:
        box = self._imap()
        status, answer = box.select(folder)
        box.logout()
        return int(answer[0] or 0) if status == "OK" else 0

    def empty(self) -> None:
        box = self._imap()
        for folder in ("INBOX", "Kept"):
            status, answer = box.select(folder)
            if status == "OK" and int(answer[0] or 0):
                box.store("1:*", "+FLAGS", "\\Deleted")
                box.expunge()
        box.logout()
        self.smtp.taken.clear()
        self.smtp.at_rcpt = self.smtp.at_data = ""

    def opens(self, **changed: Any) -> MailChannel:
        return mail_channel(**{"smtp_port": self.smtp.port, "imap_port": self.imap_port} | changed)

    @contextmanager
    def standing_in(self) -> Iterator[MailStandIn]:
        self.smtp.like = MailStandIn(office=self)
        try:
            yield self.smtp.like
        finally:
            self.smtp.like.over.set()
            self.smtp.like = None
