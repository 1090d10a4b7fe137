"""What a thief of the database must not be able to do: read, or move values about."""

import base64
import hmac
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from assistant.bootstrap import open_assistant
from assistant.config import Config, StorePlace, config_for_folder
from assistant.errors import ConfigError
from assistant.store.keys import Keyring, make_keyring, read_keyring, write_keyring
from assistant.store.sealed import CannotUnseal, seal, storable, unseal
from tests.cast import House

KEYS = make_keyring()


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_what_is_sealed_opens_again_and_never_fails(words: str) -> None:
    assert unseal(KEYS, "note.body", seal(KEYS, "note.body", words)) == storable(words)


def test_the_same_words_never_look_the_same_twice() -> None:
    assert seal(KEYS, "note.body", "hallo") != seal(KEYS, "note.body", "hallo")


@given(st.text(), st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_noticed(words: str, where: int, change: int) -> None:
    sealed = bytearray(seal(KEYS, "note.body", words))
    sealed[where % len(sealed)] ^= change
    with pytest.raises(CannotUnseal, match=r"note\.body"):
        unseal(KEYS, "note.body", bytes(sealed))


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_one_way(junk: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unseal(KEYS, "note.body", junk)


def test_a_value_moved_to_another_column_does_not_open(house: House) -> None:
    her = house.anna.meets(alias="Luna", town="Groningen")
    with house.writing() as session:
        session.execute(text("UPDATE contact SET alias = town, town = alias"))
    with pytest.raises(CannotUnseal, match=r"contact\.(alias|town)"):
        _ = her.contact


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = seal(KEYS, "note.body", "hallo")
    both = Keyring({**KEYS.seal_keys, 2: os.urandom(32)}, KEYS.lookup_key, KEYS.chain_key, KEYS.session_secret)
    after = seal(both, "note.body", "hallo")
    assert unseal(both, "note.body", before) == unseal(both, "note.body", after) == "hallo"
    with pytest.raises(CannotUnseal):
        unseal(KEYS, "note.body", after)


def test_a_rotated_key_file_opens_what_was_there(tmp_path: Path) -> None:
    config = config_for_folder(tmp_path)
    first = open_assistant(config)
    sealed = seal(first.store.keyring, "note.body", "hallo")
    first.close()
    record = json.loads(config.store.keys.read_text())
    record["seal"]["2"] = base64.b64encode(os.urandom(32)).decode()
    config.store.keys.write_text(json.dumps(record))
    second = open_assistant(config)
    assert second.store.keyring.current == 2
    assert unseal(second.store.keyring, "note.body", sealed) == "hallo"
    second.close()


def test_a_look_up_hash_keeps_kinds_and_stores_apart() -> None:
    assert KEYS.lookup("point/phone", "x") == KEYS.lookup("point/phone", "x")
    assert KEYS.lookup("point/phone", "x") != KEYS.lookup("point/email", "x")
    assert KEYS.lookup("point/phone", "x") != make_keyring().lookup("point/phone", "x")


@given(
    st.sampled_from(("point/phone", "search/3", "\u00e9", "")), st.text(alphabet=st.characters(exclude_categories=()))
)
def test_a_look_up_hash_is_an_hmac(kind: str, value: str) -> None:
    told = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    assert KEYS.lookup(kind, value) == hmac.digest(KEYS.lookup_key, told, "sha256")


def test_keys_are_not_printed() -> None:
    shown = repr(KEYS)
    assert base64.b64encode(KEYS.lookup_key).decode() not in shown
    assert repr(KEYS.lookup_key) not in shown
    assert KEYS.session_secret not in shown


def test_the_key_file_is_made_for_its_owner_only_and_whole(tmp_path: Path) -> None:
    keys = tmp_path / "deep" / "keys.json"
    write_keyring(keys, KEYS)
    assert keys.stat().st_mode & 0o777 == 0o600
    assert read_keyring(keys).seal_keys == KEYS.seal_keys
    assert [file.name for file in keys.parent.iterdir()] == ["keys.json"]


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    write_keyring(keys, KEYS)
    with pytest.raises(FileExistsError):
        write_keyring(keys, make_keyring())
    assert read_keyring(keys).lookup_key == KEYS.lookup_key
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    keys = tmp_path / "keys.json"
    write_keyring(keys, KEYS)
    keys.chmod(mode)
    with pytest.raises(ConfigError, match=r"keys\.json.*chmod 600"):
        read_keyring(keys)


@pytest.mark.parametrize("damage", ["", "{}", '{"seal": {}}', "[]", "\0\0", '{"seal": {"1": "YQ=="}}', "{", '"seal"'])
def test_a_damaged_key_file_is_refused_by_name(tmp_path: Path, damage: str) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(damage)
    keys.chmod(0o600)
    with pytest.raises(ConfigError, match=r"keys\.json"):
        read_keyring(keys)


@pytest.mark.parametrize("numbers", [{}, {"0": 1}, {"256": 1}, {"one": 1}])
def test_a_key_file_without_a_usable_key_is_refused(tmp_path: Path, numbers: dict[str, int]) -> None:
    keys = tmp_path / "keys.json"
    write_keyring(keys, KEYS)
    record = json.loads(keys.read_text())
    record["seal"] = {number: base64.b64encode(os.urandom(32)).decode() for number in numbers}
    keys.write_text(json.dumps(record))
    with pytest.raises(ConfigError, match=r"keys\.json"):
        read_keyring(keys)


def test_a_store_without_its_keys_is_not_opened_with_new_ones(store_place: StorePlace) -> None:
    config = Config(store=store_place)
    open_assistant(config).close()
    kept = store_place.keys.rename(store_place.keys.with_suffix(".away"))
    with pytest.raises(ConfigError, match="the key file is missing"):
        open_assistant(config)
    assert not store_place.keys.exists()
    write_keyring(store_place.keys, make_keyring())
    with pytest.raises(ConfigError, match="keys of another store"):
        open_assistant(config)
    kept.replace(store_place.keys)
    open_assistant(config).close()
