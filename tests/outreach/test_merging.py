"""One person, one thread: nothing is lost by a merge, everything comes back by an undo, and the strictest holds in between."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant import jobs
from assistant.errors import AssistantError, HeldByOther, NotPossible, NotThere, Refused, Stale, Suppressed
from assistant.outreach import care, merging
from assistant.outreach.splitting import Share
from assistant.rules.stages import Stage
from assistant.store.audit import first_broken_entry
from assistant.store.models import (
    Contact,
    DueFor,
    HelpRequest,
    Joining,
    Message,
    MessageState,
    NoteKind,
    Suppression,
)
from assistant.store.points import contacts_at
from tests.cast import Her, House, a_phone
from tests.outreach.test_races import all_at_once

CONTENTS = (
    "alias",
    "town",
    "stage",
    "unanswered",
    "renewals",
    "last_in_at",
    "last_out_at",
    "waiting_since",
    "urgent_since",
)


def bodies(her: Her) -> set[str]:
    return {message.body for message in her.contact.messages}


def looks(her: Her) -> tuple[object, ...]:
    """All of her, to compare before and after."""
    contact = her.contact
    with her.house.reading() as session:
        helps = [
            (r.topic, r.state) for r in session.scalars(select(HelpRequest).where(HelpRequest.contact_id == her.id))
        ]
    return (
        *(getattr(contact, name) for name in CONTENTS),
        [point.value for point in contact.points],
        [(message.body, message.state) for message in contact.messages],
        [note.body for note in contact.notes],
        [(ad.number, ad.text) for ad in contact.ads],
        contact.card and contact.card.facts,
        helps,
    )


def a_full_person(house: House, alias: str) -> Her:
    her = house.anna.meets(a_phone(), f"{alias.lower()}@example.org", alias=alias, town="Assen", text=f"ik ben {alias}")
    house.anna.sends(her, f"hallo {alias}")
    heard = her.answers(f"hoi van {alias}")
    house.anna.notes(her, f"over {alias}")
    with house.writing() as session:
        contact, me = house.anna._her(session, her), house.anna._me(session)
        care.keep_card(
            session, contact, {"hours": f"uur {alias}"}, by=me, now=house.clock(), zone=house.assistant.desk.zone
        )
        message = session.get_one(Message, heard.message_id)
        care.ask(session, contact, topic="housing", words=alias, message=message, by=me, now=house.clock())
    return her


def test_everything_of_both_is_in_one_thread(house: House, scripted_reader: object) -> None:
    luna, maya = a_full_person(house, "Luna"), a_full_person(house, "Maya")
    said = bodies(luna) | bodies(maya)
    house.anna.joins(luna, maya, reason="zelfde stem aan de telefoon")
    both = luna.contact
    assert bodies(luna) == said
    assert len(both.points) == 4
    assert [ad.number for ad in both.ads] == [1, 2]
    assert {"over Luna", "over Maya"} < {note.body for note in both.notes}
    assert any("Maya" in note.body and "zelfde stem" in note.body for note in both.notes)
    assert both.card is not None
    assert both.card.facts["hours"] == "uur Luna / uur Maya"
    with house.reading() as session:
        assert session.scalars(select(HelpRequest.contact_id)).all() == [luna.id, luna.id]
        assert house.anna._her(session, maya).id == luna.id, "her old address leads to the thread"
        people = contacts_at(session, [(p.channel, p.value) for p in both.points])
        assert [one.id for one in people] == [luna.id]
    assert [entry.event for entry in house.log() if entry.event == "joined"] == ["joined", "joined"]
    assert not maya.is_on_the_board


def test_an_undo_gives_each_back_what_was_hers(house: House, scripted_reader: object) -> None:
    luna, maya = a_full_person(house, "Luna"), a_full_person(house, "Maya")
    before = looks(luna), looks(maya)
    joining = house.anna.joins(luna, maya)
    house.clock.forward(days=29)
    house.bram.undoes(joining)
    assert (looks(luna), looks(maya)) == before
    with house.reading() as session:
        assert session.scalars(select(Joining)).all() == []
        assert first_broken_entry(session) is None


def test_what_came_since_stays_where_it_belongs(house: House, scripted_reader: object) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    joining = house.anna.joins(luna, maya)
    house.anna.sends(luna, "aan het nummer van Maya", to=1)
    house.clock.forward(days=8)
    house.anna.sends(luna, "aan het nummer van Luna", to=0)
    luna.answers("antwoord zonder nummer")
    house.anna.undoes(joining)
    assert bodies(luna) == {"aan het nummer van Luna", "antwoord zonder nummer"}
    assert bodies(maya) == {"aan het nummer van Maya"}
    assert (luna.stage, maya.stage) == (Stage.TALKING, Stage.WRITTEN)
    assert maya.contact.unanswered == 1
    assert luna.is_on_the_board
    assert not maya.is_on_the_board


@pytest.mark.parametrize("stopped_first", [True, False])
def test_a_stop_on_either_side_stops_both_and_an_undo_knows_whose_it_was(
    house: House, scripted_reader: object, stopped_first: bool
) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.writes(luna)
    house.anna.writes(maya)
    stopped, free = (luna, maya) if stopped_first else (maya, luna)
    house.anna.stops(stopped)
    joining = house.anna.joins(luna, maya)
    assert luna.stage is Stage.STOPPED
    assert not luna.messages(MessageState.DRAFT, MessageState.APPROVED)
    with pytest.raises(Suppressed):
        house.anna.writes(luna)
    for point in luna.contact.points:
        with pytest.raises(Suppressed):
            house.bram.pastes(f"bel {point.value}")
    house.anna.undoes(joining)
    assert (stopped.stage, free.stage) == (Stage.STOPPED, Stage.NEW)
    house.anna.sends(free)
    with pytest.raises(Suppressed):
        house.anna.writes(stopped)


def test_a_stop_after_the_merge_holds_for_both_after_an_undo(house: House, scripted_reader: object) -> None:
    for stop_before in (False, True):
        luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
        if stop_before:
            house.anna.stops(maya)
        joining = house.anna.joins(luna, maya)
        house.clock.forward(hours=1)
        luna.answers("stop")
        house.anna.undoes(joining)
        for her in (luna, maya):
            assert her.stage is Stage.STOPPED
            with pytest.raises(Suppressed):
                house.anna.writes(her)
            with pytest.raises(Suppressed):
                house.bram.pastes(f"bel {her.contact.points[0].value}")


def test_somebody_who_wrote_after_her_stop_still_waits_and_can_be_let_in_again(
    house: House, scripted_reader: object
) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.stops(maya)
    house.clock.forward(hours=2)
    maya.answers("toch een vraag")
    house.anna.joins(luna, maya)
    assert luna.is_on_the_board
    house.sofie.lifts_the_stop(luna)
    assert luna.stage is Stage.TALKING
    with house.reading() as session:
        assert session.scalars(select(Suppression)).all() == []


def test_a_lifted_stop_stands_again_for_whom_it_was(house: House, scripted_reader: object) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.stops(maya)
    joining = house.anna.joins(luna, maya)
    house.clock.forward(hours=2)
    luna.answers("ik wil weer praten")
    house.sofie.lifts_the_stop(luna)
    house.anna.undoes(joining)
    assert (luna.stage, maya.stage) == (Stage.TALKING, Stage.STOPPED)
    with pytest.raises(Suppressed):
        house.bram.pastes(f"bel {maya.contact.points[0].value}")
    assert luna.is_on_the_board


def test_the_budget_is_that_of_one_person(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.sends(luna)
    house.anna.sends(maya)
    house.anna.joins(luna, maya)
    house.clock.forward(days=30)
    message = house.anna.writes(luna)
    with pytest.raises(Refused, match="budget"):
        house.anna.approves(message)


def test_who_waits_and_who_is_urgent_goes_on_being_so(house: House, scripted_reader: object) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    luna.answers("afraid")
    first = house.clock()
    house.clock.forward(hours=5)
    maya.answers("hallo")
    house.anna.joins(maya, luna)
    both = maya.contact
    assert (both.waiting_since, both.urgent_since) == (first, first)
    assert [contact.id for contact in house.sofie.sees().urgent] == [maya.id]


def test_a_postponement_is_kept_with_its_reason(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.sends(luna)
    house.anna.postpones(maya, days=20)
    until = maya.contact.due_at
    house.anna.joins(luna, maya)
    assert (luna.contact.due_at, luna.contact.due_for) == (until, DueFor.POSTPONED)
    assert luna.contact.postponed_for is not None


def test_one_draft_remains_and_the_words_of_the_other_are_not_lost(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    mine, theirs = house.anna.writes(luna, "voor Luna"), house.bram.writes(maya, "voor Maya")
    house.bram.approves(theirs)
    joining = house.anna.joins(luna, maya)
    assert [m.id for m in luna.messages(MessageState.DRAFT, MessageState.APPROVED)] == [mine]
    assert house.message(theirs).failure == merging.DROPPED_BY_MERGE
    assert any("voor Maya" in note.body for note in luna.contact.notes)
    with pytest.raises((Stale, Refused)):
        house.bram.claims(theirs)
    house.anna.undoes(joining)
    assert house.message(theirs).state is MessageState.DRAFT
    assert house.message(theirs).contact_id == maya.id


def test_an_only_draft_goes_along_and_is_approved_anew(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    message = house.bram.writes(maya, "voor Maya")
    house.bram.approves(message)
    house.anna.joins(luna, maya)
    assert [(m.id, m.state) for m in luna.contact.messages] == [(message, MessageState.DRAFT)]


def test_words_on_their_way_and_a_colleague_at_work_refuse_a_merge(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    out = house.bram.hands_off(maya)
    for one, two in ((luna, maya), (maya, luna)):
        with pytest.raises(HeldByOther):
            house.anna.joins(one, two)
        with pytest.raises(Refused, match="on_its_way"):
            house.bram.joins(one, two)
    house.bram.says_it_left(out)
    house.anna.joins(luna, maya)


def test_two_of_which_nobody_knows_whether_they_left_are_settled_first(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    first, second = house.anna.hands_off(luna), house.anna.hands_off(maya)
    house.clock.forward(hours=1)
    house.expires()
    with pytest.raises(NotPossible, match="both_unknown"):
        house.anna.joins(luna, maya)
    house.anna.says_it_left(second)
    house.anna.joins(luna, maya)
    house.anna.says_it_left(first)
    assert luna.contact.unanswered == 2


def test_what_cannot_be_joined(house: House) -> None:
    luna, maya = house.anna.meets(), house.anna.meets()
    theirs = house.noor.meets()
    with pytest.raises(NotPossible, match="same_person"):
        house.anna.joins(luna, luna)
    with pytest.raises(NotPossible, match="reason_needed"):
        house.anna.joins(luna, maya, reason=" ")
    with pytest.raises(NotThere):
        house.anna.joins(luna, theirs)
    house.anna.joins(luna, maya)
    with pytest.raises(NotPossible, match="same_person"):
        house.anna.joins(luna, maya)


def test_the_newest_is_undone_first(house: House) -> None:
    one, two, three = (house.anna.meets(alias=name) for name in ("Een", "Twee", "Drie"))
    first, second = house.anna.joins(two, one), house.anna.joins(three, two)
    with house.reading() as session:
        assert house.anna._her(session, one).id == three.id
    with pytest.raises(NotPossible, match="newer_first"):
        house.anna.undoes(first)
    house.anna.undoes(second)
    house.anna.undoes(first)
    assert [her.contact.alias for her in (one, two, three)] == ["Een", "Twee", "Drie"]
    assert all(len(her.contact.points) == 1 for her in (one, two, three))


def test_after_thirty_days_it_stays(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    luna.answers("hallo")
    joining = house.anna.joins(luna, maya)
    house.clock.forward(days=30, minutes=1)
    with pytest.raises(NotPossible, match="too_late"):
        house.anna.undoes(joining)
    assert -1 not in jobs.tick(house.assistant).values()
    with house.reading() as session:
        assert session.scalars(select(Joining)).all() == []
        assert [contact.id for contact in session.scalars(select(Contact))] == [luna.id]
    assert len(luna.contact.points) == 2


def test_erasing_her_erases_what_was_joined_with_her(house: House) -> None:
    one, two, three = (house.anna.meets(alias=name) for name in ("Een", "Twee", "Drie"))
    house.anna.joins(two, one)
    house.anna.joins(three, two)
    house.anna.erases(three)
    with house.reading() as session:
        assert session.scalars(select(Contact)).all() == []
        assert session.scalars(select(Joining)).all() == []


def test_a_split_gives_the_second_person_what_is_named(house: House, scripted_reader: object) -> None:
    her = house.anna.meets("+31611110001", "+31611110002", alias="Luna", text="een")
    house.anna.sends(her, "aan de eerste", to=0)
    heard = her.answers("van de tweede")
    house.anna.notes(her, "een notitie")
    points = her.contact.points
    joining = house.anna.splits(
        her, Share(points=frozenset({points[1].id}), messages=frozenset({heard.message_id})), alias="Maya"
    )
    with house.reading() as session:
        second = Her(house, session.get_one(Joining, joining).other_id)
    assert (bodies(her), bodies(second)) == ({"aan de eerste"}, {"van de tweede"})
    assert second.contact.alias == "Maya"
    assert second.is_on_the_board
    assert not her.is_on_the_board
    assert her.contact.unanswered >= 1
    house.anna.undoes(joining)
    assert bodies(her) == {"aan de eerste", "van de tweede"}
    assert len(her.contact.points) == 2
    assert her.is_on_the_board


def test_a_stop_is_split_into_two(house: House) -> None:
    her = house.anna.meets("+31611110003", "+31611110004")
    house.anna.stops(her)
    joining = house.anna.splits(her, Share(shared=frozenset({her.contact.points[0].id})))
    with house.reading() as session:
        second = Her(house, session.get_one(Joining, joining).other_id)
    assert (her.stage, second.stage) == (Stage.STOPPED, Stage.STOPPED)
    for one in (her, second):
        with pytest.raises(Suppressed):
            house.anna.writes(one)


def test_a_split_of_nothing_is_refused(house: House) -> None:
    her = house.anna.meets()
    with pytest.raises(NotPossible, match="no_point"):
        house.anna.splits(her, Share())
    with pytest.raises(NotPossible, match="nothing_left"):
        house.anna.splits(her, Share(points=frozenset({her.contact.points[0].id})))


def test_a_merge_and_a_send_at_once(house: House) -> None:
    """Either it was claimed first, and the merge says so; or the merge came first, and nothing leaves to a thread that is gone."""
    for _ in range(6):
        luna, maya = house.anna.meets(), house.anna.meets()
        message = house.anna.writes(maya)
        house.anna.approves(message)
        joined, claimed = all_at_once(
            lambda a=luna, b=maya: house.anna.joins(a, b), lambda m=message: house.anna.claims(m)
        )  # type: ignore[misc]
        if isinstance(claimed, str):
            assert isinstance(joined, Refused), joined
            house.anna.says_it_left(message)
            assert maya.contact.unanswered == 1
        else:
            assert isinstance(joined, int), joined
            assert isinstance(claimed, Stale | NotThere | Refused), claimed
            assert house.message(message).contact_id == luna.id


def test_a_merge_and_her_answer_at_once(house: House, scripted_reader: object) -> None:
    for text in ("hallo", "stop") * 4:
        luna, maya = house.anna.meets(), house.anna.meets()
        joined, heard = all_at_once(lambda a=luna, b=maya: house.anna.joins(a, b), lambda b=maya, t=text: b.answers(t))  # type: ignore[misc]
        assert isinstance(joined, int), joined
        if isinstance(heard, NotThere):  # the merge came first: told, nothing half done; said again it arrives
            heard = maya.answers(text)
        assert not isinstance(heard, Exception), heard
        assert bodies(luna) == {text}
        assert (luna.stage is Stage.STOPPED) == (text == "stop")
        assert luna.is_on_the_board == (text != "stop")


def test_crossing_merges_do_not_wait_for_each_other(house: House) -> None:
    for _ in range(4):
        luna, maya = house.anna.meets(), house.anna.meets()
        outcomes = all_at_once(
            lambda a=luna, b=maya: house.anna.joins(a, b), lambda a=luna, b=maya: house.bram.joins(b, a)
        )  # type: ignore[misc]
        assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
        assert all(isinstance(outcome, int | AssistantError) for outcome in outcomes), outcomes


def test_retention_leaves_the_empty_place_until_it_cannot_be_undone(house: House, scripted_reader: object) -> None:
    luna, maya = house.anna.meets(), house.anna.meets()
    luna.answers("hallo")
    joining = house.anna.joins(luna, maya)
    with house.writing() as session:
        for contact in session.scalars(select(Contact)):
            contact.changed_at -= timedelta(days=400)
    house.forgets()
    house.anna.undoes(joining)
    assert maya.is_remembered


def test_a_meeting_and_rest_since_the_merge(house: House) -> None:
    luna, maya = house.anna.meets(alias="Luna"), house.anna.meets(alias="Maya")
    house.anna.sends(luna)
    joining = house.anna.joins(luna, maya)
    house.anna.notes(luna, "gesproken", kind=NoteKind.MEETING)
    house.anna.lets_rest(luna)
    house.anna.undoes(joining)
    assert (luna.stage, maya.stage) == (Stage.OPEN_DOOR, Stage.NEW)
