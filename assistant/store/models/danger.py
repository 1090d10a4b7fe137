"""When somebody may not be safe: what was seen or said, and what was done, with whose agreement."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.rules.pathways import Asked, Worry
from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import closed, filled
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed


class Source(StrEnum):
    """How we came to know."""

    SAID = "said"  # she said or wrote it
    SEEN = "seen"  # one of us saw it
    TOLD = "told"  # somebody else told us


class StepState(StrEnum):
    """A step is DONE, or WAITING for a second person, who agrees (DONE) or not (REFUSED)."""

    DONE = "done"
    WAITING = "waiting"
    REFUSED = "refused"


class Observation(Base):
    """Something seen or said; not a verdict. Open until somebody writes down how it ended."""

    __tablename__ = "observation"
    __table_args__ = (filled("ix_observation_open", "contact_id", "open"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))
    worry: Mapped[Worry] = mapped_column(closed(Worry))
    source: Mapped[Source] = mapped_column(closed(Source))
    words: Mapped[str] = mapped_column(Sealed("observation.words"))
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[datetime | None]  # the supervisors were told; who of them looked stands in `seen_by_id`
    open: Mapped[bool | None] = mapped_column(default=True)  # True, or None once it ended
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ending: Mapped[str | None] = mapped_column(Sealed("observation.ending"))

    contact: Mapped[Contact] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    seen_by: Mapped[Account | None] = relationship(foreign_keys=[seen_by_id])
    ended_by: Mapped[Account | None] = relationship(foreign_keys=[ended_by_id])
    steps: Mapped[list["ObservationStep"]] = relationship(
        back_populates="observation", order_by="ObservationStep.id", cascade="all, delete-orphan"
    )


class ObservationStep(Base):
    """A step that was taken or asked for. `told`: what was said to whom; `how`: how and when she agreed, or why it cannot wait for her yes."""

    __tablename__ = "observation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    state: Mapped[StepState] = mapped_column(closed(StepState))
    knows: Mapped[Asked] = mapped_column(closed(Asked))
    agrees: Mapped[Asked] = mapped_column(closed(Asked))
    told: Mapped[str] = mapped_column(Sealed("observation_step.told"))
    how: Mapped[str] = mapped_column(Sealed("observation_step.how"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    observation: Mapped[Observation] = relationship(back_populates="steps")
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    second: Mapped[Account | None] = relationship(foreign_keys=[second_id])
