"""Pictures drawn on the server: the strand of a conversation and the pips of a budget. Pure: values in, markup out, told the time.

The strand: dots above the line are hers, squares below ours, dotted is silence. Time runs by square root, so that last week has room
and last year still fits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import sqrt

from markupsafe import Markup

WIDTH, HEIGHT, LINE = 134.0, 30.0, 15.0
LEFT, RIGHT = 4.0, 130.0
YEAR = timedelta(days=365)
MOST_MARKS = 60

Event = tuple[datetime, bool]  # when, and whether it was hers


def place(when: datetime, *, now: datetime) -> float:
    """The x of a moment: now at the right, a year ago (and anything before it) at the left, by square root in between."""
    passed = min(max((now - when) / YEAR, 0.0), 1.0)
    return round(RIGHT - sqrt(passed) * (RIGHT - LEFT), 1)


def strand(events: Iterable[Event], *, now: datetime, sentence: str) -> Markup:
    """The strand as SVG. `sentence` says the same in words."""
    ordered = sorted(events)[-MOST_MARKS:]
    marks = Markup("").join(_mark(place(when, now=now), hers) for when, hers in ordered)
    return Markup(
        '<svg class="strand" viewBox="0 0 {w:g} {h:g}" role="img" aria-label="{s}"><title>{s}</title>{line}<path d="M131 9v12"/>{marks}</svg>'
    ).format(w=WIDTH, h=HEIGHT, s=sentence, line=_line(ordered, now), marks=marks)


def pips(left: int, total: int, *, sentence: str) -> Markup:
    """What is left of a budget: a full pip for each message that may still go."""
    left = max(0, min(left, total))
    rings = Markup('<i class="on"></i>') * left + Markup("<i></i>") * (total - left)
    return Markup('<span class="pips" role="img" aria-label="{}">{}</span>').format(sentence, rings)


def _line(ordered: Sequence[Event], now: datetime) -> Markup:
    if not ordered:
        return Markup('<path class="quiet" d="M{:g} 15H{:g}"/>').format(LEFT, RIGHT)
    first, last = place(ordered[0][0], now=now), place(ordered[-1][0], now=now)
    return Markup('<path d="M{:g} 15H{:g}"/><path class="quiet" d="M{:g} 15H{:g}"/>').format(first, last, last, RIGHT)


def _mark(x: float, hers: bool) -> Markup:
    if hers:
        return Markup('<circle cx="{:g}" cy="8.5" r="3.6"/>').format(x)
    return Markup('<rect x="{:g}" y="18.5" width="5.4" height="5.4" rx="1"/>').format(round(x - 2.7, 1))


BAR, BAR_LEFT, BAR_RIGHT = 240, 6.0, 234.0


def share_bar(low: float, value: float, high: float, *, tone: str, sentence: str) -> Markup:
    """A share (0 to 1) as a point with its range on a track from nothing to all. `tone`: "answered" or "stop", which also has its shape."""
    return Markup(
        '<svg class="chart bar" viewBox="0 0 {w} 18" role="img" aria-label="{s}"><path class="track" d="M6 9H234"/>'
        '<path class="range" d="M{a:.1f} 9H{b:.1f}"/>{mark}</svg>'
    ).format(w=BAR, s=sentence, a=_along_bar(low), b=_along_bar(high), mark=_point(tone, _along_bar(value)))


def difference_bar(low: float, value: float, high: float, *, tone: str, sentence: str) -> Markup:
    """A difference (-1 to 1) as a point with its range; the upright in the middle is no difference."""
    a, x, b = (_along_bar((end + 1) / 2) for end in (low, value, high))
    return Markup(
        '<svg class="chart bar" viewBox="0 0 {w} 22" role="img" aria-label="{s}"><path class="track" d="M6 11H234"/>'
        '<path class="range" d="M{a:.1f} 11H{b:.1f}"/><path class="axis" d="M120 1V21"/><g transform="translate(0 2)">{mark}</g></svg>'
    ).format(w=BAR, s=sentence, a=a, b=b, mark=_point(tone, x))


def _point(tone: str, x: float) -> Markup:
    if tone == "stop":
        return Markup('<rect class="stop" x="{:.1f}" y="3.5" width="11" height="11" rx="1.5"/>').format(x - 5.5)
    return Markup('<circle class="{}" cx="{:.1f}" cy="9" r="6"/>').format(tone, x)


def _along_bar(fraction: float) -> float:
    return BAR_LEFT + fraction * (BAR_RIGHT - BAR_LEFT)
