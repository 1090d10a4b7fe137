"""The library of message templates: what is shipped, and what supervisors make of it.

A template has translations; each saving of one is a new version that is never changed afterwards. A version is a draft until
it is approved, by one supervisor or by two; approving it takes the place of the version in use in that language. Nothing here is
ever deleted: a message that was sent keeps pointing at the words it came from.

When another version of the source comes into use, its translations are to be checked again. They stay in use meanwhile, with a mark
that the worker sees: without them she would get a language she does not read. Unless the approving supervisor says that what the old
words say is no longer so; then no worker gets a translation of them until somebody looked.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import library_blanks, side_by_side
from assistant.outreach.drafting import Desk, equipped
from assistant.outreach.library_preview import Preview, example_hook, is_blocked, preview
from assistant.outreach.library_use import bring_back, refresh_proposals, retire
from assistant.resources import shipped
from assistant.rules import template_files, wording
from assistant.rules.template_files import TemplateFile
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import MarkKind, Template, TemplateKind, TemplateMark, TemplateVersion, VersionState
from assistant.store.template_questions import hold_template

__all__ = ["Preview", "bring_back", "example_hook", "preview", "retire"]

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
LONGEST_TITLE, LONGEST_WHY = 120, 200
LARGEST_ID = 2**31 - 1  # what a database can look for
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


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
            template.channels = template.channels or ",".join(file.channels)
        known = versions_in(template, file.language)
        if any(version.saved_by_id is not None or version.text == file.text for version in known):
            continue
        state = VersionState.DRAFT if known else VersionState.APPROVED
        source = newest(template, template.source_language)
        version = add_version(template, file.language, file.text, "", state=state, by=None, now=now, source=source)
        version.native_checked = file.checked
        if file.checked_by:
            version.marks.append(TemplateMark(kind=MarkKind.NATIVE, name=file.checked_by[:60], at=now))
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
        channels=",".join(file.channels),
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
    marks = selectinload(TemplateVersion.marks).joinedload(TemplateMark.account)
    people = joinedload(TemplateVersion.saved_by), joinedload(TemplateVersion.approved_by), marks
    query = select(Template).where(Template.id == template_id).options(selectinload(Template.versions).options(*people))
    template = session.scalar(query) if template_id <= LARGEST_ID else None
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


def drafts_of(template: Template) -> list[str]:
    """The languages whose newest version is a draft."""
    drafts = ((language, newest(template, language)) for language in languages_of(template))
    return [language for language, last in drafts if last is not None and last.state is VersionState.DRAFT]


def is_behind(template: Template, language: str) -> bool:
    """Whether a translation in use follows an older version of the source than the one in use: it is to be checked again."""
    ours, source = in_use(template, language), in_use(template, template.source_language)
    return ours is not None and source is not None and ours.is_behind(source)


def is_withdrawn(template: Template, language: str) -> bool:
    """Whether a translation in use says what a later version of its source found to be wrong: no worker gets it."""
    ours = in_use(template, language)
    if ours is None or language == template.source_language:
        return False
    sources = versions_in(template, template.source_language)
    return any(v.old_is_wrong and v.state is not VersionState.DRAFT and v.number > ours.follows for v in sources)


def behind(template: Template) -> list[str]:
    """The languages whose translation in use follows an older version of the source."""
    return [language for language in languages_of(template) if is_behind(template, language)]


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def make(
    session: Session, *, title: str, kind: TemplateKind, language: str, text: str, by: Account, now: datetime
) -> TemplateVersion:
    """A new template with its first version, a draft. Raises NotPossible "title_missing" | "bad_language", WordingError."""
    title = _UNSENDABLE.sub("", " ".join(title.split()))
    if not title or len(title) > LONGEST_TITLE:
        raise NotPossible("title_missing")
    if not LANGUAGE.fullmatch(language):
        raise NotPossible("bad_language")
    clean = checked(text, own=library_blanks.names(session))
    template = Template(
        key=_free_key(session, f"{kind.value}-{title}"),
        title=title,
        kind=kind,
        source_language=language,
        created_at=now,
    )
    session.add(template)
    version = add_version(template, language, clean, "", state=VersionState.DRAFT, by=by, now=now)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, version, by=by, now=now)
    return version


def save_version(
    session: Session,
    template: Template,
    *,
    language: str,
    text: str,
    why: str,
    seen: int,
    by: Account,
    now: datetime,
    source_seen: int | None = None,
) -> TemplateVersion:
    """A new draft in one language. `seen` is the number of the newest version that the writer had before them, 0 for none.

    `source_seen` is the version of the source that a translator had beside it; without it, the one in use.

    Raises Stale when somebody saved another meanwhile; WordingError for a text that is not accepted; NotPossible "bad_language" |
    "why_missing" | "nothing_changed" | "retired".
    """
    if not LANGUAGE.fullmatch(language):
        raise NotPossible("bad_language")
    hold_template(session, template)
    last = newest(template, language)
    if (last.number if last else 0) != seen:
        raise Stale
    if template.retired_at is not None:
        raise NotPossible("retired")
    clean = checked(text, own=library_blanks.names(session))
    if last is not None and last.text == clean:
        raise NotPossible("nothing_changed")
    if last is not None and not why.strip():
        raise NotPossible("why_missing")
    said = _UNSENDABLE.sub("", why.strip())[:LONGEST_WHY]
    source = _source_seen(template, source_seen)
    version = add_version(template, language, clean, said, state=VersionState.DRAFT, by=by, now=now, source=source)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, version, by=by, now=now)
    return version


def approve(
    session: Session,
    version: TemplateVersion,
    *,
    native_checked: bool,
    desk: Desk,
    by: Account,
    now: datetime,
    needed: int = 1,
    old_is_wrong: bool = False,
) -> bool:
    """Say yes to a draft. With the `needed` number of people it is given to the team; the version in use until now is replaced.

    `old_is_wrong`: what the source said is no longer so, and no worker gets a translation of it until somebody looked. Answers whether
    it is in use now. Raises Stale when a later version was saved meanwhile or it is no draft any more, WordingError for a blank that
    nobody fills any more, NotPossible "retired" | "side_by_side" | "blocked_words" | "blank_without_value" | "approved_by_you".
    """
    template = version.template
    hold_template(session, template)
    if version.state is not VersionState.DRAFT or newest(template, version.language) is not version:
        raise Stale
    if template.retired_at is not None:
        raise NotPossible("retired")
    if side_by_side.running(session, template, version.language) is not None:
        raise NotPossible("side_by_side")
    desk = equipped(session, desk)
    if any(desk.own_in(version.language)[name] is None for name in _own_used(version.text, desk)):
        raise NotPossible("blank_without_value")
    if template.kind is not TemplateKind.ANSWER and is_blocked(version.text, template, version.language, desk=desk):
        raise NotPossible("blocked_words")
    people = approvers(version)
    if by.id in people:
        if len(people) < needed:
            raise NotPossible("approved_by_you")
    else:
        version.marks.append(TemplateMark(kind=MarkKind.APPROVED, account_id=by.id, at=now))
    version.old_is_wrong = (version.old_is_wrong or old_is_wrong) and version.language == template.source_language
    if native_checked and not version.native_checked:
        version.native_checked = True
        version.marks.append(TemplateMark(kind=MarkKind.NATIVE, account_id=by.id, at=now))
    session.flush()
    _log(session, audit.Event.TEMPLATE_APPROVED, version, by=by, now=now)
    if len({*people, by.id}) < needed:
        return False
    _put_to_use(session, version, desk=desk, by=by, now=now)
    return True


def _own_used(text: str, desk: Desk) -> list[str]:
    """The team's own blanks in a text. Raises WordingError for a blank that nobody fills any more."""
    return [name for name in wording.check(text, own=desk.own).blanks if name in desk.own]


def approvers(version: TemplateVersion) -> set[int | str]:
    """Who approved a version so far: accounts by number, others by name."""
    return {mark.account_id or mark.name for mark in version.marks if mark.kind is MarkKind.APPROVED}


def _put_to_use(session: Session, version: TemplateVersion, *, desk: Desk, by: Account, now: datetime) -> None:
    current = in_use(version.template, version.language)
    if current is not None:
        current.state = VersionState.REPLACED
    version.state, version.approved_at, version.approved_by_id = VersionState.APPROVED, now, by.id
    session.flush()
    refresh_proposals(session, version.template, desk=desk, now=now)


def checked(text: str, *, own: frozenset[str] = frozenset()) -> str:
    """The text as it is to be stored: our names for blanks, plain line ends, nothing that no phone can show.

    `own` are the team's own blanks. Raises WordingError naming the line, NotPossible "empty_message".
    """
    clean = _UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not clean:
        raise NotPossible("empty_message")
    return wording.check(clean, own=own).canonical_source


def add_version(
    template: Template,
    language: str,
    text: str,
    why: str,
    *,
    state: VersionState,
    by: Account | None,
    now: datetime,
    source: TemplateVersion | None = None,
) -> TemplateVersion:
    """One version more in a language, numbered after the last; `source` is what it was translated from."""
    last = newest(template, language)
    source = None if language == template.source_language else source
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


def _source_seen(template: Template, number: int | None) -> TemplateVersion | None:
    """The version of the source that a translator had before them."""
    sources = versions_in(template, template.source_language)
    seen = next((version for version in sources if version.number == number), None)
    return seen or source_to_follow(template)


def source_to_follow(template: Template) -> TemplateVersion | None:
    """What a translator should look at: the source in use, or the newest one while none is in use yet."""
    return in_use(template, template.source_language) or newest(template, template.source_language)


def _free_key(session: Session, wanted: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:50].strip("-") or "template"
    taken = set(session.scalars(select(Template.key).where(Template.key.startswith(plain))))
    return next(key for key in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if key not in taken)


def _log(session: Session, event: audit.Event, version: TemplateVersion, *, by: Account, now: datetime) -> None:
    about = f"{version.template.key}.{version.language} {version.number}"
    audit.record(session, event, now=now, by_id=by.id, reason=about)
