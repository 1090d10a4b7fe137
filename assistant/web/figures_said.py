"""Figures in words and pictures: shares with their uncertainty, differences, definitions, in the language of the page."""

from datetime import date

from babel.dates import format_skeleton
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from assistant.outreach.figures import NO_HOOK, Figures, Line
from assistant.rules.hooks import HookKind
from assistant.rules.intervals import Interval, Share, difference, wilson
from assistant.rules.outcomes import RESPECT, Counts, Outcome
from assistant.store.models import TYPED_HOOK
from assistant.web import charts, drawing
from assistant.web.language import language_name, speaks
from assistant.web.names import HOOKS, way_name

OUTCOMES = {
    Outcome.ANSWERED_7: _l("Answered within 7 days"),
    Outcome.ANSWERED_30: _l("Answered within 30 days"),
    Outcome.TALKED: _l("Became a conversation"),
    Outcome.HELPED: _l("Asked for help"),
    Outcome.STOPPED: _l("Wanted no contact"),
    Outcome.UNCLEAR: _l("Unclear refusal"),
    Outcome.REPEATED: _l("Repeat left unanswered"),
}
MEANINGS = {
    Outcome.ANSWERED_7: _l(
        "She wrote back within 7 days, something other than a stop. Of messages sent at least 7 days ago."
    ),
    Outcome.ANSWERED_30: _l("The same within 30 days. Of messages sent at least 30 days ago."),
    Outcome.TALKED: _l("She answered, we wrote back, and she wrote again. Of messages sent at least 30 days ago."),
    Outcome.HELPED: _l(
        "What she asked after this message was put on the list of help requests. Of messages sent at least 30 days ago."
    ),
    Outcome.STOPPED: _l("Her reply, at whatever time, was a stop. Of messages sent at least 7 days ago."),
    Outcome.UNCLEAR: _l(
        "A reply that might mean stop and that one of us had to read twice. One that turned out to be a stop counts there. Of messages sent at least 7 days ago."
    ),
    Outcome.REPEATED: _l(
        "Sent after a message that she left unanswered, and left unanswered for 30 days too. A first message never is one. Of messages sent at least 30 days ago."
    ),
}


def outcome_name(outcome: Outcome) -> str:
    return str(OUTCOMES[outcome])


def definitions() -> list[tuple[str, str]]:
    """What each figure means, in the order of the page."""
    return [(str(OUTCOMES[one]), str(MEANINGS[one])) for one in OUTCOMES]


def range_said(found: Interval) -> str:
    """ "18 to 44 %"."""
    return _("%(low)s to %(high)s %%", low=round(found.low * 100), high=round(found.high * 100))


def share_said(share: Share) -> str:
    """A share as words: its count first, then what it probably is; or that there are too few to say."""
    if share.is_too_small:
        return ngettext("too few to say (%(num)d message)", "too few to say (%(num)d messages)", share.total)
    return _(
        "%(some)s of %(all)s, probably %(range)s", some=share.hits, all=share.total, range=range_said(wilson(share))
    )


def share_drawn(share: Share, outcome: Outcome) -> Markup:
    """A share as a point with its range; nothing where there are too few to say."""
    if share.is_too_small:
        return Markup("")
    found, tone = wilson(share), "stop" if outcome in RESPECT else "answered"
    sentence = f"{outcome_name(outcome)}: {share_said(share)}"
    return drawing.share_bar(found.low, share.value, found.high, tone=tone, sentence=sentence)


def difference_drawn(first: Counts, second: Counts, outcome: Outcome) -> Markup:
    """How much more of `first` than of `second`, with its uncertainty."""
    one, other = first.share(outcome), second.share(outcome)
    if one.is_too_small or other.is_too_small:
        return Markup("")
    found, tone = difference(one, other), "stop" if outcome in RESPECT else "answered"
    sentence = difference_said(first, second, outcome)
    return drawing.difference_bar(found.low, one.value - other.value, found.high, tone=tone, sentence=sentence)


def difference_said(first: Counts, second: Counts, outcome: Outcome) -> str:
    """The difference in points, its range, and whether it is a reason to choose."""
    one, other = first.share(outcome), second.share(outcome)
    if one.is_too_small or other.is_too_small:
        return _("too few to say")
    found = difference(one, other)
    said = _(
        "%(points)s points, probably %(low)s to %(high)s.",
        points=_signed(one.value - other.value),
        low=_signed(found.low),
        high=_signed(found.high),
    )
    if 0 in found:
        return said + " " + _("That can be chance: no reason to choose.")
    return said + " " + _("That is more than chance.")


def _signed(fraction: float) -> str:
    points = round(fraction * 100)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def month_name(name: str, *, short: bool = False) -> str:
    """ "2026-03" as "maart 2026" or "mrt"."""
    first = date.fromisoformat(f"{name}-01")
    return str(format_skeleton("MMM" if short else "yMMMM", first, locale=speaks())).rstrip(".")


def hook_kind_name(kind: object) -> str:
    """A kind of hook, or none, or one typed by hand."""
    own = {NO_HOOK: _("No hook"), TYPED_HOOK: _("Something of our own"), HookKind.TOWN.value: _("Another town")}
    if str(kind) in own:
        return own[str(kind)]
    return str(HOOKS[HookKind(str(kind))]) if str(kind) in {known.value for known in HookKind} else str(kind)


def language_key_name(tag: object) -> str:
    return language_name(str(tag) if tag else None)


def way_key_name(way: object) -> str:
    return way_name(str(way))


def month_chart(lines: list[Line], *, width: int) -> Markup:
    """Answers above the line and stops below it, by the month in which we wrote."""
    columns = [
        charts.Column(
            month_name(str(line.key), short=True),
            _ends(line.counts.share(Outcome.ANSWERED_30)),
            _ends(line.counts.share(Outcome.STOPPED)),
        )
        for line in lines
    ]
    above, below = "● " + outcome_name(Outcome.ANSWERED_30), "■ " + outcome_name(Outcome.STOPPED)
    return charts.share_chart(columns, width=width, above=above, below=below)


def _ends(share: Share) -> tuple[float, float, float] | None:
    if share.is_too_small:
        return None
    found = wilson(share)
    return found.low, share.value, found.high


def works_said(figures: Figures) -> str:
    """The whole in a sentence or two: answers and stops together, and what cannot be judged yet."""
    total = figures.total
    answered, stopped = total.share(Outcome.ANSWERED_30), total.share(Outcome.STOPPED)
    said = _(
        "%(answered)s of %(old)s messages were answered within 30 days; after %(stopped)s of %(judged)s she wanted no contact.",
        answered=answered.hits,
        old=answered.total,
        stopped=stopped.hits,
        judged=stopped.total,
    )
    if not total.too_young:
        return said
    young = ngettext(
        "%(num)d message is younger than 7 days and stands in no share yet.",
        "%(num)d messages are younger than 7 days and stand in no share yet.",
        total.too_young,
    )
    return f"{said} {young}"
