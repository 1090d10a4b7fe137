"""Topics and offers in the browser: renamed everywhere, retired without losing anything, an offer said in an answer."""

from tests.web.conftest import Person

OFFER = {"topic": "housing", "name-all": "Inloop wonen", "hours-all": "dinsdag 10 tot 12", "spoken": ["nl", "es"]}


def test_a_topic_is_renamed_added_and_retired(anna: Person, sofie: Person, thread: str) -> None:
    page = sofie.sees("/team/topics/")
    assert page.index("Geldzaken") < page.index("Iets anders")
    sofie.posts("/team/topics/housing/name", name="Een dak")
    sofie.posts("/team/topics/", name="Samen eten")
    page = sofie.sees("/team/topics/")
    assert "meegeleverd als ‘Wonen’" in page
    assert "Samen eten" in page
    anna.posts(f"{thread}/help", topic="housing", words="een kamer")
    assert "Een dak" in anna.sees(f"{thread}/")
    sofie.posts("/team/topics/housing/retire", retired="yes")
    page = anna.sees(f"{thread}/")
    assert "Een dak" in page
    assert 'value="housing"' not in page
    assert "Een dak" in sofie.sees("/figures/year/")
    sofie.posts("/team/topics/housing/name", name="")
    assert "Wonen" in anna.sees(f"{thread}/")
    sofie.posts("/team/topics/housing/retire", retired="no")
    assert 'value="housing"' in anna.sees(f"{thread}/")


def test_a_wrong_topic_says_what_is_wrong(sofie: Person) -> None:
    sofie.posts("/team/topics/", name="Samen eten")
    answer = sofie.posts("/team/topics/", name="samen  eten")
    assert answer.status_code == 422
    assert "Er is al een onderwerp met deze naam." in answer.text
    assert sofie.posts("/team/topics/other/retire", retired="yes").status_code == 422
    assert sofie.posts("/team/topics/own_none/name", name="x").status_code == 404


def test_an_offer_stands_beside_a_request_and_is_said_in_the_answer(anna: Person, sofie: Person, thread: str) -> None:
    kept = sofie.posts("/team/topics/offer/new", **OFFER)
    assert kept.status_code == 302
    assert "Inloop wonen: dinsdag 10 tot 12." in sofie.sees(str(kept.location))
    anna.posts(f"{thread}/reply", text="hallo", channel="whatsapp")
    anna.posts(f"{thread}/help", topic="housing", words="een kamer")
    page = anna.sees(f"{thread}/")
    assert "Zeg dit in het antwoord" in page
    assert "(Spaans, Nederlands)" in page
    page = anna.posts(f"{thread}/", body="Hoi Luna", say="1", write_in="nl", do="check").text
    assert "Hoi Luna\n\nInloop wonen: dinsdag 10 tot 12." in page
    sofie.posts("/team/topics/offer/1/end", ended="yes")
    assert "Inloop wonen" not in anna.sees(f"{thread}/")
    assert "Gestopt" in sofie.sees("/team/topics/")


def test_an_offer_that_may_not_be_said_is_refused_and_stays_in_the_form(sofie: Person) -> None:
    answer = sofie.posts("/team/topics/offer/new", **(OFFER | {"name-all": "Hulp voor slachtoffers van mensenhandel"}))
    assert answer.status_code == 422
    assert "Hulp voor slachtoffers" in answer.text
    answer = sofie.posts("/team/topics/offer/new", **(OFFER | {"link": "example.org"}))
    assert "Een link begint met https://" in answer.text
    assert "Inloop wonen" not in sofie.sees("/team/topics/")
