"""The pages for one person, one thread: asked, done, undone; on paper as a worker clicks it."""

import re

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.outreach import intake, sharing
from assistant.rules.ads import AdDetails, Channel, ContactPoint
from assistant.store.accounts import Account
from assistant.store.models import Contact, Joining, Message, NotSame
from tests.web.conftest import FakeClock, Person

TEXT = "Hallo lieverd, ik ben {} en ik ontvang je graag in mijn rustige huis vlak bij het water, met thee en muziek. Bel {}"


def meets(house: Assistant, number: str, alias: str = "Luna", town: str = "Assen", text: str = "", **more: bool) -> int:
    with house.store.writing() as session:
        anna = session.scalars(select(Account).where(Account.username == "anna")).one()
        points = (ContactPoint(Channel.PHONE, number, number),)
        contact = intake.from_ad(
            session,
            text=text,
            details=AdDetails(points, alias, town, "nl", 1.0, ()),
            team_id=anna.team_id,
            by=anna,
            now=house.now(),
            desk=house.desk,
            keep_text=house.keeping.ad_text,
            **more,
        )
        return contact.id


@pytest.fixture
def luna(house: Assistant) -> int:
    return meets(house, "+31611110001", text=TEXT.format("Luna", "0611110001"))


def test_joining_and_undoing(house: Assistant, luna: int, anna: Person) -> None:
    maya = meets(house, "+31611110002", alias="Maya")
    page = anna.sees(f"/contact/{luna}/join?with={maya}")
    assert "Luna" in page
    assert "Maya" in page
    refused = anna.posts(f"/contact/{luna}/join", other=maya, keep=luna, reason="", follow=True)
    assert 'class="notice' in refused.get_data(as_text=True)
    assert anna.posts(f"/contact/{luna}/join", other=maya, keep=luna, reason="zelfde stem").status_code == 302
    page = anna.sees(f"/contact/{maya}/")
    assert "Luna" in page, "her old address leads to the thread"
    [number] = re.findall(r"/joined/(\d+)/undo", page)
    anna.posts(f"/contact/{luna}/joined/{number}/undo", follow=True)
    assert "Maya" in anna.sees(f"/contact/{maya}/")


def test_the_other_may_be_kept(house: Assistant, luna: int, anna: Person) -> None:
    maya = meets(house, "+31611110002", alias="Maya")
    answer = anna.posts(f"/contact/{luna}/join", other=maya, keep=maya, reason="zelfde stem")
    assert answer.headers["Location"].endswith(f"/contact/{maya}/")


def test_an_ad_with_a_new_number_is_offered_to_whom_it_resembles(
    house: Assistant, luna: int, anna: Person, bram: Person
) -> None:
    text = TEXT.format("Luna", "06 11110009")
    page = anna.posts("/new/", do="read", text=text).get_data(as_text=True)
    assert f'value="{luna}"' in page
    form = {
        "text": text,
        "channel": "phone",
        "value": "06 11110009",
        "alias": "Luna",
        "town": "Assen",
        "language": "nl",
    }
    anna.posts("/new/", do="save", who=luna, body="Hoi", **form)
    with house.store.reading() as session:
        [contact] = session.scalars(select(Contact)).all()
        assert len(contact.points) == 2
        [draft] = contact.messages
        assert draft.point is not None
        assert draft.point.value == "+31611110009"


def test_what_is_denied_is_not_asked_again(house: Assistant, luna: int, anna: Person) -> None:
    text = TEXT.format("Luna", "06 11110009")
    form = {
        "text": text,
        "channel": "phone",
        "value": "06 11110009",
        "alias": "Luna",
        "town": "Assen",
        "language": "nl",
    }
    anna.posts("/new/", do="save", who="", not_same="yes", body="Hoi", **form)
    with house.store.reading() as session:
        first, second = session.scalars(select(Contact.id).order_by(Contact.id)).all()
        assert len(session.scalars(select(NotSame)).all()) == 1
    assert f"with={second}" not in anna.sees(f"/contact/{first}/")


def test_a_likely_match_stands_on_her_page_until_it_is_denied(house: Assistant, luna: int, anna: Person) -> None:
    twin = meets(house, "+31611110003", text=TEXT.format("Luna", "0611110003"))
    assert f"join?with={twin}" in anna.sees(f"/contact/{luna}/")
    anna.posts(f"/contact/{luna}/not-same", other=twin)
    assert f"join?with={twin}" not in anna.sees(f"/contact/{luna}/")
    assert f"join?with={luna}" not in anna.sees(f"/contact/{twin}/")


def test_a_shared_phone_is_chosen_said_and_words_on_it_can_be_moved(
    house: Assistant, luna: int, anna: Person, clock: FakeClock
) -> None:
    page = anna.posts("/new/", do="read", text="Ik ben Maya, bel 06 11110001").get_data(as_text=True)
    assert 'value="second"' in page
    form = {"text": "", "channel": "phone", "value": "06 11110001", "alias": "Maya", "town": "", "language": "nl"}
    anna.posts("/new/", do="save", who="second", body="Hoi Maya", **form)
    with house.store.writing() as session:
        maya = session.scalars(select(Contact).order_by(Contact.id.desc())).first()
        assert maya is not None
        assert maya.id != luna
        message, _ = sharing.hear(
            session,
            point=("phone", "+31611110001"),
            way="sms",
            text="hallo",
            at=house.now(),
            now=house.now(),
            by=None,
            pace=house.terms.pace,
        )
        number, of = message.id, message.contact_id
    assert "Luna" in anna.sees(f"/contact/{maya.id}/")
    other = maya.id if of == luna else luna
    assert f"/message/{number}/whose" in anna.sees(f"/contact/{of}/")
    anna.posts(f"/contact/{of}/message/{number}/whose", to=other)
    with house.store.reading() as session:
        assert session.get_one(Message, number).contact_id == other
    assert f"/message/{number}/whose" not in anna.sees(f"/contact/{other}/")


def test_a_number_of_somebody_else_now_and_back(house: Assistant, luna: int, anna: Person) -> None:
    with house.store.reading() as session:
        point = session.get_one(Contact, luna).points[0].id
    anna.posts(f"/contact/{luna}/point/{point}", do="gone")
    assert 'value="back"' in anna.sees(f"/contact/{luna}/")
    assert meets(house, "+31611110001", alias="Nina") != luna
    anna.posts(f"/contact/{luna}/point/{point}", do="back")
    assert "Nina" in anna.sees(f"/contact/{luna}/")


def test_splitting(house: Assistant, luna: int, anna: Person) -> None:
    anna.posts(f"/contact/{luna}/point", channel="email", value="maya@example.org")
    with house.store.reading() as session:
        point = session.get_one(Contact, luna).points[1].id
    page = anna.sees(f"/contact/{luna}/split")
    assert f'name="point{point}"' in page
    anna.posts(f"/contact/{luna}/split", **{f"point{point}": "goes"}, alias="Maya", reason="twee stemmen")
    with house.store.reading() as session:
        assert [c.alias for c in session.scalars(select(Contact).order_by(Contact.id))] == ["Luna", "Maya"]
        [number] = session.scalars(select(Joining.id)).all()
    anna.posts(f"/contact/{luna}/joined/{number}/undo")
    with house.store.reading() as session:
        assert len(session.get_one(Contact, luna).points) == 2


def test_looking_somebody_up_by_her_number(house: Assistant, luna: int, anna: Person) -> None:
    maya = meets(house, "+31611110002", alias="Maya")
    for typed in ("06 1111 0002", "+31 611110002", "0031611110002"):
        assert f"with={maya}" in anna.searches(f"/contact/{luna}/join/who", point=typed)
    assert "with=" not in anna.searches(f"/contact/{luna}/join/who", point="\0x")


@pytest.mark.parametrize("bad", ["", "x", "0", "99999999999999999999", "-1"])
def test_nonsense_is_nothing(luna: int, anna: Person, bad: str) -> None:
    for address in ("join", "not-same"):
        assert anna.posts(f"/contact/{luna}/{address}", other=bad, keep=bad, reason="x").status_code == 404
    assert anna.gets(f"/contact/{luna}/join?with={bad}").status_code in (200, 404)
    assert anna.posts(f"/contact/{luna}/point/999", do="gone").status_code == 404
    assert anna.posts(f"/contact/{luna}/joined/999/undo").status_code == 404
