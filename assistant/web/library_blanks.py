"""The team's own blanks: a supervisor defines what they are called and what they say in each language."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible
from assistant.outreach import library_blanks
from assistant.outreach.library_checking import who
from assistant.store.accounts import RoleName
from assistant.web.access import may_enter
from assistant.web.library_words import SHOWN, say
from assistant.web.sessions import db, now, worker

pages = Blueprint("own_blanks", __name__, url_prefix="/templates/blanks")


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def all_blanks() -> str:
    """Every own blank with what it says and where it is used."""
    return _page()


@pages.post("/")
@may_enter(RoleName.SUPERVISOR)
def define() -> Response | tuple[str, int]:
    """A new blank, or other values for one."""
    form = request.form
    name = form.get("name", "").strip().lower()
    values = {tag: form.get(f"value-{tag or 'all'}", "") for tag in ("", *SHOWN)}
    try:
        library_blanks.define(db(), name=name, values=values, by=worker(), now=now())
    except NotPossible as error:
        db().rollback()
        return _page(refused=say(error)), 422
    flash(_("Kept. Messages that are filled in from now on say it so."))
    return redirect(url_for("own_blanks.all_blanks"))


@pages.post("/<name>/remove")
@may_enter(RoleName.SUPERVISOR)
def remove(name: str) -> Response | tuple[str, int]:
    """Remove a blank; one that is in use only when that was said with the places before the eyes."""
    blank = library_blanks.find_blank(db(), name)
    try:
        sure = request.form.get("sure") == "yes"
        library_blanks.remove(db(), blank, despite_use=sure, by=worker(), now=now())
    except NotPossible as error:
        return _page(refused=say(error), leaving=name), 409
    flash(_("Removed. Drafts that still name it are kept, and say that nobody fills it."))
    return redirect(url_for("own_blanks.all_blanks"))


def _page(refused: str | None = None, leaving: str | None = None) -> str:
    blanks = library_blanks.all_blanks(db())
    return render_template(
        "library/blanks.html",
        blanks=blanks,
        said={blank.name: {value.language: value.value for value in blank.values} for blank in blanks},
        used={blank.name: library_blanks.where_used(db(), blank.name) for blank in blanks},
        shown=SHOWN,
        refused=refused,
        leaving=leaving,
        who=who,
    )
