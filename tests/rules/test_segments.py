"""What a text message costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.segments import ROOM, Encoding, count


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "used", "left"),
    [
        ("", Encoding.GSM_7, 0, 0, 160),
        ("a" * 160, Encoding.GSM_7, 1, 160, 0),
        ("a" * 161, Encoding.GSM_7, 2, 161, 145),
        ("a" * 306, Encoding.GSM_7, 2, 306, 0),
        ("a" * 307, Encoding.GSM_7, 3, 307, 152),
        ("€" * 80, Encoding.GSM_7, 1, 160, 0),
        ("€" * 81, Encoding.GSM_7, 2, 162, 143),
        ("a" * 152 + "€" + "a" * 20, Encoding.GSM_7, 2, 174, 131),
        ("ж" * 70, Encoding.UCS_2, 1, 70, 0),
        ("ж" * 71, Encoding.UCS_2, 2, 71, 63),
        ("😀" * 35, Encoding.UCS_2, 1, 70, 0),
        ("😀" * 36, Encoding.UCS_2, 2, 72, 61),
    ],
)
def test_counts_as_a_phone_does(text: str, encoding: Encoding, segments: int, used: int, left: int) -> None:
    counted = count(text)
    assert (counted.encoding, counted.segments, counted.used, counted.left) == (encoding, segments, used, left)


def test_an_extension_character_or_an_emoji_is_never_cut_in_two() -> None:
    assert count("a" * 152 + "€" * 77).left == 153 - 2
    assert count("ж" * 66 + "😀" + "ж" * 10).left == 67 - 12


def test_names_what_forces_ucs2_and_what_could_stand_there() -> None:
    forcing = dict(count("Hé, wat “leuk”… – l’ă ж 😀 çșőł ~[€]").forcing)
    assert forcing == {
        "“": '"', "”": '"', "…": "...", "–": "-", "’": "'", "ă": "a", "ж": None, "😀": None, "ç": "c", "ș": "s", "ő": "o", "ł": "l",
    }  # fmt: skip


@given(st.text(max_size=400))
def test_replacing_what_can_be_replaced_leaves_only_what_cannot(text: str) -> None:
    forcing = count(text).forcing
    for char, other in forcing:
        text = text if other is None else text.replace(char, other)
    assert {char for char, _ in count(text).forcing} == {char for char, other in forcing if other is None}


@given(st.text(max_size=500))
def test_room_left_is_within_a_message(text: str) -> None:
    counted = count(text)
    single, each = ROOM[counted.encoding]
    assert 0 <= counted.left <= (single if counted.segments <= 1 else each)
    assert counted.segments * single >= counted.used
