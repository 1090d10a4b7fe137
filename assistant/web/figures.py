"""What works and what hurts, for a supervisor: figures of messages sent, two versions side by side."""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import figures as asked
from assistant.outreach import library, side_by_side
from assistant.outreach.figures import Figures
from assistant.rules.intervals import Share
from assistant.rules.outcomes import REACH, RESPECT, Counts, Outcome
from assistant.store.accounts import RoleName
from assistant.store.models import SideBySide, Template
from assistant.web import figures_said as said
from assistant.web.access import may_enter
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("figures", __name__, url_prefix="/figures")

RECOUNT_AFTER = timedelta(minutes=15)
REFUSALS = {
    "runs_already": _l("Two versions of this translation run side by side already."),
    "not_approved": _l("Only versions that were approved can run side by side. Nothing was changed."),
    "retired": _l("This template is retired. Bring it back first."),
}
WORDS = {
    "said": said,
    "ANSWERED": Outcome.ANSWERED_30,
    "STOPPED": Outcome.STOPPED,
    "all_outcomes": (*REACH, *RESPECT),
}


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def works() -> str:
    """Everything the team sent in some months, by template, hook, language and channel."""
    figures = _figures()
    titles = {template.id: template for template in figures.templates.values()}
    return render_template(
        "figures/works.html",
        figures=figures,
        titles=titles,
        templates=figures.by_template(),
        sides=(
            (_("By hook"), said.hook_kind_name, figures.by(asked.hook_of)),
            (_("By language"), said.language_key_name, figures.by(asked.language_of)),
            (_("By channel"), said.way_key_name, figures.by(lambda cell: cell.channel)),
        ),
        months=figures.by_month(),
        periods=asked.PERIODS,
        **WORDS,
    )


@pages.get("/templates/<int:template_id>")
@may_enter(RoleName.SUPERVISOR)
def template(template_id: int) -> str:
    """One template: its translations, their versions, and two of them side by side."""
    return _template_page(library.find_template(db(), template_id))


@pages.post("/templates/<int:template_id>/side-by-side")
@may_enter(RoleName.SUPERVISOR)
def start(template_id: int) -> Response | tuple[str, int]:
    """Let chance choose between the version in use and one that was in use before."""
    found, language = library.find_template(db(), template_id), request.form.get("language", "")
    other = next((one for one in found.versions if str(one.id) == request.form.get("version")), None)
    try:
        if other is None:
            raise NotPossible("not_approved")
        side_by_side.start(db(), found, language, other, by=worker(), now=now())
    except NotPossible as error:
        return _template_page(found, refused=str(REFUSALS.get(error.reason, error.reason))), 422
    flash(_("From now on chance chooses between the two for each new draft."))
    return redirect(url_for("figures.template", template_id=template_id))


@pages.post("/side-by-side/<int:pair_id>")
@may_enter(RoleName.SUPERVISOR)
def end(pair_id: int) -> Response:
    """Keep one of the two."""
    pair = db().get(SideBySide, pair_id)
    if pair is None:
        raise NotThere
    chosen = request.form.get("keep", "")
    try:
        kept = side_by_side.end(db(), pair, keep_id=int(chosen) if chosen.isdecimal() else 0, by=worker(), now=now())
        flash(_("The team works with version %(number)s now.", number=kept.number))
    except Stale:
        flash(_("That was ended already."), "error")
    except NotPossible as error:
        flash(str(REFUSALS.get(error.reason, error.reason)), "error")
    return redirect(url_for("figures.template", template_id=pair.template_id))


def standing_out() -> list[tuple[Template, Share]]:
    """The templates that people stop after more than after others, counted at most every quarter of an hour: boards are opened often."""
    kept: dict[int, tuple[datetime, list[tuple[int, Share]]]] = current_app.extensions.setdefault("standing_out", {})
    team_id = worker().team_id
    if team_id not in kept or not timedelta(0) <= now() - kept[team_id][0] < RECOUNT_AFTER:
        found = asked.standing_out(db(), team_id=team_id, now=now(), zone=house().desk.zone)
        kept[team_id] = now(), [(template.id, share) for template, share in found]
    templates = [(db().get(Template, template_id), share) for template_id, share in kept[team_id][1]]
    return [(template, share) for template, share in templates if template is not None and template.retired_at is None]


def _figures() -> Figures:
    wanted = request.args.get("months", "")
    months = int(wanted) if wanted in {str(period) for period in asked.PERIODS} else 12
    return asked.figures(db(), team_id=worker().team_id, now=now(), zone=house().desk.zone, months=months)


def _template_page(template: Template, *, refused: str | None = None) -> str:
    everything = _figures()
    figures = everything.of(lambda cell: everything.template_id(cell) == template.id)
    line = next((line for line in everything.by_template() if line.key == template.id), None)
    pairs = side_by_side.all_of(db(), template)
    return render_template(
        "figures/template.html",
        template=template,
        figures=figures,
        line=line,
        numbers={version.id: version for version in template.versions},
        by_version={one.key: one.counts for one in figures.by(lambda cell: cell.version_id)},
        languages=figures.by(
            lambda cell: next((v.language for v in template.versions if v.id == cell.version_id), None)
        ),
        pairs=[(pair, _arms(figures, pair)) for pair in pairs],
        running={pair.language for pair in pairs if pair.running},
        library=library,
        candidates=side_by_side.candidates,
        refused=refused,
        periods=asked.PERIODS,
        **WORDS,
    )


def _arms(figures: Figures, pair: SideBySide) -> list[Counts]:
    """What became of the messages that chance chose, of the first version and of the second."""
    drawn = [cell for cell in figures.cells if cell.side_by_side_id == pair.id]
    return [asked.added(c for c in drawn if c.version_id == one) for one in (pair.first_id, pair.second_id)]
