"""Handing a question on to another organisation: the address book, the letter, and each referral with what was shared and who agreed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.rules.pathways import Asked
from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.care import HelpRequest
from assistant.store.models.columns import closed, filled
from assistant.store.models.danger import StepState
from assistant.store.sealed import Sealed, SealedJson


class Organisation(Base):
    """An organisation that a team refers to. `topics`: codes with a comma between; `function`: whom to ask for, never a name."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    topics: Mapped[str] = mapped_column(String(400), default="")
    reach: Mapped[str] = mapped_column(String(300), default="")
    function: Mapped[str] = mapped_column(String(120), default="")
    notes: Mapped[str] = mapped_column(Sealed("organisation.notes"))
    ended_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    saved_by: Mapped[Account | None] = relationship()


class LetterVersion(Base):
    """What a team's letter said in one language at one time. Never changed after saving; the newest counts."""

    __tablename__ = "letter_version"
    __table_args__ = (UniqueConstraint("team_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    language: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    saved_by: Mapped[Account | None] = relationship()


class ReferralState(StrEnum):
    """PREPARED nothing left yet · SENT it left · ACCEPTED, REFUSED by the organisation · ENDED · CALLED_OFF before it left."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"
    CALLED_OFF = "called_off"


class Referral(Base):
    """A help request handed on. `shared` (field → value) and `letter` are what she agreed to, and are never changed.

    `consent`: DONE it may leave · WAITING for a second person · REFUSED by that person. `how`: how and when she agreed, or why it cannot
    wait for her yes. `herself`: she goes there herself and nothing leaves. `open`: True, or None once it ended. It belongs to the help
    request, and goes where that goes.
    """

    __tablename__ = "referral"
    __table_args__ = (filled("ix_referral_open", "follow_up_on", "open"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    help_request_id: Mapped[int] = mapped_column(ForeignKey("help_request.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    herself: Mapped[bool] = mapped_column(default=False)
    shared: Mapped[dict[str, Any]] = mapped_column(SealedJson("referral.shared"))
    letter: Mapped[str] = mapped_column(Sealed("referral.letter"))
    language: Mapped[str] = mapped_column(String(10))
    knows: Mapped[Asked] = mapped_column(closed(Asked))
    agrees: Mapped[Asked] = mapped_column(closed(Asked))
    agreed_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(Sealed("referral.how"))
    consent: Mapped[StepState] = mapped_column(closed(StepState))
    second_at: Mapped[datetime | None]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ReferralState] = mapped_column(closed(ReferralState), default=ReferralState.PREPARED)
    open: Mapped[bool | None] = mapped_column(default=True)
    follow_up_on: Mapped[date]
    prepared_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Sealed("referral.outcome"))

    help_request: Mapped[HelpRequest] = relationship()
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    second: Mapped[Account | None] = relationship(foreign_keys=[second_id])
