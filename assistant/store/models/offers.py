"""What a team can be asked for, in its own words, and what it has to offer for it. Nothing here is about a person written to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base


class TeamTopic(Base):
    """A topic that a team renamed, added or retired; a shipped one that nobody touched has no row. `name` None: as it is shipped."""

    __tablename__ = "team_topic"
    __table_args__ = (UniqueConstraint("team_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    code: Mapped[str] = mapped_column(String(24))
    name: Mapped[str | None] = mapped_column(String(60))
    retired_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TeamOffer(Base):
    """Something the team has for a topic. `said`: language → {"name", "hours"}, with "" for every language that is not named."""

    __tablename__ = "team_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    topic: Mapped[str] = mapped_column(String(24))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    languages: Mapped[str] = mapped_column(String(120), default="")  # spoken there, a comma between
    ended_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    saved_by: Mapped[Account | None] = relationship()

    @property
    def name(self) -> str:
        """What it is called among ourselves."""
        return str(self.said.get("", {}).get("name", ""))
