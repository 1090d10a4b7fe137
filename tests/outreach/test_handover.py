"""From one colleague to another, and never in between."""

import pytest

from assistant.errors import HeldByOther, NotPossible, NotThere, Stale, TextTooLong
from assistant.outreach import leaving, rights
from assistant.store.audit import Event
from assistant.store.models import HandoverState
from tests.cast import Her, House


def known(house: House) -> Her:
    """Somebody whom anna wrote to."""
    her = house.anna.meets()
    house.anna.sends(her)
    return her


def states(her: Her) -> list[HandoverState]:
    return [one.state for one in her.contact.handovers]


def test_until_it_is_accepted_she_stays_with_the_giver(house: House) -> None:
    her = known(house)
    offer = house.anna.offers(her, house.bram, "belt liever na drie uur")
    assert her.contact.owner_id == house.anna.id
    [offered] = house.bram.sees().offered
    assert (offered.id, offered.note) == (offer, "belt liever na drie uur")
    house.bram.accepts(offer, "doe ik")
    assert her.contact.owner_id == house.bram.id
    assert house.bram.sees().offered == []
    [told] = house.anna.sees().told
    assert (told.state, told.answer) == (HandoverState.ACCEPTED, "doe ik")
    house.anna.has_seen(offer)
    assert house.anna.sees().told == []
    assert [e.event for e in house.log() if "handover" in e.event] == [Event.HANDOVER_OFFERED, Event.HANDOVER_ACCEPTED]


def test_a_refusal_has_a_word_and_she_stays(house: House) -> None:
    her = known(house)
    offer = house.anna.offers(her, house.bram)
    with pytest.raises(NotPossible, match="word_needed"):
        house.bram.refuses(offer, "  ")
    assert len(house.bram.sees().offered) == 1
    house.bram.refuses(offer, "ik ken haar taal niet")
    assert her.contact.owner_id == house.anna.id
    assert [one.answer for one in house.anna.sees().told] == ["ik ken haar taal niet"]
    assert house.anna.offers(her, house.sofie)  # and somebody else can be asked


def test_an_offer_is_one_colleagues_and_can_be_taken_back(house: House) -> None:
    her = known(house)
    offer = house.anna.offers(her, house.bram)
    with pytest.raises(NotPossible, match="already_offered"):
        house.anna.offers(her, house.sofie)
    for stranger in (house.anna, house.sofie):
        with pytest.raises(NotThere):
            stranger.accepts(offer)
    with pytest.raises(NotThere):
        house.noor.accepts(offer)
    with pytest.raises(NotThere):
        house.bram.withdraws(offer)
    house.anna.withdraws(offer)
    assert house.anna.sees().told == []  # she took it back herself
    with pytest.raises(Stale):
        house.bram.accepts(offer)
    assert her.contact.owner_id == house.anna.id


@pytest.mark.parametrize("note", ["", " \n"])
def test_a_note_is_needed(house: House, note: str) -> None:
    with pytest.raises(NotPossible, match="note_needed"):
        house.anna.offers(known(house), house.bram, note)


def test_a_note_has_an_end(house: House) -> None:
    with pytest.raises(TextTooLong):
        house.anna.offers(known(house), house.bram, "x" * 2_001)


def test_who_cannot_have_her_is_not_offered(house: House) -> None:
    her = known(house)
    for who, why in (
        (house.ada, "not_a_colleague"),
        (house.noor, "not_a_colleague"),
        (house.anna, "hers_already"),
    ):
        with pytest.raises(NotPossible, match=why):
            house.anna.offers(her, who)
    house.bram.is_away()
    with pytest.raises(NotPossible, match="colleague_away"):
        house.anna.offers(her, house.bram)


def test_a_colleague_does_not_hand_over_what_is_not_theirs(house: House) -> None:
    her = known(house)
    with pytest.raises(NotPossible, match="not_yours"):
        house.bram.offers(her, house.sofie)
    offer = house.sofie.offers(her, house.bram)  # a supervisor may, and the giver is still her worker
    assert her.contact.owner_id == house.anna.id
    house.bram.accepts(offer)
    assert [one.id for one in house.anna.sees().told] == [offer]


def test_whoever_stands_in_may_hand_over(house: House) -> None:
    her = known(house)
    house.anna.is_away(stand_in=house.bram)
    offer = house.bram.offers(her, house.sofie)
    house.sofie.accepts(offer)
    assert her.contact.owner_id == house.sofie.id


def test_who_had_no_worker_is_the_givers_until_it_is_accepted(house: House) -> None:
    her = house.anna.meets()
    with house.writing() as session:
        house.anna._her(session, her).owner_id = None
    house.anna.offers(her, house.bram)
    assert her.contact.owner_id == house.anna.id


def test_taking_over_needs_a_reason_and_the_former_worker_sees_it(house: House) -> None:
    her = known(house)
    with pytest.raises(NotPossible, match="reason_needed"):
        house.bram.takes_over(her, " ")
    house.bram.takes_over(her, "ze vroeg naar mij")
    assert her.contact.owner_id == house.bram.id
    [told] = house.anna.sees().told
    assert (told.state, told.note, told.taker_id) == (HandoverState.TAKEN, "ze vroeg naar mij", house.bram.id)
    entry = next(entry for entry in house.log() if entry.event == Event.TAKEN_OVER)
    assert (entry.account_id, entry.contact_id, entry.reason) == (house.bram.id, her.id, "ze vroeg naar mij")
    house.bram.takes_over(her, "nog eens")
    assert states(her) == [HandoverState.TAKEN]


def test_nobody_takes_over_under_the_hands_of_who_writes(house: House) -> None:
    her = known(house)
    house.anna.opens_the_answer_box(her)
    with pytest.raises(HeldByOther):
        house.bram.takes_over(her)
    assert her.contact.owner_id == house.anna.id
    assert states(her) == []


def test_taking_over_ends_an_open_offer(house: House) -> None:
    her = known(house)
    offer = house.anna.offers(her, house.bram)
    house.sofie.takes_over(her)
    assert states(her) == [HandoverState.WITHDRAWN, HandoverState.TAKEN]
    with pytest.raises(Stale):
        house.bram.accepts(offer)
    assert her.contact.owner_id == house.sofie.id


def test_what_was_handed_over_goes_with_her_when_threads_are_joined_and_comes_back(house: House) -> None:
    kept, other = known(house), known(house)
    house.bram.takes_over(other, "uit de straat bekend")
    house.bram.offers(other, house.sofie, "haar zus heet Iva")
    house.anna.offers(kept, house.bram)
    joining = house.anna.joins(kept, other)
    assert len(kept.contact.handovers) == 3
    assert [one.open for one in kept.contact.handovers].count(True) == 1
    house.anna.undoes(joining)
    assert states(kept) == [HandoverState.OFFERED]
    assert states(other) == [HandoverState.TAKEN, HandoverState.WITHDRAWN]


def test_it_is_in_what_she_may_see_goes_along_when_the_team_leaves_and_is_erased_with_her(house: House) -> None:
    her = known(house)
    house.bram.refuses(house.anna.offers(her, house.bram, "haar zus heet Iva"), "te druk")
    with house.writing() as session:
        kept = rights.export(session, house.anna._her(session, her), by=house.anna._me(session), now=house.clock())
    assert [(one["note"], one["answer"]) for one in kept["handed_over"]] == [("haar zus heet Iva", "te druk")]
    with house.reading() as session:
        [line] = leaving.everybody(session)
    assert [note["text"] for note in line["notes"]] == ["haar zus heet Iva"]
    house.anna.erases(her)
    assert not her.is_remembered
    assert house.anna.sees().told == []
