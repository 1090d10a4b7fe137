"""Who has her when that changes: offers from one colleague to another, and days on which somebody is away."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed, filled
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed


class HandoverState(StrEnum):
    """OFFERED waits for a word of the colleague · ACCEPTED · REFUSED · WITHDRAWN by the giver, or overtaken · TAKEN without an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"


class Handover(Base):
    """One person offered to a colleague, or taken over. Until it is accepted she stays with `giver`, who is told what became of it.

    `note`: what the colleague should know, or why she was taken over. `open` is True while an answer is asked, else None: one at a time.
    """

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("contact_id", "open"),
        filled("ix_handover_open", "taker_id", "open"),
        filled("ix_handover_untold", "giver_id", "untold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[HandoverState] = mapped_column(closed(HandoverState), default=HandoverState.OFFERED)
    note: Mapped[str] = mapped_column(Sealed("handover.note"))
    answer: Mapped[str | None] = mapped_column(Sealed("handover.answer"))
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    open: Mapped[bool | None]
    untold: Mapped[bool | None]  # True while the giver has not seen what became of it

    contact: Mapped[Contact] = relationship(back_populates="handovers")
    giver: Mapped[Account | None] = relationship(foreign_keys=[giver_id])
    taker: Mapped[Account] = relationship(foreign_keys=[taker_id])


class Absence(Base):
    """From when until when a colleague is away, and who stands in; nobody named: the team. One at a time for each colleague."""

    __tablename__ = "absence"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    stand_in: Mapped[Account | None] = relationship(foreign_keys=[stand_in_id])
