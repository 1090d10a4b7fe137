"""Tests of the steps do not depend on how well replies are read."""

import pytest

from tests.cast import ScriptedReader


@pytest.fixture(autouse=True)
def _read_by_script(scripted_reader: ScriptedReader, request: pytest.FixtureRequest) -> None:
    """Replies are read by three words."""
