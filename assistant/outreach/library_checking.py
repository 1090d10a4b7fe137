"""What people say about a version without changing its words: still right, read by a native; and going back to an older one."""

from datetime import datetime

from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale
from assistant.outreach.library import in_use, newest, save_version, versions_in
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import MarkKind, Template, TemplateMark, TemplateVersion, VersionState
from assistant.store.template_questions import hold_template


def still_right(session: Session, version: TemplateVersion, *, seen_source: int, by: Account, now: datetime) -> None:
    """The source changed, and this translation still says the same. `seen_source`: the version of the source that was on the page.

    Raises Stale when the source changed again or the translation is no longer the one in use.
    """
    template = version.template
    hold_template(session, template)
    source = in_use(template, template.source_language)
    if source is None or source.number != seen_source or version.state is not VersionState.APPROVED:
        raise Stale
    if not version.is_behind(source):
        return
    version.confirmed_number = source.number
    _mark(session, version, MarkKind.STILL_RIGHT, by=by, now=now, source_number=source.number)


def native_read(session: Session, version: TemplateVersion, *, yes: bool, by: Account, now: datetime) -> None:
    """Somebody who grew up with the language read these words, or it turns out that nobody did. Needs no new approval."""
    hold_template(session, version.template)
    if version.native_checked == yes:
        return
    version.native_checked = yes
    if yes:
        _mark(session, version, MarkKind.NATIVE, by=by, now=now)
        return
    audit.record(session, audit.Event.TEMPLATE_SAVED, now=now, by_id=by.id, reason=f"{_about(version)} native: no")


def roll_back(
    session: Session, template: Template, *, language: str, number: int, seen: int, by: Account, now: datetime
) -> TemplateVersion:
    """The words of an older version as a new draft, which needs approval like any other. Raises Stale, NotPossible, WordingError."""
    old = next((version for version in versions_in(template, language) if version.number == number), None)
    if old is None or old is newest(template, language):
        raise NotPossible("nothing_changed")
    version = save_version(
        session, template, language=language, text=old.text, why=f"↩ {number}", seen=seen, by=by, now=now
    )
    version.source_number, version.confirmed_number = old.source_number, old.confirmed_number
    return version


def last_mark(version: TemplateVersion, kind: MarkKind) -> TemplateMark | None:
    """The last thing of a kind that somebody said about a version."""
    return next((mark for mark in reversed(version.marks) if mark.kind is kind), None)


def who(account: Account | None, name: str) -> str:
    """Who did it, for people to read; "" when the program did."""
    return account.shown_name if account else name


def _about(version: TemplateVersion) -> str:
    return f"{version.template.key}.{version.language} {version.number}"


def _mark(
    session: Session,
    version: TemplateVersion,
    kind: MarkKind,
    *,
    by: Account,
    now: datetime,
    source_number: int | None = None,
) -> None:
    version.marks.append(TemplateMark(kind=kind, account_id=by.id, at=now, source_number=source_number))
    session.flush()
    audit.record(session, audit.Event.TEMPLATE_APPROVED, now=now, by_id=by.id, reason=f"{_about(version)} {kind.value}")
