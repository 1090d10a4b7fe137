"""The keys, in a file of their own outside the database, readable by its owner only.

One file holds: numbered sealing keys (the highest seals, all open), a look-up key for keyed hashes, a key for the log's chain and a
secret for sessions in the browser. Losing it loses every sealed word; leaking it together with the database leaks them all.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.errors import ConfigError

KEY_BYTES = 32
_BLOCK = 64  # bytes that SHA-256 takes at a time
_KINDS = 256  # kinds of look-ups kept begun


@dataclass(frozen=True, slots=True)
class Keyring:
    """The opened keys of one store. Never printed: its repr holds no key."""

    seal_keys: dict[int, bytes] = field(repr=False)
    lookup_key: bytes = field(repr=False)
    chain_key: bytes = field(repr=False)
    session_secret: str = field(repr=False)
    ciphers: dict[int, AESGCM] = field(init=False, repr=False)
    _begun: dict[str, tuple[Any, Any]] = field(init=False, repr=False, compare=False)  # kind → its hashes, begun

    def __post_init__(self) -> None:
        # One cipher object per key, kept: making it anew for each value costs more than the sealing itself.
        object.__setattr__(self, "ciphers", {number: AESGCM(key) for number, key in self.seal_keys.items()})
        object.__setattr__(self, "_begun", {})

    @property
    def current(self) -> int:
        """The number of the key that seals now."""
        return max(self.seal_keys)

    @property
    def fingerprint(self) -> str:
        """Names this keyring without telling anything about it; kept in the store to notice a wrong key file."""
        return self.lookup("keyring", "fingerprint").hex()[:16]

    def lookup(self, kind: str, value: str) -> bytes:
        """A keyed hash (HMAC-SHA256, 32 bytes) under which `value` can be found again but not read. `kind` keeps spaces apart."""
        inner, outer = self._begun.get(kind) or self._begin(kind)
        words, whole = inner.copy(), outer.copy()
        words.update(value.encode("utf-8", "surrogatepass"))
        whole.update(words.digest())
        digest: bytes = whole.digest()
        return digest

    def _begin(self, kind: str) -> tuple[Any, Any]:
        """The two hashes of an HMAC (RFC 2104) that have taken in the key and `kind`: to go on from a copy takes under half the time."""
        key = self.lookup_key.ljust(_BLOCK, b"\0")
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + f"{kind}\0".encode("utf-8", "surrogatepass"))
        begun = (inner, hashlib.sha256(bytes(byte ^ 0x5C for byte in key)))
        if len(self._begun) < _KINDS:
            self._begun[kind] = begun
        return begun

    def link(self, previous: bytes, entry: bytes) -> bytes:
        """The next link of the log's chain: a keyed hash over the link before it and this entry."""
        return hmac.digest(self.chain_key, previous + entry, hashlib.sha256)


def make_keyring() -> Keyring:
    """Fresh keys from the system's random source."""
    return Keyring(
        seal_keys={1: secrets.token_bytes(KEY_BYTES)},
        lookup_key=secrets.token_bytes(KEY_BYTES),
        chain_key=secrets.token_bytes(KEY_BYTES),
        session_secret=secrets.token_urlsafe(KEY_BYTES),
    )


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write a new key file with mode 0600. An existing file is never overwritten: FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    record = {
        "note": "Keys of the outreach store. Keep apart from the database and its backups; without it nothing can be read.",
        "seal": {str(number): _text(key) for number, key in keyring.seal_keys.items()},
        "lookup": _text(keyring.lookup_key),
        "chain": _text(keyring.chain_key),
        "session": keyring.session_secret,
    }
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # whole or not at all, for a crash now and for another process that reads it now
    finally:
        draft.unlink()


def read_keyring(path: Path) -> Keyring:
    """The keys in `path`. Raises ConfigError when others may read the file or when it is damaged."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(f"{path}: others may read the key file; run: chmod 600 {path}")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        keyring = Keyring(
            seal_keys={int(number): _bytes(key) for number, key in record["seal"].items()},
            lookup_key=_bytes(record["lookup"]),
            chain_key=_bytes(record["chain"]),
            session_secret=str(record["session"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ConfigError(f"{path}: the key file is damaged ({error})") from None
    if not keyring.seal_keys or not all(0 < number < 256 for number in keyring.seal_keys):
        raise ConfigError(f"{path}: the key file holds no usable sealing key")
    return keyring


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _bytes(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key of the wrong length")
    return key
