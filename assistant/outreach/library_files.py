"""The library as a folder of files that a team can keep in a repository of its own: out without loss, and in again.

A folder holds, of each template, `KEY.LANGUAGE.txt` (the words in use, or the newest draft while none is) and `KEY.history.toml`
(every version); and `own-blanks.toml`. Coming in, a template that is not known here is taken over as it was, approvals included. Of
one that is known, versions that are missing here are added; what the file calls in use becomes a draft where this library has words
in use already: here the supervisors of here decide. Words in a .txt that no version has are somebody's edit: a new draft.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant.errors import AssistantError, NotPossible
from assistant.outreach import library_blanks
from assistant.outreach.library import add_version, in_use, languages_of, newest, source_to_follow, versions_in
from assistant.rules import template_files, template_history, wording
from assistant.rules.template_files import TemplateFile, TemplateFileError
from assistant.rules.template_history import BLANKS_FILE, Blank, History, Mark, Version
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import (
    MarkKind,
    OwnBlank,
    OwnBlankValue,
    Template,
    TemplateKind,
    TemplateMark,
    TemplateVersion,
    VersionState,
)

HISTORY = template_history.SUFFIX
IMPORTED = "file"


class BrokenFiles(AssistantError):
    """Files that cannot be read; nothing of the folder was taken over. `errors` name file, line and reason."""

    def __init__(self, errors: list[TemplateFileError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclass
class Taken:
    """What came in: new templates, versions of the history, drafts from edited words, blanks; and what stays to be decided here."""

    templates: int = 0
    versions: int = 0
    drafts: int = 0
    blanks: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass
class Folder:
    """A folder as read."""

    histories: list[History] = field(default_factory=list)
    words: list[TemplateFile] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)


# ── Out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def export(session: Session) -> dict[str, str]:
    """Every file of the library by its name. The same library gives the same bytes."""
    people = selectinload(Template.versions).options(
        joinedload(TemplateVersion.saved_by), selectinload(TemplateVersion.marks).joinedload(TemplateMark.account)
    )
    files: dict[str, str] = {}
    for template in session.scalars(select(Template).order_by(Template.key).options(people)):
        history = history_of(template)
        files[history.name] = template_history.write(history)
        for language in languages_of(template):
            if version := in_use(template, language) or newest(template, language):
                file = _words_of(template, version)
                files[file.name] = template_files.write(file)
    if blanks := library_blanks.all_blanks(session):
        files[BLANKS_FILE] = template_history.write_blanks([_blank_of(blank) for blank in blanks])
    return files


def history_of(template: Template) -> History:
    """A template with all its versions, by language and number."""
    return History(
        key=template.key,
        title=template.title,
        kind=template_files.TemplateKind(template.kind.value),
        when=template.purpose,
        channels=_channels(template),
        source_language=template.source_language,
        created_at=template.created_at,
        retired_at=template.retired_at,
        versions=tuple(
            _version_of(one) for one in sorted(template.versions, key=lambda one: (one.language, one.number))
        ),
    )


def _version_of(version: TemplateVersion) -> Version:
    return Version(
        language=version.language,
        number=version.number,
        state=version.state.value,
        text=version.text,
        why=version.why,
        saved_at=version.saved_at,
        saved_by=_who(version.saved_by, version.saved_by_name),
        approved_at=version.approved_at,
        source_number=version.source_number,
        confirmed_number=version.confirmed_number,
        old_is_wrong=version.old_is_wrong,
        native_checked=version.native_checked,
        marks=tuple(
            Mark(kind=one.kind.value, by=_who(one.account, one.name), at=one.at, source_number=one.source_number)
            for one in version.marks
        ),
    )


def _words_of(template: Template, version: TemplateVersion) -> TemplateFile:
    read = [mark for mark in version.marks if mark.kind is MarkKind.NATIVE] if version.native_checked else []
    return TemplateFile(
        key=template.key,
        language=version.language,
        title=template.title,
        kind=template_files.TemplateKind(template.kind.value),
        when=template.purpose,
        channels=_channels(template),
        source_language=template.source_language,
        checked=version.native_checked,
        checked_by=(_who(read[-1].account, read[-1].name) or None) if read else None,
        text=version.text,
    )


def _blank_of(blank: OwnBlank) -> Blank:
    return Blank(
        name=blank.name,
        saved_at=blank.saved_at,
        saved_by=_who(blank.saved_by, blank.saved_by_name),
        values={value.language: value.value for value in blank.values},
    )


def _channels(template: Template) -> tuple[str, ...]:
    return tuple(filter(None, template.channels.split(",")))


def _who(account: Account | None, name: str) -> str:
    return account.username if account else name


# ── In ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_folder(session: Session, folder: Path) -> Folder:
    """Read every file of a folder. Raises BrokenFiles with all mistakes, each with its line."""
    found, errors = Folder(), []
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix in (".txt", ".toml"))
    texts: dict[str, str] = {}
    for path in paths:
        try:
            texts[path.name] = _text_of(path)
        except TemplateFileError as error:
            errors.append(error)
    for name, text in texts.items():
        if name.endswith(HISTORY) or name == BLANKS_FILE:
            try:
                if name == BLANKS_FILE:
                    found.blanks = _checked_blanks(template_history.parse_blanks(text))
                else:
                    found.histories.append(_checked_history(template_history.parse(text, name=name)))
            except TemplateFileError as error:
                errors.append(error)
    own = {blank.name for blank in found.blanks} | library_blanks.names(session)
    known = {history.key: _blanks_used(history) for history in found.histories}
    for name, text in texts.items():
        if name.endswith(".txt"):
            try:
                found.words.append(
                    template_files.parse(text, name=name, own=own | known.get(name.split(".")[0], set()))
                )
            except TemplateFileError as error:
                errors.append(error)
    if errors:
        raise BrokenFiles(errors)
    return found


def take_over(session: Session, folder: Folder, *, now: datetime) -> Taken:
    """Put a folder into the library. Raises BrokenFiles when a version differs from the same one here; then roll back."""
    taken, errors = Taken(), []
    people = {one.username: one.id for one in session.execute(select(Account.username, Account.id))}
    taken.blanks = sum(_take_blank(session, blank, people, now) for blank in folder.blanks)
    known = {template.key: template for template in session.scalars(_with_versions())}
    for history in folder.histories:
        try:
            known[history.key] = _take_history(session, history, known.get(history.key), people, taken)
        except TemplateFileError as error:
            errors.append(error)
    for file in sorted(folder.words, key=lambda file: (file.key, not file.is_source, file.language)):
        _take_words(session, file, known, taken, now)
    if errors:
        raise BrokenFiles(errors)
    session.flush()
    audit.record(session, audit.Event.IMPORTED, now=now, by_id=None, reason="templates")
    return taken


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TemplateFileError(path.name, line, "this is not UTF-8 text") from None


def _checked_history(history: History) -> History:
    """The same, when every text can be read as a template and fits; blanks that nobody fills any more may stand in it."""
    for text, longest, what in (
        (history.key, 60, "the name of the file"),
        (history.title, 120, "title"),
        (history.when, 40, "when"),
        (",".join(history.channels), 120, "channels"),
    ):
        if len(text) > longest or (what == "title" and not text.strip()):
            raise TemplateFileError(history.name, 1, f"{what} is empty or longer than {longest} characters")
    for version in history.versions:
        names = [version.saved_by, *(mark.by for mark in version.marks)]
        if len(version.why) > 200 or max(map(len, names)) > 60 or "\0" in version.text + version.why + "".join(names):
            raise TemplateFileError(history.name, version.line, "something in this version is too long or no text")
        try:
            wording.blanks_in(version.text)
        except wording.WordingError as error:
            reason = f"{error.reason.value.replace('_', ' ')}: {error.quote}"
            raise TemplateFileError(history.name, version.line, reason) from None
    return history


def _checked_blanks(blanks: list[Blank]) -> list[Blank]:
    seen: set[str] = set()
    for blank in blanks:
        try:
            library_blanks.check_name(blank.name)
            library_blanks.check_values(blank.values)
        except NotPossible as error:
            raise TemplateFileError(BLANKS_FILE, blank.line, error.reason.replace("_", " ")) from None
        if blank.name in seen or len(blank.saved_by) > 60:
            raise TemplateFileError(BLANKS_FILE, blank.line, "this blank stands here twice, or its writer is too long")
        seen.add(blank.name)
    return blanks


def _blanks_used(history: History) -> set[str]:
    return {name for version in history.versions for name in wording.blanks_in(version.text)}


def _with_versions() -> Select[Template]:
    return select(Template).options(selectinload(Template.versions))


def _take_blank(session: Session, blank: Blank, people: dict[str, int], now: datetime) -> bool:
    """A blank that is known here keeps what it says here."""
    if session.scalar(select(OwnBlank.id).where(OwnBlank.name == blank.name)) is not None:
        return False
    by = people.get(blank.saved_by)
    values = [OwnBlankValue(language=language, value=value) for language, value in blank.values.items()]
    session.add(
        OwnBlank(
            name=blank.name,
            saved_at=blank.saved_at,
            saved_by_id=by,
            saved_by_name="" if by else blank.saved_by,
            values=values,
        )
    )
    return True


def _take_history(
    session: Session, history: History, template: Template | None, people: dict[str, int], taken: Taken
) -> Template:
    is_new = template is None
    if template is None:
        template = Template(
            key=history.key,
            title=history.title,
            kind=TemplateKind(history.kind.value),
            purpose=history.when,
            channels=",".join(history.channels),
            source_language=history.source_language,
            created_at=history.created_at,
            retired_at=history.retired_at,
        )
        session.add(template)
        taken.templates += 1
    for record in history.versions:
        here = next((one for one in versions_in(template, record.language) if one.number == record.number), None)
        if here is not None and here.text != record.text:
            reason = f"version {record.number} of {record.language} says something else here"
            raise TemplateFileError(history.name, record.line, reason)
        if here is None:
            _take_version(template, record, people, as_it_was=is_new or in_use(template, record.language) is None)
            taken.versions += 1
    return template


def _take_version(template: Template, record: Version, people: dict[str, int], *, as_it_was: bool) -> None:
    state = VersionState(record.state)
    if state is VersionState.APPROVED and not as_it_was:
        state = VersionState.DRAFT
    marks = [mark for mark in record.marks if as_it_was or mark.kind != MarkKind.APPROVED]
    approved = [people.get(mark.by) for mark in marks if mark.kind == MarkKind.APPROVED]
    by = people.get(record.saved_by)
    version = TemplateVersion(
        language=record.language,
        number=record.number,
        state=state,
        text=record.text,
        why=record.why,
        saved_at=record.saved_at,
        saved_by_id=by,
        saved_by_name="" if by else record.saved_by,
        approved_at=record.approved_at if state is not VersionState.DRAFT else None,
        approved_by_id=approved[-1] if approved and record.approved_at else None,
        source_number=record.source_number,
        confirmed_number=record.confirmed_number,
        old_is_wrong=record.old_is_wrong,
        native_checked=record.native_checked,
        marks=[_mark(mark, people) for mark in marks],
    )
    template.versions.append(version)


def _mark(mark: Mark, people: dict[str, int]) -> TemplateMark:
    by = people.get(mark.by)
    return TemplateMark(
        kind=MarkKind(mark.kind),
        account_id=by,
        name="" if by else mark.by,
        at=mark.at,
        source_number=mark.source_number,
    )


def _take_words(session: Session, file: TemplateFile, known: dict[str, Template], taken: Taken, now: datetime) -> None:
    """Words that no version has become a draft; a template of which only words came is new, as a draft."""
    template = known.get(file.key)
    if template is None:
        template = known[file.key] = Template(
            key=file.key[:60],
            title=file.title[:120],
            kind=TemplateKind(file.kind.value),
            purpose=file.when[:40],
            channels=",".join(file.channels)[:120],
            source_language=file.source_language,
            created_at=now,
        )
        session.add(template)
        taken.templates += 1
    if file.is_source and template.title != file.title:
        template.title = file.title[:120]
        taken.remarks.append(f"{file.name}: is called “{template.title}” now")
    words = wording.canonical(file.text)
    if any(version.text == words for version in versions_in(template, file.language)):
        return
    version = add_version(
        template,
        file.language,
        words,
        IMPORTED,
        state=VersionState.DRAFT,
        by=None,
        now=now,
        source=source_to_follow(template),
    )
    taken.drafts += 1
    taken.remarks.append(f"{file.name}: version {version.number}, a draft until it is approved")


def write_folder(files: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write the files of an export; what else stands in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
