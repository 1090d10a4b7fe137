"""Debian's kannel with its fakesmsc, started for a test on ports of its own. The configuration is the one in docs/channels.md."""

import shutil
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

from assistant.resources import PACKAGE
from tests.channels.ports import free_port, until
from tests.channels.rigs import PLAIN_SECRET

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
SENDER = "+31970000000"
PASSWORD = "kannel-password"


def missing() -> str | None:
    """What is not here, in a line; None when all is."""
    there = shutil.which("bearerbox") and shutil.which("smsbox") and Path(FAKESMSC).exists()
    return None if there else "needs kannel (Debian: apt-get install kannel kannel-extras)"


def documented_configuration() -> str:
    """The kannel.conf that docs/channels.md tells people to use."""
    page = (PACKAGE.parent / "docs" / "channels.md").read_text(encoding="utf-8")
    return page.split("```kannel\n")[1].split("```")[0]


@dataclass
class Kannel:
    """bearerbox, smsbox and the phones behind them (fakesmsc)."""

    folder: Path
    our_port: int
    send_port: int = field(default_factory=free_port)
    phones_port: int = field(default_factory=free_port)
    box_port: int = field(default_factory=free_port)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._write()

    def _write(self) -> None:
        box = {"13000": free_port(), "13001": self.box_port, "13013": self.send_port, "8080": self.our_port}
        text = documented_configuration()
        for port, own in box.items():
            text = text.replace(f"= {port}\n", f"= {own}\n").replace(f":{port}/", f":{own}/")
        text = text.replace("THE-SECRET", PLAIN_SECRET).replace("THE-PASSWORD", PASSWORD)
        text = text.replace("/var/spool/kannel/store", str(self.folder / "store"))
        start = text.index("group = smsc\n")
        end = text.index("group = smsbox\n")
        phones = (
            f'group = smsc\nsmsc = fake\nsmsc-id = FAKE\nport = {self.phones_port}\nconnect-allow-ip = "127.0.0.1"\n\n'
        )
        (self.folder / "kannel.conf").write_text(text[:start] + phones + text[end:])

    def start(self) -> None:
        self._run("bearerbox", "bearerbox", str(self.folder / "kannel.conf"))
        assert until(lambda: "smsc_fake: start called" in self._log("bearerbox") and self._listens(self.box_port)), (
            self._log("bearerbox")
        )
        self._run("smsbox", "smsbox", str(self.folder / "kannel.conf"))
        assert until(lambda: self._listens(self.send_port)), self._log("smsbox")
        self._phones("0", "nobody nobody text nothing")

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.processes.clear()

    def phone_says(self, text: str, *, sender: str, kind: str = "text") -> None:
        """Somebody sends a text message to the gateway; `kind` ucs2 and data are percent-encoded."""
        phones = self.processes.pop()  # the gateway speaks with one fakesmsc at a time
        phones.kill()
        phones.wait()
        self._phones("1", f"{sender} {SENDER} {kind} {text}")

    def _phones(self, how_many: str, said: str) -> None:
        before = self._log("phones").count("Connecting to")
        self._run("phones", FAKESMSC, "-H", "127.0.0.1", "-r", str(self.phones_port), "-i", "0.1", "-m", how_many, said)
        assert until(lambda: self._log("phones").count("Connecting to") > before), self._log("phones")

    def parts(self) -> list[str]:
        """What the phones got, as fakesmsc prints it."""
        return [line for line in self._log("phones").splitlines() if "Got message" in line]

    def phones_got(self, since: int = 0, *, wide: bool = False) -> list[str]:
        """What the phones got after the first `since` parts. `wide`: as one text of 16-bit characters, which parts may cut in two."""
        parts = [_words(line.partition("<")[2].rpartition(">")[0]) for line in self.parts()[since:]]
        return [b"".join(parts).decode("utf-16-be")] if wide else [part.decode() for part in parts]

    def _run(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder))

    def _log(self, name: str) -> str:
        file = self.folder / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _listens(self, port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0


def _words(shown: str) -> bytes:
    """ "sender receiver kind [udh data] words" as fakesmsc prints it → the words, in the bytes that travelled."""
    _sender, _receiver, kind, rest = shown.split(" ", 3)
    if kind == "udh":
        _udh, kind, rest = rest.split(" ", 2)
    return rest.encode() if kind == "text" else unquote_to_bytes(rest.replace("+", " "))
