"""What changed since the last ad, in words for the screen."""

import pytest
from flask import Flask

from assistant.rules.change import Change, What
from assistant.web.talking import changes_said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(What.PET, "Bas"), "(Bas)."),
        (Change(What.PET, "", "dog Bas"), "(dog, Bas)."),
        (Change(What.HAIR, "", "short"), "(short hair)."),
    ],
)
def test_a_name_keeps_its_capital_and_a_kind_has_none(app: Flask, change: Change, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert changes_said((change,)).endswith(said)
