"""What a day of sending and receiving leaves in the logs: no word, number, name or secret, whatever goes wrong, at every level."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import jobs, traffic
from tests.channels.conftest import Line
from tests.channels.rigs import PLAIN_SECRET, SECRET

WORDS = ("geheimgeheim", "antwoordwoord", "vreemdewoorden")
NAME = "Lunastella"
OTHER_END = "mail.log"  # the server that takes our mail in these tests writes down all it hears


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All loggers, those of libraries too, at their most talkative."""
    root = logging.getLogger()
    before = root.level
    names = [name for name in logging.root.manager.loggerDict if not name.startswith(("sqlalchemy", "alembic"))]
    levels = {name: logging.getLogger(name).level for name in (*names, OTHER_END)}
    caplog.set_level(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger(OTHER_END).setLevel(logging.CRITICAL)
    yield caplog
    root.setLevel(before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_the_logs_of_a_day_hold_nothing_of_hers(
    line: Line, everything: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("assistant.canary").debug("canary")
    hers, strange = line.rig.her, line.rig.stranger
    her = line.house.anna.meets(hers, alias=NAME)
    for answer in ("taken", "busy", "rejected", "not_in_service", "wrong_key", "broken", "taken"):
        line.provider.answer = line.rig.answers(answer)
        other = line.house.anna.meets(line.rig.somebody(), alias=NAME)
        line.writes(other, WORDS[0])
        line.sends()
        jobs.tick(line.house.assistant)
    line.provider.manner = "drops"
    line.writes(her, WORDS[0])
    line.sends()
    traffic.knock(line.house.assistant)
    for number, sender, text in (("7", hers, WORDS[1]), ("8", strange, WORDS[2])):
        knock = line.rig.words(text, sender=sender, number=number, now=line.house.clock())
        line.knocks(knock)
        line.knocks(line.rig.forges(knock))
        line.knocks(replace(knock, body=knock.body * 9000))
    line.knocks(line.rig.garbles(now=line.house.clock()))
    said = (
        everything.text + "".join(repr(record.__dict__) for record in everything.records) + "".join(capfd.readouterr())
    )
    assert line.said(her) == [WORDS[1]]
    assert "canary" in said  # what is logged is heard, so that this could fail
    for planted in (*WORDS, NAME, hers[4:], strange[4:], SECRET, PLAIN_SECRET):
        assert planted not in said


def test_a_reader_that_fails_does_not_tell_what_it_read(
    line: Line, everything: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(session: object, arrival_id: int, **given: object) -> None:
        raise RuntimeError(f"cannot read {WORDS[1]} of {line.rig.her}")

    monkeypatch.setattr(traffic.arrivals, "read", falls)
    assert line.hears(WORDS[1], sender=line.rig.her).status_code == 200
    (arrival,) = line.arrivals()
    assert (arrival.trouble, arrival.text) == ("not_read", WORDS[1])
    assert WORDS[1] not in everything.text
    assert line.rig.her not in everything.text
