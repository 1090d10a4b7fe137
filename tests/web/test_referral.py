"""A referral in the browser: chosen, looked at, agreed to, taken as a letter, followed up; and nothing without consent."""

import pytest

from assistant.bootstrap import Assistant
from assistant.store.models import HelpRequest, HelpState, LogEntry, Referral, ReferralState
from tests.web.conftest import FakeClock, Person

CHOSEN = {
    "organisation": "1",
    "field": ["question"],
    "value-question": "Een kamer voor twee nachten.",
    "value-town": "Appelscha",
    "language": "nl",
    "knows": "yes",
    "agrees": "yes",
    "agreed_on": "2026-03-16",
    "how": "in de app",
    "follow_up_on": "2026-03-24",
}


@pytest.fixture
def asked(anna: Person, sofie: Person, thread: str) -> str:
    """The address at which her question is handed on; the book has one organisation."""
    about = {"name": "Opvanghuis De Kade", "about": "housing", "reach": "post@example.org"}
    assert sofie.posts("/team/organisations/new", **about).status_code == 302
    anna.posts(f"{thread}/help", topic="housing", words="ik heb geen plek")
    assert "Verwijs door" in anna.sees(f"{thread}/")
    return f"{thread}/help/1/refer"


def looks(who: Person, address: str, **more: object) -> str:
    """Show what would leave; answers the mark of it."""
    page = who.posts(address, **(CHOSEN | {"do": "look"} | more)).text
    assert "Precies dit gaat weg" in page
    return page.split('name="seen" value="')[1].split('"')[0]


def keeps(who: Person, address: str, **more: object) -> str:
    answer = who.posts(address, **(CHOSEN | {"do": "keep", "seen": looks(who, address, **more)} | more))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def referral(house: Assistant) -> Referral:
    with house.store.reading() as session:
        found = session.query(Referral).order_by(Referral.id.desc()).first()
        assert found is not None
        session.expunge(found)
        return found


def test_nothing_is_chosen_beforehand(anna: Person, asked: str) -> None:
    page = anna.sees(asked)
    form = page.split("1. Waarheen")[1].split("Laat zien wat er weggaat")[0]
    assert form.count("checked") == 1, "only the language of the letter"
    assert "ik heb geen plek" in page
    assert "ik heb geen plek" not in form, "her own words are not put in the letter for her"


def test_from_a_question_to_its_outcome(
    anna: Person, sofie: Person, house: Assistant, clock: FakeClock, thread: str, asked: str
) -> None:
    page = anna.posts(asked, **(CHOSEN | {"do": "look"})).text
    assert "Een kamer voor twee nachten." in page.split("Precies dit gaat weg")[1]
    assert "Appelscha" not in page.split("Precies dit gaat weg")[1], "not ticked, so it stays"
    where = keeps(anna, asked)
    assert "Doorverwezen, en nu?" in anna.sees("/")
    text = anna.posts(f"{where}/letter", form="text")
    assert text.mimetype == "text/plain"
    assert "16 maart 2026" in text.text
    pdf = anna.posts(f"{where}/letter", form="pdf")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    anna.posts(f"{where}/left", left="yes")
    with house.store.reading() as session:
        assert session.query(HelpRequest).one().state is HelpState.REFERRED
        assert session.query(LogEntry).filter_by(event="letter_taken").count() == 2
    assert "Doorverwezen, en nu?" not in anna.sees("/")
    clock.forward(days=7)
    for who in (anna, sofie):
        who.signs_in()
        assert "vandaag vragen" in who.sees("/")
    anna.posts(f"{where}/answered", accepted="yes")
    assert "Aangenomen" in anna.sees(where)
    anna.posts(f"{where}/again", follow_up_on="2026-04-07")
    assert "Doorverwezen, en nu?" not in anna.sees("/")
    assert anna.posts(f"{where}/end", words="kamer gevonden").status_code == 422
    anna.posts(f"{where}/end", ending="helped", words="kamer gevonden")
    assert "kamer gevonden" in anna.sees(where)
    assert "Gelukt" in anna.sees(f"{thread}/")
    assert "kamer gevonden" in anna.posts(f"{thread}/data/export").text


def test_without_her_yes_nobody_takes_the_letter_alone(
    anna: Person, bram: Person, house: Assistant, asked: str
) -> None:
    where = keeps(anna, asked, agrees="not_asked", agreed_on="")
    for who in (anna, bram):
        for form in ("pdf", "text"):
            answer = who.posts(f"{where}/letter", form=form)
            assert answer.status_code == 422
            assert "Er gaat niets weg zonder haar toestemming" in answer.text
        assert who.posts(f"{where}/left", left="yes").status_code == 422
    assert "Haal op als pdf" not in anna.sees(where)
    assert anna.posts(f"{where}/second", agrees="yes").status_code == 422
    assert referral(house).state is ReferralState.PREPARED
    assert "Wacht op een tweede persoon" in bram.sees("/")
    bram.posts(f"{where}/second", agrees="yes")
    assert "Haal op als pdf" in anna.sees(where)
    assert anna.posts(f"{where}/letter", form="text").status_code == 200


def test_what_changed_since_it_was_looked_at_is_shown_again(anna: Person, house: Assistant, asked: str) -> None:
    seen = looks(anna, asked)
    answer = anna.posts(asked, **(CHOSEN | {"do": "keep", "seen": seen, "field": ["question", "town"]}))
    assert answer.status_code == 409
    assert "Wat er weg zou gaan is niet wat je bekeek" in answer.text
    assert "Appelscha" in answer.text.split("Precies dit gaat weg")[1]
    with house.store.reading() as session:
        assert session.query(Referral).count() == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"organisation": ""}, "Kies een organisatie uit het adresboek."),
        ({"field": []}, "Kies wat je deelt"),
        ({"agreed_on": "gisteren"}, "Kies een dag"),
        ({"field": "contact_point", "value-contact_point": "+31600000000"}, "Kies een van haar eigen nummers"),
        ({"value-question": "x" * 2001}, "Dit is te lang"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(
    anna: Person, asked: str, more: dict[str, object], said: str
) -> None:
    answer = anna.posts(asked, **(CHOSEN | {"do": "look", "how": "aan de deur gezegd"} | more))
    assert answer.status_code == 422
    assert said in answer.text
    assert "aan de deur gezegd" in answer.text


def test_she_goes_herself_and_an_organisation_of_another_team_is_not_there(
    anna: Person, house: Assistant, asked: str
) -> None:
    assert anna.posts(asked.replace("refer", "herself"), organisation="77").status_code == 404
    answer = anna.posts(asked.replace("refer", "herself"), organisation="1", follow_up_on="2026-03-20")
    assert answer.status_code == 302
    assert "Er ging niets over haar weg" in anna.sees(str(answer.location))
    assert (referral(house).herself, referral(house).shared) == (True, {})
    assert anna.gets(f"{answer.location}x").status_code == 404


def test_a_letter_that_cannot_be_drawn_says_so(anna: Person, asked: str) -> None:
    where = keeps(anna, asked, **{"field": ["alias"], "value-alias": "小花"})
    page = anna.sees(where)
    assert "‘小花’ niet tekenen" in page
    assert "Haal op als pdf" not in page
    assert anna.posts(f"{where}/letter", form="pdf").status_code == 422
    assert "小花" in anna.posts(f"{where}/letter", form="text").text


def test_the_letter_is_the_teams_own(sofie: Person, anna: Person, asked: str) -> None:
    address = "/team/organisations/letter"
    assert "Beste collega" in sofie.sees(address)
    assert sofie.posts(address, language="nl", seen="0", words="{{ hook }}").status_code == 422
    assert sofie.posts(address, language="nl", seen="0", words="Dag {{ organisatie }}: {{ vraag }}").status_code == 302
    assert sofie.posts(address, language="nl", seen="0", words="anders").status_code == 409
    assert "Versie 1" in sofie.sees(address)
    page = anna.posts(asked, **(CHOSEN | {"do": "look"})).text
    assert "Dag Opvanghuis De Kade: Een kamer voor twee nachten." in page
    told = anna.posts(asked, **(CHOSEN | {"do": "look", "field": ["question", "town"]})).text
    assert "‘Plaats’ is gekozen, en de brief heeft er geen plek voor." in told


def test_an_organisation_that_is_not_in_use_cannot_be_chosen_and_keeps_what_was_referred(
    sofie: Person, anna: Person, asked: str
) -> None:
    where = keeps(anna, asked)
    assert sofie.posts("/team/organisations/1", name=" ").status_code == 422
    sofie.posts("/team/organisations/1/end", ended="yes")
    assert "Niet in gebruik" in sofie.sees("/team/organisations/")
    assert "Opvanghuis De Kade" in anna.sees(where)
    assert "Het adresboek is leeg" in anna.sees(asked)
