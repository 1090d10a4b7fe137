"""What works and what hurts: the counted messages by template, version, language, hook and channel, and which template stands out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.rules.intervals import Share, is_above
from assistant.rules.outcomes import NOTHING, Counts, Outcome
from assistant.store.figures import Cell, Month, cells
from assistant.store.models import Template, TemplateKind, TemplateVersion

PERIODS = (3, 12, 36)  # months
NO_HOOK = "none"
_PARTS = attrgetter(*(field.name for field in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Line:
    """One template, version, language, hook, channel or month, and what became of its messages. `key` is None for our own words."""

    key: str | int | None
    counts: Counts
    stands_out: bool = False  # more stops than beside it, with 95 % certainty


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was sent in some months, to be looked at from several sides."""

    months: Sequence[Month]
    cells: Sequence[Cell]
    templates: Mapping[int, Template]  # by version id

    @property
    def total(self) -> Counts:
        return added(self.cells)

    def of(self, wanted: Callable[[Cell], bool]) -> "Figures":
        """The same for some of the messages only."""
        return Figures(self.months, [cell for cell in self.cells if wanted(cell)], self.templates)

    def by(self, key: Callable[[Cell], str | int | None]) -> list[Line]:
        """The messages by something they have in common, the most sent first."""
        groups: dict[str | int | None, list[Cell]] = {}
        for cell in self.cells:
            groups.setdefault(key(cell), []).append(cell)
        lines = [Line(name, added(group)) for name, group in groups.items()]
        return sorted(lines, key=lambda line: (-line.counts.sent, str(line.key)))

    def by_template(self) -> list[Line]:
        """By template; marked where more people stop than with the others of its shelf (or of the library, where the shelf has few)."""
        lines = self.by(self.template_id)
        kinds = {template.id: template.kind for template in self.templates.values()}
        own = {line.key: line.counts for line in lines if line.key is not None}
        everything = in_all(own.values())
        shelves = {kind: in_all(c for key, c in own.items() if kinds[int(key)] is kind) for kind in TemplateKind}
        return [
            Line(
                line.key,
                line.counts,
                line.key in own and _is_worse(line, shelves[kinds[int(line.key or 0)]], everything),
            )
            for line in lines
        ]

    def template_id(self, cell: Cell) -> int | None:
        """Whose words a message had; None: our own."""
        template = self.templates.get(cell.version_id or 0)
        return template.id if template else None

    def by_month(self) -> list[Line]:
        """By the month in which we wrote, in order of time; months without messages too."""
        found = {line.key: line.counts for line in self.by(lambda cell: cell.month)}
        return [Line(month.name, found.get(month.name, NOTHING)) for month in self.months]


def _is_worse(line: Line, shelf: Counts, everything: Counts) -> bool:
    """Whether more people stop than with the rest of the shelf; than with the rest of the library where that is too little to say."""
    beside = (shelf - line.counts).share(Outcome.STOPPED)
    if beside.is_too_small:
        beside = (everything - line.counts).share(Outcome.STOPPED)
    return is_above(line.counts.share(Outcome.STOPPED), beside)


def added(cells: Iterable[Cell]) -> Counts:
    """What became of the messages of all these cells."""
    return in_all(cell.counts for cell in cells)


def in_all(counts: Iterable[Counts]) -> Counts:
    """Counts added up; there may be many thousands of them."""
    return Counts(*map(sum, zip(*map(_PARTS, counts), strict=True)))


def language_of(cell: Cell) -> str | None:
    """The language of a message, without its region."""
    return lexicon.base_language(cell.language)


def hook_of(cell: Cell) -> str:
    """The kind of hook it began with."""
    return cell.hook_kind or NO_HOOK


def months_until(now: datetime, *, count: int, zone: tzinfo) -> list[Month]:
    """The last `count` calendar months up to now, in order, each from its local midnight."""
    local = now.astimezone(zone)
    number = local.year * 12 + local.month - 1
    return [
        month_at(year, month0 + 1, zone)
        for year, month0 in (divmod(n, 12) for n in range(number - count + 1, number + 1))
    ]


def month_at(year: int, month: int, zone: tzinfo) -> Month:
    """A calendar month (1 to 12) of a zone."""
    return Month(f"{year:04d}-{month:02d}", datetime(year, month, 1, tzinfo=zone))


def figures(session: Session, *, team_id: int, now: datetime, zone: tzinfo, months: int = 12) -> Figures:
    """What the team sent in the last `months` calendar months, this one included."""
    period = months_until(now, count=months, zone=zone)
    rows = session.execute(select(TemplateVersion.id, Template).join(Template)).all()
    templates = {version_id: template for version_id, template in rows}  # noqa: C416 — dict() of rows has no types
    return Figures(period, cells(session, team_id=team_id, months=period, now=now), templates)


def standing_out(session: Session, *, team_id: int, now: datetime, zone: tzinfo) -> list[tuple[Template, Share]]:
    """The templates in use that more people stop after than after the others, with 95 % certainty, the worst first."""
    found = figures(session, team_id=team_id, now=now, zone=zone)
    by_id = {template.id: template for template in found.templates.values()}
    lines = [line for line in found.by_template() if line.stands_out]
    told = [(by_id[int(line.key or 0)], line.counts.share(Outcome.STOPPED)) for line in lines]
    worst = sorted(told, key=lambda pair: -pair[1].value)
    return [(template, share) for template, share in worst if template.retired_at is None]
