"""Several people on one phone, numbers that change hands, and any spelling of a known number."""

import phonenumbers
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assistant.channels.base import Inbound
from assistant.errors import NotPossible, Refused, Suppressed
from assistant.outreach import arrivals, intake, sharing
from assistant.outreach.sharing import UNSURE
from assistant.rules.phones import same_number_keys, to_e164
from assistant.rules.stages import Stage
from assistant.store.models import Arrival, Message, MessageState, Point
from assistant.store.points import contacts_at
from tests.cast import Heard, Her, House, a_phone, details


def two_on(house: House, number: str) -> tuple[Her, Her]:
    """Luna and Maya, who share a phone."""
    luna = house.anna.meets(number, alias="Luna")
    return luna, house.anna.keeps(details(number, alias="Maya"), text="", second=True)


def comes_in(house: House, number: str, text: str) -> tuple[Her, Heard]:
    """Words that arrive on a number."""
    with house.writing() as session:
        message, stopped = sharing.hear(
            session,
            point=("phone", number),
            way="sms",
            text=text,
            at=house.clock(),
            now=house.clock(),
            by=None,
            pace=house.assistant.terms.pace,
        )
        return Her(house, message.contact_id), Heard(message.id, message.stop, message.danger, stopped)


def marks(house: House, her: Her, to: int = 0, *, back: bool = False) -> None:
    with house.writing() as session:
        point, me = house.anna._her(session, her).points[to], house.anna._me(session)
        verb = sharing.is_hers_again if back else sharing.belongs_to_somebody_else
        verb(session, point, by=me, now=house.clock())


def moves(house: House, message: int, to: Her) -> object:
    with house.writing() as session:
        return sharing.move(
            session,
            house.anna._mail(session, message),
            house.anna._her(session, to),
            by=house.anna._me(session),
            now=house.clock(),
            pace=house.assistant.terms.pace,
        )


def test_a_second_person_on_a_number_is_a_choice(house: House) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    assert luna.id != maya.id
    again = house.anna.meets(number, alias="Luna")
    assert again.id == luna.id, "without the choice nobody new is made"
    seen = house.anna.looks_at(f"bel {number}")
    assert [one.id for one in seen.people] == [luna.id, maya.id]
    with house.reading() as session:
        [state] = sharing.points_of(session, house.anna._her(session, maya))
        assert [one.alias for one in state.shared_with] == ["Luna"]


def test_a_third_and_a_new_ad_of_the_second(house: House) -> None:
    number = a_phone()
    _, maya = two_on(house, number)
    third = house.bram.keeps(details(number, alias="Nina"), text="", second=True)
    again = house.anna.keeps(details(number, alias="Maya", town="Assen"), text="", same_as=maya)
    assert again.id == maya.id
    assert maya.contact.town == "Assen"
    assert len({maya.id, third.id}) == 2
    assert len(maya.contact.points) == 1


def test_words_on_a_shared_number_go_to_whom_we_wrote_last_and_can_be_moved(
    house: House, scripted_reader: object
) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    house.anna.sends(maya)
    house.clock.forward(hours=1)
    house.anna.sends(luna)
    house.clock.forward(hours=1)
    who, heard = comes_in(house, number, "hallo afraid")
    assert who.id == luna.id
    with house.reading() as session:
        message = session.get_one(Message, heard.message_id)
        assert message.reading is not None
        assert message.reading[UNSURE]
        assert [one.id for one in sharing.may_be_of(session, message)] == [maya.id]
    moves(house, heard.message_id, maya)
    assert maya.is_on_the_board
    assert not luna.is_on_the_board
    assert (luna.contact.urgent_since, luna.stage, luna.contact.unanswered) == (None, Stage.WRITTEN, 1)
    assert (maya.contact.urgent_since is not None, maya.stage) == (True, Stage.TALKING)
    with house.reading() as session:
        assert sharing.may_be_of(session, session.get_one(Message, heard.message_id)) == []
    with pytest.raises(NotPossible, match="not_on_this_number"):
        moves(house, heard.message_id, luna)


def test_a_number_of_one_person_is_sure(house: House, scripted_reader: object) -> None:
    number = a_phone()
    luna = house.anna.meets(number)
    who, heard = comes_in(house, number, "hallo")
    assert who.id == luna.id
    assert UNSURE not in (house.message(heard.message_id).reading or {})


def test_a_stop_on_a_shared_number_stops_the_number_for_everybody(house: House, scripted_reader: object) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    house.anna.sends(luna)
    draft = house.anna.writes(maya)
    who, heard = comes_in(house, number, "stop")
    assert who.id == luna.id
    assert house.message(draft).state is MessageState.SUPPRESSED
    for her in (luna, maya):
        with pytest.raises(Suppressed):
            house.anna.writes(her)
    moves(house, heard.message_id, maya)
    assert (luna.stage, maya.stage) == (Stage.STOPPED, Stage.STOPPED), "a stop is never taken back by itself"


def test_lifting_one_stop_leaves_the_number_closed_for_the_other_who_said_no(
    house: House, scripted_reader: object
) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    house.anna.stops(luna)
    house.anna.stops(maya)
    house.clock.forward(hours=1)
    luna.answers("ik wil weer praten")
    house.sofie.lifts_the_stop(luna)
    with pytest.raises(Suppressed):
        house.anna.writes(luna)
    house.clock.forward(hours=1)
    maya.answers("ik ook")
    house.sofie.lifts_the_stop(maya)
    house.anna.sends(luna)


def test_merging_two_on_one_number_and_back(house: House, scripted_reader: object) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    house.anna.sends(maya, "aan Maya")
    joining = house.anna.joins(luna, maya)
    with house.reading() as session:
        assert len(sharing.points_of(session, house.anna._her(session, luna))) == 1
    who, heard = comes_in(house, number, "hallo")
    assert (who.id, UNSURE in (house.message(heard.message_id).reading or {})) == (luna.id, False)
    house.anna.undoes(joining)
    assert [m.body for m in maya.contact.messages][:1] == ["aan Maya"]
    assert len(luna.contact.points) == len(maya.contact.points) == 1


def test_a_number_of_somebody_else_now(house: House) -> None:
    number = a_phone()
    luna = house.anna.meets(number, "luna@example.org")
    draft = house.anna.writes(luna, to=0)
    house.anna.approves(draft)
    marks(house, luna)
    assert house.message(draft).state is MessageState.DRAFT
    with pytest.raises(NotPossible, match="no_point"):
        house.anna.approves(draft)
    assert house.anna.looks_at(f"bel {number}").known is None
    maya = house.anna.meets(number, alias="Maya")
    assert maya.id != luna.id
    assert [p.slot for p in maya.contact.points] == [0]
    assert [p.value for p in luna.contact.points] == [number, "luna@example.org"], "it stays in her history"
    with house.reading() as session:
        assert [one.id for one in contacts_at(session, [("phone", number)])] == [maya.id]
    house.anna.stops(maya)
    house.anna.sends(luna, to=1)  # the "no" of somebody else is not hers


def test_a_stop_of_hers_does_not_close_the_number_of_somebody_else(house: House) -> None:
    number = a_phone()
    luna = house.anna.meets(number, "luna@example.org")
    marks(house, luna)
    maya = house.anna.meets(number, alias="Maya")
    house.anna.stops(luna)
    house.anna.sends(maya)


def test_it_was_hers_after_all(house: House) -> None:
    number = a_phone()
    luna = house.anna.meets(number)
    marks(house, luna)
    marks(house, luna, back=True)
    assert house.anna.looks_at(f"bel {number}").known is not None
    marks(house, luna)
    house.anna.stops(luna)
    marks(house, luna, back=True)
    with pytest.raises(Suppressed):
        house.anna.pastes(f"bel {number}")


def test_not_while_words_are_on_their_way_there(house: House) -> None:
    luna = house.anna.meets()
    house.anna.hands_off(luna)
    with pytest.raises(Refused, match="on_its_way"):
        marks(house, luna)


def test_a_new_number_on_a_known_person_keeps_the_thread(house: House) -> None:
    luna, closed, new = house.anna.meets(), a_phone(), a_phone()
    house.anna.stops(house.anna.meets(closed))
    with house.writing() as session:
        contact, me = house.anna._her(session, luna), house.anna._me(session)
        intake.add_point_by_hand(session, contact, details(new).points, by=me, now=house.clock())
        with pytest.raises(Suppressed):
            intake.add_point_by_hand(session, contact, details(closed).points, by=me, now=house.clock())
    assert house.anna.meets(new).id == luna.id


def test_an_ad_with_the_points_of_two_people_names_both_and_joins_neither(house: House) -> None:
    luna, maya = house.anna.meets("+31611119001"), house.anna.meets("maya@example.org", alias="Maya")
    seen = house.anna.looks_at("bel +31611119001 of mail maya@example.org")
    assert {one.id for one in seen.people} == {luna.id, maya.id}
    her = house.anna.keeps(seen.details, text=seen.text)
    assert her.id == luna.id
    assert (len(luna.contact.points), len(maya.contact.points)) == (1, 1)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Two spellings of one number, each as a person may write it."""
    country = draw(st.sampled_from(["BR", "MX", "AR", "NL", "ES", "RO"]))
    area = {"BR": "11", "MX": "55", "AR": "11", "NL": "6", "ES": "6", "RO": "7"}[country]
    size = {"BR": 7, "MX": 8, "AR": 8, "NL": 8, "ES": 8, "RO": 8}[country]
    local = draw(st.text("0123456789", min_size=size, max_size=size))
    written = {
        "BR": [f"+55{area}98{local}", f"+55{area}8{local}"],
        "MX": [f"+52{area}{local}", f"+521{area}{local}"],
        "AR": [f"+54{area}{local}", f"+549{area}{local}"],
        "NL": [f"+31{area}{local}", f"0031{area}{local}", f"0{area}{local}"],
        "ES": [f"+34{area}{local}", f"0034{area}{local}"],
        "RO": [f"+40{area}{local}", f"0040{area}{local}"],
    }[country]
    one, other = (draw(st.sampled_from(written)) for _ in range(2))
    return one, other


def _spread(number: str, between: str) -> str:
    head, tail = number[:4], number[4:]
    return head + between + between.join(tail[at : at + 2] for at in range(0, len(tail), 2))


def parses(pair: tuple[str, str]) -> bool:
    """Whether the library knows this number at all, in today's spelling."""
    today = (f"+55{one[3:5]}9{one[-8:]}" if one.startswith("+55") else one.replace("+521", "+52") for one in pair)
    return all(phonenumbers.is_valid_number(phonenumbers.parse(one, "NL")) for one in today)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=spellings(), between=st.sampled_from([" ", "-", ".", ""]))
def test_any_spelling_finds_her(small_house: House, pair: tuple[str, str], between: str) -> None:
    one, other = (to_e164(_spread(number, between), region="NL") for number in pair)
    assume(parses(pair))
    assert one is not None
    assert other is not None
    assert set(same_number_keys(one)) & set(same_number_keys(other)), (one, other)
    her = small_house.anna.meets(one)
    try:
        assert small_house.anna.meets(other).id == her.id
        with small_house.reading() as session:
            assert [contact.id for contact in contacts_at(session, [("phone", other)])] == [her.id]
    finally:
        small_house.anna.erases(her)
        with small_house.reading() as session:
            assert session.query(Point).count() == 0


def arrives(house: House, number: str, text: str) -> int | None:
    """Words that a channel brings; the number of the message that they became, None when they wait on the board."""
    said = Inbound(sender=number, kind="phone", text=text, raw=text, provider_id=text)
    with house.writing() as session:
        arrival = arrivals.keep(session, "gateway", said, now=house.clock())
        assert arrival is not None
        assistant = house.assistant
        message = arrivals.read(session, arrival.id, now=house.clock(), pace=assistant.terms.pace, desk=assistant.desk)
        return message.id if message else None


def test_words_that_a_channel_brings_from_a_shared_number_are_unsure(house: House, scripted_reader: object) -> None:
    number = a_phone()
    luna, maya = two_on(house, number)
    house.anna.sends(maya)
    house.clock.forward(hours=1)
    found = arrives(house, number, "hallo")
    assert found is not None
    assert house.message(found).contact_id == maya.id
    moves(house, found, luna)
    assert luna.is_on_the_board


def test_what_waits_on_the_board_follows_a_merge_and_its_undo(house: House, scripted_reader: object) -> None:
    number = a_phone()
    luna, maya = house.anna.meets(), house.anna.meets(number)
    assert arrives(house, number, " ") is None

    def whose() -> int | None:
        with house.reading() as session:
            return session.scalars(select(Arrival.contact_id)).one()

    joining = house.anna.joins(luna, maya)
    assert whose() == luna.id
    house.anna.undoes(joining)
    assert whose() == maya.id
