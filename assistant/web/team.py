"""Team: who works here, and what was agreed. An administrator keeps the accounts; a supervisor reads along."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from assistant.outreach import accounts
from assistant.outreach.accounts import AccountRefused
from assistant.store.accounts import RoleName
from assistant.web.absence import absences
from assistant.web.access import may_enter
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("team", __name__, url_prefix="/team")

ROLES = {
    RoleName.WORKER: _l("Worker"),
    RoleName.SUPERVISOR: _l("Supervisor"),
    RoleName.ADMINISTRATOR: _l("Administrator"),
}
REFUSALS = {
    "username_taken": _l("There is an account with this user name already."),
    "username_form": _l("A user name has 2 to 32 letters and digits, nothing else."),
    "name_missing": _l("Fill in a name and a team."),
    "own_account": _l("You cannot switch off your own account. Ask another administrator."),
}


@pages.get("/")
@may_enter(RoleName.SUPERVISOR, RoleName.ADMINISTRATOR)
def team() -> str:
    """The people, and for a supervisor the limits and the rhythm as they are set."""
    return _page()


@pages.post("/")
@may_enter(RoleName.ADMINISTRATOR)
def add() -> str | tuple[str, int]:
    """Make an account. Its one-time password stands on the answer and nowhere else."""
    form = request.form
    try:
        role = RoleName(form.get("role", ""))
        welcome = accounts.make_account(
            db(),
            username=form.get("username", ""),
            shown_name=form.get("shown_name", ""),
            role=role,
            team=form.get("team", ""),
            now=now(),
        )
    except AccountRefused as refused:
        return _page(REFUSALS[refused.reason]), 422
    except ValueError:
        return _page(_("Choose what this colleague does.")), 422
    accounts.note(db(), welcome.account, f"made, {role.value}", by=worker(), now=now())
    return render_template("team/welcome.html", welcome=welcome)


@pages.post("/<int:account_id>/reset")
@may_enter(RoleName.ADMINISTRATOR)
def reset(account_id: int) -> str:
    """A new one-time password; second factor and PIN are cleared, sessions end."""
    welcome = accounts.reset(db(), accounts.account_by_id(db(), account_id))
    accounts.note(db(), welcome.account, "reset", by=worker(), now=now())
    return render_template("team/welcome.html", welcome=welcome)


@pages.post("/<int:account_id>/off")
@may_enter(RoleName.ADMINISTRATOR)
def switch_off(account_id: int) -> Response | tuple[str, int]:
    account = accounts.account_by_id(db(), account_id)
    try:
        accounts.switch_off(db(), account, by=worker())
    except AccountRefused as refused:
        return _page(REFUSALS[refused.reason]), 422
    accounts.note(db(), account, "switched off", by=worker(), now=now())
    flash(_("%(name)s can no longer sign in.", name=account.shown_name))
    return redirect(url_for("team.team"))


@pages.post("/<int:account_id>/on")
@may_enter(RoleName.ADMINISTRATOR)
def switch_on(account_id: int) -> Response:
    account = accounts.account_by_id(db(), account_id)
    accounts.switch_on(db(), account)
    accounts.note(db(), account, "switched on", by=worker(), now=now())
    flash(_("%(name)s can sign in again.", name=account.shown_name))
    return redirect(url_for("team.team"))


def _page(refused: str | None = None) -> str:
    keeper = worker().role is RoleName.ADMINISTRATOR
    return render_template(
        "team/team.html",
        people=accounts.all_accounts(db(), team_id=None if keeper else worker().team_id),
        keeper=keeper,
        roles=ROLES,
        refused=refused,
        config=house().config,
        absences=absences(),
    )
