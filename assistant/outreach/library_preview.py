"""How a template reads: filled for three people who do not exist, looked at as a message to them would be."""

from dataclasses import dataclass, replace
from itertools import product

from assistant import lexicon
from assistant.outreach.drafting import Desk, Person, blanks
from assistant.rules import wording
from assistant.rules.hooks import sentences
from assistant.rules.lint import LintReport, lint
from assistant.store.models import Template, TemplateKind


@dataclass(frozen=True, slots=True)
class Preview:
    """The words filled for an invented person, what a locked phone shows of them, and what is to be said about them."""

    text: str
    missing: tuple[str, ...]
    report: LintReport
    alias: str | None = None
    town: str | None = None


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist, and whether there is something nice to begin about."""

    alias: str | None
    town: str | None
    has_hook: bool


INVENTED = (Invented("Luna", "Zwolle", True), Invented("Valentina", None, True), Invented(None, None, False))


def preview(
    text: str, template: Template, language: str, *, desk: Desk, sender: str = "Anna", of: Invented = INVENTED[0]
) -> Preview:
    """The words filled for somebody invented, and checked as a message would be. Raises WordingError when they cannot be read.

    Whoever has nothing to begin about has asked for nothing that we offer either, so that a gap shows.
    """
    person = Person(alias=of.alias, town=of.town, language=language)
    hook = example_hook(language) if of.has_hook else None
    desk = desk if of.has_hook else replace(desk, offer={})
    values = blanks(person, hook_sentence=hook, sender=sender, desk=desk, language=language)
    filled = wording.fill(text, values, language=lexicon.base_language(language))
    kind = "first" if template.kind is TemplateKind.FIRST else "recontact"
    report = lint(filled.text, language=language, channel="whatsapp", kind=kind, sender=sender, organisation=desk.team)
    return Preview(filled.text, filled.missing, report, of.alias, of.town)


def previews(text: str, template: Template, language: str, *, desk: Desk, sender: str) -> list[Preview]:
    """The words for each of the three. Raises WordingError."""
    return [preview(text, template, language, desk=desk, sender=sender, of=one) for one in INVENTED]


def is_blocked(text: str, template: Template, language: str, *, desk: Desk) -> bool:
    """Whether the words must change for anybody: every way through `{% if %}` is looked at, not only what most people get."""
    everybody = (Invented(*one) for one in product(("Luna", None), ("Zwolle", None), (True, False)))
    return any(preview(text, template, language, desk=desk, of=one).report.blocked for one in everybody)


def example_hook(language: str) -> str | None:
    """A sentence about short hair in a language, for previews; None where nobody wrote one yet."""
    said = sentences(language)
    return next(iter(said.get("hair.short") or said.get("hair.any") or ()), None)
