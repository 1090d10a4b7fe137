"""The figures of a year: people, told with small counts hidden; forgotten people are still counted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from assistant.outreach import care, figures_year
from assistant.outreach.figures_year import MEASURES, OTHER, UNKNOWN, PersonYear, Report, table
from assistant.rules.small_counts import SMALLEST, is_small
from assistant.store.accounts import Account
from assistant.store.models import Contact
from tests.cast import House

ZONE = ZoneInfo("Europe/Amsterdam")


def report(house: House, *, year: int = 2026, everybody: bool = False) -> Report:
    with house.reading() as session:
        team_id = None if everybody else house.anna.team_id
        return figures_year.report(session, year=year, team_id=team_id, zone=ZONE)


def test_whom_we_reached_and_how_they_took_it(house: House) -> None:
    for number in range(12):
        her = house.anna.meets(town="Zwolle")
        house.anna.sends(her)
        if number < 8:
            her.answers()
        if number < 6:
            house.anna.sends(her)
            her.answers("nog een keer")
            with house.writing() as session:
                by, contact = session.get_one(Account, house.anna.id), session.get_one(Contact, her.id)
                asked = care.ask(session, contact, topic="health", words="…", message=None, by=by, now=house.clock())
                care.move(session, contact, asked.id, to="done", by=by, now=house.clock())
        if number >= 7:
            house.anna.stops(her)
    told = report(house)
    assert told.totals == {"reached": 12, "answered": 8, "talked": 6, "helped": 6, "referred": 0, "stopped": 5}
    assert (told.months.rows[2], told.months.cell("reached", 2)) == ("2026-03", 12)
    assert told.towns.rows == ("Zwolle",)
    assert told.languages.rows == ("nl",)
    assert told.topics.rows == ("health",)
    assert told.topics.cell("helped", 0) == 6
    assert report(house, year=2025).totals["reached"] == 0


def test_a_stop_is_no_answer(house: House) -> None:
    for _ in range(5):
        her = house.anna.meets()
        house.anna.sends(her)
        her.answers("stop")
    told = report(house)
    assert (told.totals["answered"], told.totals["stopped"]) == (0, 5)


def test_whoever_is_forgotten_is_still_counted(house: House) -> None:
    everybody = [house.anna.meets(town="Emmen") for _ in range(7)]
    for her in everybody:
        house.anna.sends(her)
    for her in everybody[:6]:
        house.sofie.erases(her)
    told = report(house)
    assert told.totals["reached"] == 7
    assert told.forgotten == 6
    assert told.towns.rows == (OTHER, UNKNOWN)


def test_few_are_not_told(house: House) -> None:
    for _ in range(3):
        house.anna.sends(house.anna.meets(town="Urk"))
    told = report(house)
    assert told.totals["reached"] is None
    assert "Urk" not in told.towns.rows
    assert told.months.columns["reached"].cells == (None,) * 12  # nor in which month


def test_a_team_sees_its_own_and_together_they_are_all(house: House) -> None:
    for worker in (house.anna, house.noor):
        for _ in range(5):
            worker.sends(worker.meets())
    assert report(house).totals["reached"] == 5
    assert report(house, everybody=True).totals["reached"] == 10


def test_the_year_starts_at_local_midnight(house: House) -> None:
    house.clock.now = house.clock.now.replace(year=2025, month=12, day=31, hour=18)
    for _ in range(5):
        house.anna.sends(house.anna.meets())
    house.clock.forward(days=1)
    assert report(house, year=2025).totals["reached"] == 5
    assert report(house, year=2026).totals["reached"] == 0
    assert timedelta(0) == ZONE.utcoffset(house.clock.now) - timedelta(hours=1)  # type: ignore[operator]


somebody = st.builds(
    PersonYear,
    language=st.sampled_from(["nl", "es", "ro", "bg", "hu", "th", ""]),
    town=st.sampled_from(["Zwolle", "Emmen", ""]),
    month=st.just("2026-03"),
    **{measure: st.booleans() for measure in MEASURES},
)


@given(st.lists(somebody, max_size=60))
def test_rows_add_up_and_no_small_row_has_a_name(people: list[PersonYear]) -> None:
    told = table(people, lambda one: one.language)
    sizes = {name: sum(one.language == name for one in people) for name in told.rows}
    assert all(size >= SMALLEST for name, size in sizes.items() if name not in (OTHER, UNKNOWN))
    for measure in MEASURES:
        column = told.columns[measure]
        whole = sum(getattr(one, measure) for one in people)
        assert column.total == (None if is_small(whole) else whole)
        assert not any(cell is not None and is_small(cell) for cell in column.cells)
        if None not in column.cells:
            assert sum(cell or 0 for cell in column.cells) == whole
