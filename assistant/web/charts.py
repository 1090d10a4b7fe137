"""Charts drawn on the server: SVG with classes, no script. One dot is one person; answers and refusals share one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_skeleton
from flask_babel import gettext as _
from markupsafe import Markup

from assistant.outreach.today import Week
from assistant.web.language import speaks

HEIGHT, AXIS, STEP, ACROSS = 171, 104, 12.5, 3


def reply_chart(weeks: Sequence[Week], *, width: int) -> Markup:
    """First messages by week: filled dots answered, open ones were silent, crosses below the line wanted no contact."""
    column = width / max(1, len(weeks))
    drawn = Markup("").join(_week(week, x=column * (number + 0.5)) for number, week in enumerate(weeks))
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="figures figures-said">'
        '<path class="axis" d="M0 {a}H{w}"/>{drawn}'
        '<text x="0" y="12">{answered}</text><text x="0" y="{below}">{stop}</text></svg>'
    ).format(
        w=width,
        h=HEIGHT,
        a=AXIS,
        drawn=drawn,
        answered=_("● answered  ○ silent"),
        stop=_("× no contact"),
        below=HEIGHT - 4,
    )


def _week(week: Week, *, x: float) -> Markup:
    above = [("answered", 4.3)] * week.answered + [("silent", 3.6)] * (week.written - week.answered - week.stopped)
    dots = Markup("").join(
        Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(
            kind, _across(x, n), AXIS - 13 - STEP * (n // ACROSS), r
        )
        for n, (kind, r) in enumerate(above[: ACROSS * 7])
    )
    crosses = Markup("").join(
        Markup('<path class="cross" d="m{:.1f} {:.1f} 7 7m0-7-7 7"/>').format(
            _across(x, n) - 3.5, AXIS + 7 + STEP * (n // ACROSS)
        )
        for n in range(min(week.stopped, ACROSS * 2))
    )
    label = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, HEIGHT - 22, _short(week.starts))
    return dots + crosses + label


def _short(moment: datetime) -> str:
    """A day in as few letters as fit under a column: "5 okt"."""
    return str(format_skeleton("dMMM", moment, locale=speaks())).rstrip(".")


def _across(x: float, number: int) -> float:
    return x + (number % ACROSS - (ACROSS - 1) / 2) * STEP


TALL, ABOVE, BELOW = 206, 120, 46  # the picture of shares: its height, where its line is, the room under it


HALF = ABOVE - (ABOVE - 24) // 2  # where a half lies


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its name in a few letters, and the shares above and below the line; None where too few can be judged."""

    name: str
    above: tuple[float, float, float] | None  # low, value, high
    below: tuple[float, float, float] | None


def share_chart(columns: Sequence[Column], *, width: int, above: str, below: str) -> Markup:
    """Shares by month with their ranges: rising from the line what went well, hanging under it what went wrong, on one scale."""
    step = width / max(1, len(columns))
    drawn = Markup("").join(_column(one, x=step * (number + 0.5)) for number, one in enumerate(columns))
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="months months-said">'
        '<path class="axis" d="M0 {a}H{w}"/><path class="scale" d="M0 {half}H{w}"/>{drawn}<text x="0" y="12">{above}</text>'
        '<text x="{w}" y="{half_label}" text-anchor="end">50 %</text><text x="0" y="{low}">{below}</text></svg>'
    ).format(
        w=width, h=TALL, a=ABOVE, half=HALF, half_label=HALF - 4, drawn=drawn, above=above, below=below, low=TALL - 4
    )


def _column(one: Column, *, x: float) -> Markup:
    scale = ABOVE - 24  # a whole; the same below, cut off where the room ends
    parts = []
    for share, kind, sign in ((one.above, "answered", -1), (one.below, "stop", 1)):
        if share is None:
            continue
        low, value, high = (ABOVE + sign * min(end * scale, ABOVE if sign < 0 else BELOW) for end in share)
        parts.append(Markup('<path class="range" d="M{:.1f} {:.1f}V{:.1f}"/>').format(x, low, high))
        shape = (
            '<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4.5"/>'
            if sign < 0
            else '<rect class="{}" x="{:.1f}" y="{:.1f}" width="8" height="8" rx="1"/>'
        )
        place = (x, value) if sign < 0 else (x - 4, value - 4)
        parts.append(Markup(shape).format(kind, *place))
    label = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, TALL - 26, one.name)
    return Markup("").join(parts) + label


def people_chart(
    rows: Sequence[tuple[str, int | None, int | None, int | None]], *, width: int, words: tuple[str, str, str, str]
) -> Markup:
    """People by month: reached (open) with who answered (filled) above the line, who stopped below it; a ring where counts are hidden.

    `rows`: name, reached, answered, stopped, None where hidden. `words`: what the three are called, and "hidden".
    """
    most = max((count or 0 for row in rows for count in row[1:]), default=0) or 1
    step = width / max(1, len(rows))
    drawn = Markup("").join(_people(row, x=step * (n + 0.5), wide=step * 0.5, most=most) for n, row in enumerate(rows))
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="by-month by-month-said">'
        '<path class="axis" d="M0 {a}H{w}"/>{drawn}<text x="0" y="12">□ {reached}  ■ {answered}</text>'
        '<text x="0" y="{low}">▪ {stopped}  ? {hidden}</text></svg>'
    ).format(
        w=width,
        h=TALL,
        a=ABOVE,
        drawn=drawn,
        low=TALL - 4,
        **dict(zip(("reached", "answered", "stopped", "hidden"), words, strict=True)),
    )


def _people(row: tuple[str, int | None, int | None, int | None], *, x: float, wide: float, most: int) -> Markup:
    name, *counts = row
    parts = []
    for count, kind, sign in zip(counts, ("outline", "answered", "stop"), (-1, -1, 1), strict=True):
        room = ABOVE - 40 if sign < 0 else BELOW - 10
        if count is None:
            if kind != "answered":
                parts.append(
                    Markup('<text x="{:.1f}" y="{}" text-anchor="middle">?</text>').format(
                        x, ABOVE - 6 if sign < 0 else ABOVE + 16
                    )
                )
            continue
        tall = count / most * (ABOVE - 40)
        tall = min(tall, room)
        top = ABOVE - tall if sign < 0 else ABOVE
        parts.append(
            Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                kind, x - wide / 2, top, wide, tall
            )
        )
        if kind == "outline" and count:
            parts.append(
                Markup('<text class="strong" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
                    x, top - 4, count
                )
            )
    label = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, TALL - 26, name)
    return Markup("").join(parts) + label
