"""Many at once: threads on a real file and on PostgreSQL. Whoever wins, wins alone."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from assistant.errors import AssistantError, HeldByOther, NotPossible, Refused, Stale, Suppressed
from assistant.outreach import findable, replies
from assistant.rules.stages import Stage
from assistant.store import search
from assistant.store.accounts import RoleName
from assistant.store.audit import first_broken_entry
from assistant.store.holding import hold
from assistant.store.models import Contact, HandoverState, MessageState, SearchKey
from tests.cast import Her, House

ATTEMPTS = 50


def all_at_once(*attempts: Callable[[], object]) -> list[object]:
    """Run every attempt in a thread of its own, started together; what each answered or raised."""
    outcomes: list[object] = [None] * len(attempts)
    together = threading.Barrier(len(attempts))

    def run(number: int, attempt: Callable[[], object]) -> None:
        together.wait()
        try:
            outcomes[number] = attempt()
        except Exception as fault:
            outcomes[number] = fault

    threads = [threading.Thread(target=run, args=one) for one in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_fifty_claim_one_message_and_one_wins(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.writes(her)
    house.anna.approves(message)
    outcomes = all_at_once(*[lambda: house.anna.claims(message)] * ATTEMPTS)
    won = [outcome for outcome in outcomes if isinstance(outcome, str)]
    lost = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    assert len(won) == 1
    assert all(isinstance(outcome, Stale | Refused) for outcome in lost), lost
    assert house.message(message).token == won[0]


def test_of_fifty_who_want_to_write_to_her_one_may(house: House) -> None:
    her = house.anna.meets()
    crowd = [house.hire(f"worker{number}", RoleName.WORKER, "Groningen") for number in range(ATTEMPTS)]
    outcomes = all_at_once(*[lambda one=one: one.starts_writing_to(her) for one in crowd])  # type: ignore[misc]
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, HeldByOther) for outcome in outcomes) == ATTEMPTS - 1


def test_of_fifty_who_open_her_answer_box_one_writes_and_the_others_hear_who(house: House) -> None:
    her = house.anna.meets()
    crowd = [house.hire(f"typist{number}", RoleName.WORKER, "Groningen") for number in range(ATTEMPTS)]
    outcomes = all_at_once(*[lambda one=one: one.opens_the_answer_box(her) for one in crowd])  # type: ignore[misc]
    writer = house.bram.sees_who_writes_to(her)
    assert writer is not None
    assert [isinstance(outcome, Exception) for outcome in outcomes].count(False) == 1
    refused = [outcome for outcome in outcomes if isinstance(outcome, HeldByOther)]
    assert len(refused) == ATTEMPTS - 1
    assert {(one.name, one.until) for one in refused} == {(writer.name, writer.until)}


def test_of_fifty_who_accept_refuse_withdraw_and_take_over_one_decides(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    offer = house.anna.offers(her, house.bram)
    ways = (
        lambda: house.bram.accepts(offer),
        lambda: house.bram.refuses(offer),
        lambda: house.anna.withdraws(offer),
        lambda: house.sofie.takes_over(her),
        lambda: house.bram.accepts(offer),
    )
    outcomes = all_at_once(*ways * (ATTEMPTS // len(ways)))
    faults = [outcome for outcome in outcomes if outcome is not None]
    assert all(isinstance(fault, Stale) for fault in faults), faults
    ended = [one for one in her.contact.handovers if one.id == offer]
    assert [one.open for one in ended] == [None]
    assert her.contact.owner_id == house.sofie.id  # whoever took over did so after all, and it is told once
    assert [one.state for one in her.contact.handovers].count(HandoverState.TAKEN) == 1


def test_of_fifty_who_offer_her_one_offers(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    outcomes = all_at_once(*[lambda: house.anna.offers(her, house.bram)] * ATTEMPTS)
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotPossible) for outcome in outcomes) == ATTEMPTS - 1


def test_two_messages_to_two_points_of_hers_do_not_both_leave(house: House) -> None:
    for _ in range(5):
        her = house.anna.meets(f"+3161{_:07d}"[:12], f"l{_}@example.org")
        first, second = house.anna.writes(her, to=0), house.anna.writes(her, to=1)
        house.anna.approves(first)
        house.anna.approves(second)
        outcomes = all_at_once(lambda a=first: house.anna.claims(a), lambda b=second: house.anna.claims(b))  # type: ignore[misc]
        assert sum(isinstance(outcome, str) for outcome in outcomes) == 1, outcomes


def test_two_ticks_at_once_propose_once(house: House) -> None:
    people = [house.anna.meets() for _ in range(5)]
    for her in people:
        house.anna.sends(her)
    house.clock.forward(days=7)
    outcomes = all_at_once(*[house.ticks] * 4)
    assert sum(outcome for outcome in outcomes if isinstance(outcome, int)) == 5
    assert [len(her.proposals()) for her in people] == [1] * 5


def test_a_stop_and_a_claim_at_once_never_end_in_a_claim_nobody_knows_of(house: House, scripted_reader: object) -> None:
    """Either the claim came first, and the stop says that words may still be leaving; or the stop came first, and nothing leaves."""
    for _ in range(8):
        her = house.anna.meets()
        message = house.anna.writes(her)
        house.anna.approves(message)
        claimed, heard = all_at_once(lambda m=message: house.anna.claims(m), lambda h=her: h.answers("stop"))  # type: ignore[misc]
        assert not isinstance(heard, Exception)
        assert her.stage is Stage.STOPPED
        assert house.message(message).state is MessageState.SUPPRESSED
        stopped = heard.stopped  # type: ignore[attr-defined]
        if isinstance(claimed, str):
            assert stopped.still_leaving
        else:
            assert isinstance(claimed, Suppressed | Stale)
            assert not stopped.still_leaving


def test_a_reply_is_kept_whatever_happens_at_the_same_moment(house: House, scripted_reader: object) -> None:
    for _ in range(5):
        her = house.anna.meets()
        message = house.anna.hands_off(her)
        house.clock.forward(days=7)
        outcomes = all_at_once(
            lambda h=her: h.answers("hallo"),  # type: ignore[misc]
            lambda m=message: house.anna.says_it_left(m),  # type: ignore[misc]
            house.expires,
            house.ticks,
            lambda h=her: house.bram.notes(h, "iets"),  # type: ignore[misc]
        )
        assert all(not isinstance(outcome, Exception) or isinstance(outcome, AssistantError) for outcome in outcomes), (
            outcomes
        )
        assert not isinstance(outcomes[0], Exception), outcomes
        assert her.is_on_the_board
        assert her.proposals() == []


def test_replies_from_many_sides_keep_one_chain(house: House, scripted_reader: object) -> None:
    people = [house.anna.meets() for _ in range(12)]
    outcomes = all_at_once(*[lambda h=her: h.answers("hallo") for her in people])  # type: ignore[misc]
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(her.is_on_the_board for her in people)
    with house.reading() as session:
        assert first_broken_entry(session) is None


# On SQLite a writing transaction is alone, so nobody can come between.
@pytest.mark.parametrize("store_place", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_verb_goes_by_what_is_true_now_and_not_by_what_it_read_before(house: House) -> None:
    """She is read, a colleague changes her, then the verb acts: on PostgreSQL nothing but `hold` prevents the old picture."""
    her = house.anna.meets()
    with house.writing() as session:
        contact = house.anna._her(session, her)
        house.bram.sends(her)
        replies.stop(session, contact, now=house.clock(), by=None)
    assert her.contact.unanswered == 1
    assert her.stage is Stage.STOPPED


def test_a_claim_that_ran_out_is_free_for_exactly_one(house: House) -> None:
    her = house.anna.meets()
    with house.writing() as session:
        session.execute(update(Contact).values(claimed_by_id=house.sofie.id, claimed_until=house.clock()))
    outcomes = all_at_once(*[lambda w=w: w.starts_writing_to(her) for w in (house.anna, house.bram)])  # type: ignore[misc]
    assert sum(isinstance(outcome, HeldByOther) for outcome in outcomes) == 1


def test_whoever_indexes_or_writes_at_once_loses_nothing_and_nobody_fails(house: House) -> None:
    people = [house.anna.meets() for _ in range(12)]
    numbers = [her.id for her in people]
    for attempt in range(4):
        with house.writing() as session:
            search.later(session, numbers)
        word = f"zin{attempt}"
        outcomes = all_at_once(
            *[lambda: findable.settle(house.assistant.store)] * 3,
            *[lambda: put_off(house, numbers)] * 2,
            *[lambda h=her: house.anna.notes(h, f"ze zei {word}") for her in people[::3]],  # type: ignore[misc]  # noqa: B023
            *[lambda h=her: h.answers(f"hallo {word}") for her in people[1::3]],  # type: ignore[misc]  # noqa: B023
            *[lambda h=her: rename(house, h, word) for her in people[2::3]],  # type: ignore[misc]  # noqa: B023
        )
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    findable.settle(house.assistant.store)
    kept = indexed(house)
    with house.writing() as session:
        search.rebuild(session)
    assert kept == indexed(house)


def put_off(house: House, numbers: list[int]) -> None:
    with house.writing() as session:
        search.later(session, numbers)


def rename(house: House, her: Her, alias: str) -> None:
    with house.writing() as session:
        contact = session.get_one(Contact, her.id)
        hold(session, contact)
        contact.alias = alias


def indexed(house: House) -> set[tuple[bytes, int]]:
    with house.reading() as session:
        return {(bytes(key), number) for key, number in session.execute(select(SearchKey.key, SearchKey.contact_id))}
