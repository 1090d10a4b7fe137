"""Away: from when until when, and who stands in. Said by a worker, or by the supervisor for somebody who fell ill."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere
from assistant.outreach import absence, accounts
from assistant.store import queries
from assistant.store.accounts import Account, RoleName
from assistant.store.models import Absence
from assistant.web.access import may_enter
from assistant.web.language import day, zone
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, now, worker

pages = Blueprint("absence", __name__)


@pages.post("/me/absence")
@may_enter(*WRITERS)
def own() -> Response:
    """I am away, or there again."""
    _set(worker())
    return redirect(url_for("account.me", _anchor="away"))


@pages.post("/team/<int:account_id>/absence")
@may_enter(RoleName.SUPERVISOR)
def of_a_colleague(account_id: int) -> Response:
    """A colleague is away, or there again."""
    account = accounts.account_by_id(db(), account_id)
    if account.team_id != worker().team_id:
        raise NotThere
    _set(account)
    return redirect(url_for("team.team"))


@dataclass(frozen=True, slots=True)
class Absences:
    """What a page needs for saying who is away: what was noted in the own team, by account, and who may stand in."""

    noted: dict[int, Absence]
    colleagues: list[Account]
    today: date

    def first_of(self, noted: Absence) -> date:
        """The first day of an absence."""
        return absence.first_day(noted, zone())

    def last_of(self, noted: Absence) -> date:
        """The last day of an absence."""
        return absence.last_day(noted, zone())


def absences() -> Absences:
    """The own team's."""
    team = worker().team_id
    return Absences(
        absence.noted(db(), team_id=team, now=now()),
        queries.colleagues(db(), team_id=team),
        now().astimezone(zone()).date(),
    )


def said(noted: Absence) -> str:
    """From when until when, and who stands in."""
    first, last = absence.first_day(noted, zone()), absence.last_day(noted, zone())
    days = _("%(first)s until %(last)s", first=day(first), last=day(last)) if first != last else day(last)
    who = _("%(name)s stands in", name=noted.stand_in.shown_name) if noted.stand_in else _("the team stands in")
    return f"{days}, {who}"


def _set(account: Account) -> None:
    form = request.form
    try:
        if form.get("do") == "back":
            absence.come_back(db(), account, by=worker(), now=now())
            flash(_("Noted: %(name)s is there.", name=account.shown_name), "info")
            return
        noted = absence.go_away(
            db(),
            account,
            first=_day("first"),
            last=_day("last"),
            stand_in=accounts.account_by_id(db(), int(form["stand_in"]))
            if form.get("stand_in", "").isdigit()
            else None,
            by=worker(),
            now=now(),
            zone=zone(),
        )
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    else:
        flash(
            _(
                "Noted: %(name)s is away until %(day)s.",
                name=account.shown_name,
                day=day(absence.last_day(noted, zone())),
            ),
            "info",
        )


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise NotPossible("absence_days") from None
