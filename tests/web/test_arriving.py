"""What came in while a thread is open: asked for cheaply, shown once, and no click of anybody's."""

from datetime import timedelta

import pytest

from assistant.bootstrap import Assistant
from assistant.store.models import Contact, LogEntry
from tests.web.conftest import FakeClock, Person


def mark_of(person: Person, thread: str) -> str:
    page = person.sees(thread)
    return page.split('data-mark="')[1].split('"')[0]


def asks(person: Person, thread: str, mark: str) -> tuple[int, str]:
    answer = person.gets(f"{thread}/new", headers={"If-None-Match": f'"{mark}"'})
    return answer.status_code, answer.text


def test_nothing_new_is_an_empty_answer(anna: Person, thread: str) -> None:
    assert asks(anna, thread, mark_of(anna, thread)) == (304, "")


def test_what_came_in_is_there_and_the_signs_with_it(anna: Person, bram: Person, thread: str) -> None:
    mark = mark_of(anna, thread)
    bram.posts(f"{thread}/reply", text="tot <b>morgen</b>", channel="sms")
    status, fragment = asks(anna, thread, mark)
    assert status == 200
    assert "tot &lt;b&gt;morgen&lt;/b&gt;" in fragment
    assert 'id="m1"' in fragment
    assert "Wacht 1 minuut" in fragment
    fresh = anna.gets(f"{thread}/new").headers["ETag"]
    assert asks(anna, thread, fresh.strip('"'))[0] == 304


@pytest.mark.parametrize("what", ["note", "stop"])
def test_other_changes_are_seen_too(anna: Person, bram: Person, thread: str, what: str) -> None:
    mark = mark_of(anna, thread)
    bram.posts(f"{thread}/{what}", text="belt morgen", kind="note")
    assert asks(anna, thread, mark)[0] == 200


def test_asking_is_no_look_and_keeps_nobody_signed_in(
    anna: Person, house: Assistant, thread: str, clock: FakeClock
) -> None:
    mark = mark_of(anna, thread)
    with house.store.reading() as session:
        looked = session.query(LogEntry).count()
    for path in (f"{thread}/new", f"{thread}/new"):
        assert "Set-Cookie" not in anna.gets(path, headers={"If-None-Match": f'"{mark}"'}).headers
        assert "Set-Cookie" not in anna.gets(path).headers
    assert "Set-Cookie" in anna.gets(thread + "/").headers
    with house.store.reading() as session:
        assert session.query(LogEntry).count() == looked + 1


def test_a_covered_screen_brings_nothing_in(anna: Person, thread: str) -> None:
    mark = mark_of(anna, thread)
    anna.posts("/cover")
    assert asks(anna, thread, mark)[0] == 302


def test_of_another_team_or_nobody_there_is_nothing(anna: Person, house: Assistant) -> None:
    assert anna.gets("/contact/999/new").status_code == 404


def add(house: Assistant, alias: str, *, hours: float, urgent: bool = False) -> int:
    with house.store.writing() as session:
        known = session.query(Contact).first()
        assert known is not None
        since = house.now() - timedelta(hours=hours)
        her = Contact(
            team_id=known.team_id,
            alias=alias,
            waiting_since=since,
            urgent_since=since if urgent else None,
            created_at=since,
            changed_at=since,
        )
        session.add(her)
        session.flush()
        return her.id


def test_on_to_who_waits_next(anna: Person, house: Assistant, thread: str) -> None:
    assert "Verder wacht er niemand." in anna.sees(f"{thread}/next")
    late, later, urgent = (
        add(house, "Nina", hours=9),
        add(house, "Ploy", hours=3),
        add(house, "Rosa", hours=1, urgent=True),
    )
    assert "Nu wacht: Rosa" in anna.sees(thread)
    order = [anna.gets(f"/contact/{one}/next").location for one in (urgent, late, later)]
    assert order == [f"/contact/{one}/" for one in (late, later, urgent)]
