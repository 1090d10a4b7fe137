"""Who works here: teams, roles and accounts, in the shape that Flask-Security asks for."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.base import Base


class RoleName(StrEnum):
    """What somebody may do. An administrator keeps the house and sees no conversation."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Team(Base):
    """A team writes under one name and sees its own people only."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


account_role = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base):
    """One of RoleName. A table because Flask-Security keeps roles in one."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")
    permissions: Mapped[list[str] | None] = mapped_column(JSON, default=None)

    def get_permissions(self) -> set[str]:
        """The sign-in library asks for these; we decide by role alone."""
        return set(self.permissions or ())


class Account(Base):
    """Somebody who signs in. The second factor and its recovery codes are optional."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("username"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    username: Mapped[str] = mapped_column(String(40))
    shown_name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(5))
    single_keys: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime]

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON, default=None)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)

    login_count: Mapped[int] = mapped_column(Integer, default=0)
    cover_pin: Mapped[bytes | None] = mapped_column(LargeBinary)

    team: Mapped[Team] = relationship(lazy="joined")
    roles: Mapped[list[Role]] = relationship(secondary=account_role, lazy="selectin")

    def has(self, role: RoleName) -> bool:
        """Whether this account holds `role`."""
        return any(held.name == role for held in self.roles)

    @property
    def role(self) -> RoleName:
        """The role that decides what this account sees; an administrator never sees conversations, whatever else it holds."""
        held = {RoleName(role.name) for role in self.roles}
        for candidate in (RoleName.ADMINISTRATOR, RoleName.SUPERVISOR):
            if candidate in held:
                return candidate
        return RoleName.WORKER

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
