"""The address book of organisations, and the letter that goes to them. A supervisor keeps both."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, Stale
from assistant.outreach import address_book, letters, topics
from assistant.rules.letter import AROUND, FIELDS
from assistant.rules.wording import WordingError
from assistant.store.accounts import RoleName
from assistant.store.models import Organisation
from assistant.web.access import may_enter
from assistant.web.library_words import REFUSALS, say
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("address_book", __name__, url_prefix="/team/organisations")


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def every() -> str:
    """The whole book."""
    return render_template("team/organisations.html", organisations=address_book.every(db(), team_id=worker().team_id))


@pages.get("/new")
@may_enter(RoleName.SUPERVISOR)
def new() -> str:
    """A form for an organisation that is not in the book yet."""
    return _one(None)


@pages.post("/new")
@may_enter(RoleName.SUPERVISOR)
def add() -> Response | tuple[str, int]:
    """One more organisation."""
    return _keep(None)


@pages.get("/<int:organisation_id>")
@may_enter(RoleName.SUPERVISOR)
def one(organisation_id: int) -> str:
    """One organisation."""
    return _one(_found(organisation_id))


@pages.post("/<int:organisation_id>")
@may_enter(RoleName.SUPERVISOR)
def change(organisation_id: int) -> Response | tuple[str, int]:
    """What the book says of it now."""
    return _keep(_found(organisation_id))


@pages.post("/<int:organisation_id>/end")
@may_enter(RoleName.SUPERVISOR)
def end(organisation_id: int) -> Response:
    """Nobody is referred there any more, or they are again."""
    ended = request.form.get("ended") == "yes"
    address_book.end(db(), _found(organisation_id), ended=ended, by=worker(), now=now())
    flash(_("Nobody is referred there any more. What was referred stays.") if ended else _("It is in use again."))
    return redirect(url_for("address_book.every"))


def _found(organisation_id: int) -> Organisation:
    return address_book.find(db(), organisation_id, team_id=worker().team_id)


def _keep(known: Organisation | None) -> Response | tuple[str, int]:
    form = request.form
    try:
        address_book.keep(
            db(),
            known,
            name=form.get("name", ""),
            about=form.getlist("about"),
            reach=form.get("reach", ""),
            function=form.get("function", ""),
            notes=form.get("notes", ""),
            by=worker(),
            now=now(),
        )
    except NotPossible as error:
        return _one(known, say_not_possible(error)), 422
    flash(_("Kept in the address book."), "info")
    return redirect(url_for("address_book.every"))


def _one(known: Organisation | None, refused: str = "") -> str:
    typed = request.form if request.method == "POST" else {}
    chosen = request.form.getlist("about") if typed else (known.topics.split(",") if known else [])
    codes = topics.codes_in_use(db(), team_id=worker().team_id)
    return render_template(
        "team/organisation.html", known=known, typed=typed, chosen=chosen, codes=codes, refused=refused
    )


@pages.get("/letter")
@may_enter(RoleName.SUPERVISOR)
def letter() -> str:
    """The letter in a language, and what it said before."""
    return _letter(_language())


@pages.post("/letter")
@may_enter(RoleName.SUPERVISOR)
def save_letter() -> Response | tuple[str, int]:
    """Another text for the letter."""
    form, language = request.form, _language()
    seen = int(form["seen"]) if form.get("seen", "").isdigit() else -1
    try:
        letters.save(db(), language=language, words=form.get("words", ""), seen=seen, by=worker(), now=now())
    except WordingError as error:
        return _letter(language, say(error)), 422
    except NotPossible as error:
        return _letter(language, str(REFUSALS.get(error.reason) or say_not_possible(error))), 422
    except Stale:
        return _letter(
            language, _("Somebody else changed the letter meanwhile. Yours stands below; theirs is under Before.")
        ), 409
    flash(_("Kept. Letters that are made from now on say it so."), "info")
    return redirect(url_for("address_book.letter", language=language))


def _language() -> str:
    asked = request.values.get("language", "")
    return asked if asked in letters.LANGUAGES else house().config.organisation.language


def _letter(language: str, refused: str = "") -> str:
    kept = letters.versions(db(), team_id=worker().team_id, language=language)
    return render_template(
        "team/letter.html",
        language=language,
        languages=letters.LANGUAGES,
        words=request.form.get("words") or letters.text(db(), team_id=worker().team_id, language=language),
        versions=kept,
        blanks=(*FIELDS, *AROUND),
        refused=refused,
    )
