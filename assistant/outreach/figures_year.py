"""Figures of a year, to be told outside: whom we reached and how they took it, with small counts hidden."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.outreach.figures import month_at
from assistant.rules.small_counts import SMALLEST, Shown, shield
from assistant.store import figures_people
from assistant.store.figures_people import Period, PersonRow

OTHER, UNKNOWN = "*", ""  # all the small ones together; not known (any more)


@dataclass(frozen=True, slots=True)
class PersonYear:
    """What happened with one person in the year."""

    language: str
    town: str
    month: str
    reached: bool
    answered: bool
    talked: bool
    helped: bool
    referred: bool
    stopped: bool


MEASURES = tuple(field.name for field in fields(PersonYear) if field.name not in ("language", "town", "month"))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by language, town, month or topic: `rows` names them; `columns` holds what may be shown of each measure."""

    rows: tuple[str, ...]
    columns: dict[str, Shown]

    def cell(self, measure: str, place: int) -> int | None:
        """A count, None when it is hidden."""
        return self.columns[measure].cells[place]


@dataclass(frozen=True, slots=True)
class Report:
    """A year in figures. `forgotten`: people in it of whom nothing but the count is kept."""

    year: int
    totals: dict[str, int | None]
    months: Table
    languages: Table
    towns: Table
    topics: Table
    forgotten: int | None


def report(session: Session, *, year: int, team_id: int | None, zone: tzinfo) -> Report:
    """The figures of calendar year `year`; of all teams together when `team_id` is None."""
    period = Period(month_at(year, 1, zone).starts, month_at(year + 1, 1, zone).starts, team_id)
    asked = figures_people.helped(session, period)
    known, gone = figures_people.people(session, period), figures_people.forgotten(session, period)
    helped = {person for person, _topic, _asked, done, _referred in asked if done}
    referred = {person for person, _topic, _asked, _done, sent_on in asked if sent_on}
    everybody = [_person(row, zone, helped, referred) for row in (*known, *gone)]
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    by_month = table(everybody, lambda one: one.month, rows=months)
    return Report(
        year=year,
        totals={measure: by_month.columns[measure].total for measure in MEASURES},
        months=by_month,
        languages=table(everybody, lambda one: one.language),
        towns=table(everybody, lambda one: one.town),
        topics=_by_topic(asked),
        forgotten=shield([len(gone)]).total,
    )


def years(*, now: datetime, zone: tzinfo) -> list[int]:
    """The years to choose from, this one first."""
    this = now.astimezone(zone).year
    return list(range(this, this - 5, -1))


def _person(row: PersonRow, zone: tzinfo, helped: set[int], referred: set[int]) -> PersonYear:
    known = not row.forgotten
    return PersonYear(
        language=lexicon.base_language(row.language) or UNKNOWN,
        town=(row.town or UNKNOWN).strip(),
        month=f"{row.first_at.astimezone(zone):%Y-%m}",
        reached=bool(row.reached),
        answered=bool(row.answered),
        talked=bool(row.talked),
        helped=known and row.contact_id in helped,
        referred=known and row.contact_id in referred,
        stopped=bool(row.stopped),
    )


def table(
    people: Sequence[PersonYear], key: Callable[[PersonYear], str], *, rows: Sequence[str] | None = None
) -> Table:
    """People by `key`. Without given rows those of fewer than five people stand together as OTHER, and small counts are hidden in any."""
    groups: dict[str, list[PersonYear]] = {row: [] for row in rows or ()}
    for one in people:
        groups.setdefault(key(one), []).append(one)
    if rows is None:
        groups = _small_together(groups)
    names = tuple(groups)
    columns = {m: shield([sum(getattr(one, m) for one in groups[name]) for name in names]) for m in MEASURES}
    return Table(names, columns)


def _small_together(groups: dict[str, list[PersonYear]]) -> dict[str, list[PersonYear]]:
    """The largest first, the small ones as one row, not known at the end. A row of small ones that stays small takes in the next."""
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    large = [(name, group) for name, group in ordered if len(group) >= SMALLEST and name != UNKNOWN]
    others = [one for name, group in ordered if len(group) < SMALLEST and name != UNKNOWN for one in group]
    while others and len(others) < SMALLEST and large:
        others += large.pop()[1]
    end = [(OTHER, others)] if others else []
    unknown = [(UNKNOWN, groups[UNKNOWN])] if groups.get(UNKNOWN) else []
    return dict([*large, *end, *unknown])


def _by_topic(asked: Iterable[tuple[int, str, bool, bool, bool]]) -> Table:
    """People by what they asked for; somebody with two questions stands in two rows."""
    counts: dict[str, list[int]] = {}
    for _person_id, topic, *what in asked:
        row = counts.setdefault(topic, [0, 0, 0])
        for place, happened in enumerate(what):
            row[place] += happened
    names = tuple(sorted(counts, key=lambda topic: (-counts[topic][0], topic)))
    columns = {
        measure: shield([counts[name][place] for name in names])
        for place, measure in enumerate(("asked", "helped", "referred"))
    }
    return Table(names, columns)
