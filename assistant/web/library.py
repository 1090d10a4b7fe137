"""Templates: a supervisor makes, edits, tries, approves and retires the words that workers start from."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import library
from assistant.rules.wording import BLANKS, Reason, WordingError
from assistant.store.accounts import RoleName
from assistant.store.models import Template, TemplateKind, TemplateVersion, VersionState
from assistant.web.access import may_enter
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("library", __name__, url_prefix="/templates")

SHOWN = ("nl", "en", "es", "ro", "bg", "hu", "pt-BR", "de", "pl", "fr", "ru", "uk", "tr", "ar", "th", "zh")
KINDS = {
    TemplateKind.FIRST: _l("First messages"),
    TemplateKind.RECONTACT: _l("Re-contact"),
    TemplateKind.ANSWER: _l("Answers"),
}
REFUSALS = {
    "title_missing": _l("Give it a name, of at most 120 characters."),
    "bad_language": _l("Choose a language."),
    "why_missing": _l("Write down in a few words what changed. Colleagues read it with the version."),
    "nothing_changed": _l("Nothing changed, so there is no new version."),
    "empty_message": _l("There are no words yet."),
    "retired": _l("This template is retired. Bring it back first."),
    "blocked_words": _l("Not approved: the words that are marked must change first."),
}
WORDING = {
    Reason.TOO_LONG: _l("this text is longer than a template can be (10,000 characters)"),
    Reason.TOO_NESTED: _l("there are too many “only if known” inside each other"),
    Reason.NOT_CLOSED: _l("something is opened and not closed"),
    Reason.TAG_NOT_ALLOWED: _l("this is program code, and templates do not run code"),
    Reason.NOT_A_BLANK: _l("this is not one blank"),
    Reason.FILTER_NOT_ALLOWED: _l("after the bar only a change of capitals is possible"),
    Reason.UNKNOWN_BLANK: _l("nobody fills this blank"),
}


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def library_page() -> str:
    """All templates by kind."""
    everything = library.all_templates(db())
    shelves = [(name, [t for t in everything if t.kind is kind and not t.retired_at]) for kind, name in KINDS.items()]
    retired = [template for template in everything if template.retired_at]
    return render_template("library/list.html", shelves=shelves, retired=retired, library=library)


@pages.get("/new")
@may_enter(RoleName.SUPERVISOR)
def new() -> str:
    return render_template("library/new.html", kinds=KINDS, shown=SHOWN, refused=None)


@pages.post("/new")
@may_enter(RoleName.SUPERVISOR)
def make() -> Response | tuple[str, int]:
    """A new template, as a draft."""
    form = request.form
    try:
        version = library.make(
            db(),
            title=form.get("title", ""),
            kind=TemplateKind(form.get("kind", "first")),
            language=form.get("language", ""),
            text=form.get("text", ""),
            by=worker(),
            now=now(),
        )
    except (NotPossible, WordingError, ValueError) as error:
        return render_template("library/new.html", kinds=KINDS, shown=SHOWN, refused=say(error)), 422
    return redirect(url_for("library.edit", template_id=version.template_id, language=version.language))


@pages.get("/<int:template_id>/<language>")
@may_enter(RoleName.SUPERVISOR)
def edit(template_id: int, language: str) -> str:
    """One language of a template: its newest words, how they read, and its versions."""
    template = library.find_template(db(), template_id)
    last = library.newest(template, language)
    if last is None and language not in SHOWN:
        raise NotThere
    return _page(template, language, text=last.text if last else "", seen=last.number if last else 0)


@pages.post("/<int:template_id>/<language>")
@may_enter(RoleName.SUPERVISOR)
def change(template_id: int, language: str) -> str | Response | tuple[str, int]:
    """Check, save as a new version, or approve: what is approved is what stands in the form, never something unseen."""
    form, action = request.form, request.form.get("do", "check")
    template = library.find_template(db(), template_id)
    text, seen = form.get("body", ""), _number(form.get("seen", ""))
    if action == "check":
        return _page(template, language, text=text, seen=seen)
    try:
        version = _saved(template, language, text, seen, approving=action == "approve")
        if action == "approve":
            checked = form.get("native_checked") == "yes"
            library.approve(db(), version, native_checked=checked, desk=house().desk, by=worker(), now=now())
    except Stale:
        theirs = library.newest(template, language)
        return render_template("library/both.html", template=template, language=language, theirs=theirs, mine=text), 409
    except (NotPossible, WordingError) as error:
        db().rollback()
        template = library.find_template(db(), template_id)
        return _page(template, language, text=text, seen=seen, refused=say(error)), 422
    said = (
        _("Approved. The team works with version %(number)s now.")
        if action == "approve"
        else _("Kept as version %(number)s. The team does not see it yet.")
    )
    flash(said % {"number": version.number})
    return redirect(url_for("library.edit", template_id=template_id, language=language))


@pages.post("/<int:template_id>/retire")
@may_enter(RoleName.SUPERVISOR)
def retire(template_id: int) -> Response:
    library.retire(db(), library.find_template(db(), template_id), by=worker(), now=now())
    flash(_("Retired. Workers no longer get it; what was sent stays as it was."))
    return redirect(url_for("library.library_page"))


@pages.post("/<int:template_id>/back")
@may_enter(RoleName.SUPERVISOR)
def bring_back(template_id: int) -> Response:
    library.bring_back(db(), library.find_template(db(), template_id), by=worker(), now=now())
    flash(_("Workers get it again."))
    return redirect(url_for("library.library_page"))


def _saved(template: Template, language: str, text: str, seen: int, *, approving: bool) -> TemplateVersion:
    """The version that the form means: the newest when its words are unchanged and it is to be approved, else a new one."""
    last = library.newest(template, language)
    is_draft = last is not None and last.number == seen and last.state is VersionState.DRAFT
    if approving and last is not None and is_draft and library.checked(text) == last.text:
        return last
    why = request.form.get("why", "")
    return library.save_version(
        db(), template, language=language, text=text, why=why, seen=seen, by=worker(), now=now()
    )


def _page(template: Template, language: str, *, text: str, seen: int, refused: str | None = None) -> str:
    tried, mistake = None, None
    if text.strip():
        try:
            text_read = library.checked(text)
            tried = library.preview(text_read, template, language, desk=house().desk, sender=_example_sender())
        except WordingError as error:
            mistake = say(error)
    return render_template(
        "library/edit.html",
        template=template,
        language=language,
        text=text[:20_000],
        seen=seen,
        last=library.newest(template, language),
        used=library.in_use(template, language),
        versions=library.versions_in(template, language)[::-1],
        languages=[
            *library.languages_of(template),
            *(tag for tag in SHOWN if tag not in library.languages_of(template)),
        ],
        library=library,
        tried=tried,
        refused=refused or mistake,
        all_blanks=sorted(BLANKS),
        kind_name=KINDS[template.kind],
    )


def _example_sender() -> str:
    return worker().shown_name


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def say(error: Exception) -> str:
    """Why a text or a name is not accepted, with the place."""
    if isinstance(error, WordingError):
        said = (
            _("Line %(line)s: %(reason)s:", line=error.line, reason=WORDING[error.reason]) + f" “{error.quote[:80]}”."
        )
        return said + (" " + _("Do you mean “%(near)s”?", near=error.near) if error.near else "")
    if isinstance(error, NotPossible):
        return str(REFUSALS.get(error.reason) or _("That cannot be done as things stand. Nothing was changed."))
    return _("That form could not be read.")
