"""Charts drawn on the server: SVG with classes, no script. One dot is one person; answers and refusals share one picture."""

from collections.abc import Sequence
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
