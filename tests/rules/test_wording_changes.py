"""Capitals as a language has them, and what changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.wording import blanks_in, fill
from assistant.rules.wording_diff import Kind, diff


@pytest.mark.parametrize(
    ("language", "case", "value", "said"),
    [
        ("tr", "upper", "istanbul ışık", "İSTANBUL IŞIK"),
        ("tr", "lower", "İZMİR IŞIK", "izmir ışık"),
        ("tr", "capitalize", "izmir güzel", "İzmir güzel"),
        ("tr", "title", "isparta ve ığdır", "İsparta Ve Iğdır"),
        ("tr", "capitalize", "IĞDIR", "Iğdır"),
        ("nl", "capitalize", "ijsje eten?", "IJsje eten?"),
        ("nl", "title", "jan van ijssel", "Jan Van IJssel"),
        ("nl", "title", "IJSSEL", "IJssel"),
        ("en", "capitalize", "ijssel", "Ijssel"),
        ("en", "upper", "istanbul", "ISTANBUL"),
        ("de", "upper", "straße", "STRASSE"),
        ("es", "capitalize", "¿qué tal?", "¿Qué tal?"),
        ("ar", "upper", "مرحبا", "مرحبا"),
        ("th", "capitalize", "สวัสดี", "สวัสดี"),
        (None, "upper", "luna", "LUNA"),
    ],
)
def test_capitals_follow_the_language(language: str | None, case: str, value: str, said: str) -> None:
    assert fill("{{ alias | " + case + " }}", {"alias": value}, language=language).text == said


@given(st.text(max_size=40), st.sampled_from(["tr", "nl", "de", None]), st.sampled_from(["capitalize", "title"]))
def test_a_large_letter_changes_nothing_but_capitals(value: str, language: str | None, case: str) -> None:
    said = fill("-{{ alias | " + case + " }}-", {"alias": value}, language=language).text[1:-1]
    if value:
        folded = str.maketrans({"İ": "i", "ı": "i", "I": "i", "\u0307": None})
        assert said.translate(folded).casefold().translate(folded) == value.translate(folded).casefold().translate(
            folded
        )


def test_the_words_that_changed_are_named() -> None:
    pieces = diff("Wij helpen met een huis en een brief.", "Wij helpen met een kamer, {{ hook }} en een brief.")
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind is not Kind.SAME] == [
        (Kind.GONE, "huis"),
        (Kind.NEW, "kamer, {{ hook }}"),
    ]


def test_chinese_and_thai_are_compared_finer_than_a_line() -> None:
    assert [p.text for p in diff("你好我们帮忙看信", "你好我们免费帮忙看信") if p.kind is Kind.NEW] == ["免费"]
    assert any(p.kind is Kind.SAME and p.text for p in diff("สวัสดีค่ะ", "สวัสดีครับ"))


@given(st.text(alphabet="ab {}%,\n你ก", max_size=80), st.text(alphabet="ab {}%,\n你ก", max_size=80))
def test_a_difference_spells_both_texts(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.GONE) == new


def test_blanks_are_named_also_when_nobody_fills_them() -> None:
    assert blanks_in("{{ naam }} {% if oud %}{{ oud }}{% endif %}") == ("alias", "oud")
