"""Versions of a template: compare two, go back to one, say that a translation is still right or was read by a native."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import library, library_checking
from assistant.outreach.library_checking import who
from assistant.rules.wording import WordingError
from assistant.rules.wording_diff import diff
from assistant.store.accounts import RoleName
from assistant.store.models import Template, TemplateVersion
from assistant.web.access import may_enter
from assistant.web.library import number_from
from assistant.web.library_words import say
from assistant.web.sessions import db, now, worker

pages = Blueprint("versions", __name__, url_prefix="/templates/<int:template_id>/<language>")


@pages.get("/compare")
@may_enter(RoleName.SUPERVISOR)
def compare(template_id: int, language: str) -> str:
    """Any two versions, word by word; without a choice the two newest."""
    template = library.find_template(db(), template_id)
    versions = library.versions_in(template, language)
    if not versions:
        raise NotThere
    new = _version(versions, "new") or versions[-1]
    old = _version(versions, "old") or versions[max(0, versions.index(new) - 1)]
    return render_template(
        "library/compare.html",
        template=template,
        language=language,
        versions=versions,
        old=old,
        new=new,
        pieces=diff(old.text, new.text),
        newest=versions[-1],
        who=who,
    )


@pages.post("/roll-back")
@may_enter(RoleName.SUPERVISOR)
def roll_back(template_id: int, language: str) -> Response:
    """The words of an older version as a new draft."""
    template, form = library.find_template(db(), template_id), request.form
    try:
        version = library_checking.roll_back(
            db(),
            template,
            language=language,
            number=number_from(form.get("number", "")),
            seen=number_from(form.get("seen", "")),
            by=worker(),
            now=now(),
        )
    except Stale:
        flash(_("Somebody changed it meanwhile. Nothing was overwritten; look at the newest first."), "error")
    except (NotPossible, WordingError) as error:
        flash(say(error), "error")
    else:
        flash(
            _("Version %(number)s has the old words again. Approve it to give it to the team.", number=version.number)
        )
    return _back(template_id, language)


@pages.post("/still-right")
@may_enter(RoleName.SUPERVISOR)
def still_right(template_id: int, language: str) -> Response:
    """The source changed, and this translation still says the same."""
    used = _used(library.find_template(db(), template_id), language)
    try:
        seen = number_from(request.form.get("source_seen", ""))
        library_checking.still_right(db(), used, seen_source=seen, by=worker(), now=now())
    except Stale:
        flash(_("It changed again meanwhile. Look at what stands here now."), "error")
    else:
        flash(_("Noted: it still says the same."))
    return _back(template_id, language)


@pages.post("/native")
@may_enter(RoleName.SUPERVISOR)
def native(template_id: int, language: str) -> Response:
    """Read by somebody who grew up with the language, or not after all."""
    used = _used(library.find_template(db(), template_id), language)
    library_checking.native_read(db(), used, yes=request.form.get("yes") == "yes", by=worker(), now=now())
    flash(_("Noted. The words stay as they are, so nobody needs to approve them again."))
    return _back(template_id, language)


def _used(template: Template, language: str) -> TemplateVersion:
    used = library.in_use(template, language)
    if used is None:
        raise NotThere
    return used


def _version(versions: list[TemplateVersion], asked: str) -> TemplateVersion | None:
    number = number_from(request.args.get(asked, ""))
    return next((version for version in versions if version.number == number), None)


def _back(template_id: int, language: str) -> Response:
    return redirect(url_for("library.edit", template_id=template_id, language=language))
