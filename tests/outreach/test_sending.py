"""From a draft to words that left: the gate, the claim, the lease, and what a human says afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import HeldByOther, NotPossible, NotThere, Refused, Stale, Suppressed
from assistant.rules.stages import Stage
from assistant.store.audit import Event
from assistant.store.models import MessageState, NoteKind, Point
from tests.cast import House, a_phone

NIGHT = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
KINGS_DAY = datetime(2026, 4, 27, 14, 0, tzinfo=UTC)


def why(house: House, her_draft: int, *, by: str = "anna", override: str = "") -> str:
    with pytest.raises(Refused) as refused:
        house.people[by].approves(her_draft, override=override)
    return str(refused.value.reason)


def test_draft_approved_claimed_sent(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.writes(her)
    states = [house.message(message).state]
    for step in (house.anna.approves, house.anna.claims, house.anna.says_it_left):
        step(message)
        states.append(house.message(message).state)
    assert states == [MessageState.DRAFT, MessageState.APPROVED, MessageState.CLAIMED, MessageState.SENT]
    assert her.stage is Stage.WRITTEN
    assert her.contact.unanswered == 1


def test_nothing_is_taken_out_that_nobody_approved(house: House) -> None:
    her = house.anna.meets()
    with pytest.raises(Stale):
        house.anna.claims(house.anna.writes(her))


def test_too_soon_says_until_when(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.clock.forward(days=3)
    draft = house.anna.writes(her)
    with pytest.raises(Refused) as refused:
        house.anna.approves(draft)
    assert (refused.value.reason, refused.value.until) == ("too_soon", house.clock() + timedelta(days=4))
    house.clock.forward(days=4)
    house.anna.approves(draft)


def test_nobody_is_written_to_a_third_time_in_silence(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.clock.forward(days=7)
    house.anna.sends(her)
    house.clock.forward(days=300)
    assert why(house, house.anna.writes(her)) == "budget_spent"


@pytest.mark.parametrize(("moment", "reason"), [(NIGHT, "night"), (KINGS_DAY, "holiday")])
def test_not_at_night_and_not_on_a_holiday(house: House, moment: datetime, reason: str) -> None:
    her = house.anna.meets()
    house.clock.now = moment
    assert why(house, house.anna.writes(her)) == reason


def test_a_door_that_was_left_open_is_not_knocked_on(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers()
    house.anna.sends(her)
    house.anna.lets_rest(her)
    house.clock.forward(days=200)
    assert why(house, house.anna.writes(her)) == "door_open"


def allows(house: House, **terms: int) -> None:
    house.assistant = replace(house.assistant, terms=replace(house.assistant.terms, **terms))


def test_a_worker_meets_no_more_new_people_than_a_day_holds(house: House) -> None:
    allows(house, first_messages_a_day=3)
    known = house.anna.meets()
    house.anna.sends(known)
    house.clock.forward(days=8)
    for _ in range(2):
        house.anna.sends(house.anna.meets())
    underway = house.anna.hands_off(house.anna.meets())  # nobody said yet that it left, and it counts
    her = house.anna.meets()
    draft = house.anna.writes(her)
    assert why(house, draft) == "first_cap"
    house.anna.sends(known, "Nog een groet, De Brug")  # a reminder makes no new conversation
    house.bram.sends(house.bram.meets())  # everybody has a day of her own
    house.anna.says_it_did_not_leave(underway)
    house.anna.approves(draft)


def test_a_supervisor_lets_one_more_new_person_pass_with_a_reason(house: House) -> None:
    allows(house, first_messages_a_day=1)
    house.sofie.sends(house.sofie.meets())
    draft = house.sofie.writes(house.sofie.meets())
    assert why(house, draft, by="sofie", override=" ") == "first_cap"
    house.sofie.approves(draft, override="ze vertrekt morgen")
    entry = next(entry for entry in house.log() if entry.event == Event.LIMIT_OVERRIDDEN)
    assert entry.reason == "first_cap: ze vertrekt morgen"


def test_a_worker_sends_no_more_than_a_day_holds(house: House) -> None:
    allows(house, first_messages_a_day=200)
    for _ in range(house.assistant.terms.messages_a_day):
        house.anna.sends(house.anna.meets())
    her = house.anna.meets()
    assert why(house, house.anna.writes(her)) == "daily_cap"
    her.answers()  # whoever wrote to us is answered all the same
    house.anna.sends(her)
    house.clock.forward(days=1)
    house.anna.sends(house.anna.meets())


def test_a_team_sends_no_more_than_a_day_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = replace(house.assistant.terms, team_messages_a_day=3)
    monkeypatch.setattr(house, "assistant", replace(house.assistant, terms=terms))
    for worker in (house.anna, house.bram, house.anna):
        worker.sends(worker.meets())
    assert why(house, house.bram.writes(house.bram.meets())) == "team_cap"
    house.clock.forward(days=1)
    house.bram.sends(house.bram.meets())


@pytest.mark.parametrize("by", ["anna", "ada"])
def test_only_a_supervisor_passes_a_limit(house: House, by: str) -> None:
    her = house.anna.meets()
    house.clock.now = NIGHT
    assert why(house, house.anna.writes(her), by=by, override="she asked for it") == "night"


def test_a_supervisor_passes_a_limit_with_a_reason_that_is_logged(house: House) -> None:
    her = house.anna.meets()
    house.clock.now = NIGHT
    draft = house.anna.writes(her)
    assert why(house, draft, by="sofie", override="   ") == "night"
    house.sofie.approves(draft, override="she asked for it")
    entry = next(entry for entry in house.log() if entry.event == Event.LIMIT_OVERRIDDEN)
    assert (entry.account_id, entry.contact_id, entry.reason) == (house.sofie.id, her.id, "night: she asked for it")
    with pytest.raises(Refused):  # the approval's reason does not carry over to the claim
        house.sofie.claims(draft)
    house.sofie.claims(draft, override="she asked for it")


def test_nobody_passes_a_stop(house: House) -> None:
    her = house.anna.meets()
    draft = house.anna.writes(her)
    house.anna.stops(her)
    with pytest.raises(Suppressed):
        house.sofie.writes(her)
    with pytest.raises(Stale):
        house.sofie.approves(draft, override="I want to")


def test_nobody_passes_a_number_on_the_list_whatever_thread_it_stands_in(house: House) -> None:
    """A duplicate of her, with the same number in a later slot: the list is asked by number, not by thread."""
    number = a_phone()
    her, double = house.anna.meets(number), house.anna.meets()
    share(house, double.id, number)
    draft = house.anna.writes(double)
    house.anna.erases(her, keep_no=True)
    for attempt in (lambda: house.sofie.approves(draft, override="x"), lambda: house.anna.writes(double)):
        with pytest.raises(Suppressed):
            attempt()


def test_a_colleagues_claim_is_respected_and_ends(house: House) -> None:
    her = house.anna.meets()
    until = house.anna.starts_writing_to(her)
    with pytest.raises(HeldByOther) as held:
        house.bram.starts_writing_to(her)
    assert (held.value.name, held.value.until) == ("Anna", until)
    draft = house.bram.writes(her)
    with pytest.raises(HeldByOther):
        house.bram.approves(draft)
    with pytest.raises(HeldByOther):
        house.sofie.approves(draft, override="let me through")
    house.anna.starts_writing_to(her)  # holding on longer is not refused
    house.clock.forward(minutes=16)
    house.bram.starts_writing_to(her)


def test_another_teams_person_is_not_there(house: House) -> None:
    her = house.anna.meets()
    draft = house.anna.writes(her)
    for attempt in (lambda: house.noor.writes(her), lambda: house.noor.approves(draft), lambda: house.noor.stops(her)):
        with pytest.raises(NotThere):
            attempt()


def test_the_gate_is_asked_again_at_the_claim(house: House) -> None:
    her = house.anna.meets()
    first, second, third = (house.anna.writes(her, f"text {n}") for n in range(3))
    for message in (first, second, third):
        house.anna.approves(message)
    house.anna.claims(first)
    house.anna.says_it_left(first)
    with pytest.raises(Refused, match="too_soon"):
        house.anna.claims(second)
    house.clock.now = NIGHT + timedelta(days=20)
    with pytest.raises(Refused, match="night"):
        house.anna.claims(third)


def test_one_message_at_a_time_to_one_person_whatever_the_point(house: House) -> None:
    her = house.anna.meets(a_phone(), "luna@example.org")
    by_phone, by_mail = house.anna.writes(her, to=0), house.anna.writes(her, to=1)
    house.anna.approves(by_phone)
    house.anna.approves(by_mail)
    house.anna.claims(by_phone)
    with pytest.raises(Refused, match="on_its_way"):
        house.anna.claims(by_mail)
    house.clock.forward(minutes=20)
    assert house.expires() == 1
    with pytest.raises(Refused, match="on_its_way"):  # it may have left: that is for a human to say first
        house.anna.claims(by_mail)
    house.anna.says_it_left(by_phone)
    with pytest.raises(Refused, match="too_soon"):
        house.anna.claims(by_mail)


def test_one_message_at_a_time_to_one_number_also_for_duplicates(house: House) -> None:
    number = a_phone()
    her, double = house.anna.meets(number), house.anna.meets()
    share(house, double.id, number)
    house.anna.hands_off(her)
    draft = house.bram.writes(double)
    house.bram.approves(draft)
    with pytest.raises(Refused, match="on_its_way"):
        house.bram.claims(draft)


def share(house: House, contact_id: int, number: str) -> None:
    """Make `number` the first point of another contact too, as a shared phone: same key, next slot."""
    from assistant.store.points import point_keys

    with house.writing() as session:
        mine = session.query(Point).where(Point.contact_id == contact_id).one()
        mine.key, mine.value, mine.slot = point_keys(session, "phone", number)[0], number, 1


def test_an_expired_claim_waits_for_a_human_and_is_never_sent_again_by_itself(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.hands_off(her)
    taken_out = house.clock()
    house.clock.forward(minutes=14)
    assert house.expires() == 0
    house.clock.forward(minutes=1)
    assert house.expires() == 1
    assert house.message(message).state is MessageState.UNKNOWN
    assert message in [unsent.id for unsent in house.anna.sees().unsent]
    with pytest.raises(Stale):
        house.anna.approves(message)
    with pytest.raises(Stale):
        house.anna.claims(message)
    house.clock.forward(days=2)
    assert house.expires() == 0
    house.anna.says_it_left(message)
    assert house.message(message).at == taken_out  # it left then, not when somebody looked
    assert her.contact.due_at is not None
    assert her.contact.due_at - taken_out < timedelta(days=8)


def test_not_sent_gives_the_words_back_as_a_new_draft(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.hands_off(her, "met deze woorden")
    again = house.anna.says_it_did_not_leave(message)
    assert house.message(message).state is MessageState.FAILED
    assert (house.message(again).state, house.message(again).body) == (MessageState.DRAFT, "met deze woorden")
    assert her.contact.unanswered == 0
    house.anna.approves(again)
    house.anna.claims(again)
    house.anna.says_it_left(again)


def test_saying_it_twice_counts_once(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.sends(her)
    house.anna.says_it_left(message)
    assert her.contact.unanswered == 1
    with pytest.raises(Stale):
        house.anna.says_it_did_not_leave(message)


def test_each_sending_has_a_name_of_its_own(house: House) -> None:
    tokens = {house.message(house.anna.sends(house.anna.meets())).token for _ in range(3)}
    assert len(tokens) == 3
    assert None not in tokens


def test_her_words_that_crossed_ours_still_wait_for_an_answer(house: House) -> None:
    """Taken out at 15.20, she writes at 15.25, "I sent it" at 15.30: that was no answer to what she wrote."""
    her = house.anna.meets()
    message = house.anna.hands_off(her)
    wrote = house.clock.forward(minutes=5)
    her.answers("ik ben bang, afraid")
    house.clock.forward(minutes=5)
    house.anna.says_it_left(message)
    assert her.is_on_the_board
    assert her.contact.waiting_since == wrote
    assert her.contact.urgent_since is not None
    house.anna.sends(her, "wij komen")
    assert not her.is_on_the_board


def test_an_answer_answers_what_came_before_it_and_not_what_came_after(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers("wie zijn jullie?")
    house.clock.forward(minutes=5)
    answer = house.anna.hands_off(her, "wij zijn De Brug")
    later = house.clock.forward(minutes=5)
    her.answers("en kan ik langskomen?")
    house.anna.says_it_left(answer)
    assert her.contact.waiting_since == later
    house.anna.says_no_answer_is_needed(her)
    assert not her.is_on_the_board


def test_her_reply_resets_the_rhythm_and_so_does_a_meeting(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.clock.forward(days=7)
    house.anna.sends(her)
    her.answers()
    assert (her.contact.unanswered, her.stage) == (0, Stage.TALKING)
    house.anna.sends(her)
    house.clock.forward(days=1)
    house.anna.notes(her, "koffie gedronken", kind=NoteKind.MEETING)
    assert her.contact.unanswered == 0
    assert her.contact.due_at is not None
    house.anna.notes(her, "alleen een notitie")
    assert her.contact.last_in_at == house.clock()


def test_a_draft_of_somebody_else_is_not_written_over(house: House) -> None:
    her = house.anna.meets()
    draft = house.anna.writes(her, "eerste woorden")
    seen = house.message(draft).version
    with house.writing() as session:
        house.bram._mail(session, draft).body = "andere woorden"
    with pytest.raises(Stale):
        house.anna.writes(her, "mijn woorden", instead_of=(draft, seen))
    assert house.message(draft).body == "andere woorden"


@pytest.mark.parametrize("body", ["", "   \n", "\0\0"])
def test_an_empty_message_is_no_message(small_house: House, body: str) -> None:
    her = small_house.anna.meets()
    with pytest.raises(NotPossible, match="empty_message"):
        small_house.anna.writes(her, body)
