"""The pages of figures: who sees them, that the words beside a picture are there, and a file that no spreadsheet runs."""

import csv
import io

import pytest

from assistant.bootstrap import Assistant
from assistant.demo import before
from assistant.outreach import library
from assistant.outreach.accounts import find_account
from assistant.web.figures_year import _plain
from tests.web.conftest import FakeClock, Person


@pytest.fixture
def year_of_figures(house: Assistant, clock: FakeClock) -> None:
    with house.store.writing() as session:
        library.load_shipped(session, now=clock())
        sofie = find_account(session, "sofie")
        assert sofie is not None
        before.tell(session, by=sofie, desk=house.desk, now=clock())


def test_who_may_see_what(anna: Person, sofie: Person, ada: Person) -> None:
    for person, works, year in ((anna, 403, 403), (sofie, 200, 200), (ada, 403, 200)):
        assert person.gets("/figures/").status_code == works
        assert person.gets("/figures/year/").status_code == year
        assert person.gets("/figures/year.csv").status_code == year


@pytest.mark.usefixtures("year_of_figures")
def test_shares_stand_with_their_count_and_range(sofie: Person) -> None:
    sofie.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = sofie.sees("/figures/")
    assert "What the figures mean" in page
    assert "too few to say" in sofie.sees("/figures/?months=3")
    assert "More stops than the others" in page
    assert page.count('class="chart bar"') > 10
    assert 'role="img"' in page
    assert "style=" not in page
    for months in ("3", "36", "0", "x", "9" * 5000):
        assert sofie.gets(f"/figures/?months={months}").status_code == 200


@pytest.mark.usefixtures("year_of_figures")
def test_two_versions_are_compared_and_one_is_kept(sofie: Person, anna: Person) -> None:
    sofie.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    anna.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = next(f"/figures/templates/{n}" for n in range(1, 60) if "Go on with version" in _seen(sofie, n))
    page = sofie.sees(address)
    assert "points, probably" in page
    assert "Newcombe" in page
    pair = page.split("/figures/side-by-side/")[1].split('"')[0]
    keep = page.split('name="keep" value="')[1].split('"')[0]
    assert anna.posts(f"/figures/side-by-side/{pair}", keep=keep).status_code == 403
    assert sofie.posts(f"/figures/side-by-side/{pair}", keep="١٢").status_code == 302
    assert "Go on with version" in sofie.sees(address)
    assert "The team works with version" in sofie.posts(
        f"/figures/side-by-side/{pair}", follow=True, keep=keep
    ).get_data(as_text=True)
    page = sofie.sees(address)
    assert "Go on with version" not in page
    other = page.split('name="version">')[1].split('value="')[1].split('"')[0]
    assert sofie.posts(f"{address}/side-by-side", language="nl", version="999999").status_code == 422
    assert sofie.posts(f"{address}/side-by-side", language="nl", version=other).status_code == 302
    assert sofie.posts(f"{address}/side-by-side", language="nl", version=other).status_code == 422
    assert sofie.posts("/figures/side-by-side/99999", keep=keep).status_code == 404


def _seen(person: Person, number: int) -> str:
    answer = person.gets(f"/figures/templates/{number}")
    return answer.get_data(as_text=True) if answer.status_code == 200 else ""


@pytest.mark.usefixtures("year_of_figures")
def test_a_worker_sees_that_chance_chose(anna: Person) -> None:
    anna.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    seen = set()
    for number in range(40):
        page = anna.posts(
            "/new/", text=f"Luna uit Zwolle, {'heel ' * (number % 20)}rustig. 06123400{number:02d}"
        ).get_data(as_text=True)
        if "Chance chose version" in page:
            seen.add(page.split("Chance chose version ")[1].split(".")[0])
            assert 'name="lot" value=""' not in page
    assert seen == {"1", "2"}


def test_the_file_is_what_a_spreadsheet_expects(sofie: Person) -> None:
    answer = sofie.gets("/figures/year.csv")
    assert answer.mimetype == "text/csv"
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))
    assert rows[1][1] == "2026"
    assert len({len(row) for row in rows[:14]}) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+31612345678", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert _plain(cell) == f"'{cell}"
    assert _plain("Zwolle") == "Zwolle"
