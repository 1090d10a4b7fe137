"""How she may be reached is not whether."""

import pytest

from assistant.rules.consent import Stop, read_consent


@pytest.mark.parametrize(
    "text",
    [
        "Appen is goed. Niet bellen. Na twee uur, dan ben ik alleen.",
        "please only text, dont call me, my boyfriend listens",
        "ruf mich nicht an, schreib lieber",
    ],
)
def test_writing_is_fine_but_calling_is_not(text: str) -> None:
    assert read_consent(text).stop is Stop.NO


@pytest.mark.parametrize("text", ["Mejor no llamar", "nu sunati", "niet bellen"])
def test_calling_alone_asks_a_human(text: str) -> None:
    assert read_consent(text).stop is Stop.UNCLEAR


@pytest.mark.parametrize(
    "text",
    ["niet bellen en niet appen", "bel me nooit meer", "stop calling me", "no me llames más", "dont call dont text"],
)
def test_refusing_every_way_or_for_good_is_a_stop(text: str) -> None:
    assert read_consent(text).stop is Stop.YES
