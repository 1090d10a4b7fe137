"""A post office for tests: Debian's dovecot as an instance of its own with mailboxes in a folder, and aiosmtpd for what leaves."""

import grp
import imaplib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from assistant.channel_settings import Mail
from assistant.channels.mail import MailChannel
from tests.channels.kannel import free_port, until

ADDRESS, PASSWORD = "brug@example.org", "mail-password"
_DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")


def missing() -> str | None:
    return None if _DOVECOT else "needs dovecot (Debian: apt-get install dovecot-imapd)"


@dataclass
class Smtp:
    """Takes mail, or refuses it with what the test put in `at_rcpt` or `at_data`."""

    at_rcpt: str = ""
    at_data: str = ""
    port: int = field(default_factory=free_port)
    taken: list[Any] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope)
        if self.at_data == "drop":
            server.transport.abort()
        return self.at_data or "250 OK"


class PostOffice:
    """`drops` puts a mail into the mailbox, `opens` answers our channel."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.smtp, self.imap_port = folder, Smtp(), free_port()
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
ssl = no
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
}}
service anvil {{
  chroot =
}}
"""
        )
        self._controller = Controller(self.smtp, hostname="127.0.0.1", port=self.smtp.port)
        self._dovecot: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._controller.start()
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
        self._controller.stop()

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
        given = {
            "enabled": True,
            "address": ADDRESS,
            "login": "",
            "password": PASSWORD,
            "smtp_host": "127.0.0.1",
            "smtp_port": self.smtp.port,
            "smtp_security": "none",
            "imap_host": "127.0.0.1",
            "imap_port": self.imap_port,
            "imap_security": "none",
            "imap_login": "brug",
            "timeout_seconds": 5,
        }
        return MailChannel(Mail.model_validate(given | changed))
