"""Under your own name: language, single keys, until when you are away, password, PIN, second factor."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import UserMixin, login_user
from werkzeug.wrappers import Response

from assistant.outreach import accounts
from assistant.store.accounts import RoleName
from assistant.web.access import EVERYBODY, may_enter
from assistant.web.language import SPOKEN
from assistant.web.sessions import db, house, worker

pages = Blueprint("account", __name__)


@pages.get("/me")
@may_enter(*EVERYBODY)
def me() -> str:
    return render_template("account/me.html", required=house().config.web.require_second_factor)


@pages.post("/me")
@may_enter(*EVERYBODY)
def change_me() -> Response:
    account = worker()
    language = request.form.get("language", "")
    account.language = language if language in SPOKEN else None
    account.single_keys = request.form.get("single_keys") == "yes"
    flash(_("Stored."))
    return redirect(url_for("account.me"))


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
    return redirect(url_for("account.me") if worker().role is RoleName.ADMINISTRATOR else url_for("today.page"))


@pages.get("/more")
@may_enter(*EVERYBODY)
def more() -> str:
    return render_template("account/more.html")
