"""Templates: a supervisor makes, edits, tries, approves and retires the words that workers start from."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import drafting, library, library_blanks, offers
from assistant.outreach.library_checking import last_mark, who
from assistant.outreach.library_preview import Preview, previews
from assistant.rules.wording import BLANKS, WordingError
from assistant.rules.wording_diff import Piece, diff
from assistant.store.accounts import RoleName
from assistant.store.models import MarkKind, Template, TemplateKind, TemplateVersion, VersionState
from assistant.store.template_questions import Shelf, page_of_templates, unsent_of
from assistant.web import figures
from assistant.web.access import may_enter
from assistant.web.library_words import KINDS, SHELVES, SHOWN, said_once, say
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("library", __name__, url_prefix="/templates")


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def library_page() -> str:
    """A page of the templates, found by word, kind and shelf."""
    asked = request.args
    words = asked.get("q", "")[:100]
    kind = next((one for one in TemplateKind if one.value == asked.get("kind")), None)
    shelf = next((one for one in Shelf if one.value == asked.get("shelf")), Shelf.USED)
    listing = page_of_templates(db(), words=words, kind=kind, shelf=shelf, page=number_from(asked.get("page", "")))
    return render_template(
        "library/list.html",
        listing=listing,
        words=words,
        kind=kind,
        shelf=shelf,
        kinds=KINDS,
        shelves=SHELVES,
        library=library,
        standing_out={template.id for template, _share in figures.standing_out()},
    )


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
    text, seen = form.get("body", ""), number_from(form.get("seen", ""))
    if action not in ("save", "approve"):
        return _page(template, language, text=text, seen=seen)
    in_use = False
    try:
        version = _saved(template, language, text, seen, approving=action == "approve")
        if action == "approve":
            in_use = _approved(version)
    except Stale:
        db().rollback()
        return both(template_id, language, mine=text, seen=seen)
    except (NotPossible, WordingError) as error:
        db().rollback()
        template = library.find_template(db(), template_id)
        return _page(template, language, text=text, seen=seen, refused=say(error)), 422
    flash(_outcome(version, in_use=in_use, approving=action == "approve"))
    return redirect(url_for("library.edit", template_id=template_id, language=language))


def _approved(version: TemplateVersion) -> bool:
    return library.approve(
        db(),
        version,
        native_checked=request.form.get("native_checked") == "yes",
        old_is_wrong=request.form.get("old_is_wrong") == "yes",
        needed=house().config.library.approvals,
        desk=house().desk,
        by=worker(),
        now=now(),
    )


def _outcome(version: TemplateVersion, *, in_use: bool, approving: bool) -> str:
    if in_use:
        return _("Approved. The team works with version %(number)s now.", number=version.number)
    if approving:
        return _(
            "Version %(number)s has your approval. It comes into use when a second supervisor approves it.",
            number=version.number,
        )
    return _("Kept as version %(number)s. The team does not see it yet.", number=version.number)


def both(template_id: int, language: str, *, mine: str, seen: int) -> tuple[str, int]:
    """Somebody else saved meanwhile: theirs and ours, what differs, and a way to go on without losing either."""
    template = library.find_template(db(), template_id)
    theirs = library.newest(template, language)
    return render_template(
        "library/both.html",
        template=template,
        language=language,
        theirs=theirs,
        mine=mine[:20_000],
        pieces=diff(theirs.text, mine.replace("\r\n", "\n").strip()) if theirs else (),
    ), 409


@pages.get("/<int:template_id>/retire")
@may_enter(RoleName.SUPERVISOR)
def retiring(template_id: int) -> str:
    """What happens with the messages that began with it, before anything happens."""
    template = library.find_template(db(), template_id)
    waiting = unsent_of(db(), template_id)
    ours = [message for message in waiting if message.contact.team_id == worker().team_id]
    return render_template(
        "library/retire.html", template=template, ours=ours, elsewhere=len(waiting) - len(ours), waiting=len(waiting)
    )


@pages.post("/<int:template_id>/retire")
@may_enter(RoleName.SUPERVISOR)
def retire(template_id: int) -> Response:
    """Out of use; the clock's own proposals are filled anew, what a worker wrote stays."""
    template = library.find_template(db(), template_id)
    refilled = library.retire(db(), template, desk=house().desk, by=worker(), now=now())
    said = _("Retired. Workers no longer get it; what was sent stays as it was.")
    if kept := len([message for message in unsent_of(db(), template_id) if not message.proposal]):
        said += " " + ngettext(
            "One draft that began with it keeps its words and can still be sent.",
            "%(num)s drafts that began with it keep their words and can still be sent.",
            kept,
        )
    if refilled:
        said += " " + ngettext("One proposal was filled anew.", "%(num)s proposals were filled anew.", refilled)
    flash(said)
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
    if approving and last is not None and is_draft and text.replace("\r\n", "\n").strip() == last.text:
        return last
    return library.save_version(
        db(),
        template,
        language=language,
        text=text,
        why=request.form.get("why", ""),
        seen=seen,
        source_seen=number_from(request.form.get("source_seen", "")) or None,
        by=worker(),
        now=now(),
    )


def _page(template: Template, language: str, *, text: str, seen: int, refused: str | None = None) -> str:
    tried, mistake = _tried(template, language, text)
    last, used = library.newest(template, language), library.in_use(template, language)
    source = library.source_to_follow(template) if language != template.source_language else None
    languages = library.languages_of(template)
    return render_template(
        "library/edit.html",
        template=template,
        language=language,
        text=text[:20_000],
        seen=seen,
        last=last,
        used=used,
        source=source,
        source_change=_source_change(template, last, source),
        behind=library.is_behind(template, language),
        withdrawn=library.is_withdrawn(template, language),
        versions=library.versions_in(template, language)[::-1],
        languages=[*languages, *(tag for tag in SHOWN if tag not in languages)],
        library=library,
        tried=tried,
        problems=said_once(tried),
        refused=refused,
        mistake=mistake,
        is_kept=last is not None and last.text == text,
        all_blanks=[*sorted(BLANKS), *sorted(library_blanks.names(db()))],
        kind_name=KINDS[template.kind],
        needed=house().config.library.approvals,
        approvals=_approvals(last),
        last_mark=last_mark,
        who=who,
        marks=MarkKind,
    )


def _tried(template: Template, language: str, text: str) -> tuple[list[Preview], str | None]:
    """The words filled for three invented people as far as they can be, and what is wrong with them if anything."""
    mistake = None
    if not text.strip():
        return [], None
    ours = next(iter(offers.current(db(), team_id=worker().team_id)), None)
    desk = replace(drafting.equipped(db(), house().desk), offer=offers.as_blanks(ours))
    try:
        text = library.checked(text, own=frozenset(desk.own))
    except (NotPossible, WordingError) as error:
        mistake = say(error)
    for _attempt in range(
        4
    ):  # while somebody types, a tag is open: what cannot be read yet is left out of the examples
        try:
            return previews(text, template, language, desk=desk, sender=worker().shown_name), mistake
        except WordingError as error:
            text = text.replace(error.quote, "", 1) if error.quote else ""
    return [], mistake


def _source_change(
    template: Template, last: TemplateVersion | None, source: TemplateVersion | None
) -> tuple[Piece, ...] | None:
    """What changed in the source since this translation was made or last found right; None when nothing did."""
    if source is None or last is None or not last.is_behind(source):
        return None
    followed = library.versions_in(template, template.source_language)
    old = next((version.text for version in followed if version.number == last.follows), "")
    return diff(old, source.text)


def _approvals(version: TemplateVersion | None) -> list[str]:
    if version is None:
        return []
    return [who(mark.account, mark.name) for mark in version.marks if mark.kind is MarkKind.APPROVED]


def number_from(given: str) -> int:
    """A small whole number from a form, 0 when it is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
