"""Telling the stories: everything happens through the steps that the pages use, in the order of time, on a clock that is moved on.

So the data is what real work would have left: the gate was asked, replies were read, the clock proposed, the log is chained.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant import jobs
from assistant.bootstrap import Assistant
from assistant.demo import numbers
from assistant.demo.moments import in_our_hours, moment, next_in_our_hours
from assistant.demo.stories import Person, Step
from assistant.errors import AssistantError, NotPossible
from assistant.outreach import (
    address_book,
    care,
    drafting,
    handover,
    intake,
    recontact,
    referral_course,
    referring,
    replies,
    sending,
    side_by_side,
    visits,
)
from assistant.outreach.accounts import find_account
from assistant.rules.ads import AdDetails
from assistant.rules.cadence import Pace
from assistant.rules.pathways import Asked
from assistant.store import queries
from assistant.store.accounts import Account
from assistant.store.models import (
    Contact,
    Message,
    MessageKind,
    MessageState,
    NoteKind,
    PlaceKind,
    PostponeReason,
    StopAnswer,
)

# Steps in which words of ours leave (or are meant to): these happen in the hours in which the team writes.
IN_OUR_HOURS = frozenset({"first", "we", "also", "remind", "renew", "fails", "again", "ready", "unsure"})
ON_HOLIDAYS_TOO = frozenset({"we"})  # an answer does not wait for the day after Christmas
NOT_FOR_EVERYBODY = frozenset({"winter", "peer"})  # templates that only fit a season or a certain sender


class StoryError(AssistantError):
    """A story of the demo cannot have happened like that."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A step at its moment."""

    at: datetime
    person: Person
    index: int  # of the person: decides her number and how the ad spells it
    step: Step


@dataclass(slots=True)
class Teller:
    """Lets the stories happen. `workers`: username → account id; `known`: person's key → contact id."""

    assistant: Assistant
    workers: Mapping[str, int]
    until: datetime
    known: dict[str, int] = field(default_factory=dict)

    def tell(self, people: Iterable[Person]) -> None:
        """Everything that happened before `until`, a day at a time: first the clock knocks, then people act. Raises StoryError."""
        coming = sorted(self._happenings(people), key=lambda happening: happening.at)
        while coming:
            day = coming[0].at.date()
            today = [happening for happening in coming if happening.at.date() == day]
            self._knock(today[0].at)
            with self.assistant.store.writing() as session:
                for happening in today:
                    self._happen(session, happening)
            coming = coming[len(today) :]
        self._knock(self.until)

    def _knock(self, at: datetime) -> None:
        failed = [name for name, count in jobs.tick(replace(self.assistant, clock=lambda: at)).items() if count < 0]
        if failed:
            raise StoryError(f"{at}: the clock's {', '.join(failed)} failed")

    def _happenings(self, people: Iterable[Person]) -> Iterable[Happening]:
        for index, person in enumerate(people):
            at = None
            for step in person.story:
                at = self.moment_of(step, previous=at, pace=self.assistant.terms.pace)
                if at > self.until:
                    break  # the rest of this story lies ahead
                yield Happening(at, person, index, step)

    def moment_of(self, step: Step, *, previous: datetime | None, pace: Pace) -> datetime:
        """When a step happens, always after the one before it; later than `until` when it lies ahead."""
        at = moment(step.when, previous=previous, now=self.until, pace=pace)
        if step.verb in ON_HOLIDAYS_TOO:
            pace = replace(pace, quiet_day=lambda day: None)
        if step.verb in IN_OUR_HOURS and step.when.startswith("+"):
            return next_in_our_hours(at, pace=pace)  # never sooner after the step before it than the story says
        if step.verb in IN_OUR_HOURS:
            return in_our_hours(at, after=previous, now=self.until, pace=pace)
        return max(at, previous + timedelta(minutes=1)) if previous else at

    def _happen(self, session: Session, happening: Happening) -> None:
        person, step = happening.person, happening.step
        worker = session.get_one(Account, self.workers[step.more.get("by", person.by)])
        scene = Scene(session, self.assistant, worker, happening.at, person, happening.index)
        try:
            if person.key not in self.known:
                self.known[person.key] = scene.pastes(person.ad).id
            VERBS[step.verb](scene, session.get_one(Contact, self.known[person.key]), step)
        except (AssistantError, KeyError) as error:
            raise StoryError(f"{person.key}, {step.when} {step.verb}: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Scene:
    """A worker at one moment. Each method is something a worker does on a page."""

    session: Session
    assistant: Assistant
    by: Account
    now: datetime
    person: Person
    index: int

    def pastes(self, ad: str) -> Contact:
        """Paste an ad, correct what was read, keep it."""
        house = self.assistant
        number = numbers.invented(self.person.number, self.index) if self.person.number else ""
        text = ad.replace("{phone}", numbers.as_written(number, self.index) if number else "")
        seen = intake.look(self.session, text, team_id=self.by.team_id, now=self.now, desk=house.desk)
        contact = intake.from_ad(
            self.session,
            text=seen.text,
            details=self._corrected(seen.details, number),
            team_id=self.by.team_id,
            by=self.by,
            now=self.now,
            desk=house.desk,
            keep_text=house.keeping.ad_text,
        )
        contact.country = self.person.country or contact.country
        contact.gender = self.person.gender or contact.gender
        return contact

    def _corrected(self, details: AdDetails, number: str) -> AdDetails:
        points = details.points
        if number:
            points = intake.corrected_points([("phone", number)], region=self.assistant.desk.country)
        return replace(
            details,
            points=points,
            alias=self.person.alias,
            town=self.person.town or details.town,
            language=self.person.language or details.language,
        )

    def drafts(self, contact: Contact, step: Step, kind: MessageKind) -> Message:
        """Words of our own, or else the library's."""
        return self._keeps(contact, step, kind, next(self._sketches(contact, step, kind)))

    def approves(self, contact: Contact, step: Step, kind: MessageKind) -> Message:
        """Approved words: where the lint objects to a template or its hook, the next one, as a worker would choose."""
        message = None
        for sketch in self._sketches(contact, step, kind):
            message = self._keeps(contact, step, kind, sketch, instead_of=message)
            try:
                return self._approved(message)
            except NotPossible as refusal:
                if refusal.reason != "blocked_words":
                    raise
        raise StoryError(f"no words in {self._language(contact)} for {kind} that may be sent")

    def _approved(self, message: Message) -> Message:
        house = self.assistant
        sending.approve(self.session, message, by=self.by, now=self.now, terms=house.terms, desk=house.desk)
        return message

    def _keeps(
        self,
        contact: Contact,
        step: Step,
        kind: MessageKind,
        sketch: drafting.Sketch,
        *,
        instead_of: Message | None = None,
    ) -> Message:
        return drafting.save(
            self.session,
            contact,
            body=sketch.text,
            kind=kind,
            channel=step.more.get("channel") or drafting.usual_way(self.session, contact),
            point=sending.reachable(contact)[0],
            by=self.by,
            now=self.now,
            language=sketch.language,
            version_id=sketch.version_id,
            hook=sketch.hook,
            side_by_side_id=sketch.side_by_side_id,
            lot=drafting.lot_of(contact) if sketch.side_by_side_id else None,
            draft_id=instead_of.id if instead_of else None,
        )

    def _language(self, contact: Contact) -> str | None:
        return self.person.writes_in or contact.language

    def _sketches(self, contact: Contact, step: Step, kind: MessageKind) -> Iterator[drafting.Sketch]:
        """The story's own words, or else the library's: those with the best hook first."""
        language, desk = self._language(contact), self.assistant.desk
        if step.words:
            yield drafting.Sketch(step.words, language, None)
            return
        person = drafting.person_of(contact)
        offered = drafting.offers(self.session, person, language=language, now=self.now, desk=desk)
        choices = drafting.choices(self.session, kind=kind, language=language)
        draws = side_by_side.draws(self.session, choices, lot=drafting.lot_of(contact))
        left = {draw.other_id for draw in draws}
        drawn = {draw.drawn_id: draw.side_by_side_id for draw in draws}
        fitting = [v for v in choices if v.template.purpose not in NOT_FOR_EVERYBODY and v.id not in left]
        for hook in (*(offer.noticed for offer in offered if offer.fresh), None):
            best = drafting.best(fitting, contact=contact, person=person, hook=hook)
            for version in (best, *fitting) if best else ():
                filled = drafting.fill_with(
                    self.session, version, person=person, hook=hook, typed="", sender=self.by.shown_name, desk=desk
                )
                if not filled.missing:
                    record = hook.to_record() if hook else None
                    yield drafting.Sketch(filled.text, version.language, version, (), record, drawn.get(version.id))

    def settles(self, contact: Contact) -> None:
        """Answer the questions that reading her words raised and nobody answered yet: she talks on, and asks for nothing more."""
        for message in contact.messages:
            for topic in (message.reading or {}).get("topics", ()):
                care.answer_suggestion(self.session, message, topic=topic, is_request=False, by=self.by, now=self.now)
            if message.stop is StopAnswer.UNCLEAR and message.stop_decided_by_id is None:
                replies.decide_stop(self.session, message, is_stop=False, by=self.by, now=self.now)

    def hands_off(self, contact: Contact, step: Step, kind: MessageKind) -> Message:
        """Approved words go out to the team's phone; whether they left is not said yet."""
        return self._claimed(self.approves(contact, step, kind))

    def tries_again(self, draft: Message) -> Message:
        """The words that did not leave are approved and handed off once more."""
        return self._claimed(self._approved(draft))

    def _claimed(self, message: Message) -> Message:
        sending.claim(self.session, message, by=self.by, now=self.now, terms=self.assistant.terms)
        return message

    def says_it_left(self, message: Message) -> None:
        sending.mark_sent(self.session, message, by=self.by, now=self.now, pace=self.assistant.terms.pace)


def _sent(kind: MessageKind) -> Callable[[Scene, Contact, Step], None]:
    def verb(scene: Scene, contact: Contact, step: Step) -> None:
        scene.settles(contact)
        scene.says_it_left(scene.hands_off(contact, step, kind))

    return verb


def _kept(kind: NoteKind) -> Callable[[Scene, Contact, Step], None]:
    def verb(scene: Scene, contact: Contact, step: Step) -> None:
        pace = scene.assistant.terms.pace
        replies.note(
            scene.session, contact, text=step.words, kind=kind, at=scene.now, now=scene.now, by=scene.by, pace=pace
        )

    return verb


def _visited(scene: Scene, contact: Contact, step: Step) -> None:
    session, by, now, zone = scene.session, scene.by, scene.now, scene.assistant.desk.zone
    town = contact.town or ""
    visit = visits.begin(session, kind=PlaceKind.OTHER, place="", town=town, at=now, team=[by], by=by, now=now)
    pace = scene.assistant.terms.pace
    visits.met(session, visit, contact, word=step.words, by=by, now=now, pace=pace, zone=zone)
    visits.end(visit, now=now)


def _she(scene: Scene, contact: Contact, step: Step) -> None:
    replies.record(
        scene.session,
        contact,
        text=step.words,
        channel=step.more.get("channel") or drafting.usual_way(scene.session, contact),
        at=scene.now,
        now=scene.now,
        by=scene.by,
        pace=scene.assistant.terms.pace,
    )


def _pastes_again(scene: Scene, contact: Contact, step: Step) -> None:
    moved = replace(scene.person, town=step.more.get("town", contact.town))
    replace(scene, person=moved).pastes(step.words)


def _draft(scene: Scene, contact: Contact, step: Step) -> None:
    scene.drafts(contact, step, drafting.kind_for(contact))


def _ready(scene: Scene, contact: Contact, step: Step) -> None:
    scene.approves(contact, step, drafting.kind_for(contact))


def _unsure(scene: Scene, contact: Contact, step: Step) -> None:
    scene.hands_off(contact, step, drafting.kind_for(contact))


def _fails(scene: Scene, contact: Contact, step: Step) -> None:
    message = scene.hands_off(contact, step, drafting.kind_for(contact))
    sending.mark_not_sent(scene.session, message, by=scene.by, now=scene.now, failure="no_signal")


def _again(scene: Scene, contact: Contact, step: Step) -> None:
    draft = queries.open_draft(scene.session, contact.id)
    if draft is None:
        raise StoryError("nothing to send again")
    scene.says_it_left(scene.tries_again(draft))


def _enough(scene: Scene, contact: Contact, step: Step) -> None:
    scene.settles(contact)
    replies.no_answer_needed(contact, now=scene.now, pace=scene.assistant.terms.pace)


def _rest(scene: Scene, contact: Contact, step: Step) -> None:
    recontact.rest(scene.session, contact, now=scene.now)


def _postpone(scene: Scene, contact: Contact, step: Step) -> None:
    until = moment(step.more["until"], previous=scene.now, now=scene.now, pace=scene.assistant.terms.pace)
    recontact.postpone(scene.session, contact, until=until, reason=PostponeReason(step.more["reason"]), now=scene.now)


def _card(scene: Scene, contact: Contact, step: Step) -> None:
    zone = scene.assistant.desk.zone
    care.keep_card(scene.session, contact, dict(step.more), by=scene.by, now=scene.now, zone=zone)


def _offer(scene: Scene, contact: Contact, step: Step) -> None:
    to = find_account(scene.session, step.more["to"])
    if to is None:
        raise StoryError(f"nobody here is called {step.more['to']}")
    handover.offer(scene.session, contact, to=to, note=step.words, by=scene.by, now=scene.now)


def _decline(scene: Scene, contact: Contact, step: Step) -> None:
    offered = handover.open_offer(scene.session, contact)
    if offered is None:
        raise StoryError("nothing was offered")
    handover.refuse(scene.session, offered, word=step.words, by=scene.by, now=scene.now)


def _take(scene: Scene, contact: Contact, step: Step) -> None:
    handover.take_over(scene.session, contact, by=scene.by, reason=step.words, now=scene.now)


def _help(scene: Scene, contact: Contact, step: Step) -> None:
    said = [message for message in contact.messages if message.state is MessageState.RECEIVED][-1]
    topic = step.more["topic"]
    care.answer_suggestion(scene.session, said, topic=topic, is_request=False, by=scene.by, now=scene.now)
    care.ask(scene.session, contact, topic=topic, words=step.words, message=said, by=scene.by, now=scene.now)


def _help_state(scene: Scene, contact: Contact, step: Step) -> None:
    request = next(r for r in queries.help_requests_of(scene.session, contact.id) if r.topic == step.more["topic"])
    care.move(scene.session, contact, request.id, to=step.more["state"], by=scene.by, now=scene.now)


def _refer(scene: Scene, contact: Contact, step: Step) -> None:
    """Handed on with her consent: looked at, kept, sent, and accepted when the story says so."""
    session, by, now, desk, more = scene.session, scene.by, scene.now, scene.assistant.desk, step.more
    request = next(r for r in queries.help_requests_of(session, contact.id) if r.topic == more["topic"])
    to = next(o for o in address_book.every(session, team_id=by.team_id) if o.name == more["organisation"])
    today = now.astimezone(desk.zone).date()
    plan = referring.Plan(
        organisation_id=to.id,
        values=referring.known(contact, language="nl") | {"question": step.words},
        fields=more["fields"],
        language="nl",
        knows=Asked.YES,
        agrees=Asked.YES,
        agreed_on=today,
        how=more["how"],
        follow_up_on=today + timedelta(days=more["days"]),
    )
    seen = referring.preview(session, request, plan, desk=desk, by=by, now=now).mark
    referral = referring.prepare(session, request, plan, seen=seen, desk=desk, by=by, now=now)
    referring.leave(session, referral, by=by, now=now)
    if more.get("accepted"):
        referral_course.answered(session, referral, accepted=True, words="", by=by, now=now, zone=desk.zone)


# What may happen in a story.
VERBS: Mapping[str, Callable[[Scene, Contact, Step], None]] = {
    "ad": _pastes_again,
    "first": _sent(MessageKind.FIRST),
    "we": _sent(MessageKind.ANSWER),
    "also": _sent(MessageKind.ANSWER),
    "remind": _sent(MessageKind.REMINDER),
    "renew": _sent(MessageKind.RECONTACT),
    "she": _she,
    "draft": _draft,
    "ready": _ready,
    "unsure": _unsure,
    "fails": _fails,
    "again": _again,
    "enough": _enough,
    "rest": _rest,
    "postpone": _postpone,
    "note": _kept(NoteKind.NOTE),
    "call": _kept(NoteKind.CALL),
    "meeting": _kept(NoteKind.MEETING),
    "visit": _visited,
    "card": _card,
    "offer": _offer,
    "decline": _decline,
    "take": _take,
    "help": _help,
    "help_state": _help_state,
    "refer": _refer,
}
