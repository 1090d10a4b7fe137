"""A merge or a split undone: each gets back what is hers, and neither loses a stop.

What happened since a merge is told again to whom it belongs: by the contact point where one is known, else to the one that was kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach import merging, replies
from assistant.outreach.merging import (
    DROPPED_BY_MERGE,
    UNDO_WITHIN,
    Thing,
    card_picture,
    follow,
    hand_over,
    nothing_underway,
    refuse,
)
from assistant.outreach.retelling import AWAY, WHO_SHE_IS, picture, put_back, retell
from assistant.rules.cadence import Pace
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold_all
from assistant.store.joinings import now_under
from assistant.store.models import (
    Contact,
    DueFor,
    HelpRequest,
    Joining,
    JoiningKind,
    LookIn,
    Message,
    MessageState,
    Note,
    Observation,
    Point,
    SafeContactCard,
    Suppression,
    TalkWish,
)


def undo(session: Session, joining: Joining, *, by: Account, now: datetime, pace: Pace) -> tuple[Contact, Contact]:
    """Take a merge or split back. Answers (the one that stays, the other). Raises NotPossible("too_late" | "newer_first"), Refused."""
    kept, other = session.get_one(Contact, joining.kept_id), session.get_one(Contact, joining.other_id)
    if now - joining.at > UNDO_WITHIN:
        raise NotPossible("too_late")
    if joining.kind is JoiningKind.SPLIT:
        return _undo_split(session, joining, kept, other, by=by, now=now, pace=pace)
    _only_the_newest(session, joining, kept)
    _hold_with_place(session, kept, other)
    nothing_underway(session, kept, by=by, now=now)
    _Undoing(session, joining, kept, other, pace=pace, by=by, now=now).run()
    session.delete(joining)
    session.flush()
    _log(session, (kept, other), audit.Event.JOINING_UNDONE, by=by, now=now)
    return kept, other


def _only_the_newest(session: Session, joining: Joining, kept: Contact) -> None:
    """Later merges and splits of the same people rest on this one."""
    query = select(Joining.id).where(
        Joining.id > joining.id, (Joining.kept_id == kept.id) | (Joining.other_id == kept.id)
    )
    if session.scalar(query.limit(1)) is not None or now_under(session, kept.id) != kept.id:
        raise NotPossible("newer_first")


def _hold_with_place(session: Session, kept: Contact, other: Contact) -> None:
    """The empty place is nobody's to hold: whoever holds the kept one holds both."""
    hold_all(session, (kept,))
    session.refresh(other)


def _log(
    session: Session,
    contacts: Sequence[Contact],
    event: audit.Event,
    *,
    by: Account,
    now: datetime,
    reason: str | None = None,
) -> None:
    for contact in contacts:
        session.expire(contact, ["points", "ads", "messages", "notes", "card"])
        audit.record(session, event, now=now, by_id=by.id, contact_id=contact.id, reason=reason)


@dataclass(slots=True)
class _Undoing:
    """One merge being undone, in steps that read what the step before left."""

    session: Session
    joining: Joining
    kept: Contact
    other: Contact
    pace: Pace
    by: Account
    now: datetime

    @property
    def facts(self) -> dict[str, Any]:
        return self.joining.facts

    def run(self) -> None:
        current = picture(self.kept)
        stopped_since = self._stopped_since(current)
        since = {m.id for m in self.kept.messages if m.id > (self.facts["last"]["message"] or 0)} | set(
            self.facts["unsent"]
        )
        noted = {n.id for n in self.kept.notes if n.id > (self.facts["last"]["note"] or 0)}
        self._give_back()
        self._cards()
        self._restore(self.kept, "kept", current)
        self._restore(self.other, "other", None)
        for contact in (self.kept, self.other):
            urgent_at = self.kept.urgent_since or (
                datetime.fromisoformat(u) if (u := current["urgent_since"]) else None
            )
            retell(
                contact,
                [message for message in contact.messages if message.id in since],
                [note for note in contact.notes if note.id in noted],
                pace=self.pace,
                urgent_at=urgent_at,
            )
        self._what_people_decided(current)
        self._stops(current, stopped_since)
        self._drafts()
        self.kept.changed_at = self.other.changed_at = self.now
        self.session.flush()

    def _stopped_since(self, current: dict[str, Any]) -> bool:
        """Whether she said "no" after the merge: that holds for both."""
        if current["stage"] != Stage.STOPPED:
            return False
        if self.facts["after"]["stage"] != Stage.STOPPED:
            return True
        keys = [point.key for point in self.kept.points if point.gone_at is None]
        query = select(Suppression.added_at).where(Suppression.key.in_(keys))
        return any(at > self.joining.at for at in self.session.scalars(query))

    def _give_back(self) -> None:
        kept, facts = self.kept, self.facts
        points = [point for point in kept.points if point.id in facts["points"]]
        hers = {point.id for point in points}
        messages = [m for m in kept.messages if m.id in facts["messages"] or m.point_id in hers]
        numbers = {message.id for message in messages}
        ads = [ad for ad in kept.ads if str(ad.id) in facts["ads"]]
        notes = [note for note in kept.notes if note.id in facts["notes"]]
        asked = self.session.scalars(select(HelpRequest).where(HelpRequest.contact_id == kept.id))
        helps = [one for one in asked if one.id in facts["helps"] or one.message_id in numbers]
        noted = self.session.scalars(select(Observation).where(Observation.contact_id == kept.id))
        hers_too = facts.get("observations", ())
        observed = [one for one in noted if one.id in hers_too or one.message_id in numbers]
        offered = [one for one in kept.handovers if one.id in facts.get("handovers", ())]
        things: list[Thing] = [*points, *ads, *messages, *notes, *helps, *observed, *offered, *self._asked_of_us()]
        hand_over(self.session, things, source=kept, to=self.other)
        follow(self.session, kept, self.other, facts["arrivals"])
        for ad in ads:
            ad.number = facts["ads"][str(ad.id)]
        written = self.session.get(Note, facts["note"])
        if written is not None and written.contact_id == kept.id:
            self.session.delete(written)
        self.session.flush()
        self.session.expire(kept, ["notes"])

    def _asked_of_us(self) -> list[LookIn | TalkWish]:
        """The rounds that looked in on the other, and what somebody wanted to talk about in her thread."""
        found: list[LookIn | TalkWish] = []
        for model, name in ((LookIn, "look_ins"), (TalkWish, "talks")):
            hers = model.id.in_(self.facts.get(name, ()))
            found += self.session.scalars(select(model).where(model.contact_id == self.kept.id, hers))
        return found

    def _cards(self) -> None:
        cards = self.facts["cards"]
        if cards["other"] is None:
            return
        self.session.add(_card(self.other, cards["other"]))
        if self.kept.card is not None and card_picture(self.kept.card) == cards["after"]:
            own = cards["kept"]
            if own is None:
                self.session.delete(self.kept.card)
            else:
                self.kept.card.facts, self.kept.card.checked_on = own["facts"], date.fromisoformat(own["checked_on"])
        self.session.flush()

    def _restore(self, contact: Contact, side: str, current: dict[str, Any] | None) -> None:
        """As she was at the merge, but for what was changed about the kept one since."""
        before, after = self.facts["before"][side], self.facts["after"]
        changed = [name for name in WHO_SHE_IS if current and current[name] != after[name]]
        put_back(contact, before | {name: current[name] for name in changed if current})
        if contact.proposed_at is not None:
            contact.proposed_at = None  # its proposal was laid aside

    def _what_people_decided(self, current: dict[str, Any]) -> None:
        """Let rest, or postponed since: that stays with the kept one. An urgent sign that was seen was seen for both."""
        after = self.facts["after"]
        if current["stage"] == Stage.OPEN_DOOR != after["stage"] and self.kept.waiting_since is None:
            self.kept.stage = Stage.OPEN_DOOR
            put_back(self.kept, dict.fromkeys(AWAY), AWAY)
        postponed = current["due_for"] == DueFor.POSTPONED and current["due_at"] != after["due_at"]
        if postponed and self.kept.stage is not Stage.STOPPED:
            put_back(self.kept, current, AWAY)
        for contact in (self.kept, self.other):
            if contact.urgent_since is not None and contact.urgent_seen_at is None:
                put_back(contact, current, ["urgent_seen_at"])

    def _stops(self, current: dict[str, Any], stopped_since: bool) -> None:
        refused = self.facts["refused"]
        if stopped_since:
            for contact in (self.kept, self.other):
                contact.stage = Stage.STOPPED
                put_back(contact, dict.fromkeys(AWAY), AWAY)
            put_back(self.kept, current, ["waiting_since"])
            self.other.waiting_since = None
        elif refused:
            self._open_again([bytes.fromhex(key) for key in refused["keys"]], datetime.fromisoformat(refused["at"]))
        for side, contact in (("kept", self.kept), ("other", self.other)):
            if contact.stage is Stage.STOPPED:
                said = refused.get(side)
                refuse(self.session, contact, at=datetime.fromisoformat(said) if said else self.now, by=self.by)
                replies.cancel_pending(self.session, contact)

    def _open_again(self, keys: list[bytes], since: datetime) -> None:
        """Only the merge had closed these; a "no" of somebody on the same number, or said again since, stays."""
        theirs = (
            select(Point.key)
            .join(Contact)
            .where(Point.key.in_(keys), Point.gone_at.is_(None), Contact.stage == Stage.STOPPED)
        )
        closed = select(Suppression).where(
            Suppression.key.in_(keys), Suppression.added_at == since, Suppression.key.not_in(theirs)
        )
        for suppression in self.session.scalars(closed):
            self.session.delete(suppression)
        self.session.flush()

    def _drafts(self) -> None:
        """What was being written to the other is a draft again."""
        for message in self.session.scalars(select(Message).where(Message.id.in_(self.facts["drafts"]))):
            laid_aside = message.state is MessageState.DROPPED and message.failure == DROPPED_BY_MERGE
            if laid_aside and message.contact.stage is not Stage.STOPPED:
                message.state, message.failure, message.at = MessageState.DRAFT, None, self.now


def _card(contact: Contact, seen: dict[str, Any]) -> SafeContactCard:
    return SafeContactCard(
        contact_id=contact.id,
        facts=seen["facts"],
        checked_on=date.fromisoformat(seen["checked_on"]),
        by_id=seen["by_id"],
    )


def _undo_split(
    session: Session, joining: Joining, kept: Contact, other: Contact, *, by: Account, now: datetime, pace: Pace
) -> tuple[Contact, Contact]:
    """Put the two together again: a merge like any other, so that nothing that happened in between is lost."""
    if any(now_under(session, contact.id) != contact.id for contact in (kept, other)):
        raise NotPossible("newer_first")
    session.delete(joining)
    session.flush()
    merging.merge(session, kept, other, by=by, reason="split undone", now=now, pace=pace)
    return kept, other
