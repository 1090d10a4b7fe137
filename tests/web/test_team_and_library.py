"""The pages of those who keep the house and the words."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.outreach import library
from assistant.store.models import Template, TemplateVersion
from tests.web.conftest import Person

TEXT = "Hoi {{ alias }}, {{ sender }} hier, van {{ team }}. Zin in thee? Liever niet? Zeg het, dan schrijf ik je niet meer."


@pytest.fixture
def template_id(house: Assistant) -> int:
    with house.store.writing() as session:
        library.load_shipped(session, now=house.now())
        return session.scalars(select(Template.id).where(Template.key == "first-practical")).one()


def versions(house: Assistant, template_id: int) -> list[tuple[int, str, str]]:
    with house.store.reading() as session:
        query = select(TemplateVersion).where(
            TemplateVersion.template_id == template_id, TemplateVersion.language == "nl"
        )
        return [(v.number, v.state.value, v.text) for v in session.scalars(query.order_by(TemplateVersion.number))]


def test_an_administrator_makes_an_account_that_signs_in_once(ada: Person, app) -> None:
    page = ada.posts("/team/", shown_name="Inés", username="Ines", team="De Brug", role="worker").text
    password = re.search(r'one-time">([a-z-]+)<', page)
    assert password
    ines = Person(app.test_client(), "ines")
    assert ines.signs_in(password[1]).status_code == 302
    assert password[1] not in ada.sees("/team/")


@pytest.mark.parametrize(
    "change", [{"username": "anna"}, {"username": "a b"}, {"shown_name": " "}, {"role": "king"}, {"team": ""}]
)
def test_a_mistaken_account_is_refused_with_the_reason(ada: Person, change: dict[str, str]) -> None:
    form = {"shown_name": "Inés", "username": "ines", "team": "De Brug", "role": "worker", **change}
    answer = ada.posts("/team/", **form)
    assert answer.status_code == 422
    assert "notice-warm" in answer.text


def test_a_supervisor_reads_the_team_and_changes_nothing(sofie: Person) -> None:
    page = sofie.sees("/team/")
    assert "Ritme en grenzen" in page
    assert "Maak account" not in page
    assert sofie.posts("/team/", username="x").status_code == 403


def test_a_template_is_edited_tried_and_approved(sofie: Person, house: Assistant, template_id: int) -> None:
    address = f"/templates/{template_id}/nl"
    assert "Eerste bericht" in sofie.sees("/templates/")
    tried = unescape(sofie.posts(address, do="check", body=TEXT, seen="1").text)
    assert "Hoi Luna, Sofie hier, van De Brug." in tried
    assert len(versions(house, template_id)) == 1
    assert sofie.posts(address, do="save", body=TEXT, seen="1", why="thee").status_code == 302
    assert [(n, s) for n, s, _ in versions(house, template_id)] == [(1, "approved"), (2, "draft")]
    assert sofie.posts(address, do="approve", body=TEXT, seen="2").status_code == 302
    assert [(n, s) for n, s, _ in versions(house, template_id)] == [(1, "replaced"), (2, "approved")]


def test_a_stale_form_shows_both(sofie: Person, house: Assistant, template_id: int) -> None:
    address = f"/templates/{template_id}/nl"
    sofie.posts(address, do="save", body=TEXT, seen="1", why="thee")
    answer = sofie.posts(address, do="save", body=TEXT + " Mijn zin.", seen="1", why="koffie")
    assert answer.status_code == 409
    assert "Mijn zin." in answer.text
    assert "thee" in answer.text
    assert len(versions(house, template_id)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hoi\n{{ achternaam }}", "Regel 2"),
        ("{% for x in y %}{% endfor %}", "programmacode"),
        ("Hoi {{ ''.__class__ }}", "Regel 1"),
        ("x" * 1_000_000, "langer dan"),
        ("Hoi {{ alias", "niet gesloten"),
        ("<script>alert(1)</script>{{ x }}", "&lt;script&gt;"),
    ],
)
def test_a_text_that_is_no_template_is_refused_with_its_place(
    sofie: Person, house: Assistant, template_id: int, text: str, said: str
) -> None:
    answer = sofie.posts(f"/templates/{template_id}/nl", do="save", body=text, seen="1", why="x")
    assert answer.status_code == 422
    assert said in answer.text
    assert "<script>alert" not in answer.text
    assert len(answer.text) < 200_000
    assert len(versions(house, template_id)) == 1


def test_what_must_change_is_not_approved_and_not_kept(sofie: Person, house: Assistant, template_id: int) -> None:
    text = "Hoi, {{ sender }} van {{ team }}. Wij redden je uit de prostitutie. Liever niet? Zeg het."
    answer = sofie.posts(f"/templates/{template_id}/nl", do="approve", body=text, seen="1", why="x")
    assert answer.status_code == 422
    assert len(versions(house, template_id)) == 1


def test_retired_and_back(sofie: Person, house: Assistant, template_id: int) -> None:
    assert sofie.posts(f"/templates/{template_id}/retire").status_code == 302
    assert "Haal terug" in sofie.sees("/templates/?shelf=retired")
    with house.store.reading() as session:
        assert library.find_template(session, template_id).retired_at is not None
    sofie.posts(f"/templates/{template_id}/back")
    with house.store.reading() as session:
        assert library.find_template(session, template_id).retired_at is None


def test_a_new_template(sofie: Person) -> None:
    made = sofie.posts("/templates/new", title="Thee", kind="first", language="nl", text=TEXT)
    assert made.status_code == 302
    assert "Thee" in sofie.sees(made.location)
    assert sofie.posts("/templates/new", title="", kind="first", language="nl", text=TEXT).status_code == 422
    assert sofie.posts("/templates/new", title="x", kind="zz", language="nl", text=TEXT).status_code == 422
    assert sofie.gets("/templates/99999/nl").status_code == 404
