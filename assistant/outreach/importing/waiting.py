"""Where an uploaded list waits between its dry run and its import: sealed in the data folder, opened in memory only, gone after a day.

A file here is a row of pieces, each sealed with the store's keys for its own place ("import <token> <n>"; the last one says that it
is the last), so that no piece can be left out or moved.
"""

import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag

from assistant.errors import AssistantError
from assistant.store.keys import Keyring

LARGEST = 16 << 20  # bytes; a larger list is for the command line
PIECE = 1 << 20
NONCE = 12
KEPT = timedelta(days=1)
LINES = ".lines"  # beside the list: the lines that were left out, with the reasons


class TooLarge(AssistantError):
    """The list is larger than LARGEST."""


class Gone(AssistantError):
    """The list that waited is not there any more, or was damaged."""


def file_key(keyring: Keyring, path: Path) -> bytes:
    """A keyed hash of what a file (or every file in a folder) holds, by which the same list is known again."""
    digest = hashlib.sha256()
    files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    for one in files:
        if path.is_dir():
            digest.update(f"{one.name}\0{one.stat().st_size}\0".encode(errors="surrogateescape"))
        with one.open("rb") as file:
            while block := file.read(PIECE):
                digest.update(block)
    return keyring.lookup("import", digest.hexdigest())


def put(folder: Path, keyring: Keyring, stream: IO[bytes]) -> tuple[str, bytes]:
    """Seal what `stream` holds: the token it waits under, and its file_key. Raises TooLarge; then nothing stays."""
    token, digest, size = secrets.token_hex(16), hashlib.sha256(), 0
    pieces: list[bytes] = []
    while block := stream.read(PIECE):
        size += len(block)
        if size > LARGEST:
            raise TooLarge
        digest.update(block)
        pieces.append(block)
    _write(folder / token, keyring, token, pieces)
    return token, keyring.lookup("import", digest.hexdigest())


def put_lines(folder: Path, keyring: Keyring, token: str, text: str) -> None:
    """Keep the list of left out lines beside the list it comes from."""
    raw = text.encode("utf-8-sig", errors="replace")
    pieces = [raw[at : at + PIECE] for at in range(0, len(raw), PIECE)]
    _write(folder / (token + LINES), keyring, token + LINES, pieces)


def lines(folder: Path, keyring: Keyring, token: str) -> bytes:
    """The list of left out lines. Raises Gone."""
    return b"".join(_pieces(folder / (token + LINES), keyring, token + LINES))


@contextlib.contextmanager
def opened(folder: Path, keyring: Keyring, token: str) -> Iterator[Path]:
    """A path under which the readers find the list, readable; it lives in memory where the system can do that. Raises Gone."""
    pieces = _pieces(folder / token, keyring, token)
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("list")
        try:
            for piece in pieces:
                os.write(handle, piece)
            yield Path(f"/proc/{os.getpid()}/fd/{handle}")
        finally:
            os.close(handle)
        return
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        yield Path(name)
    finally:
        os.unlink(name)


def is_there(folder: Path, token: str | None) -> bool:
    """Whether the list still waits."""
    return token is not None and (folder / token).is_file()


def remove(folder: Path, token: str | None, *, lines_too: bool) -> None:
    """Take the list away, and with `lines_too` what was left out of it."""
    if token is not None:
        (folder / token).unlink(missing_ok=True)
        if lines_too:
            (folder / (token + LINES)).unlink(missing_ok=True)


def sweep(folder: Path, *, now: datetime) -> int:
    """Remove whatever has waited for longer than KEPT. Answers how many files."""
    old = [
        file
        for file in (folder.iterdir() if folder.is_dir() else ())
        if file.is_file() and file.stat().st_mtime < (now - KEPT).timestamp()
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _write(path: Path, keyring: Keyring, place: str, pieces: list[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    cipher = keyring.ciphers[keyring.current]
    draft = path.with_name(path.name + ".part")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(bytes((keyring.current,)))
        for number, piece in enumerate(pieces or [b""], start=1):
            nonce = os.urandom(NONCE)
            sealed = cipher.encrypt(nonce, piece, _place(place, number, last=number >= len(pieces)))
            file.write(len(sealed).to_bytes(4) + nonce + sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _pieces(path: Path, keyring: Keyring, place: str) -> Iterator[bytes]:
    try:
        raw = path.read_bytes()
        cipher = keyring.ciphers[raw[0]]
        at, number = 1, 1
        while at < len(raw):
            size = int.from_bytes(raw[at : at + 4])
            start, end = at + 4 + NONCE, at + 4 + NONCE + size
            sealed = raw[start:end]
            yield cipher.decrypt(raw[at + 4 : start], sealed, _place(place, number, last=end >= len(raw)))
            at, number = end, number + 1
        if number == 1:
            raise Gone
    except (OSError, LookupError, ValueError, InvalidTag):
        raise Gone from None


def _place(place: str, number: int, *, last: bool) -> bytes:
    return f"import {place} {number}{' last' if last else ''}".encode()
