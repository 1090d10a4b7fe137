"""Figures for the yearly report: a page that prints, and a file. No names, and small counts hidden; so an administrator may see them too.

A supervisor sees the own team. An administrator, who sees no conversation, sees all teams together: nothing here leads to a person.
"""

import csv
import io
from collections.abc import Callable

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from assistant.outreach import figures_year as asked
from assistant.outreach.figures_year import MEASURES, OTHER, UNKNOWN, Report, Table
from assistant.store.accounts import RoleName
from assistant.web.access import may_enter
from assistant.web.charts import people_chart
from assistant.web.figures_said import language_key_name, month_name
from assistant.web.sessions import db, house, now, worker
from assistant.web.topic_names import topic_name

pages = Blueprint("figures_year", __name__)

MEASURE_NAMES = {
    "reached": _l("Reached"),
    "answered": _l("Answered"),
    "talked": _l("In conversation"),
    "asked": _l("Asked"),
    "helped": _l("Helped"),
    "referred": _l("Referred"),
    "stopped": _l("Wanted no contact"),
}
MEANINGS = {
    "reached": _l("People to whom at least one message of ours left in this year."),
    "answered": _l("People who wrote to us in this year, something other than a stop."),
    "talked": _l("People who wrote to us at least twice in this year, with a message of ours in between."),
    "asked": _l("People with a question that was put on the list of help requests in this year."),
    "helped": _l("People with a question that was worked out in this year."),
    "referred": _l("People with a question that was handed to another organisation in this year."),
    "stopped": _l("People who asked us in this year to write no more. That is kept for ever."),
}
Named = Callable[[str], str]
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/figures/year/")
@may_enter(RoleName.SUPERVISOR, RoleName.ADMINISTRATOR)
def year() -> str:
    """The page; the browser prints it as it is."""
    report = _report()
    return render_template(
        "figures/year.html",
        report=report,
        measures=_measures(report),
        meanings=_meanings(report),
        tables=_tables(report),
        topics=report.topics,
        years=asked.years(now=now(), zone=house().desk.zone),
        all_teams=_team() is None,
        names=MEASURE_NAMES,
        chart=_chart,
        hidden=_hidden(),
        topic_name=topic_name,
    )


@pages.get("/figures/year.csv")
@may_enter(RoleName.SUPERVISOR, RoleName.ADMINISTRATOR)
def file() -> Response:
    """The same as a file: UTF-8 with its mark, semicolons (so that a spreadsheet opens it at once), no cell that is a formula."""
    report = _report()
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for cells in _lines(report):
        write.writerow([_plain(cell) for cell in cells])
    name = f"figures-{report.year}.csv"
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(report: Report) -> list[list[str]]:
    """The file's rows: the whole, each table, and what the figures mean."""
    measures = _measures(report)
    heads = [str(MEASURE_NAMES[measure]) for measure in measures]
    lines: list[list[str]] = [[_("Part"), _("Which"), *heads]]
    lines.append([_("Together"), str(report.year), *(_shown(report.totals[measure]) for measure in measures)])
    for heading, _key, table, name_of in _tables(report):
        for place, row in enumerate(table.rows):
            lines.append([heading, name_of(row), *(_shown(table.cell(measure, place)) for measure in measures)])
    topics = ["asked", "helped", "referred"]
    lines += [[], [_("Part"), _("Which"), *[str(MEASURE_NAMES[one]) for one in topics]]]
    for place, row in enumerate(report.topics.rows):
        lines.append([_("By topic"), topic_name(row), *(_shown(report.topics.cell(one, place)) for one in topics)])
    return [*lines, [], *([name, meaning] for name, meaning in _meanings(report))]


def _plain(cell: object) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    text = str(cell)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _shown(count: int | None) -> str:
    return _hidden() if count is None else str(count)


def _hidden() -> str:
    return _("hidden")


def _report() -> Report:
    choices = asked.years(now=now(), zone=house().desk.zone)
    wanted = request.args.get("year", "")
    chosen = int(wanted) if wanted in {str(one) for one in choices} else choices[0]
    return asked.report(db(), year=chosen, team_id=_team(), zone=house().desk.zone)


def _team() -> int | None:
    return None if worker().role is RoleName.ADMINISTRATOR else worker().team_id


def _measures(report: Report) -> list[str]:
    return list(MEASURES)


def _meanings(report: Report) -> list[tuple[str, str]]:
    return [
        *((str(MEASURE_NAMES[one]), str(MEANINGS[one])) for one in MEANINGS),
        (
            _("Month"),
            _(
                "Everybody stands in the month in which the first of it happened in this year, so that the months add up."
            ),
        ),
        (
            _("Hidden"),
            _(
                "Counts of 1 to 4 people are hidden, and sometimes a larger one beside them, so that no total tells what a small one is. Languages and towns of fewer than 5 people stand together."
            ),
        ),
        (
            _("Not known any more"),
            _(
                "People of whom nothing is kept any more are counted from the log, which knows neither language nor town, nor whether it became a conversation."
            ),
        ),
    ]


def _tables(report: Report) -> list[tuple[str, str, Table, Named]]:
    return [
        (_("By month"), "by-month", report.months, month_name),
        (_("By language"), "by-language", report.languages, _named(language_key_name)),
        (_("By town"), "by-town", report.towns, _named(str)),
    ]


def _named(name_of: Named) -> Named:
    def name(row: str) -> str:
        if row == OTHER:
            return _("Others together")
        return _("Not known (any more)") if row == UNKNOWN else name_of(row)

    return name


def _chart(table: Table, *, width: int) -> Markup:
    rows = [
        (month_name(row, short=True), *(table.cell(measure, place) for measure in ("reached", "answered", "stopped")))
        for place, row in enumerate(table.rows)
    ]
    words = (*(str(MEASURE_NAMES[measure]) for measure in ("reached", "answered", "stopped")), _hidden())
    return people_chart(rows, width=width, words=words)  # type: ignore[arg-type]
