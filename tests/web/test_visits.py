"""Out on a round: plan, sheet, tick, somebody new; who calls; harsh words folded; and asking for a talk."""

import re

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.outreach import intake
from assistant.store.accounts import Team
from assistant.store.models import (
    Contact,
    HelpRequest,
    LogEntry,
    Note,
    NoteKind,
    SafeContactCard,
    TalkWish,
    Visit,
)
from tests.web.conftest import Person


def plans(who: Person, **more: str) -> str:
    """The address of a round that was planned just now."""
    form = {"kind": "street", "place": "De Kade", "town": "Zwolle", "day": "2026-03-17", "hour": "15:00"} | more
    answer = who.posts("/visits/new", **form)
    assert answer.status_code == 302, answer.text
    return answer.location.replace("choose", "")


def know(house: Assistant, alias: str, town: str = "Zwolle", **card: str) -> int:
    with house.store.writing() as session:
        team = session.scalars(select(Team)).first()
        assert team is not None
        her = Contact(
            team_id=team.id, alias=alias, town=town, language="ro", created_at=house.now(), changed_at=house.now()
        )
        if card:
            her.card = SafeContactCard(facts=card, checked_on=house.now().date())
        session.add(her)
        session.flush()
        return her.id


def notes(house: Assistant, contact_id: int) -> list[tuple[str, str]]:
    with house.store.reading() as session:
        return [(n.kind.value, n.body) for n in session.scalars(select(Note).where(Note.contact_id == contact_id))]


def put_on(who: Person, round_: str, *people: int) -> None:
    number = re.findall(r"\d+", round_)[0]
    assert who.posts("/visits/put-on", visit=number, people=list(people)).status_code == 302


def test_from_the_plan_to_her_thread(anna: Person, house: Assistant) -> None:
    her = know(house, "Ilinca", name="Ili", avoid="haar broer", reach="appen", hours="na 14 uur")
    elsewhere = know(house, "Petra", "Emmen")
    round_ = plans(anna)
    offered = anna.sees(round_ + "choose")
    assert "Ilinca" in offered
    assert "Petra" not in offered
    assert "Petra" in anna.searches(round_ + "choose", name="petra")
    put_on(anna, round_, her, elsewhere)
    sheet = anna.sees(round_)
    assert all(said in sheet for said in ("Ili", "haar broer", "Appen. Na 14 uur.", "Roemeens"))
    answer = anna.posts(f"{round_}people/{her}", did="met", word="blij ons te zien")
    assert answer.location.endswith(f"#p{her}")
    anna.posts(f"{round_}people/{elsewhere}", did="not_there", word="gordijnen dicht")
    assert notes(house, her) == [("visit", "De Kade, Zwolle\n\nblij ons te zien")]
    assert notes(house, elsewhere) == [("missed", "De Kade, Zwolle\n\ngordijnen dicht")]
    thread = anna.sees(f"/contact/{her}")
    assert "De Kade, Zwolle. blij ons te zien" in thread
    assert round_ in thread
    with house.store.reading() as session:
        viewed = session.scalars(select(LogEntry).where(LogEntry.event == "viewed", LogEntry.contact_id == her)).all()
        assert "sheet" in [entry.reason for entry in viewed]


def test_a_title_says_nothing_of_the_place(anna: Person) -> None:
    for address in (round_ := plans(anna, kind="brothel"), round_ + "choose", "/visits/", "/visits/new"):
        title = re.search(r"<title>(.*)</title>", anna.sees(address))
        assert title is not None
        assert title[1].split(" · ")[0] in ("Ronde", "Op pad")


def test_what_cannot_be_kept_stays_in_the_form(anna: Person, house: Assistant) -> None:
    refused = anna.posts("/visits/new", kind="street", day="2030-01-01", place="Straks ergens")
    assert refused.status_code == 422
    assert "Straks ergens" in refused.text
    round_ = plans(anna)
    refused = anna.posts(round_ + "somebody", name="", wants="een fiets", word="bij de brug")
    assert refused.status_code == 422
    assert all(said in refused.text for said in ("een fiets", "bij de brug"))
    assert anna.posts(round_ + "place", nameless="-3", words="rustig").status_code == 422
    her = know(house, "Lena")
    assert anna.posts(f"{round_}people/{her}", did="met", word="x" * 5001).status_code == 422
    assert notes(house, her) == []


def test_somebody_new_is_asked_about_first_and_kept_as_one_says(anna: Person, house: Assistant) -> None:
    known = know(house, "Sanda")
    round_ = plans(anna)
    asked = anna.posts(round_ + "somebody", name="Sanda", language="ro", wants="caut un doctor", word="la colț")
    assert asked.status_code == 422
    assert "dezelfde naam" in asked.text
    assert "caut un doctor" in asked.text
    again = anna.posts(round_ + "somebody", name="Sanda", wants="caut un doctor", word="la colț", who=str(known))
    assert again.location.endswith(f"#p{known}")
    assert notes(house, known)[0][1].endswith("la colț")
    anna.posts(round_ + "somebody", name="Sanda", who="none")
    with house.store.reading() as session:
        people = [one.id for one in session.scalars(select(Contact)) if one.alias == "Sanda"]
        assert len(people) == 2
        assert session.scalars(select(HelpRequest)).one().contact_id == known


def test_a_number_that_said_no_is_refused_with_the_words_kept(anna: Person, house: Assistant) -> None:
    her = know(house, "Iris")
    anna.posts(f"/contact/{her}/point", channel="phone", value="06 12 34 56 78")
    anna.posts(f"/contact/{her}/stop")
    round_ = plans(anna)
    answer = anna.posts(
        round_ + "somebody", name="Nova", value="0612345678", channel="phone", who="none", word="op straat"
    )
    assert answer.status_code == 422
    assert "schrijven dit nummer niet meer" in answer.text
    assert "op straat" in answer.text


def test_who_stopped_after_the_plan_is_not_looked_in_on(anna: Person, house: Assistant) -> None:
    her = know(house, "Mona")
    put_on(anna, round_ := plans(anna), her)
    anna.posts(f"/contact/{her}/stop")
    sheet = anna.sees(round_)
    assert "Ga niet bij haar langs" in sheet
    assert 'value="not_there"' not in sheet


def test_from_her_thread_onto_a_round(anna: Person, house: Assistant, thread: str) -> None:
    round_ = plans(anna)
    assert "Bij haar langsgaan" in anna.sees(thread)
    number, her = (re.findall(r"\d+", address)[0] for address in (round_, thread))
    anna.posts("/visits/put-on", visit=number, people=her, from_thread="yes")
    assert "Luna" in anna.sees(round_)


def test_the_round_is_written_down_and_leaves_today(anna: Person, house: Assistant) -> None:
    round_ = plans(anna)
    assert "De Kade, Zwolle" in anna.sees("/")
    anna.posts(round_ + "place", nameless="4", words="veel regen", do="end")
    assert "De Kade, Zwolle" not in anna.sees("/")
    with house.store.reading() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.nameless, visit.words, visit.ended_at) == (4, "veel regen", house.now())


def test_another_team_finds_nothing(anna: Person, house: Assistant) -> None:
    round_ = plans(anna)
    with house.store.writing() as session:
        other = Team(name="Elders")
        session.add(other)
        session.flush()
        session.scalars(select(Visit)).one().team_id = other.id
    assert anna.gets(round_).status_code == 404
    assert anna.posts(round_ + "place", nameless="1").status_code == 404


# Who am I speaking to?


def called(house: Assistant) -> list[tuple[str, int | None]]:
    with house.store.reading() as session:
        return [
            (e.event, e.contact_id)
            for e in session.scalars(select(LogEntry).where(LogEntry.event.in_(["searched", "viewed"])))
        ]


def test_a_code_word_leads_to_the_card_and_is_not_shown(anna: Person, house: Assistant) -> None:
    her = know(
        house, "Vera", code_question="hoe heet je kat?", code_word="Paddenstoel", avoid="de rechtszaak", name="Veertje"
    )
    know(house, "Dora")
    page = anna.searches("/call/", q="paddenstoel")
    assert all(said in page for said in ("Veertje", "de rechtszaak", "hoe heet je kat?", "codewoord"))
    assert "Paddenstoel" not in page
    assert "Dora" not in page
    assert "cu cine vorbesc" in page
    assert called(house) == [("searched", None), ("viewed", her)]


def test_a_stranger_is_told_nothing_and_the_page_says_what_to_say(anna: Person) -> None:
    for page in (anna.sees("/call/"), *(anna.searches("/call/", q=said) for said in ("zeppelin", "0687654321"))):
        assert "Hallo, met wie spreek ik?" in page
        assert "wie er wel of geen contact met ons heeft" in page


def test_several_people_on_one_number_are_said(anna: Person, house: Assistant) -> None:
    with house.store.writing() as session:
        team = session.scalars(select(Team)).one()
        (point,) = intake.corrected_points([("phone", "06 12 34 56 78")], region="NL")
        for alias in ("Kiki", "Lola"):
            her = Contact(team_id=team.id, alias=alias, created_at=house.now(), changed_at=house.now())
            session.add(her)
            session.flush()
            intake.add_points(session, her, [point], now=house.now(), shared=True)
    page = anna.searches("/call/", q="06-12345678")
    assert all(said in page for said in ("Kiki", "Lola", "Meerdere mensen gebruiken dit nummer."))


def test_the_call_is_kept_in_one_step(anna: Person, house: Assistant) -> None:
    her = know(house, "Vera")
    answer = anna.posts(f"/call/{her}", text="", q="vera")
    assert f"/contact/{her}/" in answer.location
    anna.posts(f"/call/{her}", text="wil morgen langskomen")
    assert notes(house, her) == [("call", "Ze belde."), ("call", "wil morgen langskomen")]
    with house.store.reading() as session:
        assert session.get_one(Contact, her).last_in_at == house.now()


def test_the_search_shows_the_way(anna: Person, ada: Person) -> None:
    assert 'href="/call/"' in anna.sees("/find/")
    for address in ("/call/", "/visits/", "/visits/new"):
        assert ada.gets(address).status_code == 403


# Harsh words, and a talk


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("fuck off you stupid bitches", True),
        ("please stop writing to me", False),
        ("fuck you all, he beats me and took my passport", False),
    ],
)
def test_harsh_words_are_folded_but_never_a_stop_or_danger(anna: Person, thread: str, words: str, folded: bool) -> None:
    anna.posts(f"{thread}/reply", text=words, channel="whatsapp")
    page = anna.sees(thread)
    assert ('class="veil"' in page) is folded
    assert "Gelezen als: stop." in page or "passport" in words
    board = anna.sees("/")
    assert ("bitches" in board) is False
    assert ("passport" in board) is ("passport" in words)


def test_a_talk_stands_with_the_supervisor_until_it_is_done(
    anna: Person, sofie: Person, house: Assistant, thread: str
) -> None:
    anna.posts(f"{thread}/talk/", words="ik slaap er slecht van")
    anna.posts(f"{thread}/talk/", words="")
    assert "Het staat bij je leidinggevende" in anna.sees(thread)
    assert "Wil praten" not in anna.sees("/")
    board = sofie.sees("/")
    assert all(said in board for said in ("Wil praten", "Anna", "Luna", "ik slaap er slecht van"))
    with house.store.reading() as session:
        wish = session.scalars(select(TalkWish.id)).one()
    sofie.posts(f"{thread}/talk/{wish}/done", from_board="yes")
    assert "Wil praten" not in sofie.sees("/")
    assert "Ik wil hierover praten" in anna.sees(thread)


def test_missed_is_no_kind_that_a_note_can_be_given(anna: Person, thread: str) -> None:
    assert NoteKind.MISSED.value not in re.findall(r'name="kind" value="(\w+)"', anna.sees(thread))
