"""Hooks: a supervisor reads, edits, tries, approves and rolls back the sentences that open a message with something friendly."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import hook_sentences
from assistant.rules import hooks
from assistant.rules.hook_lint import MOST_LINES, Fault, HookProblem, lines_of, lint_hook
from assistant.rules.hooks import HookKind
from assistant.rules.lint import Code
from assistant.store.accounts import RoleName
from assistant.store.models import HookVersion, VersionState
from assistant.web.access import may_enter
from assistant.web.names import HOOK_DETAILS, HOOKS
from assistant.web.sessions import db, house, now, worker
from assistant.web.talking import WHY

pages = Blueprint("hooks", __name__, url_prefix="/templates/hooks")

KINDS = {**HOOKS, HookKind.TOWN: _l("Town")}
FINER = {"town.back": _l("Back in a town"), "pet.named": _l("Pet whose name is known")}
FAULTS = {
    Fault.BODY: _l("names something of her body. Rather hair, style or the photo's setting."),
    Fault.PRICE: _l("is a number, or about money. A friendly opening needs neither."),
    Fault.BLANK: _l("is not filled in here. Only {town} with a town and {pet} with a pet's name are."),
    Fault.BLANK_MISSING: _l("is not in this sentence, so it does not say which."),
    Fault.LONG: _l("is too much: at most 90 characters a sentence."),
}
REFUSALS = {
    "empty_message": _l("There are no words yet."),
    "too_many_lines": _l("At most 12 sentences, one a line."),
    "nothing_changed": _l("Nothing changed, so there is no new version."),
    "why_missing": _l("Write down in a few words what changed. Colleagues read it with the version."),
    "blocked_words": _l("Not approved: the words that are marked must change first."),
}
EXAMPLES = {"{town}": "Zwolle", "{pet}": "Minoes"}


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def start() -> Response:
    """The hooks in the language of the organisation."""
    return redirect(url_for("hooks.shelf", language=house().config.organisation.language))


@pages.get("/<language>")
@may_enter(RoleName.SUPERVISOR)
def shelf(language: str) -> str:
    """Every hook in one language."""
    _must_be(language)
    listed = hook_sentences.shelves(db(), language)
    kinds = [(KINDS[kind], [one for one in listed if one.key.split(".")[0] == kind]) for kind in HookKind]
    return render_template("hooks/list.html", language=language, kinds=kinds, tags=hooks.spoken(), key_name=key_name)


@pages.get("/<language>/<key>")
@may_enter(RoleName.SUPERVISOR)
def edit(language: str, key: str) -> str:
    """The sentences for one hook, how they read, and their versions."""
    _must_be(language)
    newest = hook_sentences.shelf(db(), language, key).newest
    return _page(language, key, text=newest.text if newest else "", seen=newest.number if newest else 0)


@pages.post("/<language>/<key>")
@may_enter(RoleName.SUPERVISOR)
def change(language: str, key: str) -> str | Response | tuple[str, int]:
    """Check, save as a new version, or approve what stands in the form."""
    form, action = request.form, request.form.get("do", "check")
    text, given = form.get("body", ""), form.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    _must_be(language)
    if action == "check":
        return _page(language, key, text=text, seen=seen)
    try:
        version = _saved(language, key, text, seen, approving=action == "approve")
        if action == "approve":
            hook_sentences.approve(db(), version, by=worker(), now=now())
    except Stale:
        theirs = hook_sentences.shelf(db(), language, key).newest
        return render_template("hooks/both.html", language=language, key=key, theirs=theirs, mine=text), 409
    except NotPossible as error:
        db().rollback()
        return _page(language, key, text=text, seen=seen, refused=str(REFUSALS[error.reason])), 422
    said = (
        _("Approved. The team works with version %(number)s now.")
        if action == "approve"
        else _("Kept as version %(number)s. The team does not see it yet.")
    )
    flash(said % {"number": version.number})
    return redirect(url_for("hooks.edit", language=language, key=key))


@pages.post("/<language>/<key>/back/<int:number>")
@may_enter(RoleName.SUPERVISOR)
def roll_back(language: str, key: str, number: int) -> Response:
    """Use the words of an earlier version again."""
    found = (one for one in hook_sentences.versions_of(db(), language, key) if one.number == number)
    version = next(found, None)
    if version is None:
        raise NotThere
    why = _("The words of version %(number)s again", number=number)
    try:
        with db().begin_nested():
            again = hook_sentences.roll_back(db(), version, why=why, by=worker(), now=now())
        flash(_("Approved. The team works with version %(number)s now.", number=again.number))
    except NotPossible as error:
        flash(str(REFUSALS[error.reason]), "error")
    return redirect(url_for("hooks.edit", language=language, key=key))


def _must_be(language: str) -> None:
    if language not in hooks.spoken():
        raise NotThere


def _saved(language: str, key: str, text: str, seen: int, *, approving: bool) -> HookVersion:
    """The version that the form means: the newest draft when its words are unchanged and it is to be approved, else a new one."""
    newest = hook_sentences.shelf(db(), language, key).newest
    is_draft = newest is not None and newest.number == seen and newest.state is VersionState.DRAFT
    if approving and newest is not None and is_draft and hook_sentences.checked(text) == newest.text:
        return newest
    why = request.form.get("why", "")
    return hook_sentences.save_version(
        db(), language=language, key=key, text=text, why=why, seen=seen, by=worker(), now=now()
    )


def _page(language: str, key: str, *, text: str, seen: int, refused: str | None = None) -> str:
    here = hook_sentences.shelf(db(), language, key)
    lines = lines_of(text[:20_000])[: MOST_LINES + 1]
    problems: dict[int, list[HookProblem]] = {}
    for problem in lint_hook(lines, key=key, language=language):
        problems.setdefault(problem.line, []).append(problem)
    return render_template(
        "hooks/edit.html",
        language=language,
        key=key,
        name=key_name(key),
        text=text[:20_000],
        seen=seen,
        here=here,
        versions=hook_sentences.versions_of(db(), language, key)[::-1],
        tried=[(filled(line), problems.get(number, [])) for number, line in enumerate(lines, 1)],
        fault=fault_said,
        refused=refused,
        tags=hooks.spoken(),
    )


def filled(line: str) -> str:
    """A sentence with the example's town and pet in it."""
    for blank, value in EXAMPLES.items():
        line = line.replace(blank, value)
    return line


def fault_said(code: Code | Fault) -> str:
    """What is the matter, in one sentence."""
    return str(FAULTS[code] if isinstance(code, Fault) else WHY[code])


def key_name(key: str) -> str:
    """The name of a hook: "Short hair", "Back in a town", "Hair"."""
    kind, _dot, finer = key.partition(".")
    return str(FINER.get(key) or HOOK_DETAILS.get(finer) or KINDS[HookKind(kind)])
