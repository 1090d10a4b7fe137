"""The people in the tests, and what they do, as verbs. Each verb is one transaction of its own, like one click on a page."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant
from assistant.errors import Suppressed
from assistant.outreach import (
    absence,
    drafting,
    due,
    falling_due,
    handover,
    intake,
    merging,
    parting,
    presence,
    recontact,
    replies,
    rights,
    sending,
    splitting,
    today,
)
from assistant.outreach.replies import Stopped
from assistant.rules.ads import AdDetails, Channel, ContactPoint
from assistant.rules.consent import Consent, Stop
from assistant.rules.signals import Signals
from assistant.rules.stages import Stage
from assistant.store import queries, thread_questions
from assistant.store.accounts import Account, Role, RoleName, Team
from assistant.store.models import (
    Contact,
    Handover,
    Joining,
    LogEntry,
    Message,
    MessageKind,
    MessageState,
    Note,
    NoteKind,
    PostponeReason,
    StopAnswer,
)

AN_AFTERNOON = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)  # a Tuesday, 15.20 in Amsterdam: an hour in which we write
_numbers = itertools.count(1)


class FakeClock:
    """Stands still until somebody moves it."""

    def __init__(self, now: datetime = AN_AFTERNOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        self.now += timedelta(days=days, hours=hours, minutes=minutes)
        return self.now


def a_phone() -> str:
    """A valid Dutch mobile number that no other test has."""
    return f"+3161{next(_numbers) % 10**7:07d}"


def point(value: str) -> ContactPoint:
    """A contact point from its canonical spelling."""
    channel = Channel.PHONE if value.startswith("+") else Channel.EMAIL if "@" in value else Channel.TELEGRAM
    return ContactPoint(channel, value, value)


def details(
    *points: str, alias: str | None = "Luna", town: str | None = None, language: str | None = "nl"
) -> AdDetails:
    """What a worker made of the fields of an ad."""
    return AdDetails(tuple(map(point, points)), alias, town, language, 1.0, ())


class ScriptedReader:
    """Reads replies for tests of the steps, which must not depend on how well the real reader reads: three words, nothing else."""

    def consent(self, text: str, *, language: str | None = None) -> Consent:
        said = text.casefold()
        return Consent(Stop.YES if "stop" in said else Stop.UNCLEAR if "hmm" in said else Stop.NO)

    def signals(self, text: str, *, language: str | None = None) -> Signals:
        return Signals(danger="afraid" in text.casefold())


@dataclass
class House:
    """The opened program with the people who work in it: anna and bram (workers), sofie (supervisor), ada (administrator), and noor of another team."""

    assistant: Assistant
    clock: FakeClock
    people: dict[str, "Worker"] = field(default_factory=dict)

    @property
    def anna(self) -> "Worker":
        return self.people["anna"]

    @property
    def bram(self) -> "Worker":
        return self.people["bram"]

    @property
    def sofie(self) -> "Worker":
        return self.people["sofie"]

    @property
    def ada(self) -> "Worker":
        return self.people["ada"]

    @property
    def noor(self) -> "Worker":
        return self.people["noor"]

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.assistant.store.writing() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only asks; what it loaded can still be looked at afterwards."""
        with self.assistant.store.reading() as session:
            yield session
            session.expunge_all()

    def ticks(self) -> int:
        """The clock looks for silent conversations once."""
        with self.writing() as session:
            due = falling_due.who_is_due(session, now=self.clock(), most=1000)
            marked = falling_due.mark_due(session, due, now=self.clock())
            while recontact.draft_due(session, now=self.clock(), desk=self.assistant.desk):
                pass
            return marked

    def expires(self) -> int:
        """The clock looks for leases that ran out."""
        with self.writing() as session:
            return sending.expire_claims(session, now=self.clock())

    def forgets(self) -> tuple[int, int]:
        """Retention runs once."""
        with self.writing() as session:
            return rights.keep_no_longer(session, now=self.clock(), keeping=self.assistant.keeping)

    def message(self, message_id: int) -> Message:
        with self.reading() as session:
            return session.get_one(Message, message_id)

    def log(self) -> list[LogEntry]:
        with self.reading() as session:
            return list(session.scalars(select(LogEntry).order_by(LogEntry.id)))

    def hire(self, name: str, role: RoleName, team: str) -> "Worker":
        """Somebody new on a team."""
        with self.writing() as session:
            home = session.scalars(select(Team).where(Team.name == team)).one_or_none() or Team(name=team)
            part = session.scalars(select(Role).where(Role.name == role.value)).one_or_none() or Role(name=role.value)
            account = Account(
                team=home,
                username=name,
                shown_name=name.capitalize(),
                fs_uniquifier=f"only-{name}",
                created_at=self.clock(),
                roles=[part],
            )
            session.add(account)
            session.flush()
            self.people[name] = Worker(self, name, account.id, home.id)
        return self.people[name]

    def hire_everybody(self) -> "House":
        for name, role, team in (
            ("anna", RoleName.WORKER, "Groningen"),
            ("bram", RoleName.WORKER, "Groningen"),
            ("sofie", RoleName.SUPERVISOR, "Groningen"),
            ("ada", RoleName.ADMINISTRATOR, "Groningen"),
            ("noor", RoleName.WORKER, "Zwolle"),
        ):
            self.hire(name, role, team)
        return self


@dataclass(frozen=True)
class Heard:
    """What storing a reply did."""

    message_id: int
    stop: StopAnswer | None
    danger: bool
    stopped: Stopped | None


@dataclass(frozen=True)
class Her:
    """Somebody we may write to. Properties read the store anew, each time."""

    house: House
    id: int

    @property
    def contact(self) -> Contact:
        with self.house.reading() as session:
            contact = session.get_one(Contact, self.id)
            _ = [list(x) for x in (contact.points, contact.ads, contact.messages, contact.notes)], contact.card
            _ = [(one.giver, one.taker) for one in contact.handovers]
            return contact

    @property
    def is_remembered(self) -> bool:
        with self.house.reading() as session:
            return session.get(Contact, self.id) is not None

    @property
    def stage(self) -> Stage:
        return self.contact.stage

    @property
    def is_on_the_board(self) -> bool:
        """Whether the team sees that she waits for an answer."""
        contact = self.contact
        with self.house.reading() as session:
            return self.id in [c.id for c in queries.awaiting_our_answer(session, team_id=contact.team_id)]

    def messages(self, *states: MessageState) -> list[Message]:
        return [message for message in self.contact.messages if not states or message.state in states]

    def proposals(self) -> list[Message]:
        return [message for message in self.messages(MessageState.DRAFT) if message.proposal]

    def answers(self, text: str = "hallo", *, at: datetime | None = None) -> Heard:
        """She writes back, and anna pastes it into her thread."""
        return self.house.anna.hears(self, text, at=at)


@dataclass(frozen=True)
class Worker:
    """Somebody who works here."""

    house: House
    name: str
    id: int
    team_id: int

    def _me(self, session: Session) -> Account:
        return session.get_one(Account, self.id)

    def _her(self, session: Session, her: Her) -> Contact:
        return thread_questions.contact_of_team(session, her.id, team_id=self.team_id)

    def _mail(self, session: Session, message_id: int) -> Message:
        return queries.message_of_team(session, message_id, team_id=self.team_id)

    def looks_at(self, text: str) -> intake.Seen:
        """Paste a text and only look."""
        with self.house.reading() as session:
            return intake.look(
                session, text, team_id=self.team_id, now=self.house.clock(), desk=self.house.assistant.desk
            )

    def pastes(self, text: str) -> Her:
        """Paste an ad and keep what was read. Raises Suppressed as the page would."""
        seen = self.looks_at(text)
        if seen.suppressed:
            raise Suppressed
        return self.keeps(seen.details, text=seen.text)

    def meets(self, *points: str, alias: str | None = "Luna", town: str | None = None, text: str = "") -> Her:
        """Keep somebody with these contact points (a fresh phone when none is given)."""
        return self.keeps(details(*(points or (a_phone(),)), alias=alias, town=town), text=text)

    def keeps(
        self,
        made_of_it: AdDetails,
        *,
        text: str,
        same_as: Her | None = None,
        second: bool = False,
        not_same: tuple[Her, ...] = (),
    ) -> Her:
        """Keep what was made of an ad, also as somebody we know or as one more person on a number we know."""
        with self.house.writing() as session:
            contact = intake.from_ad(
                session,
                text=text,
                details=made_of_it,
                team_id=self.team_id,
                by=self._me(session),
                now=self.house.clock(),
                desk=self.house.assistant.desk,
                keep_text=self.house.assistant.keeping.ad_text,
                same_as=self._her(session, same_as) if same_as else None,
                second=second,
                not_same=[self._her(session, one) for one in not_same],
            )
            return Her(self.house, contact.id)

    def writes(
        self,
        her: Her,
        text: str = "Hoi, wij zijn De Brug",
        *,
        kind: MessageKind | None = None,
        to: int = 0,
        instead_of: tuple[int, int] | None = None,
    ) -> int:
        """Keep a draft to her `to`-th contact point, or over the (number, version) of one; answers its number."""
        draft_id, draft_version = instead_of or (None, None)
        with self.house.writing() as session:
            contact = self._her(session, her)
            message = drafting.save(
                session,
                contact,
                body=text,
                kind=kind or drafting.kind_for(contact),
                channel="whatsapp",
                point=contact.points[to],
                by=self._me(session),
                now=self.house.clock(),
                draft_id=draft_id,
                draft_version=draft_version,
            )
            return message.id

    def approves(self, message_id: int, *, override: str = "") -> None:
        with self.house.writing() as session:
            sending.approve(
                session,
                self._mail(session, message_id),
                by=self._me(session),
                now=self.house.clock(),
                terms=self.house.assistant.terms,
                desk=self.house.assistant.desk,
                override=override,
            )

    def claims(self, message_id: int, *, override: str = "") -> str:
        with self.house.writing() as session:
            return sending.claim(
                session,
                self._mail(session, message_id),
                by=self._me(session),
                now=self.house.clock(),
                terms=self.house.assistant.terms,
                override=override,
            )

    def hands_off(self, her: Her, text: str = "Hoi, wij zijn De Brug", *, override: str = "", to: int = 0) -> int:
        """Write, approve and take out: the message is now on its way in her hands."""
        message_id = self.writes(her, text, to=to)
        self.approves(message_id, override=override)
        self.claims(message_id, override=override)
        return message_id

    def says_it_left(self, message_id: int) -> None:
        with self.house.writing() as session:
            sending.mark_sent(
                session,
                self._mail(session, message_id),
                by=self._me(session),
                now=self.house.clock(),
                pace=self.house.assistant.terms.pace,
            )

    def says_it_did_not_leave(self, message_id: int) -> int:
        with self.house.writing() as session:
            return sending.mark_not_sent(
                session, self._mail(session, message_id), by=self._me(session), now=self.house.clock()
            ).id

    def sends(self, her: Her, text: str = "Hoi, wij zijn De Brug", *, override: str = "", to: int = 0) -> int:
        """Write, approve, take out, and "I sent it"."""
        message_id = self.hands_off(her, text, override=override, to=to)
        self.says_it_left(message_id)
        return message_id

    def starts_writing_to(self, her: Her) -> datetime:
        """Hold her while composing."""
        with self.house.writing() as session:
            return sending.take_claim(
                session,
                self._her(session, her),
                by=self._me(session),
                now=self.house.clock(),
                terms=self.house.assistant.terms,
            )

    def hears(self, her: Her, text: str = "hallo", *, at: datetime | None = None) -> Heard:
        """Paste what came back."""
        with self.house.writing() as session:
            message, stopped = replies.record(
                session,
                self._her(session, her),
                text=text,
                channel="whatsapp",
                at=at or self.house.clock(),
                now=self.house.clock(),
                by=self._me(session),
                pace=self.house.assistant.terms.pace,
            )
            return Heard(message.id, message.stop, message.danger, stopped)

    def decides(self, message_id: int, *, is_stop: bool) -> Stopped | None:
        with self.house.writing() as session:
            return replies.decide_stop(
                session,
                self._mail(session, message_id),
                is_stop=is_stop,
                by=self._me(session),
                now=self.house.clock(),
            )

    def stops(self, her: Her) -> Stopped:
        """She said so on the phone: one button."""
        with self.house.writing() as session:
            return replies.stop(session, self._her(session, her), now=self.house.clock(), by=self._me(session))

    def lifts_the_stop(self, her: Her, *, reason: str = "she wrote that she wants to talk again") -> None:
        with self.house.writing() as session:
            replies.lift_stop(
                session,
                self._her(session, her),
                by=self._me(session),
                now=self.house.clock(),
                reason=reason,
                pace=self.house.assistant.terms.pace,
            )

    def says_no_answer_is_needed(self, her: Her) -> None:
        with self.house.writing() as session:
            replies.no_answer_needed(
                self._her(session, her), now=self.house.clock(), pace=self.house.assistant.terms.pace
            )

    def notes(self, her: Her, text: str, *, kind: NoteKind = NoteKind.NOTE) -> Note:
        with self.house.writing() as session:
            return replies.note(
                session,
                self._her(session, her),
                text=text,
                kind=kind,
                at=self.house.clock(),
                now=self.house.clock(),
                by=self._me(session),
                pace=self.house.assistant.terms.pace,
            )

    def postpones(self, her: Her, *, days: float, reason: PostponeReason = PostponeReason.SHE_ASKED_FOR_REST) -> None:
        with self.house.writing() as session:
            now = self.house.clock()
            recontact.postpone(
                session, self._her(session, her), until=now + timedelta(days=days), reason=reason, now=now
            )

    def lets_rest(self, her: Her) -> None:
        with self.house.writing() as session:
            recontact.rest(session, self._her(session, her), now=self.house.clock())

    def opens_the_answer_box(self, her: Her) -> datetime:
        """Say that one writes to her, as the page's script does."""
        with self.house.writing() as session:
            return presence.keep_writing(
                session, her.id, by=self._me(session), now=self.house.clock(), terms=self.house.assistant.terms
            )

    def leaves_the_answer_box(self, her: Her) -> None:
        with self.house.writing() as session:
            presence.lay_down(session, her.id, by=self._me(session))

    def sees_who_writes_to(self, her: Her) -> presence.Writer | None:
        with self.house.reading() as session:
            return presence.writer_of(session, her.id, team_id=self.team_id, now=self.house.clock())

    def offers(self, her: Her, to: "Worker", note: str = "praat graag over haar hond") -> int:
        """Hand her over to a colleague; answers the number of the offer."""
        with self.house.writing() as session:
            contact, colleague = self._her(session, her), to._me(session)
            return handover.offer(
                session, contact, to=colleague, note=note, by=self._me(session), now=self.house.clock()
            ).id

    def _offer(self, session: Session, offer: int) -> Handover:
        return handover.find(session, offer, team_id=self.team_id)

    def accepts(self, offer: int, word: str = "") -> None:
        with self.house.writing() as session:
            by, now = self._me(session), self.house.clock()
            handover.accept(session, self._offer(session, offer), by=by, now=now, word=word)

    def refuses(self, offer: int, word: str = "ik heb er te veel") -> None:
        with self.house.writing() as session:
            by, now = self._me(session), self.house.clock()
            handover.refuse(session, self._offer(session, offer), word=word, by=by, now=now)

    def withdraws(self, offer: int) -> None:
        with self.house.writing() as session:
            by, now = self._me(session), self.house.clock()
            handover.withdraw(session, self._offer(session, offer), by=by, now=now)

    def has_seen(self, offer: int) -> None:
        with self.house.writing() as session:
            handover.see(session, self._offer(session, offer), by=self._me(session))

    def takes_over(self, her: Her, reason: str = "zij spreekt Spaans met mij") -> None:
        with self.house.writing() as session:
            contact = self._her(session, her)
            handover.take_over(session, contact, by=self._me(session), reason=reason, now=self.house.clock())

    def is_away(
        self, *, days: int = 7, starting_in: int = 0, stand_in: "Worker | None" = None, by: "Worker | None" = None
    ) -> None:
        """Away for so many days from today on; said by oneself, or by somebody else."""
        first = self.house.clock().date() + timedelta(days=starting_in)
        with self.house.writing() as session:
            absence.go_away(
                session,
                self._me(session),
                first=first,
                last=first + timedelta(days=days - 1),
                stand_in=stand_in._me(session) if stand_in else None,
                by=(by or self)._me(session),
                now=self.house.clock(),
                zone=self.house.assistant.desk.zone,
            )

    def is_back(self) -> None:
        with self.house.writing() as session:
            absence.come_back(session, self._me(session), by=self._me(session), now=self.house.clock())

    def queue(self, *, whole_team: bool = False) -> due.Queue:
        """Open the queue of silences."""
        with self.house.reading() as session:
            house, by = self.house.assistant, self._me(session)
            return due.queue(
                session, by=by, whole_team=whole_team, now=self.house.clock(), pace=house.terms.pace, desk=house.desk
            )

    def erases(self, her: Her, *, keep_no: bool = False) -> None:
        with self.house.writing() as session:
            rights.erase(
                session, self._her(session, her), now=self.house.clock(), by=self._me(session), keep_no=keep_no
            )

    def joins(self, kept: Her, other: Her, *, reason: str = "same person") -> int:
        """Make one thread of two; answers the number under which it can be undone."""
        with self.house.writing() as session:
            one, two = self._her(session, kept), self._her(session, other)
            return merging.merge(
                session,
                one,
                two,
                by=self._me(session),
                reason=reason,
                now=self.house.clock(),
                pace=self.house.assistant.terms.pace,
            ).id

    def undoes(self, joining_id: int) -> None:
        with self.house.writing() as session:
            parting.undo(
                session,
                session.get_one(Joining, joining_id),
                by=self._me(session),
                now=self.house.clock(),
                pace=self.house.assistant.terms.pace,
            )

    def splits(self, her: Her, share: splitting.Share, *, alias: str | None = None, reason: str = "two people") -> int:
        """Take a second person out of a thread; answers the number under which it can be undone."""
        with self.house.writing() as session:
            return splitting.split(
                session,
                self._her(session, her),
                share,
                by=self._me(session),
                alias=alias,
                reason=reason,
                now=self.house.clock(),
                pace=self.house.assistant.terms.pace,
            ).id

    def sees(self) -> today.Board:
        """Open "Today"."""
        with self.house.reading() as session:
            return today.board(
                session,
                by=self._me(session),
                now=self.house.clock(),
                patience=self.house.assistant.patience,
            )
