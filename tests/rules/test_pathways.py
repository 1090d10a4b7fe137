"""The files of steps: what is shipped reads, and a mistaken one is refused with its place."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import pathways
from assistant.errors import ConfigError
from assistant.rules.pathways import Asked, Worry, needs_second, parse_pathways

SHIPPED = sorted(Path(str(files(pathways))).glob("*.toml"))


def dutch() -> dict[str, Any]:
    return tomllib.loads((files(pathways) / "NL.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shipped_reads(path: Path) -> None:
    found = pathways.read_pathways("ZZ", path)
    assert set(found) == set(Worry)
    for pathway in found.values():
        assert pathway.steps
        assert any(not step.leaves for step in pathway.steps), "something can always be done inside the team"
    assert found[Worry.ACUTE].step("emergency").phone == "112"  # type: ignore[union-attr]


def test_a_country_has_its_own_or_the_general_ones() -> None:
    assert pathways.read_pathways("NL")[Worry.TRAFFICKING].step("comensha")
    assert pathways.read_pathways("HU")[Worry.TRAFFICKING].step("comensha") is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r.pop("child"), "'child' is missing"),
        (lambda r: r.update(score={}), "no kind 'score'"),
        (lambda r: r["acute"].pop("steps"), "acute: needs one to 12 steps"),
        (lambda r: r["acute"].pop("name"), "acute: name must be written by language"),
        (lambda r: r["acute"]["steps"][0].pop("said"), "acute, step 1: said must be"),
        (lambda r: r["acute"]["steps"][1]["said"].pop("en"), "acute, step 2: said needs a text .* in 'en'"),
        (lambda r: r["acute"]["steps"][1].update(phone="call us"), "step 2: phone must be a number"),
        (lambda r: r["acute"]["steps"][1].update(leaves="yes"), "step 2: leaves must be true or false"),
        (lambda r: r["acute"]["steps"][1].update(key="a b"), "step 2: key must be a short word"),
        (lambda r: r["acute"]["steps"][1].update(key="ask_her"), "two steps have the same key"),
        (lambda r: r["acute"]["steps"][1].update(report=True), "step 2: there is no 'report'"),
        (lambda r: r["minor"]["steps"].append(3), "minor, step 4: must be a table"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: Any, says: str) -> None:
    record = dutch()
    change(record)
    with pytest.raises(ConfigError, match=says):
        parse_pathways(record, source="own.toml")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    )
)
def test_whatever_stands_in_a_kind_is_read_or_refused(part: Any) -> None:
    with pytest.raises(ConfigError):
        parse_pathways(dutch() | {"acute": part}, source="own.toml")


def test_only_her_yes_lets_something_leave_on_one_word() -> None:
    for pathway in pathways.read_pathways("NL").values():
        for step in pathway.steps:
            assert [needs_second(step, answer) for answer in Asked] == [False, step.leaves, step.leaves]
