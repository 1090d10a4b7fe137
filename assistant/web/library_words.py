"""What the pages of the template library say: kinds, shelves, and why something is not accepted."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assistant.errors import NotPossible
from assistant.outreach.library_preview import Preview
from assistant.rules.lint import Problem
from assistant.rules.wording import Reason, WordingError
from assistant.store.models import TemplateKind
from assistant.store.template_questions import Shelf

SHOWN = ("nl", "en", "es", "ro", "bg", "hu", "pt-BR", "de", "pl", "fr", "ru", "uk", "tr", "ar", "th", "zh")
KINDS = {
    TemplateKind.FIRST: _l("First messages"),
    TemplateKind.RECONTACT: _l("Re-contact"),
    TemplateKind.ANSWER: _l("Answers"),
}
SHELVES = {
    Shelf.USED: _l("All"),
    Shelf.DRAFTS: _l("With a draft"),
    Shelf.BEHIND: _l("To be checked again"),
    Shelf.RETIRED: _l("Retired"),
}
REFUSALS = {
    "title_missing": _l("Give it a name, of at most 120 characters."),
    "bad_language": _l("Choose a language."),
    "why_missing": _l("Write down in a few words what changed. Colleagues read it with the version."),
    "nothing_changed": _l("Nothing changed, so there is no new version."),
    "empty_message": _l("There are no words yet."),
    "retired": _l("This template is retired. Bring it back first."),
    "blocked_words": _l(
        "Not approved: the words that are marked must change first, also those that only some people get."
    ),
    "side_by_side": _l("Two versions run side by side. Choose one of them first, under What works."),
    "blank_without_value": _l("Not approved: one of your own blanks says nothing yet in this language."),
    "approved_by_you": _l("You approved this version already. The second one must be somebody else."),
    "blank_name": _l("A blank is called by one word of small letters, such as opening_hours."),
    "blank_taken": _l("That name is a blank of the program already. Choose another."),
    "blank_value": _l("Write what the blank says: one line of at most 300 characters, in one language at least."),
    "blank_in_use": _l("Templates still use this blank. Look below where."),
    "too_many_blanks": _l("There are a hundred own blanks already. Remove one first."),
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


def said_once(tried: list[Preview]) -> list[Problem]:
    """What is to be said about a text however it is filled: each thing once."""
    once: dict[tuple[str, str | None], Problem] = {}
    for one in tried:
        for problem in one.report.problems:
            once.setdefault((problem.code.value, problem.quote), problem)
    return list(once.values())
