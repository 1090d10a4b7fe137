"""What we may write: templates, their translations and versions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed


class TemplateKind(StrEnum):
    """When a template serves."""

    FIRST = "first"
    RECONTACT = "recontact"
    ANSWER = "answer"


class Template(Base):
    """One message template: a thing with translations, of which each has versions."""

    __tablename__ = "template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[TemplateKind] = mapped_column(closed(TemplateKind))
    purpose: Mapped[str] = mapped_column(String(40), default="")
    source_language: Mapped[str] = mapped_column(String(10), default="nl")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    versions: Mapped[list["TemplateVersion"]] = relationship(
        back_populates="template", order_by="TemplateVersion.number"
    )


class VersionState(StrEnum):
    """DRAFT nobody may use it yet · APPROVED in use · REPLACED a later version took its place."""

    DRAFT = "draft"
    APPROVED = "approved"
    REPLACED = "replaced"


class TemplateVersion(Base):
    """What a template said in one language at one time. Never changed after saving: a change is a new version."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("template.id"))
    language: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[VersionState] = mapped_column(closed(VersionState), default=VersionState.DRAFT)
    native_checked: Mapped[bool] = mapped_column(default=False)
    source_number: Mapped[int | None]  # the version of the source language that it was translated from
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    template: Mapped[Template] = relationship(back_populates="versions")
    saved_by: Mapped[Account | None] = relationship(foreign_keys=[saved_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
