"""The library of message templates: what is shipped, and what supervisors make of it.

A template has translations; each saving of one is a new version that is never changed afterwards. A version is a draft until
it is approved; approving it takes the place of the version in use in that language. Nothing here is ever deleted: a message that was
sent keeps pointing at the words it came from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant import lexicon
from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach.drafting import Desk, Person, blanks
from assistant.resources import shipped
from assistant.rules import template_files, wording
from assistant.rules.hooks import sentences
from assistant.rules.lint import LintReport, lint
from assistant.rules.template_files import TemplateFile
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Template, TemplateKind, TemplateVersion, VersionState

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
LONGEST_TITLE, LONGEST_WHY = 120, 200


@dataclass(frozen=True, slots=True)
class Preview:
    """A version's words filled for an invented person, what a locked phone shows of them, and what is to be said about them."""

    text: str
    missing: tuple[str, ...]
    report: LintReport


# ── What is shipped ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def load_shipped(session: Session, *, now: datetime) -> int:
    """Put the shipped templates into the library; how many versions were new.

    What is new here is in use at once. A shipped text that has changed since becomes a draft beside the version in use, unless a
    supervisor has made that language their own.
    """
    made = 0
    for file in shipped_files():
        template = session.scalar(select(Template).where(Template.key == file.key)) or _shelve(session, file, now)
        if file.is_source:
            template.title, template.source_language = template.title or file.title, file.source_language
        known = versions_in(template, file.language)
        if any(version.saved_by_id is not None or version.text == file.text for version in known):
            continue
        state = VersionState.DRAFT if known else VersionState.APPROVED
        version = _add(template, file.language, file.text, "", state=state, by=None, now=now)
        version.native_checked = file.checked
        version.approved_at = now if state is VersionState.APPROVED else None
        made += 1
    session.flush()
    return made


def shipped_files() -> Iterator[TemplateFile]:
    """The shipped template files; of each template the source language first, because the others are numbered by it."""
    folder = shipped("message_templates")
    files = [
        template_files.parse(path.read_text(encoding="utf-8"), name=path.name) for path in sorted(folder.glob("*.txt"))
    ]
    return iter(sorted(files, key=lambda file: (file.key, not file.is_source, file.language)))


def _shelve(session: Session, file: TemplateFile, now: datetime) -> Template:
    template = Template(
        key=file.key,
        title=file.title,
        kind=TemplateKind(file.kind.value),
        purpose=file.when,
        source_language=file.source_language,
        created_at=now,
    )
    session.add(template)
    return template


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def all_templates(session: Session) -> list[Template]:
    """Every template with its versions, retired ones too, by kind and title."""
    query = select(Template).options(selectinload(Template.versions)).order_by(Template.title)
    order = list(TemplateKind)
    return sorted(session.scalars(query), key=lambda template: order.index(template.kind))


def find_template(session: Session, template_id: int) -> Template:
    """A template with its versions and who saved them. Raises NotThere."""
    people = joinedload(TemplateVersion.saved_by), joinedload(TemplateVersion.approved_by)
    query = select(Template).where(Template.id == template_id).options(selectinload(Template.versions).options(*people))
    template = session.scalar(query)
    if template is None:
        raise NotThere
    return template


def versions_in(template: Template, language: str) -> list[TemplateVersion]:
    """The versions of one language, the oldest first."""
    return sorted((v for v in template.versions if v.language == language), key=lambda version: version.number)


def newest(template: Template, language: str) -> TemplateVersion | None:
    """The last version saved in a language."""
    return next(reversed(versions_in(template, language)), None)


def in_use(template: Template, language: str) -> TemplateVersion | None:
    """The version that workers get in a language."""
    return next((v for v in versions_in(template, language) if v.state is VersionState.APPROVED), None)


def languages_of(template: Template) -> list[str]:
    """The languages that it has versions in, the source first."""
    held = {version.language for version in template.versions} - {template.source_language}
    return [template.source_language, *sorted(held)]


def is_behind(template: Template, language: str) -> bool:
    """Whether a translation in use follows an older version of the source than the one in use."""
    ours, source = in_use(template, language), in_use(template, template.source_language)
    if language == template.source_language or ours is None or source is None or ours.source_number is None:
        return False
    return ours.source_number < source.number


def behind(template: Template) -> list[str]:
    """The languages whose translation in use follows an older version of the source."""
    return [language for language in languages_of(template) if is_behind(template, language)]


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def make(
    session: Session, *, title: str, kind: TemplateKind, language: str, text: str, by: Account, now: datetime
) -> TemplateVersion:
    """A new template with its first version, a draft. Raises NotPossible "title_missing" | "bad_language", WordingError."""
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise NotPossible("title_missing")
    if not LANGUAGE.fullmatch(language):
        raise NotPossible("bad_language")
    clean = checked(text)
    template = Template(
        key=_free_key(session, f"{kind.value}-{title}"),
        title=title,
        kind=kind,
        source_language=language,
        created_at=now,
    )
    session.add(template)
    version = _add(template, language, clean, "", state=VersionState.DRAFT, by=by, now=now)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, version, by=by, now=now)
    return version


def save_version(
    session: Session, template: Template, *, language: str, text: str, why: str, seen: int, by: Account, now: datetime
) -> TemplateVersion:
    """A new draft in one language. `seen` is the number of the newest version that the writer had before them, 0 for none.

    Raises Stale when somebody saved another meanwhile; WordingError for a text that is not accepted; NotPossible "bad_language" |
    "why_missing" | "nothing_changed" | "retired".
    """
    if not LANGUAGE.fullmatch(language):
        raise NotPossible("bad_language")
    last = newest(template, language)
    if (last.number if last else 0) != seen:
        raise Stale
    if template.retired_at is not None:
        raise NotPossible("retired")
    clean = checked(text)
    if last is not None and last.text == clean:
        raise NotPossible("nothing_changed")
    if last is not None and not why.strip():
        raise NotPossible("why_missing")
    version = _add(template, language, clean, why.strip()[:LONGEST_WHY], state=VersionState.DRAFT, by=by, now=now)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, version, by=by, now=now)
    return version


def approve(
    session: Session, version: TemplateVersion, *, native_checked: bool, desk: Desk, by: Account, now: datetime
) -> None:
    """Give a draft to the team; the version in use until now is replaced.

    Raises Stale when a later version was saved meanwhile or it is no draft any more, NotPossible "retired" | "blocked_words".
    """
    template = version.template
    if version.state is not VersionState.DRAFT or newest(template, version.language) is not version:
        raise Stale
    if template.retired_at is not None:
        raise NotPossible("retired")
    if (
        template.kind is not TemplateKind.ANSWER
        and preview(version.text, template, version.language, desk=desk).report.blocked
    ):
        raise NotPossible("blocked_words")
    current = in_use(template, version.language)
    if current is not None:
        current.state = VersionState.REPLACED
    version.state, version.approved_at, version.approved_by_id = VersionState.APPROVED, now, by.id
    version.native_checked = native_checked
    session.flush()
    _log(session, audit.Event.TEMPLATE_APPROVED, version, by=by, now=now)


def retire(session: Session, template: Template, *, by: Account, now: datetime) -> None:
    """Workers no longer get this template. Messages made with it keep their words."""
    if template.retired_at is None:
        template.retired_at = now
        audit.record(session, audit.Event.TEMPLATE_RETIRED, now=now, by_id=by.id, reason=template.key)


def bring_back(session: Session, template: Template, *, by: Account, now: datetime) -> None:
    """Workers get it again, in the versions that were in use."""
    if template.retired_at is not None:
        template.retired_at = None
        audit.record(session, audit.Event.TEMPLATE_APPROVED, now=now, by_id=by.id, reason=template.key)


def checked(text: str) -> str:
    """The text as it is to be stored: our names for blanks, plain line ends. Raises WordingError naming the line."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean:
        raise NotPossible("empty_message")
    return wording.check(clean).canonical_source


def preview(text: str, template: Template, language: str, *, desk: Desk, sender: str = "Anna") -> Preview:
    """The words filled for Luna in Zwolle, who does not exist, and checked as a message would be. Raises WordingError."""
    base = lexicon.base_language(language) or "nl"
    luna = Person(alias="Luna", town="Zwolle", language=language)
    values = blanks(luna, hook_sentence=example_hook(language), sender=sender, desk=desk, language=base)
    filled = wording.fill(text, values)
    kind = "first" if template.kind is TemplateKind.FIRST else "recontact"
    report = lint(filled.text, language=language, channel="whatsapp", kind=kind, sender=sender, organisation=desk.team)
    return Preview(filled.text, filled.missing, report)


def example_hook(language: str) -> str | None:
    """A sentence about short hair in a language, for previews; None where nobody wrote one yet."""
    said = sentences(language)
    return next(iter(said.get("hair.short") or said.get("hair.any") or ()), None)


def _add(
    template: Template, language: str, text: str, why: str, *, state: VersionState, by: Account | None, now: datetime
) -> TemplateVersion:
    last = newest(template, language)
    source = newest(template, template.source_language) if language != template.source_language else None
    version = TemplateVersion(
        language=language,
        number=last.number + 1 if last else 1,
        text=text,
        why=why,
        state=state,
        source_number=source.number if source else None,
        saved_at=now,
        saved_by_id=by.id if by else None,
        approved_at=None,
        approved_by_id=None,
    )
    template.versions.append(version)
    return version


def _free_key(session: Session, wanted: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:50].strip("-") or "template"
    taken = set(session.scalars(select(Template.key).where(Template.key.startswith(plain))))
    return next(key for key in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if key not in taken)


def _log(session: Session, event: audit.Event, version: TemplateVersion, *, by: Account, now: datetime) -> None:
    about = f"{version.template.key}.{version.language} {version.number}"
    audit.record(session, event, now=now, by_id=by.id, reason=about)
