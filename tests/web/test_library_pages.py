"""The pages of the template library: what a supervisor sees and does, and what a worker sees of it while writing."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event, select

from assistant.bootstrap import Assistant
from assistant.config import Library
from assistant.outreach import accounts, library, library_blanks
from assistant.store.accounts import RoleName
from assistant.store.models import (
    Message,
    MessageState,
    Template,
    TemplateVersion,
    VersionState,
)
from assistant.web.app import create_app
from tests.bench.library_list import fill_library
from tests.web.conftest import PASSWORD, Person

TEXT = "Hoi {{ alias }}, {{ sender }} hier, van {{ team }}. Zin in thee? Liever niet? Zeg het, dan schrijf ik je niet meer."
SPANISH = "Hola {{ alias }}, soy {{ sender }} de {{ team }}. ¿Un té? ¿Mejor no? Me lo dices y no te vuelvo a escribir."
AD = "Hola soy Luna, nueva en Zwolle, pelo corto. 06 12 34 56 78"


@pytest.fixture
def shelf(house: Assistant) -> int:
    """The number of the template "first-practical", in a library with everything that is shipped."""
    with house.store.writing() as session:
        library.load_shipped(session, now=house.now())
        return session.scalars(select(Template.id).where(Template.key == "first-practical")).one()


@pytest.fixture
def fien(house: Assistant, app: Flask) -> Person:
    """A second supervisor."""
    with house.store.writing() as session:
        welcome = accounts.make_account(
            session, username="fien", shown_name="Fien", role=RoleName.SUPERVISOR, team="De Brug", now=house.now()
        )
        accounts.change_password(session, welcome.account, current=welcome.password, new=PASSWORD)
    person = Person(app.test_client(), "fien")
    person.signs_in()
    return person


def changes(person: Person, template_id: int, text: str, *, seen: int, language: str = "nl", **more: str) -> None:
    """Keep a new version and approve it."""
    address = f"/templates/{template_id}/{language}"
    assert person.posts(address, do="approve", body=text, seen=str(seen), why="anders", **more).status_code == 302


def version(house: Assistant, template_id: int, language: str, number: int) -> TemplateVersion:
    with house.store.reading() as session:
        query = select(TemplateVersion).where(
            TemplateVersion.template_id == template_id,
            TemplateVersion.language == language,
            TemplateVersion.number == number,
        )
        found = session.scalars(query).one()
        session.expunge_all()
        return found


# ── Translations and versions ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_source_is_shown_beside_its_translation(sofie: Person, house: Assistant, shelf: int) -> None:
    old = version(house, shelf, "nl", 1).text
    changes(sofie, shelf, old.replace("een kamer", "een bed"), seen=1)
    page = sofie.sees(f"/templates/{shelf}/es")
    assert "<del>kamer</del><ins>bed</ins>" in page
    assert "Eerste bericht, praktisch" in sofie.sees("/templates/?shelf=behind")
    assert sofie.posts(f"/templates/{shelf}/es/still-right", source_seen="1").status_code == 302
    assert "<del>kamer</del>" in sofie.sees(f"/templates/{shelf}/es")  # that was said of an older source
    sofie.posts(f"/templates/{shelf}/es/still-right", source_seen="2")
    page = sofie.sees(f"/templates/{shelf}/es")
    assert "<del>" not in page
    assert "Sofie" in page


def test_two_versions_are_compared_and_the_old_one_comes_back(sofie: Person, house: Assistant, shelf: int) -> None:
    old = version(house, shelf, "nl", 1).text
    changes(sofie, shelf, old.replace("een kamer", "een bed"), seen=1)
    assert "<del>kamer</del><ins>bed</ins>" in sofie.sees(f"/templates/{shelf}/nl/compare?old=1&new=2")
    assert "<del>bed</del><ins>kamer</ins>" in sofie.sees(f"/templates/{shelf}/nl/compare?old=2&new=1")
    assert "<del>kamer</del><ins>bed</ins>" in sofie.sees(f"/templates/{shelf}/nl/compare?old=x&new=99999999")
    assert sofie.gets(f"/templates/{shelf}/xx/compare").status_code == 404
    sofie.posts(f"/templates/{shelf}/nl/roll-back", number="1", seen="2")
    back = version(house, shelf, "nl", 3)
    assert (back.text, back.state) == (old, VersionState.DRAFT)


def test_a_native_reader_is_noted_without_new_approval(sofie: Person, house: Assistant, shelf: int) -> None:
    sofie.posts(f"/templates/{shelf}/es/native", yes="yes")
    used = version(house, shelf, "es", 1)
    assert (used.native_checked, used.state) == (True, VersionState.APPROVED)
    changes(sofie, shelf, SPANISH, seen=1, language="es")
    assert not version(house, shelf, "es", 2).native_checked


def test_two_supervisors_are_asked_for(house: Assistant, shelf: int) -> None:
    strict = house.config.model_copy(update={"library": Library(approvals=2)})
    app = create_app(
        Assistant(strict, house.store, house.clock, house.terms, house.desk),
        {"TESTING": True, "WTF_CSRF_ENABLED": False},
    )
    with house.store.writing() as session:
        welcome = accounts.make_account(
            session, username="fien", shown_name="Fien", role=RoleName.SUPERVISOR, team="De Brug", now=house.now()
        )
        accounts.change_password(session, welcome.account, current=welcome.password, new=PASSWORD)
    sofie, fien = Person(app.test_client(), "sofie"), Person(app.test_client(), "fien")
    sofie.signs_in()
    fien.signs_in()
    changes(sofie, shelf, TEXT, seen=1)
    assert version(house, shelf, "nl", 2).state is VersionState.DRAFT
    again = sofie.posts(f"/templates/{shelf}/nl", do="approve", body=TEXT, seen="2")
    assert again.status_code == 422
    page = fien.sees(f"/templates/{shelf}/nl")
    assert "Sofie" in page
    assert fien.posts(f"/templates/{shelf}/nl", do="approve", body=TEXT, seen="2").status_code == 302
    assert version(house, shelf, "nl", 2).state is VersionState.APPROVED


def test_the_second_of_two_who_save_sees_both_and_keeps_theirs(
    sofie: Person, fien: Person, house: Assistant, shelf: int
) -> None:
    address = f"/templates/{shelf}/nl"
    sofie.posts(address, do="save", body=TEXT + " Van Sofie.", seen="1", why="s")
    answer = fien.posts(address, do="save", body=TEXT + " Van Fien.", seen="1", why="f")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "<del>Sofie</del><ins>Fien</ins>" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    mine = re.search(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert fien.posts(address, do="save", body=mine, seen=seen, why="f").status_code == 302
    assert version(house, shelf, "nl", 2).text.endswith("Van Sofie.")
    assert version(house, shelf, "nl", 3).text.endswith("Van Fien.")


# ── Three phones, and blanks ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_message_is_shown_for_three_people_while_typing(sofie: Person, shelf: int) -> None:
    text = TEXT + " {% if hook %}{{ hook }}{% else %}Geen haakje.{% endif %}"
    page = unescape(sofie.posts(f"/templates/{shelf}/nl", do="check", body=text, seen="1").text)
    phones = page[page.index('id="lock-screen"') :]
    assert phones.count('class="phone"') == 3
    assert "Hoi Luna, Sofie hier" in phones
    assert "Hoi Valentina, Sofie hier" in phones
    assert "Hoi, Sofie hier" in phones
    assert phones.count("Geen haakje.") == 1
    assert "naam" in page[page.index('id="findings"') :]  # a name is not always known


def test_while_a_tag_is_half_typed_the_rest_is_shown(sofie: Person, shelf: int) -> None:
    answer = sofie.posts(f"/templates/{shelf}/nl", do="check", body=TEXT + " En {{ pla", seen="1")
    assert answer.status_code == 200
    assert "Hoi Luna, Sofie hier" in answer.text
    assert "niet gesloten" in answer.text


def test_a_dutch_spelling_is_stored_as_ours(sofie: Person, house: Assistant, shelf: int) -> None:
    changes(sofie, shelf, TEXT.replace("alias", "naam").replace("sender", "afzender"), seen=1)
    assert version(house, shelf, "nl", 2).text == TEXT


def test_an_own_blank_from_page_to_message(sofie: Person, house: Assistant, shelf: int) -> None:
    refused = sofie.posts("/templates/blanks/", name="naam", **{"value-nl": "x"})
    assert refused.status_code == 422
    assert sofie.posts("/templates/blanks/", name="Hours", **{"value-all": "<b>9–17</b>"}).status_code == 302
    changes(sofie, shelf, TEXT + " Open {{ hours }}.", seen=1)
    assert "&lt;b&gt;9–17&lt;/b&gt;" in sofie.gets(f"/templates/{shelf}/nl").text
    told = sofie.posts("/templates/blanks/hours/remove")
    assert told.status_code == 409
    assert "Eerste bericht, praktisch" in told.text
    with house.store.reading() as session:
        assert library_blanks.names(session) == {"hours"}
    assert sofie.posts("/templates/blanks/hours/remove", sure="yes").status_code == 302
    page = sofie.sees(f"/templates/{shelf}/nl")
    assert "{{ hours }}" in page  # the draft is kept
    assert "Hoi Luna, Sofie hier" in page  # and filled as far as it goes
    assert "niemand" in page
    assert sofie.posts("/templates/blanks/hours/remove").status_code == 404


def test_workers_come_to_none_of_these_pages(anna: Person, shelf: int) -> None:
    for address in (
        "/templates/",
        f"/templates/{shelf}/nl",
        f"/templates/{shelf}/nl/compare",
        f"/templates/{shelf}/retire",
    ):
        assert anna.gets(address).status_code == 403
    assert anna.gets("/templates/blanks/").status_code == 403
    for address in ("native", "still-right", "roll-back"):
        assert anna.posts(f"/templates/{shelf}/es/{address}").status_code == 403
    assert anna.posts("/templates/blanks/", name="x").status_code == 403


# ── What a worker gets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fields() -> dict[str, str]:
    """The form after reading an ad of a Spanish speaker."""
    return {
        "text": AD,
        "channel": "phone",
        "value": "+31612345678",
        "alias": "Luna",
        "town": "Zwolle",
        "language": "es",
    }


@pytest.fixture
def draft_only(sofie: Person, house: Assistant, shelf: int) -> int:
    """A Spanish version that nobody approved, of a template that is first of its kind."""
    sofie.posts(f"/templates/{shelf}/es", do="save", body=SPANISH + " NO APROBADO", seen="1", why="x")
    return version(house, shelf, "es", 2).id


@pytest.mark.parametrize("do", ["refill", "check", "save", "approve"])
def test_an_unapproved_translation_is_used_on_no_route_of_a_new_contact(
    anna: Person, house: Assistant, fields: dict[str, str], draft_only: int, do: str
) -> None:
    answer = anna.posts("/new/", follow=True, do=do, write_in="es", version=str(draft_only), **fields)
    assert "NO APROBADO" not in answer.text
    with house.store.reading() as session:
        for message in session.scalars(select(Message)):
            assert "NO APROBADO" not in message.body
            assert message.template_version_id != draft_only


@pytest.mark.parametrize("do", ["refill", "check", "save", "approve"])
def test_an_unapproved_translation_is_used_on_no_route_of_a_thread(
    anna: Person, house: Assistant, fields: dict[str, str], draft_only: int, do: str
) -> None:
    anna.posts("/new/", do="save", write_in="es", body="Hola", **fields)
    with house.store.reading() as session:
        contact_id = session.scalars(select(Message.contact_id)).one()
    answer = anna.posts(f"/contact/{contact_id}/", follow=True, do=do, write_in="es", version=str(draft_only))
    assert answer.status_code == 200
    assert "NO APROBADO" not in answer.text
    with house.store.reading() as session:
        assert draft_only not in session.scalars(select(Message.template_version_id)).all()


def test_a_translation_to_be_checked_again_is_used_with_a_mark(
    anna: Person, sofie: Person, house: Assistant, fields: dict[str, str], shelf: int
) -> None:
    number = str(version(house, shelf, "es", 1).id)
    asked = {"do": "refill", "write_in": "es", "version": number, **fields}
    assert "nog vergeleken" not in anna.posts("/new/", **asked).text
    changes(sofie, shelf, TEXT, seen=1)
    page = anna.posts("/new/", **asked).text
    assert "nobody compared them yet" in page or "nog vergeleken" in page
    changes(sofie, shelf, TEXT + " Dag.", seen=2, old_is_wrong="yes")
    page = anna.posts("/new/", **asked).text
    assert f'<option value="{number}"' not in page


def test_another_language_is_the_workers_own_choice_and_stays_in_sight(
    anna: Person, house: Assistant, fields: dict[str, str], shelf: int
) -> None:
    fields["language"] = "sq"
    page = unescape(anna.posts("/new/", do="refill", **fields).text)
    body = re.search(r'<textarea[^>]*id="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert body.strip() == ""  # no template in Albanian: nothing is filled in, in no other language either
    page = unescape(anna.posts("/new/", do="refill", write_in="en", **fields).text)
    assert "Hi Luna" in page or "Hello Luna" in page or "Hey Luna" in page
    assert "Van haar is" in page or "What is known of her" in page


def test_an_old_draft_keeps_its_words_and_says_so(
    anna: Person, sofie: Person, house: Assistant, fields: dict[str, str], shelf: int
) -> None:
    old = version(house, shelf, "es", 1).id
    anna.posts("/new/", do="save", write_in="es", version=str(old), body="Hola Luna, mis palabras", **fields)
    with house.store.reading() as session:
        message = session.scalars(select(Message)).one()
        contact_id, draft_id, number = message.contact_id, message.id, message.version
    assert "used" in sofie.sees(f"/templates/{shelf}/retire") or "Luna" in sofie.sees(f"/templates/{shelf}/retire")
    sofie.posts(f"/templates/{shelf}/retire")
    page = anna.sees(f"/contact/{contact_id}/")
    assert "Hola Luna, mis palabras" in page
    assert f'<option value="{old}" selected>' in page
    form = {"body": "Hola Luna, mis palabras.", "version": str(old), "write_in": "es", "draft": str(draft_id)}
    anna.posts(f"/contact/{contact_id}/", do="save", draft_version=str(number), **form)
    with house.store.reading() as session:
        message = session.scalars(select(Message)).one()
        assert (message.template_version_id, message.state) == (old, MessageState.DRAFT)
        assert message.body == "Hola Luna, mis palabras."


# ── Ten thousand ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ten_thousand_templates_make_a_small_page_with_few_questions(sofie: Person, house: Assistant) -> None:
    with house.store.writing() as session:
        fill_library(session, templates=10_000, languages=("nl", "es"), now=house.now())
    asked: list[str] = []
    event.listen(house.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for address in ("/templates/", "/templates/?page=200", "/templates/?q=woord9999", "/templates/?shelf=behind"):
        asked.clear()
        page = sofie.sees(address)
        assert len(page) < 200_000
        assert page.count("data-row") <= 50
        assert len(asked) < 15
    assert "Sjabloon 09999" in sofie.sees("/templates/?q=woord9999")
    assert "Sjabloon 09951" in sofie.sees("/templates/?page=200")
