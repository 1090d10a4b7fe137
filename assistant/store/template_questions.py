"""Questions about the template library: what may be used, what follows an older source, a page of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from assistant.store import shared
from assistant.store.models import (
    Contact,
    Message,
    MessageState,
    OwnBlank,
    OwnBlankValue,
    Template,
    TemplateKind,
    TemplateVersion,
    VersionState,
)

PAGE = 50
LONGEST_SEARCH = 200  # characters; a database refuses patterns without end
LEFT = (VersionState.APPROVED, VersionState.REPLACED)


class Shelf(StrEnum):
    """Which templates a list shows."""

    USED = "used"
    DRAFTS = "drafts"
    BEHIND = "behind"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of templates, its number from 1, how many pages there are, and how many templates in all."""

    templates: list[Template]
    page: int
    pages: int
    total: int


@cache  # a part of a question, never changed: making it anew costs more than asking
def may_be_used() -> ColumnElement[bool]:
    """Of a TemplateVersion joined with its Template: approved, not retired, and not saying what its source found to be wrong."""
    return and_(
        Template.retired_at.is_(None), TemplateVersion.state == VersionState.APPROVED, ~_follows_older(wrong_only=True)
    )


def _follows_older(*, wrong_only: bool) -> ColumnElement[bool]:
    """Whether a later version of the source has been approved than the one that this translation follows."""
    source = aliased(TemplateVersion)
    later = select(source.id).where(
        source.template_id == TemplateVersion.template_id,
        source.language == Template.source_language,
        source.state.in_(LEFT) if wrong_only else source.state == VersionState.APPROVED,
        source.number > func.coalesce(TemplateVersion.source_number, 0),
        source.number > func.coalesce(TemplateVersion.confirmed_number, 0),
    )
    if wrong_only:
        later = later.where(source.old_is_wrong)
    return and_(
        TemplateVersion.language != Template.source_language, later.correlate(TemplateVersion, Template).exists()
    )


def is_usable(session: Session, version_id: int) -> bool:
    """Whether workers may begin a message with this version now."""
    query = select(TemplateVersion.id).join(Template).where(TemplateVersion.id == version_id, may_be_used())
    return session.scalar(query) is not None


def usable_versions(session: Session, *, kind: TemplateKind) -> Mapping[str, Sequence[TemplateVersion]]:
    """The template versions in use for `kind` by language, in the order of the library. Shared by all who ask: only for reading."""
    return shared.once(session, ("usable versions", kind), lambda own: _usable_versions(own, kind))


def _usable_versions(session: Session, kind: TemplateKind) -> dict[str, list[TemplateVersion]]:
    query = (
        select(TemplateVersion)
        .join(Template)
        .where(Template.kind == kind, may_be_used())
        .order_by(TemplateVersion.language, Template.id)
        .options(joinedload(TemplateVersion.template))
    )
    return {language: list(found) for language, found in groupby(session.scalars(query), key=lambda one: one.language)}


def source_in_use(session: Session, version: TemplateVersion) -> TemplateVersion | None:
    """What the template of `version` says in its source language now, retired or not. Shared by all who ask: only for reading."""
    number, language = version.template_id, version.template.source_language
    return shared.once(session, ("source", number), lambda own: _source_in_use(own, number, language))


def _source_in_use(session: Session, template_id: int, language: str) -> TemplateVersion | None:
    query = select(TemplateVersion).where(
        TemplateVersion.template_id == template_id,
        TemplateVersion.language == language,
        TemplateVersion.state == VersionState.APPROVED,
    )
    return session.scalar(query.options(joinedload(TemplateVersion.template)))


def page_of_templates(
    session: Session, *, words: str = "", kind: TemplateKind | None = None, shelf: Shelf = Shelf.USED, page: int = 1
) -> Listing:
    """A page of the list, by title. `words` are looked for in titles, keys and texts, each of them, small and large alike."""
    query = _on_shelf(select(Template.id), shelf)
    if kind is not None:
        query = query.where(Template.kind == kind)
    for word in words[:LONGEST_SEARCH].replace("\0", "").lower().split()[:8]:
        query = query.where(_mentions(word))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ids = session.scalars(query.order_by(Template.title, Template.id).limit(PAGE).offset((page - 1) * PAGE)).all()
    found = select(Template).where(Template.id.in_(ids)).order_by(Template.title, Template.id)
    return Listing(list(session.scalars(found.options(selectinload(Template.versions)))), page, pages, total)


def _on_shelf(query: Select[tuple[int]], shelf: Shelf) -> Select[tuple[int]]:
    if shelf is Shelf.RETIRED:
        return query.where(Template.retired_at.is_not(None))
    query = query.where(Template.retired_at.is_(None))
    ours = select(TemplateVersion.id).where(TemplateVersion.template_id == Template.id).correlate(Template)
    if shelf is Shelf.DRAFTS:
        return query.where(ours.where(TemplateVersion.state == VersionState.DRAFT, _is_newest()).exists())
    if shelf is Shelf.BEHIND:
        used = ours.where(TemplateVersion.state == VersionState.APPROVED)
        return query.where(used.where(_follows_older(wrong_only=False)).exists())
    return query


def _is_newest() -> ColumnElement[bool]:
    later = aliased(TemplateVersion)
    same = and_(later.template_id == TemplateVersion.template_id, later.language == TemplateVersion.language)
    newer = select(later.id).where(same, later.number > TemplateVersion.number)
    return ~newer.correlate(TemplateVersion).exists()


def _mentions(word: str) -> ColumnElement[bool]:
    texts = select(TemplateVersion.id).where(
        TemplateVersion.template_id == Template.id,
        TemplateVersion.state != VersionState.REPLACED,
        TemplateVersion.text.icontains(word, autoescape=True),
    )
    return or_(
        Template.title.icontains(word, autoescape=True),
        Template.key.icontains(word, autoescape=True),
        texts.correlate(Template).exists(),
    )


def unsent_of(session: Session, template_id: int) -> list[Message]:
    """Messages that began with this template and have not left: drafts, proposals of the clock, approved ones. The oldest first."""
    waiting = (MessageState.DRAFT, MessageState.APPROVED, MessageState.CLAIMED, MessageState.UNKNOWN)
    query = (
        select(Message)
        .join(TemplateVersion, Message.template_version_id == TemplateVersion.id)
        .where(TemplateVersion.template_id == template_id, Message.state.in_(waiting))
        .order_by(Message.at, Message.id)
        .options(joinedload(Message.contact).joinedload(Contact.owner), joinedload(Message.by))
    )
    return list(session.scalars(query))


def own_values(session: Session) -> Mapping[str, Mapping[str, str]]:
    """What each own blank of the team says, by language; "" is every language that is not named."""
    return shared.once(session, "own blanks", _own_values)


def _own_values(session: Session) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    query = select(OwnBlank.name, OwnBlankValue.language, OwnBlankValue.value).outerjoin(OwnBlank.values)
    for name, language, value in session.execute(query):
        said = values.setdefault(name, {})
        if language is not None:
            said[language] = value
    return values


def hold_template(session: Session, template: Template) -> None:
    """Hold a template until the transaction ends, with its versions as they stand now. On SQLite a writing transaction is alone."""
    if session.get_bind().dialect.name == "postgresql":
        session.flush()
        session.execute(select(Template.id).where(Template.id == template.id).with_for_update())
    session.expire(template, ["versions", "retired_at"])
    session.execute(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template.id)
        .execution_options(populate_existing=True)
    )
