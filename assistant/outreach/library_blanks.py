"""The team's own blanks: opening hours, an address. A supervisor defines a name and what it says in each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant.errors import NotPossible, NotThere
from assistant.rules import wording
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import OwnBlank, OwnBlankValue, Template, TemplateVersion, VersionState

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Z]{2})?)?")
LONGEST_VALUE, MOST = 300, 100
RESERVED = frozenset(
    {"if", "elif", "else", "endif", "not", "and", "or", "in", "is", "true", "false", "none", "for", "set"}
)
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class InUse:
    """Where a blank is used: the newest or approved version of a template in a language."""

    template: Template
    language: str
    number: int
    state: VersionState


def all_blanks(session: Session) -> list[OwnBlank]:
    """Every own blank with its values, by name."""
    query = (
        select(OwnBlank).order_by(OwnBlank.name).options(selectinload(OwnBlank.values), joinedload(OwnBlank.saved_by))
    )
    return list(session.scalars(query))


def names(session: Session) -> frozenset[str]:
    """The names that a template may use beside ours."""
    return frozenset(session.scalars(select(OwnBlank.name)))


def find_blank(session: Session, name: str) -> OwnBlank:
    """Raises NotThere."""
    query = select(OwnBlank).where(OwnBlank.name == name).options(selectinload(OwnBlank.values))
    blank = session.scalar(query) if NAME.fullmatch(name) else None
    if blank is None:
        raise NotThere
    return blank


def check_name(name: str) -> str:
    """A name as it is written in a template. Raises NotPossible "blank_name" | "blank_taken" (one of ours, or a spelling of one)."""
    if not NAME.fullmatch(name) or name in RESERVED:
        raise NotPossible("blank_name")
    if name in wording.BLANKS or name in wording.spellings():
        raise NotPossible("blank_taken")
    return name


def check_values(values: Mapping[str, str]) -> dict[str, str]:
    """Values without the empty ones. Raises NotPossible "blank_value" (none, too long, more than a line) | "bad_language"."""
    if not all(LANGUAGE.fullmatch(language) for language in values):
        raise NotPossible("bad_language")
    clean = {language: value.strip() for language, value in values.items() if value.strip()}
    if not clean or any(len(value) > LONGEST_VALUE or _UNSENDABLE.search(value) for value in clean.values()):
        raise NotPossible("blank_value")
    return clean


def define(session: Session, *, name: str, values: Mapping[str, str], by: Account, now: datetime) -> OwnBlank:
    """Make an own blank, or give one other values; what is in `values` is all that it says. Raises NotPossible."""
    clean = check_values(values)
    if not NAME.fullmatch(name):
        raise NotPossible("blank_name")
    blank = session.scalar(select(OwnBlank).where(OwnBlank.name == name).with_for_update())
    if blank is None:
        if len(names(session)) >= MOST:
            raise NotPossible("too_many_blanks")
        blank = OwnBlank(name=check_name(name))
        session.add(blank)
    blank.saved_at, blank.saved_by_id, blank.saved_by_name = now, by.id, ""
    held = {value.language: value for value in blank.values}
    for language, text in clean.items():
        if language in held:
            held[language].value = text
        else:
            blank.values.append(OwnBlankValue(language=language, value=text))
    for language, value in held.items():
        if language not in clean:
            blank.values.remove(value)
    session.flush()
    audit.record(session, audit.Event.TEMPLATE_SAVED, now=now, by_id=by.id, reason=f"{{{{ {name} }}}}")
    return blank


def remove(session: Session, blank: OwnBlank, *, despite_use: bool, by: Account, now: datetime) -> None:
    """Nobody fills it any more; templates that still use it leave a gap and say so. Raises NotPossible "blank_in_use"."""
    if not despite_use and where_used(session, blank.name):
        raise NotPossible("blank_in_use")
    session.delete(blank)
    session.flush()
    audit.record(session, audit.Event.TEMPLATE_RETIRED, now=now, by_id=by.id, reason=f"{{{{ {blank.name} }}}}")


def where_used(session: Session, name: str) -> list[InUse]:
    """The versions in use and the newest drafts that name a blank, by title."""
    query = (
        select(TemplateVersion)
        .join(Template)
        .where(
            TemplateVersion.state != VersionState.REPLACED,
            Template.retired_at.is_(None),
            TemplateVersion.text.contains(name, autoescape=True),
        )
        .order_by(Template.title, TemplateVersion.language, TemplateVersion.number)
        .options(joinedload(TemplateVersion.template))
    )
    found = (version for version in session.scalars(query) if name in wording.blanks_in(version.text))
    return [InUse(one.template, one.language, one.number, one.state) for one in found]
