"""Field visits: planned or written down, ticked on the round, somebody new without an ad, and all that follows her thread."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.errors import NotPossible, NotThere, Suppressed
from assistant.outreach import leaving, rights, rounds, talks, visits
from assistant.outreach.rounds import Stranger
from assistant.outreach.splitting import Share
from assistant.rules.stages import Stage
from assistant.store.accounts import Account
from assistant.store.models import Contact, HelpRequest, Joining, LookIn, Note, NoteKind, PlaceKind, Visit
from tests.cast import Her, House, Worker, a_phone, point
from tests.outreach.test_importing import takes, written

ZONE = UTC


def plans(
    who: Worker, *people: Her, place: str = "Het Rode Huis", town: str = "Zwolle", at: datetime | None = None
) -> int:
    house = who.house
    with house.writing() as session:
        visit = visits.begin(
            session,
            kind=PlaceKind.CLUB,
            place=place,
            town=town,
            at=at or house.clock(),
            team=[session.get_one(Account, house.anna.id), session.get_one(Account, house.bram.id)],
            by=who._me(session),
            now=house.clock(),
        )
        visits.put_on(
            session, visit, [who._her(session, her) for her in people], by=who._me(session), now=house.clock()
        )
        return visit.id


def ticks(who: Worker, visit_id: int, her: Her, what: str, word: str = "") -> None:
    house = who.house
    with house.writing() as session:
        visit = visits.visit_of(session, visit_id, team_id=who.team_id)
        contact, by, now = who._her(session, her), who._me(session), house.clock()
        pace = house.assistant.terms.pace
        if what == "met":
            visits.met(session, visit, contact, word=word, by=by, now=now, pace=pace, zone=ZONE)
        elif what == "not there":
            visits.not_there(session, visit, contact, word=word, by=by, now=now, zone=ZONE)
        else:
            visits.take_back(session, visit, contact, by=by, now=now)


def adds(who: Worker, visit_id: int, **said: object) -> Her:
    house = who.house
    with house.writing() as session:
        visit = visits.visit_of(session, visit_id, team_id=who.team_id)
        contact = rounds.somebody_new(
            session,
            visit,
            Stranger(**said),  # type: ignore[arg-type]
            by=who._me(session),
            now=house.clock(),
            pace=house.assistant.terms.pace,
            zone=ZONE,
        )
        return Her(house, contact.id)


def in_visit(house: House, visit_id: int) -> list[int]:
    with house.reading() as session:
        visit = visits.visit_of(session, visit_id, team_id=house.anna.team_id)
        return [one.id for one in visits.people_on(session, visit)]


def silent_person(house: House) -> Her:
    """Somebody who never answered two messages: her budget is spent."""
    her = house.anna.meets(alias="Mila", town="Zwolle")
    house.anna.sends(her)
    house.clock.forward(days=8)
    house.anna.sends(her, "Nog een keer hallo, De Brug")
    house.clock.forward(days=3)
    return her


def test_met_stands_in_her_thread_and_starts_the_rhythm_anew(house: House) -> None:
    her = silent_person(house)
    assert her.contact.unanswered == 2
    round_ = plans(house.anna, her)
    ticks(house.bram, round_, her, "met", "Ze had even tijd, koffie")
    contact = her.contact
    (note,) = contact.notes
    assert (note.kind, note.body, note.visit_id) == (
        NoteKind.VISIT,
        "Het Rode Huis, Zwolle\n\nZe had even tijd, koffie",
        round_,
    )
    assert (contact.stage, contact.unanswered, contact.last_in_at) == (Stage.TALKING, 0, house.clock())
    assert "visited" in [entry.event for entry in house.log() if entry.contact_id == her.id]


def test_not_there_is_noted_and_changes_no_rhythm(house: House) -> None:
    her = silent_person(house)
    round_ = plans(house.anna, her)
    ticks(house.anna, round_, her, "not there", "buurvrouw zei: vrijdag")
    contact = her.contact
    assert contact.notes[0].kind is NoteKind.MISSED
    assert (contact.stage, contact.unanswered, contact.last_in_at) == (Stage.WRITTEN, 2, None)


def test_the_same_tick_sent_twice_is_one_note_with_the_last_word(house: House) -> None:
    her = silent_person(house)
    round_ = plans(house.anna, her)
    ticks(house.anna, round_, her, "met", "eerst")
    house.clock.forward(minutes=2)
    ticks(house.anna, round_, her, "met", "beter")
    assert [note.body.split("\n\n")[1] for note in her.contact.notes] == ["beter"]


def test_a_slip_of_the_thumb_gives_the_budget_back_as_it_was(house: House) -> None:
    her = silent_person(house)
    before = her.contact
    round_ = plans(house.anna, her)
    ticks(house.anna, round_, her, "met")
    ticks(house.anna, round_, her, "back")
    after = her.contact
    assert after.notes == []
    assert (after.stage, after.unanswered, after.due_at, after.due_for) == (
        before.stage,
        before.unanswered,
        before.due_at,
        before.due_for,
    )
    ticks(house.anna, round_, her, "met")
    ticks(house.anna, round_, her, "not there", "toch niet")
    assert (her.contact.unanswered, her.contact.notes[0].kind) == (2, NoteKind.MISSED)


def test_what_happened_since_keeps_a_meeting_from_being_taken_back(house: House) -> None:
    her = silent_person(house)
    round_ = plans(house.anna, her)
    ticks(house.anna, round_, her, "met")
    her.answers("dank je")
    for what in ("back", "not there"):
        with pytest.raises(NotPossible, match="visit_stands"):
            ticks(house.anna, round_, her, what)


def test_whoever_stopped_is_on_no_round_and_stays_stopped_when_met_by_chance(house: House) -> None:
    her = house.anna.meets(alias="Rosa", town="Zwolle")
    house.anna.stops(her)
    with pytest.raises(NotPossible, match="stopped_visit"):
        plans(house.anna, her)
    round_ = plans(house.anna)
    ticks(house.anna, round_, her, "met")
    assert her.stage is Stage.STOPPED
    with house.reading() as session:
        assert [o.contact.id for o in rounds.whom(session, session.get_one(Visit, round_))] == []


def test_another_team_sees_nothing_of_it(house: House) -> None:
    round_ = plans(house.anna)
    with house.reading() as session, pytest.raises(NotThere):
        visits.visit_of(session, round_, team_id=house.noor.team_id)
    theirs = house.noor.meets()
    with house.writing() as session:
        visit, her = session.get_one(Visit, round_), session.get_one(Contact, theirs.id)
        by, pace = house.anna._me(session), house.assistant.terms.pace
        with pytest.raises(NotThere):
            visits.met(session, visit, her, word="", by=by, now=house.clock(), pace=pace, zone=ZONE)


@pytest.mark.parametrize("days", [-400, 120])
def test_a_day_far_away_is_refused(house: House, days: int) -> None:
    with pytest.raises(NotPossible, match="visit_date"):
        plans(house.anna, at=house.clock() + timedelta(days=days))


def test_written_down_the_next_morning_it_happened_on_the_day(house: House) -> None:
    her = silent_person(house)
    yesterday = house.clock() - timedelta(days=1)
    ticks(house.anna, plans(house.anna, at=yesterday), her, "met")
    assert her.contact.notes[0].at == yesterday


def test_a_round_is_offered_who_was_met_there_then_who_is_in_town(house: House) -> None:
    met_there = house.anna.meets(alias="Ana", town="Assen")
    in_town = house.anna.meets(alias="Bea", town="Zwolle")
    house.anna.meets(alias="Cleo", town="Emmen")
    ticks(house.anna, plans(house.anna), met_there, "met")
    house.clock.forward(days=20)
    with house.reading() as session:
        visit = session.get_one(Visit, plans(house.anna, place="het rode huis"))
        offered = rounds.whom(session, visit)
        assert [one.contact.id for one in offered] == [met_there.id, in_town.id]
        assert offered[0].here_at is not None
        assert offered[1].here_at is None


def test_somebody_new_needs_neither_an_ad_nor_a_number(house: House) -> None:
    round_ = plans(house.anna)
    her = adds(
        house.anna, round_, name="  Yara ", language="pt", wants="procuro um quarto", word="op de hoek gesproken"
    )
    contact = her.contact
    assert (contact.alias, contact.town, contact.language, contact.points, contact.ads) == (
        "Yara",
        "Zwolle",
        "pt",
        [],
        [],
    )
    assert (contact.stage, contact.owner_id) == (Stage.TALKING, house.anna.id)
    assert contact.notes[0].body.endswith("op de hoek gesproken")
    assert in_visit(house, round_) == [her.id]
    with house.reading() as session:
        request = session.scalars(select(HelpRequest).where(HelpRequest.contact_id == her.id)).one()
        assert (request.topic, request.words) == ("housing", "procuro um quarto")


def test_who_she_may_be_is_offered_and_never_done(house: House) -> None:
    known = house.anna.meets(alias="Yara", town="Zwolle")
    stopped = house.anna.meets(alias="Jara", town="Zwolle")
    house.anna.stops(stopped)
    house.anna.meets(alias="Yara", town="Emmen")
    round_ = plans(house.anna)
    with house.reading() as session:
        alike = rounds.who_she_may_be(session, session.get_one(Visit, round_), Stranger("Yara"))
        assert {one.contact.id for one in alike} == {known.id, stopped.id}
    her = adds(house.anna, round_, name="Yara")
    assert her.id not in (known.id, stopped.id)


def test_a_number_that_is_known_or_said_no_is_refused(house: House) -> None:
    known, gone = house.anna.meets(), house.anna.meets()
    house.anna.stops(gone)
    round_ = plans(house.anna)
    for her, refusal in ((known, NotPossible), (gone, Suppressed)):
        with pytest.raises(refusal):
            adds(house.anna, round_, name="Nina", points=(point(her.contact.points[0].value),))
    with pytest.raises(NotPossible, match="name_needed"):
        adds(house.anna, round_, name=" \0 ")
    mine = a_phone()
    assert adds(house.anna, round_, name="Nina", points=(point(mine),)).contact.points[0].value == mine


def test_after_a_merge_and_its_undoing_everybody_has_her_own_visits(house: House) -> None:
    kept, other = house.anna.meets(alias="Kim"), house.anna.meets(alias="Kimmy")
    both, only = plans(house.anna, kept, other), plans(house.anna, other)
    ticks(house.anna, both, other, "met", "met Kimmy")
    ticks(house.anna, only, other, "not there")
    joining = house.anna.joins(kept, other)
    assert (in_visit(house, both), in_visit(house, only)) == ([kept.id], [kept.id])
    assert sorted(note.visit_id or 0 for note in kept.contact.notes if note.kind is not NoteKind.NOTE) == [both, only]
    house.anna.undoes(joining)
    assert (in_visit(house, both), in_visit(house, only)) == ([kept.id, other.id], [other.id])
    assert sorted(note.visit_id or 0 for note in other.contact.notes) == [both, only]


def test_what_somebody_wants_to_talk_about_goes_where_she_goes(house: House) -> None:
    kept, other = house.anna.meets(alias="Kim"), house.anna.meets(alias="Kimmy")
    with house.writing() as session:
        talks.ask(
            session, house.anna._her(session, other), words="zwaar", by=house.anna._me(session), now=house.clock()
        )

    def about(her: Her) -> list[str]:
        with house.reading() as session:
            return [wish.words for wish in talks.of_thread(session, her.id)]

    joining = house.anna.joins(kept, other)
    assert (about(kept), about(other)) == (["zwaar"], [])
    house.anna.undoes(joining)
    assert (about(kept), about(other)) == ([], ["zwaar"])
    house.anna.erases(other)
    assert about(other) == []


def test_who_is_taken_out_of_a_thread_takes_the_round_along_on_which_she_was_met(house: House) -> None:
    her = house.anna.meets(a_phone(), a_phone(), alias="Kim")
    mine, hers = plans(house.anna, her), plans(house.anna, her)
    for round_ in (mine, hers):
        ticks(house.anna, round_, her, "met")
    contact = her.contact
    note = next(note.id for note in contact.notes if note.visit_id == hers)
    share = Share(points=frozenset({contact.points[1].id}), notes=frozenset({note}))
    joining = house.anna.splits(her, share, alias="Sara")
    with house.reading() as session:
        second = session.get_one(Joining, joining).other_id
    assert (in_visit(house, mine), in_visit(house, hers)) == ([her.id], [second])


def test_her_own_data_holds_it_and_erasing_takes_it_along(house: House) -> None:
    her, second = house.anna.meets(alias="Lot"), house.anna.meets(alias="Sam")
    alone, together = plans(house.anna, her), plans(house.anna, her, second)
    for visit_id in (alone, together):
        ticks(house.anna, visit_id, her, "met", "lange jas")
        with house.writing() as session:
            visits.about_the_place(session.get_one(Visit, visit_id), words="rustig, nieuwe gastvrouw", nameless=3)
    ticks(house.anna, together, second, "met")
    with house.writing() as session:
        kept = rights.export(session, session.get_one(Contact, her.id), by=house.anna._me(session), now=house.clock())
        assert [note["visited"] for note in kept["notes"]] == ["club", "club"]
    house.anna.erases(her)
    with house.reading() as session:
        assert not session.scalars(select(LookIn).where(LookIn.contact_id == her.id)).all()
        assert not session.scalars(select(Note).where(Note.contact_id == her.id)).all()
        assert [session.get_one(Visit, one).words for one in (alone, together)] == ["", "rustig, nieuwe gastvrouw"]
        assert session.get_one(Visit, alone).nameless == 3


def test_old_visits_go_and_leave_no_number_that_could_mean_another(house: House) -> None:
    her = house.anna.meets()
    old = plans(house.anna, her)
    ticks(house.anna, old, her, "met")
    house.clock.forward(days=700)
    her.answers("ik ben er nog")
    house.clock.forward(days=40)
    house.forgets()
    with house.reading() as session:
        assert session.get(Visit, old) is None
    assert [note.visit_id for note in her.contact.notes] == [None]


def test_a_team_leaves_with_its_visits_and_comes_back_with_them(house: House, tmp_path: Path) -> None:
    her, second = house.anna.meets(alias="Pam"), house.anna.meets(alias="Tess")
    round_ = plans(house.anna, her, second)
    ticks(house.anna, round_, her, "met", "lachte")
    ticks(house.anna, round_, second, "not there")
    with house.reading() as session:
        lines = list(leaving.everybody(session, team_id=house.anna.team_id))
    assert [one["visits"] for one in lines] == [
        [
            {
                "at": house.clock().isoformat(),
                "place": "Het Rode Huis, Zwolle",
                "text": "lachte",
                "kind": "club",
                "team": ["anna", "bram"],
            }
        ],
        [
            {
                "at": house.clock().isoformat(),
                "place": "Het Rode Huis, Zwolle",
                "text": "",
                "met": False,
                "kind": "club",
                "team": ["anna", "bram"],
            }
        ],
    ]
    for one in (her, second):
        house.anna.erases(one)
    takes(house, written(tmp_path / "all.jsonl", *lines))
    with house.reading() as session:
        again = list(leaving.everybody(session, team_id=house.anna.team_id))
        assert [one["visits"] for one in again] == [one["visits"] for one in lines]
        new = session.scalars(select(Visit).where(Visit.id != round_)).one()
        assert len(new.went) == 2
