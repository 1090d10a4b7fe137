"""What we may write: templates, their translations and versions, what people said about them, and the team's own blanks."""

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
    channels: Mapped[str] = mapped_column(String(120), default="")  # in order of preference, a comma between
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
    confirmed_number: Mapped[int | None]  # the later version of the source that it was found still right for
    old_is_wrong: Mapped[bool] = mapped_column(
        default=False
    )  # of a source: translations of older ones say what is not so
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_by_name: Mapped[str] = mapped_column(String(60), default="")  # of somebody without an account here
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    template: Mapped[Template] = relationship(back_populates="versions")
    saved_by: Mapped[Account | None] = relationship(foreign_keys=[saved_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    marks: Mapped[list["TemplateMark"]] = relationship(back_populates="version", order_by="TemplateMark.id")

    @property
    def follows(self) -> int:
        """The version of the source that this translation says the same as; 0 when nobody knows."""
        return max(self.source_number or 0, self.confirmed_number or 0)

    def is_behind(self, source: "TemplateVersion") -> bool:
        """Whether `source`, the version in use in the source language, came after the one that this translation follows."""
        return self.language != source.language and self.follows < source.number


class MarkKind(StrEnum):
    """APPROVED may be used · STILL_RIGHT read again after its source changed · NATIVE read by who grew up with the language."""

    APPROVED = "approved"
    STILL_RIGHT = "still_right"
    NATIVE = "native"


class TemplateMark(Base):
    """What somebody said about a version, and when. The words do not change with it. `name` is of somebody without an account here."""

    __tablename__ = "template_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"), index=True)
    kind: Mapped[MarkKind] = mapped_column(closed(MarkKind))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime]
    source_number: Mapped[int | None]  # of STILL_RIGHT: the version of the source that it was compared with

    version: Mapped[TemplateVersion] = relationship(back_populates="marks")
    account: Mapped[Account | None] = relationship()


class OwnBlank(Base):
    """A blank that the team defined itself: opening hours, an address. Deleted when nobody wants it any more."""

    __tablename__ = "own_blank"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_by_name: Mapped[str] = mapped_column(String(60), default="")

    saved_by: Mapped[Account | None] = relationship()
    values: Mapped[list["OwnBlankValue"]] = relationship(
        cascade="all, delete-orphan", order_by="OwnBlankValue.language"
    )


class OwnBlankValue(Base):
    """What an own blank says in a language; in the language "" it says the same in every other one."""

    __tablename__ = "own_blank_value"

    blank_id: Mapped[int] = mapped_column(ForeignKey("own_blank.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(300))
