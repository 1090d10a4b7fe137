"""Under your own name: language, single keys, when you are away, password, PIN, second factor."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import UserMixin, login_user
from werkzeug.wrappers import Response

from assistant.outreach import accounts
from assistant.store.accounts import RoleName
from assistant.web.absence import absences
from assistant.web.access import EVERYBODY, may_enter
from assistant.web.language import SPOKEN
from assistant.web.sessions import db, house, worker

pages = Blueprint("account", __name__)


@pages.get("/me")
@may_enter(*EVERYBODY)
def me() -> str:
    """Your own settings, and the list of keys."""
    return _me(pin_refused=False)


@pages.post("/me")
@may_enter(*EVERYBODY)
def change_me() -> Response | tuple[str, int]:
    """Store language, keys and, when one is typed, the PIN."""
    account, form = worker(), request.form
    language = form.get("language", "")
    account.language = language if language in SPOKEN else None
    account.single_keys = form.get("single_keys") == "yes"
    try:
        if form.get("pin") or form.get("no_pin"):
            accounts.set_pin(db(), account, "" if form.get("no_pin") else form["pin"])
    except accounts.AccountRefused:
        return _me(pin_refused=True), 422
    flash(_("Stored."))
    return redirect(url_for("account.me"))


def _me(*, pin_refused: bool) -> str:
    required = house().config.web.require_second_factor
    return render_template("account/me.html", required=required, pin_refused=pin_refused, absences=absences())


@pages.get("/me/password")
@may_enter(*EVERYBODY)
def password() -> str:
    return render_template("account/password.html", refused=None)


@pages.post("/me/password")
@may_enter(*EVERYBODY)
def change_password() -> Response | str | tuple[str, int]:
    form = request.form
    try:
        if form.get("new") != form.get("again"):
            raise accounts.AccountRefused("password_differs")
        accounts.change_password(db(), worker(), current=form.get("current", ""), new=form.get("new", ""))
    except accounts.AccountRefused as refused:
        return render_template("account/password.html", refused=refused.reason), 422
    login_user(cast(UserMixin, worker()), authn_via=["password"])
    flash(_("Your password has changed. Other browsers have been signed out."))
    return redirect(url_for("account.home"))


@pages.get("/home")
@may_enter(*EVERYBODY)
def home() -> Response:
    """Each role's first page: an administrator has no Today."""
    return redirect(url_for("team.team") if worker().role is RoleName.ADMINISTRATOR else url_for("today.page"))


@pages.get("/more")
@may_enter(*EVERYBODY)
def more() -> str:
    return render_template("account/more.html")
