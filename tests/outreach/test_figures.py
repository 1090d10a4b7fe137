"""What became of messages, by the message: on SQLite and PostgreSQL, against a plain count of the same story."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assistant.outreach import figures as asked
from assistant.outreach import library, rights
from assistant.rules.intervals import Share
from assistant.rules.outcomes import Counts, Outcome
from assistant.store.models import (
    Contact,
    Direction,
    HelpRequest,
    KeptCount,
    Message,
    MessageKind,
    MessageState,
    StopAnswer,
    TemplateVersion,
)
from tests.cast import Her, House

ZONE = ZoneInfo("Europe/Amsterdam")


def total(house: House, *, months: int = 12) -> Counts:
    with house.reading() as session:
        return look(house, session, months=months).total


def look(house: House, session: object, *, months: int = 12) -> asked.Figures:
    return asked.figures(session, team_id=house.anna.team_id, now=house.clock(), zone=ZONE, months=months)  # type: ignore[arg-type]


def said(house: House, her: Her, *line: tuple[float, str], version_id: int | None = None) -> None:
    """What happened, in days from now back: "we", "also" (unasked), "she", "stop", "hmm", "decided", "help"."""
    with house.writing() as session:
        for days, what in line:
            at = house.clock() - timedelta(days=days)
            if what == "help":
                session.add(HelpRequest(contact_id=her.id, topic="health", words="…", asked_at=at, changed_at=at))
                continue
            ours = what in ("we", "also")
            session.add(
                Message(
                    contact_id=her.id,
                    direction=Direction.OUT if ours else Direction.IN,
                    state=MessageState.SENT if ours else MessageState.RECEIVED,
                    kind={"we": MessageKind.ANSWER, "also": MessageKind.REMINDER}.get(what),
                    channel="whatsapp",
                    body="…",
                    at=at,
                    language="nl" if ours else None,
                    template_version_id=version_id if ours else None,
                    stop={"stop": StopAnswer.YES, "hmm": StopAnswer.UNCLEAR, "decided": StopAnswer.NO}.get(what),
                    stop_decided_by_id=house.anna.id if what == "decided" else None,
                )
            )


def test_a_reply_belongs_to_the_last_message_before_it(house: House) -> None:
    her = house.anna.meets()
    said(house, her, (60, "also"), (52, "also"), (50, "she"), (49.9, "we"), (49, "she"))
    counts = total(house)
    assert (counts.sent, counts.answered_7, counts.answered_30) == (3, 2, 2)
    assert counts.talked == 1  # the second: she answered, we wrote back, she wrote again
    assert counts.repeated == 0  # the second was answered


def test_young_messages_are_not_counted_as_unanswered(house: House) -> None:
    for days in (3, 10, 40):
        said(house, house.anna.meets(), (days, "also"))
    said(house, house.anna.meets(), (2, "also"), (1, "she"))
    counts = total(house)
    assert (counts.sent, counts.aged_7, counts.aged_30) == (4, 2, 1)
    assert counts.share(Outcome.ANSWERED_7) == Share(0, 2)
    assert counts.share(Outcome.ANSWERED_30) == Share(0, 1)
    assert counts.too_young == 2


def test_late_answers_stops_unclear_words_help_and_repeats(house: House) -> None:
    said(house, house.anna.meets(), (60, "also"), (40, "she"))
    said(house, house.anna.meets(), (60, "also"), (59, "stop"))
    said(house, house.anna.meets(), (60, "also"), (59, "hmm"))
    said(house, house.anna.meets(), (60, "also"), (59, "decided"), (58, "help"))
    said(house, house.anna.meets(), (60, "also"), (50, "also"))
    counts = total(house)
    assert counts == Counts(
        sent=6, aged_7=6, aged_30=6, answered_7=2, answered_30=3, stopped=1, unclear=2, helped=1, repeated=1
    )


def test_by_cohort_of_sending_in_the_teams_own_months(house: House) -> None:
    said(house, house.anna.meets(), (60, "also"), (20, "she"))  # sent in January, answered in February
    with house.reading() as session:
        lines = {line.key: line.counts for line in look(house, session).by_month()}
    assert lines["2026-01"].sent == 1
    assert lines["2026-01"].answered_30 == 0  # after 40 days
    assert lines["2026-02"].sent == 0
    assert len(lines) == 12


def test_whoever_is_forgotten_stays_counted_and_is_nobody(house: House) -> None:
    stays, goes = house.anna.meets(), house.anna.meets()
    for her in (stays, goes, house.anna.meets()):
        said(house, her, (61, "also"), (53, "also"), (50, "she"))
    before = total(house)
    house.sofie.erases(goes)
    assert total(house) == before
    with house.writing() as session:
        third = session.scalars(select(Contact).where(Contact.id != stays.id)).one()
        rights.erase(session, third, now=house.clock(), by=None, keep_no=False)
    assert total(house) == before
    with house.reading() as session:
        kept = session.scalars(select(KeptCount)).all()
        assert sorted(row.sent for row in kept) == [4]  # added up, not one row a person
        assert "contact_id" not in KeptCount.__table__.columns


def test_another_teams_messages_are_not_ours(house: House) -> None:
    said(house, house.noor.meets(), (60, "also"))
    assert total(house).sent == 0


def test_a_template_after_which_more_people_stop_stands_out(house: House) -> None:
    versions = two_templates(house)
    for number in range(30):
        said(house, house.anna.meets(), (40, "also"), *([(39, "stop")] if number < 9 else []), version_id=versions[0])
        said(house, house.anna.meets(), (40, "also"), *([(39, "stop")] if number < 1 else []), version_id=versions[1])
    with house.reading() as session:
        told = asked.standing_out(session, team_id=house.anna.team_id, now=house.clock(), zone=ZONE)
        assert [share for _template, share in told] == [Share(9, 30)]


def two_templates(house: House) -> list[int]:
    """Two first messages in Dutch, of different templates."""
    with house.writing() as session:
        library.load_shipped(session, now=house.clock())
        query = select(TemplateVersion).where(TemplateVersion.language == "nl").order_by(TemplateVersion.id)
        firsts = [v for v in session.scalars(query) if v.template.kind.value == "first"]
        return [firsts[0].id, firsts[1].id]


LINES = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(["we", "also", "she", "stop", "hmm", "decided", "help"])),
    max_size=9,
    unique_by=lambda pair: pair[0],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=3))
def test_any_story_counts_as_a_plain_count_does(house: House, lines: list[list[tuple[int, str]]]) -> None:
    with house.writing() as session:
        for contact in session.scalars(select(Contact)):
            session.execute(HelpRequest.__table__.delete())  # type: ignore[attr-defined]
            session.delete(contact)
    for line in lines:
        said(house, house.anna.meets(), *line)
    expected = Counts()
    for line in lines:
        expected = expected + by_hand(sorted(line, reverse=True))
    assert total(house) == expected


def by_hand(line: list[tuple[int, str]]) -> Counts:
    """The definitions, told one message at a time."""
    counts = Counts()
    ours = [place for place, (_days, what) in enumerate(line) if what in ("we", "also")]
    if not ours:
        return counts
    turns = [line[a:b] for a, b in zip(ours, [*ours[1:], len(line)], strict=True)]
    for number, turn in enumerate(turns):
        sent = turn[0][0]
        soon, late = sent >= 7, sent >= 30
        heard = [days for days, what in turn[1:] if what != "help"]
        answers = [days for days, what in turn[1:] if what in ("she", "hmm", "decided")]
        after = turns[number + 1] if number + 1 < len(turns) else []
        again = bool(after) and after[0][1] == "we" and any(what in ("she", "hmm", "decided") for _d, what in after[1:])
        before = turns[number - 1][1:] if number else [(0, "she")]
        ignored = all(what == "help" for _days, what in before)
        counts = counts + Counts(
            sent=1,
            aged_7=soon,
            aged_30=late,
            answered_7=soon and any(sent - days <= 7 for days in answers),
            answered_30=late and any(sent - days <= 30 for days in answers),
            talked=late and bool(answers) and again,
            helped=late and any(what == "help" for _days, what in turn),
            unclear=soon and any(what in ("hmm", "decided") for _days, what in turn),
            stopped=soon and any(what == "stop" for _days, what in turn),
            repeated=late and ignored and not any(sent - days <= 30 for days in heard),
        )
    return counts


def test_now_is_given(house: House) -> None:
    said(house, house.anna.meets(), (5, "also"))
    with house.reading() as session:
        early: datetime = house.clock() - timedelta(days=6)
        found = asked.figures(session, team_id=house.anna.team_id, now=early, zone=ZONE)
    assert found.total.sent == 0
