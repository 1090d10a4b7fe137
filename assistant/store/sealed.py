"""Sealed columns and keyed look-ups: what a thief of the database file must not be able to read.

A sealed value is AES-256-GCM over its text, bound to "table.column" (so that a value moved to another column does not open) and
marked with the id of its key (so that keys can be rotated). Layout: version (1 byte), key id (1 byte), nonce (12), ciphertext + tag.

The keys belong to the opened store, not to the process: they hang on the engine's dialect, which SQLAlchemy hands to every type.
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from assistant.errors import AssistantError
from assistant.store.keys import Keyring

LAYOUT = 1
NONCE = 12
HEAD = 2 + NONCE


class CannotUnseal(AssistantError):
    """A sealed value does not open: another key, another column, or changed bytes. `place` is "table.column"."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: the value does not open with these keys")
        self.place = place


def storable(text: str) -> str:
    """`text` without what UTF-8 cannot hold: half a surrogate pair becomes "?". Somebody's words are stored, never refused for that."""
    return text.encode(errors="replace").decode()


def seal(keyring: Keyring, place: str, value: str) -> bytes:
    """`value` sealed for `place` ("table.column") with the keyring's current key."""
    nonce = os.urandom(NONCE)
    cipher = keyring.ciphers[keyring.current]
    return (
        bytes((LAYOUT, keyring.current)) + nonce + cipher.encrypt(nonce, value.encode(errors="replace"), place.encode())
    )


def seal_all(keyring: Keyring, place: str, values: Sequence[str | None]) -> list[bytearray | None]:
    """Many values sealed for one place, each under its own nonce; None stays None."""
    head, about = bytes((LAYOUT, keyring.current)), place.encode()
    encrypt, join = keyring.ciphers[keyring.current].encrypt, bytearray().join
    chance = os.urandom(NONCE * len(values))  # asking the system once a column costs less than once a value
    nonces = [chance[at : at + NONCE] for at in range(0, len(chance), NONCE)]
    return [
        None if value is None else join((head, nonce, encrypt(nonce, value.encode(errors="replace"), about)))
        for value, nonce in zip(values, nonces, strict=True)
    ]


def unseal(keyring: Keyring, place: str, sealed: bytes) -> str:
    """The text behind `sealed`. Raises CannotUnseal."""
    cipher = keyring.ciphers.get(sealed[1]) if len(sealed) > HEAD and sealed[0] == LAYOUT else None
    if cipher is None:
        raise CannotUnseal(place)
    try:
        return cipher.decrypt(sealed[2:HEAD], sealed[HEAD:], place.encode()).decode()
    except InvalidTag:
        raise CannotUnseal(place) from None


class Sealed(TypeDecorator[str]):
    """A text column that is sealed on its way in and opened on its way out. `place` is "table.column"."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(keyring_of(dialect), self.place, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else unseal(keyring_of(dialect), self.place, bytes(value))


class SealedJson(TypeDecorator[dict[str, Any]]):
    """A small JSON object, sealed like a text. Replace the whole object to change it: edits inside it are not seen."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(keyring_of(dialect), self.place, json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        opened: dict[str, Any] = json.loads(unseal(keyring_of(dialect), self.place, bytes(value)))
        return opened


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys of the store that this dialect belongs to (set once by `opening.open_store`)."""
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring


def keyring_of_session(session: Session) -> Keyring:
    """The keys of the store that a session works on."""
    return keyring_of(session.get_bind().dialect)
