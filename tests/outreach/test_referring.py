"""Handing her question on: nothing leaves that was not chosen, seen and agreed to; and what became of it is not forgotten."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from assistant.errors import NotPossible, NotThere, Stale, TextTooLong
from assistant.outreach import address_book, care, figures_year, referral_course, referring, rights
from assistant.outreach.referral_course import Ending
from assistant.rules.pathways import Asked
from assistant.store.models import Contact, HelpRequest, HelpState, Referral, ReferralState, StepState
from tests.cast import Her, House, Worker, a_phone

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 3, 17)
QUESTION = "Een kamer voor twee nachten."


def writes_in_the_book(house: House, name: str = "Opvanghuis De Kade") -> int:
    with house.writing() as session:
        return address_book.keep(
            session, None, name=name, about=["housing"], reach="post@example.org", function="intake", notes="",
            by=house.sofie._me(session), now=house.clock(),
        ).id  # fmt: skip


def asks(who: Worker, her: Her, topic: str = "housing") -> int:
    with who.house.writing() as session:
        return care.ask(
            session, who._her(session, her), topic=topic, words="ik heb geen plek", message=None,
            by=who._me(session), now=who.house.clock(), zone=ZONE,
        ).id  # fmt: skip


def prepares(who: Worker, asked: int, to: int, *, seen: str | None = None, **more: Any) -> int:
    """Look at what would leave and keep it; her phone stays here unless it is chosen."""
    house, desk = who.house, who.house.assistant.desk
    with house.writing() as session:
        request, me = session.get_one(HelpRequest, asked), who._me(session)
        given: dict[str, Any] = {
            "values": referring.known(request.contact, language="nl") | {"question": QUESTION},
            "fields": ["question"],
            "language": "nl",
            "knows": Asked.YES,
            "agrees": Asked.YES,
            "agreed_on": TODAY,
            "how": "aan de telefoon, met Anna",
            "follow_up_on": TODAY + timedelta(days=7),
        } | more
        plan = referring.Plan(organisation_id=to, **given)
        mark = seen or referring.preview(session, request, plan, desk=desk, by=me, now=house.clock()).mark
        return referring.prepare(session, request, plan, seen=mark, desk=desk, by=me, now=house.clock()).id


def does(who: Worker, step: Any, referral: int, **more: Any) -> Any:
    with who.house.writing() as session:
        return step(session, session.get_one(Referral, referral), by=who._me(session), now=who.house.clock(), **more)


def kept(house: House, referral: int) -> Referral:
    with house.reading() as session:
        found = session.get_one(Referral, referral)
        _ = found.organisation, found.help_request
        return found


def board(who: Worker) -> list[int]:
    return [one.id for one in who.sees().referrals]


def test_only_what_was_chosen_stands_in_the_letter(house: House) -> None:
    phone = a_phone()
    her = house.anna.meets(phone, alias="Luna", town="Assen")
    number = prepares(house.anna, asks(house.anna, her), writes_in_the_book(house))
    told = kept(house, number)
    assert told.shared == {"question": QUESTION}
    assert QUESTION in told.letter
    assert "17 maart 2026" in told.letter
    assert "Opvanghuis De Kade" in told.letter
    for secret in ("Luna", "Assen", phone, "geen plek", "Nederlands"):
        assert secret not in told.letter
    other = asks(house.anna, her)
    values = {"question": QUESTION, "alias": "Luna", "contact_point": phone, "hours": "na 14.00 uur"}
    told = kept(house, prepares(house.anna, other, told.organisation_id, fields=list(values), values=values))
    assert list(told.shared) == ["alias", "question", "contact_point", "hours"]
    assert all(value in told.letter for value in values.values())


def test_a_field_without_a_value_or_that_does_not_exist_is_not_shared(house: House) -> None:
    her = house.anna.meets()
    asked, to = asks(house.anna, her), writes_in_the_book(house)
    with pytest.raises(NotPossible, match="nothing_shared"):
        prepares(house.anna, asked, to, fields=["town", "code_word"], values={"code_word": "paardenbloem"})
    number = prepares(
        house.anna, asked, to, fields=["question", "code_word"], values={"question": "x", "code_word": "y"}
    )
    assert kept(house, number).shared == {"question": "x"}


def test_without_consent_no_letter_is_taken_and_nothing_leaves(house: House) -> None:
    her = house.anna.meets()
    number = prepares(
        house.anna, asks(house.anna, her), writes_in_the_book(house), agrees=Asked.NOT_ASKED, agreed_on=None
    )
    assert kept(house, number).consent is StepState.WAITING
    for step, more in ((referring.letter_of, {"form": "pdf"}), (referring.leave, {})):
        for who in (house.anna, house.sofie):
            with pytest.raises(NotPossible, match="no_consent"):
                does(who, step, number, **more)
    with pytest.raises(NotPossible, match="same_two"):
        does(house.anna, referring.second, number, agrees=True)
    assert board(house.bram) == [number], "whoever can be the second sees that it waits"
    does(house.bram, referring.second, number, agrees=True)
    assert QUESTION in does(house.anna, referring.letter_of, number, form="text")
    does(house.anna, referring.leave, number)
    told = kept(house, number)
    assert (told.state, told.by_id, told.second_id) == (ReferralState.SENT, house.anna.id, house.bram.id)
    with pytest.raises(NotPossible, match="decided"):
        does(house.sofie, referring.second, number, agrees=False)
    events = [entry.event for entry in house.log() if entry.contact_id == her.id]
    for event in ("referral_asked", "referral_agreed", "letter_taken", "referral_sent"):
        assert events.count(event) == 1


def test_a_consent_that_was_only_written_in_the_column_is_no_consent(house: House) -> None:
    number = prepares(house.anna, asks(house.anna, house.anna.meets()), writes_in_the_book(house), agrees=Asked.NO)
    with house.writing() as session:
        session.get_one(Referral, number).consent = StepState.DONE
    with pytest.raises(NotPossible, match="no_consent"):
        does(house.anna, referring.leave, number)


def test_a_second_person_may_say_no_and_then_it_is_over(house: House) -> None:
    asked = asks(house.anna, house.anna.meets())
    to = writes_in_the_book(house)
    number = prepares(house.anna, asked, to, agrees=Asked.NO, agreed_on=None)
    with pytest.raises(NotPossible, match="under_way"):
        prepares(house.bram, asked, to)
    does(house.sofie, referring.second, number, agrees=False)
    told = kept(house, number)
    assert (told.state, told.consent, told.open) == (ReferralState.CALLED_OFF, StepState.REFUSED, None)
    with pytest.raises(NotPossible, match="no_consent"):
        does(house.anna, referring.leave, number)
    assert told.help_request.state is HelpState.OPEN
    assert kept(house, prepares(house.anna, asked, to)).consent is StepState.DONE, "she can still be asked"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"knows": None}, "choose_one"),
        ({"agrees": None}, "choose_one"),
        ({"knows": Asked.NO}, "agrees_unknowing"),
        ({"agreed_on": None}, "agreed_when"),
        ({"agreed_on": TODAY + timedelta(days=1)}, "agreed_when"),
        ({"how": "  "}, "how_needed"),
        ({"fields": []}, "nothing_shared"),
        ({"language": "xx"}, "bad_language"),
        ({"follow_up_on": TODAY - timedelta(days=1)}, "due_date"),
        ({"follow_up_on": TODAY + timedelta(days=367)}, "due_date"),
        ({"fields": ["contact_point"], "values": {"contact_point": "+31600000000"}}, "not_her_point"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_kept(house: House, more: dict[str, Any], why: str) -> None:
    asked, to = asks(house.anna, house.anna.meets()), writes_in_the_book(house)
    with pytest.raises(NotPossible, match=why):
        prepares(house.anna, asked, to, **more)
    with house.reading() as session:
        assert session.scalar(select(func.count(Referral.id))) == 0


def test_what_was_not_looked_at_is_not_kept(house: House) -> None:
    asked, to = asks(house.anna, house.anna.meets()), writes_in_the_book(house)
    with pytest.raises(Stale):
        prepares(house.anna, asked, to, seen="0" * 64)
    with pytest.raises(TextTooLong):
        prepares(house.anna, asked, to, values={"question": "x" * 2_001})
    with pytest.raises(NotThere):
        prepares(house.anna, asked, to + 1)


def test_only_a_safe_point_can_be_told(house: House) -> None:
    safe, other = a_phone(), a_phone()
    her = house.anna.meets(safe, other)
    asked, to = asks(house.anna, her), writes_in_the_book(house)
    with house.writing() as session:
        contact = house.anna._her(session, her)
        card = {"safe_points": str(contact.points[0].id)}
        care.keep_card(session, contact, card, by=house.anna._me(session), now=house.clock(), zone=ZONE)
    with pytest.raises(NotPossible, match="not_her_point"):
        prepares(house.anna, asked, to, fields=["contact_point"], values={"contact_point": other})
    assert (
        safe
        in kept(house, prepares(house.anna, asked, to, fields=["contact_point"], values={"contact_point": safe})).letter
    )


def test_after_a_stop_only_her_own_yes_counts(house: House) -> None:
    her = house.anna.meets()
    asked, to = asks(house.anna, her), writes_in_the_book(house)
    house.anna.stops(her)
    with pytest.raises(NotPossible, match="stop_needs_yes"):
        prepares(house.anna, asked, to, agrees=Asked.NOT_ASKED, agreed_on=None)
    assert prepares(house.anna, asked, to)


def test_from_leaving_to_its_outcome_it_comes_back_on_the_board(house: House) -> None:
    her = house.anna.meets()
    asked = asks(house.anna, her)
    number = prepares(house.anna, asked, writes_in_the_book(house))
    assert board(house.anna) == [number], "prepared, and not left yet"
    does(house.anna, referring.leave, number)
    assert kept(house, number).help_request.state is HelpState.REFERRED
    assert [one.id for one in house.anna.sees().helps] == []
    assert board(house.anna) == board(house.sofie) == []
    house.clock.forward(days=7)
    assert board(house.anna) == board(house.sofie) == [number]
    assert board(house.bram) == board(house.noor) == []
    does(house.anna, referral_course.answered, number, accepted=True, words="", zone=ZONE)
    does(house.anna, referral_course.look_again, number, on=TODAY + timedelta(days=21), zone=ZONE)
    assert board(house.anna) == []
    house.clock.forward(days=14)
    assert board(house.anna) == [number]
    with pytest.raises(NotPossible, match="reason_needed"):
        does(house.anna, referral_course.end, number, ending=Ending.HELPED, words=" ", zone=ZONE)
    does(house.anna, referral_course.end, number, ending=Ending.HELPED, words="Ze heeft een kamer", zone=ZONE)
    told = kept(house, number)
    assert (told.state, told.outcome, told.help_request.state) == (
        ReferralState.ENDED,
        "Ze heeft een kamer",
        HelpState.DONE,
    )
    assert board(house.sofie) == []
    with pytest.raises(NotPossible, match="not_with_them"):
        does(house.anna, referral_course.end, number, ending=Ending.AGAIN, words="x", zone=ZONE)
    with pytest.raises(NotPossible, match="referral_over"):
        does(house.anna, referral_course.look_again, number, on=TODAY + timedelta(days=30), zone=ZONE)


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "ended without help"])
def test_what_they_could_not_do_is_ours_again_for_today(house: House, refused: bool) -> None:
    asked, to = asks(house.anna, house.anna.meets()), writes_in_the_book(house)
    number = prepares(house.anna, asked, to)
    does(house.anna, referring.leave, number)
    house.clock.forward(days=3)
    if refused:
        with pytest.raises(NotPossible, match="reason_needed"):
            does(house.anna, referral_course.answered, number, accepted=False, words="", zone=ZONE)
        does(house.anna, referral_course.answered, number, accepted=False, words="vol tot mei", zone=ZONE)
    else:
        does(house.anna, referral_course.end, number, ending=Ending.AGAIN, words="niet gekomen", zone=ZONE)
    assert [(one.id, one.state, one.due_on) for one in house.anna.sees().helps] == [
        (asked, HelpState.DOING, TODAY + timedelta(days=3))
    ]
    assert board(house.anna) == []
    assert prepares(house.anna, asked, to, agreed_on=TODAY) != number


def test_what_has_left_is_not_called_off_and_what_is_called_off_does_not_leave(house: House) -> None:
    asked, to = asks(house.anna, house.anna.meets()), writes_in_the_book(house)
    number = prepares(house.anna, asked, to)
    does(house.anna, referring.call_off, number)
    for step, more in ((referring.leave, {}), (referring.letter_of, {"form": "pdf"}), (referring.call_off, {})):
        with pytest.raises(NotPossible, match="referral_over"):
            does(house.anna, step, number, **more)
    number = prepares(house.anna, asked, to)
    does(house.anna, referring.leave, number)
    with pytest.raises(NotPossible, match="referral_over"):
        does(house.anna, referring.call_off, number)
    with pytest.raises(NotPossible, match="help_ended"):
        prepares(house.anna, asked, to)


def test_she_goes_there_herself_and_nothing_about_her_leaves(house: House) -> None:
    asked, to = asks(house.anna, house.anna.meets()), writes_in_the_book(house)
    with house.writing() as session:
        number = referring.point_the_way(
            session,
            session.get_one(HelpRequest, asked),
            organisation_id=to,
            follow_up_on=TODAY + timedelta(days=2),
            by=house.anna._me(session),
            now=house.clock(),
            zone=ZONE,
        ).id
    told = kept(house, number)
    assert (told.herself, told.shared, told.letter, told.state) == (True, {}, "", ReferralState.SENT)
    assert told.help_request.state is HelpState.REFERRED


def test_another_team_reaches_none_of_it(house: House) -> None:
    her = house.anna.meets()
    number = prepares(house.anna, asks(house.anna, her), writes_in_the_book(house))
    others = house.anna.meets()
    with house.reading() as session:
        with pytest.raises(NotThere):
            referral_course.find(session, session.get_one(Contact, others.id), number)
        with pytest.raises(NotThere):
            address_book.find(session, kept(house, number).organisation_id, team_id=house.noor.team_id)
        assert address_book.every(session, team_id=house.noor.team_id) == []


def test_she_can_see_it_and_erasing_leaves_nothing_of_it(house: House) -> None:
    her = house.anna.meets()
    number = prepares(house.anna, asks(house.anna, her), writes_in_the_book(house))
    with house.writing() as session:
        told = rights.export(session, house.anna._her(session, her), by=house.anna._me(session), now=house.clock())
    [one] = told["referrals"]
    assert (one["organisation"], one["shared"], one["agreed_on"]) == (
        "Opvanghuis De Kade",
        {"question": QUESTION},
        "2026-03-17",
    )
    assert one["letter"] == kept(house, number).letter
    house.anna.erases(her)
    with house.reading() as session:
        assert session.scalar(select(func.count(Referral.id))) == 0


def test_whoever_is_being_referred_is_not_forgotten_meanwhile(house: House) -> None:
    her = house.anna.meets()
    number = prepares(house.anna, asks(house.anna, her), writes_in_the_book(house))
    house.clock.forward(days=900)
    house.forgets()
    assert her.is_remembered
    does(house.anna, referring.call_off, number)
    house.forgets()
    assert not her.is_remembered


def test_it_goes_along_with_a_merge_and_back_with_its_undo(house: House, scripted_reader: object) -> None:
    luna, other = house.anna.meets(), house.anna.meets()
    number = prepares(house.anna, asks(house.anna, other), writes_in_the_book(house))

    def whose() -> list[int]:
        with house.reading() as session:
            return [c for c in (luna.id, other.id) for one in referral_course.of(session, c) if one.id == number]

    joining = house.anna.joins(luna, other)
    assert whose() == [luna.id]
    house.anna.undoes(joining)
    assert whose() == [other.id]


def test_the_figures_count_what_left_whatever_came_of_it(house: House) -> None:
    to = writes_in_the_book(house)
    for turn in range(6):
        her = house.anna.meets()
        house.anna.sends(her)
        number = prepares(house.anna, asks(house.anna, her), to)
        if turn < 5:
            does(house.anna, referring.leave, number)
        if turn == 0:
            does(house.anna, referral_course.answered, number, accepted=False, words="vol", zone=ZONE)
        if turn == 1:
            does(house.anna, referral_course.end, number, ending=Ending.HELPED, words="kamer", zone=ZONE)
        house.clock.forward(minutes=1)
    with house.reading() as session:
        told = figures_year.report(session, year=2026, team_id=house.anna.team_id, zone=ZONE)
    assert told.totals["referred"] == 5
    assert told.topics.rows == ("housing",)
    assert (told.topics.cell("asked", 0), told.topics.cell("referred", 0)) == (6, 5)
