"""Something a worker wants to talk about with a supervisor."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.store.accounts import Account
from assistant.store.base import Base
from assistant.store.models.columns import filled
from assistant.store.models.people import Contact
from assistant.store.sealed import Sealed


class TalkWish(Base):
    """ "I want to talk about this": stands on the supervisor's board until it is done. `words` may be empty."""

    __tablename__ = "talk_wish"
    __table_args__ = (filled("ix_talk_wish_open", "contact_id", "open"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Sealed("talk_wish.words"))
    asked_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    open: Mapped[bool | None] = mapped_column(default=True)  # True, or None once it is done
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    contact: Mapped[Contact] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    done_by: Mapped[Account | None] = relationship(foreign_keys=[done_by_id])
