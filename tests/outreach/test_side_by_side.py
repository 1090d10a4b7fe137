"""Two versions of one translation: chance chooses, evenly and always the same; a supervisor ends it by keeping one."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale
from assistant.outreach import drafting, library, side_by_side
from assistant.outreach.composing import Choices, Composition, compose
from assistant.store.accounts import Account
from assistant.store.models import (
    Message,
    MessageKind,
    SideBySide,
    Template,
    TemplateKind,
    TemplateVersion,
    VersionState,
)
from tests.cast import Her, House

WORDS = "Hoi{% if alias %} {{ alias }}{% endif %}, {{ sender }} hier, van {{ team }}. We helpen gratis met een brief of een dokter. "
NO = "Liever niet? Zeg het en ik schrijf niet meer."


@dataclass(frozen=True)
class Pair:
    """The pair that runs, and its two versions."""

    id: int
    first_id: int
    second_id: int


def two_versions(session: Session, house: House) -> Template:
    """A template of which the second version is in use and the first was before."""
    by, now = session.get_one(Account, house.sofie.id), house.clock()
    first = library.make(
        session, title="Praktisch", kind=TemplateKind.FIRST, language="nl", text=WORDS + NO, by=by, now=now
    )
    template = first.template
    library.approve(session, first, native_checked=True, desk=house.assistant.desk, by=by, now=now)
    second = library.save_version(
        session, template, language="nl", text=WORDS + "Tot gauw! " + NO, why="vrolijker", seen=1, by=by, now=now
    )
    library.approve(session, second, native_checked=True, desk=house.assistant.desk, by=by, now=now)
    return template


def start(house: House) -> Pair:
    with house.writing() as session:
        template = two_versions(session, house)
        other = side_by_side.candidates(template, "nl")[0]
        by = session.get_one(Account, house.sofie.id)
        pair = side_by_side.start(session, template, "nl", other, by=by, now=house.clock())
        return Pair(pair.id, pair.first_id, pair.second_id)


def composed(house: House, her: Her, **choices: object) -> Composition:
    with house.reading() as session:
        contact = her.contact
        return compose(
            session,
            contact=session.merge(contact, load=False),
            person=drafting.person_of(contact),
            choices=Choices(language="nl", **choices),  # type: ignore[arg-type]
            ways=("whatsapp",),
            by=session.get_one(Account, house.anna.id),
            now=house.clock(),
            desk=house.assistant.desk,
            terms=house.assistant.terms,
        )


@given(st.integers(1, 10_000), st.integers(0, 10**9))
def test_chance_is_even_and_does_not_change_its_mind(pair: int, start_at: int) -> None:
    firsts = sum(side_by_side.drawn_first(pair, f"contact {number}") for number in range(start_at, start_at + 400))
    assert 130 < firsts < 270  # seven standard deviations from 200
    assert side_by_side.drawn_first(pair, f"contact {start_at}") == side_by_side.drawn_first(
        pair, f"contact {start_at}"
    )


def test_both_are_offered_and_each_person_keeps_hers(house: House) -> None:
    pair = start(house)
    seen = set()
    for _ in range(24):
        her = house.anna.meets()
        first, again = composed(house, her), composed(house, her)
        assert first.version == again.version or (
            first.version and again.version and first.version.id == again.version.id
        )
        assert first.version is not None
        assert first.side_by_side_id == pair.id
        assert set(first.pairs) == {pair.first_id, pair.second_id}
        seen.add(first.version.id)
    assert seen == {pair.first_id, pair.second_id}


def test_the_draw_stands_with_the_message_and_a_choice_by_hand_does_not(house: House) -> None:
    pair = start(house)
    her = house.anna.meets()
    drawn = composed(house, her)
    assert drawn.version is not None
    other = drawn.pairs[drawn.version.id]
    assert composed(house, her, version_id=other).side_by_side_id is None
    assert composed(house, her, version_id=drawn.version.id).side_by_side_id == pair.id
    # Somebody who is not stored yet: the form keeps the lot, whatever it is.
    for lot in ("a1", "b2", "c3", "d4"):
        with_lot = composed(house, her, lot=lot)
        assert with_lot.version is not None
        expected = pair.first_id if side_by_side.drawn_first(pair.id, lot) else pair.second_id
        assert with_lot.version.id == expected


def test_it_is_kept_when_a_message_did_not_leave(house: House) -> None:
    pair = start(house)
    her = house.anna.meets()
    writing = composed(house, her)
    assert writing.version is not None
    with house.writing() as session:
        contact = session.get_one(type(her.contact), her.id)
        message = drafting.save(
            session, contact, body=writing.body, kind=MessageKind.FIRST, channel="whatsapp", point=contact.points[0],
            by=session.get_one(Account, house.anna.id), now=house.clock(), language="nl", version_id=writing.version.id,
            side_by_side_id=writing.side_by_side_id, lot=writing.lot,
        )  # fmt: skip
        number = message.id
    house.anna.approves(number)
    house.anna.claims(number)
    again = house.anna.says_it_did_not_leave(number)
    with house.reading() as session:
        fresh = session.get_one(Message, again)
        assert (fresh.side_by_side_id, fresh.lot) == (pair.id, writing.lot)


def test_a_supervisor_ends_it_by_keeping_one(house: House) -> None:
    pair = start(house)
    with house.writing() as session:
        by = session.get_one(Account, house.sofie.id)
        row = session.get_one(SideBySide, pair.id)
        with pytest.raises(NotPossible, match="not_approved"):
            side_by_side.end(session, row, keep_id=0, by=by, now=house.clock())
        side_by_side.end(session, row, keep_id=pair.second_id, by=by, now=house.clock())
        with pytest.raises(Stale):
            side_by_side.end(session, row, keep_id=pair.first_id, by=by, now=house.clock())
        assert session.get_one(TemplateVersion, pair.first_id).state is VersionState.REPLACED
        assert session.get_one(TemplateVersion, pair.second_id).state is VersionState.APPROVED
    after = composed(house, house.anna.meets())
    assert after.version is not None
    assert (after.version.id, after.pairs, after.side_by_side_id) == (pair.second_id, {}, None)


def test_only_one_pair_at_a_time_and_no_approval_while_it_runs(house: House) -> None:
    pair = start(house)
    with house.writing() as session:
        by = session.get_one(Account, house.sofie.id)
        template = session.get_one(TemplateVersion, pair.first_id).template
        with pytest.raises(NotPossible, match="runs_already"):
            side_by_side.start(
                session, template, "nl", session.get_one(TemplateVersion, pair.second_id), by=by, now=house.clock()
            )
        third = library.save_version(
            session,
            template,
            language="nl",
            text=WORDS + "Groet! " + NO,
            why="korter",
            seen=2,
            by=by,
            now=house.clock(),
        )
        with pytest.raises(NotPossible, match="side_by_side"):
            library.approve(session, third, native_checked=True, desk=house.assistant.desk, by=by, now=house.clock())
