"""The words: the best template for language, channel and stage, filled with who she is, who we are and a hook."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.errors import NotPossible, Stale, Suppressed, TextTooLong
from assistant.outreach import hook_sentences, side_by_side
from assistant.rules import hooks, wording
from assistant.rules.change import Change, What
from assistant.rules.hooks import HookKind, Noticed
from assistant.rules.lint import Code, LintReport, Severity, lint
from assistant.rules.stages import Stage
from assistant.store import queries
from assistant.store.accounts import Account
from assistant.store.holding import hold
from assistant.store.models import (
    Contact,
    Direction,
    Message,
    MessageKind,
    MessageState,
    Point,
    TemplateKind,
    TemplateVersion,
)
from assistant.store.points import suppressed_points, writable_points
from assistant.store.template_questions import is_usable, own_values, usable_versions

# In an answer she knows who writes, and how to say no.
KNOWN_TO_HER = frozenset({Code.NO_SENDER, Code.NO_WAY_OUT})
# Only true of some teams, days or writers: a worker may choose these, the program does not.
CHOSEN_BY_HAND = frozenset({"peer", "winter", "offer", "moved", "health", "language"})
# What earlier ads showed of a thing whose loss a later one tells.
_LOST_WITH = {
    What.PET: (HookKind.PET,),
    What.PHOTO_MENTION: (HookKind.PHOTO_MENTION, HookKind.PHOTO_SETTING),
}
# Of these she has one at a time: what a later ad shows takes the place of what an earlier one showed.
ONE_AT_A_TIME = frozenset({HookKind.HAIR, HookKind.TOWN, HookKind.PHOTO_SETTING, HookKind.PHOTO_MENTION})
MAX_BODY = 5_000  # characters; the lint speaks up far earlier


@dataclass(frozen=True, slots=True)
class Desk:
    """Where we write from: what every message of the organisation may say. `own` are the team's own blanks: name → language → value;
    `offer` says the same of the offer that this message is about (offers.py)."""

    team: str
    phone: str = ""
    country: str = "NL"
    zone: ZoneInfo = ZoneInfo("Europe/Amsterdam")
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    offer: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def own_in(self, language: str) -> dict[str, str | None]:
        """What the own blanks say in a language (BCP 47): what is defined for it, else for all languages, else nothing."""
        tags = (language, lexicon.base_language(language) or "", "")
        return {
            name: next((said[tag] for tag in tags if tag in said), None)
            for name, said in (*self.own.items(), *self.offer.items())
        }


def equipped(session: Session, desk: Desk) -> Desk:
    """The desk with the team's own blanks as they are now."""
    return replace(desk, own=own_values(session))


@dataclass(frozen=True, slots=True)
class Offer:
    """A hook as the worker sees it: its record, its sentence in the message's language, and whether it is still fresh."""

    noticed: Noticed
    sentence: str
    fresh: bool
    key: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A filled template, before anybody approved it. `text` is empty when the language has no usable template."""

    text: str
    language: str | None
    version: TemplateVersion | None
    missing: tuple[str, ...] = ()
    hook: dict[str, Any] | None = None
    side_by_side_id: int | None = None  # chance chose the version

    @property
    def version_id(self) -> int | None:
        return self.version.id if self.version else None


@dataclass(frozen=True, slots=True)
class Person:
    """What a template may know of the person written to, stored or just read from an ad."""

    alias: str | None = None
    town: str | None = None
    language: str | None = None
    noticed: tuple[Noticed, ...] = ()
    seed: int = 0
    received: frozenset[int] = field(default_factory=frozenset)  # template ids that she already got


def person_of(contact: Contact) -> Person:
    """A stored contact as a template sees her."""
    sent = (m for m in contact.messages if m.template_version_id is not None and m.state is MessageState.SENT)
    used = {m.template_version.template_id for m in sent if m.template_version}
    return Person(contact.alias, contact.town, contact.language, noticed_of(contact), contact.id, frozenset(used))


def lot_of(contact: Contact) -> str:
    """What chance goes by for somebody who is stored: the same at each look."""
    return f"contact {contact.id}"


def noticed_of(contact: Contact) -> tuple[Noticed, ...]:
    """Everything friendly that was noticed in her ads, the newest ad first; one of each kind and detail."""
    return still_so(_without_what_is_lost(ad.noticed for ad in reversed(contact.ads)), town=contact.town)


def earlier(noticed: Sequence[Noticed], now_told: Iterable[Change]) -> tuple[Noticed, ...]:
    """What earlier ads showed, beside a new one that tells `now_told`: no pets when one of them is gone, no photos when they are."""
    lost = {kind for change in now_told if change.is_loss for kind in _LOST_WITH.get(change.what, ())}
    return tuple(one for one in noticed if one.kind not in lost)


def _without_what_is_lost(records: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Noticed]]:
    """The hooks of each ad, the newest first; from the ad that tells of a loss and from all before it, none about what is gone."""
    later: list[Change] = []
    for record in records:
        later += map(Change.from_record, record.get("changes", ()))
        yield earlier([Noticed.from_record(one) for one in record.get("hooks", ())], later)


def still_so(ads: Iterable[Sequence[Noticed]], *, town: str | None) -> tuple[Noticed, ...]:
    """What ads showed, the newest first, without what a later one replaced: other hair, other photos, a town she has left."""
    found: dict[tuple[str, str], Noticed] = {}
    replaced: set[HookKind] = set()
    for ad in ads:
        for one in ad:
            left = one.kind is HookKind.TOWN and one.detail.casefold() != (town or "").casefold()
            if not left and one.kind not in replaced:
                found.setdefault((one.kind, one.detail), one)
        replaced |= {one.kind for one in ad if one.kind in ONE_AT_A_TIME}
    return tuple(found.values())


def offers(session: Session, person: Person, *, language: str | None, now: datetime, desk: Desk) -> list[Offer]:
    """The hooks to choose from: what her ads showed, then the season; fresh ones first, stale ones last and marked."""
    today = now.astimezone(desk.zone).date()
    said = hook_sentences.used(session, language)
    seasonal = hooks.seasonal(today, country=desk.country, language=language, edited=said)
    once: dict[str, Offer] = {}
    for one in (*person.noticed, *seasonal):
        if offer := _offer(one, language, today, person.seed, said):
            once.setdefault(offer.key, offer)
    return sorted(once.values(), key=lambda offer: not offer.fresh)


def _offer(
    noticed: Noticed, language: str | None, today: date, seed: int, edited: Mapping[str, Sequence[str]]
) -> Offer | None:
    said = hooks.sentence(noticed, language=language or "en", seed=seed, edited=edited)
    key = f"{noticed.kind.value}-{zlib.crc32(noticed.detail.encode()):08x}"
    return Offer(noticed, said, hooks.is_fresh(noticed, today), key) if said else None


def kind_for(contact: Contact | None) -> MessageKind:
    """What the next message to her would be."""
    if contact is None or contact.stage is Stage.NEW:
        return MessageKind.FIRST
    if contact.waiting_since is not None or contact.stage is Stage.TALKING:
        return MessageKind.ANSWER
    return MessageKind.RECONTACT if contact.last_in_at else MessageKind.REMINDER


def template_kind(kind: MessageKind) -> TemplateKind:
    """The shelf of the library that a message takes its template from."""
    if kind is MessageKind.FIRST:
        return TemplateKind.FIRST
    return TemplateKind.ANSWER if kind is MessageKind.ANSWER else TemplateKind.RECONTACT


def choices(session: Session, *, kind: MessageKind, language: str | None) -> list[TemplateVersion]:
    """The template versions in use for this kind in exactly this language (region aside); never another language in silence."""
    usable, spoken = usable_versions(session, kind=template_kind(kind)), lexicon.base_language(language)
    spellings = [tag for tag in usable if lexicon.base_language(tag) == spoken]
    wanted = [language] if language in spellings else spellings
    return sorted((one for tag in wanted for one in usable[tag]), key=lambda one: one.template_id)


def languages(session: Session, *, kind: MessageKind) -> list[str]:
    """The languages that have at least one usable template of this kind."""
    return sorted(usable_versions(session, kind=template_kind(kind)))


def best(
    versions: Sequence[TemplateVersion], *, contact: Contact | None, person: Person, hook: Noticed | None
) -> TemplateVersion | None:
    """The template that fits the moment, by preference one she has not had yet; varied between people, the same at each look."""
    wanted = _purposes(contact, hook)
    versions = [one for one in versions if one.template.purpose not in CHOSEN_BY_HAND] or versions
    fresh = [version for version in versions if version.template_id not in person.received] or list(versions)
    for purpose in wanted:
        fitting = [version for version in fresh if version.template.purpose == purpose]
        if fitting:
            return fitting[person.seed % len(fitting)]
    return fresh[person.seed % len(fresh)] if fresh else None


def _purposes(contact: Contact | None, hook: Noticed | None) -> tuple[str, ...]:
    if contact is None or contact.stage is Stage.NEW:
        return ()
    if contact.waiting_since is not None or contact.stage is Stage.TALKING:
        return ("what_can_you_do", "thanks")
    if contact.last_in_at is None:
        return ("silence",)
    if hook is not None and hook.kind is HookKind.HOLIDAY:
        return ("holiday", "months")
    return ("months", "conversation") if contact.renewals else ("conversation", "months")


def fill(
    version: TemplateVersion, *, person: Person, hook_sentence: str | None, sender: str, desk: Desk
) -> wording.Filled:
    """A template's text with everything we know put in; the blanks without a value are named in `missing`."""
    values = blanks(person, hook_sentence=hook_sentence, sender=sender, desk=desk, language=version.language)
    return wording.fill(version.text, values, language=lexicon.base_language(version.language))


def blanks(
    person: Person, *, hook_sentence: str | None, sender: str, desk: Desk, language: str
) -> Mapping[str, str | None]:
    """The value of each blank in a language (BCP 47), None where we know nothing."""
    base = lexicon.base_language(language) or "nl"
    return desk.own_in(language) | {
        "alias": person.alias,
        "town": person.town,
        "hook": hook_sentence,
        "sender": sender,
        "team": desk.team,
        "phone_team": desk.phone or None,
        "how_to_stop": lexicon.words(base, "stop_lines").get("how_to_stop"),
    }


def sketch(
    session: Session,
    *,
    contact: Contact | None,
    person: Person,
    kind: MessageKind,
    language: str | None,
    sender: str,
    desk: Desk,
    version_id: int | None = None,
    hook: Noticed | None = None,
    hook_text: str | None = None,
    origin: TemplateVersion | None = None,
    lot: str = "",
    usable: Sequence[TemplateVersion] | None = None,
) -> Sketch:
    """A filled message: the worker's choices where made, else the best there is. `hook_text` is a hook typed by hand.

    `usable`: the answer of `choices`, from whoever asked already.

    `origin` is what a kept draft began with (see `origin_of`): its words are only compared with, never offered anew.
    Of two versions that run side by side `lot` (of the draft or the person) draws one, always the same.
    """
    desk = equipped(session, desk)
    versions = choices(session, kind=kind, language=language) if usable is None else usable
    draws = side_by_side.draws(session, versions, lot=lot)
    offered = [v for v in versions if v.id not in {draw.other_id for draw in draws}]
    version = (
        origin
        or next((v for v in versions if v.id == version_id), None)
        or best(offered, contact=contact, person=person, hook=hook)
    )
    if version is None:
        return Sketch("", language, None)
    filled = fill_with(session, version, person=person, hook=hook, typed=hook_text or "", sender=sender, desk=desk)
    record = hook.to_record() if hook else ({"typed": hook_text} if hook_text else None)
    drawn = next((draw.side_by_side_id for draw in draws if draw.drawn_id == version.id), None)
    return Sketch(filled.text, version.language, version, filled.missing, record, drawn)


def fill_with(
    session: Session,
    version: TemplateVersion,
    *,
    person: Person,
    hook: Noticed | None,
    typed: str,
    sender: str,
    desk: Desk,
) -> wording.Filled:
    """A template filled with a hook: the words typed by hand, else the hook's sentence in the template's language."""
    said: str | None = typed
    if hook and not typed:
        edited = hook_sentences.used(session, version.language)
        said = hooks.sentence(hook, language=version.language, seed=person.seed, edited=edited)
    return fill(version, person=person, hook_sentence=said or None, sender=sender, desk=desk)


def origin_of(
    contact: Contact | None, version_id: int | None, usable: Sequence[TemplateVersion]
) -> TemplateVersion | None:
    """The version that a kept draft to her began with and that is no longer offered: replaced, retired or to be checked again."""
    if contact is None or version_id is None or any(version.id == version_id for version in usable):
        return None
    kept = (message for message in contact.messages if message.state in (MessageState.DRAFT, MessageState.APPROVED))
    return next((message.template_version for message in kept if message.template_version_id == version_id), None)


def sketch_for(session: Session, contact: Contact, *, now: datetime, desk: Desk, sender: Account | None) -> Sketch:
    """The clock's proposal for a silent contact: her language, the freshest hook."""
    person = person_of(contact)
    offered = [offer for offer in offers(session, person, language=contact.language, now=now, desk=desk) if offer.fresh]
    return sketch(
        session,
        contact=contact,
        person=person,
        kind=kind_for(contact),
        language=contact.language,
        sender=sender.shown_name if sender else desk.team,
        desk=desk,
        hook=offered[0].noticed if offered else None,
        lot=lot_of(contact),
    )


def review(body: str, *, kind: MessageKind, way: str, language: str | None, sender: str, desk: Desk) -> LintReport:
    """What is to be said about these words before they leave, and how a lock screen would show them.

    In an answer nothing is blocked: when she asks about the police, we must be able to write the word. It is still pointed out.
    """
    channel = {"sms": "sms", "gateway": "sms", "email": "email", "mail": "email"}.get(way, "whatsapp")
    purpose = "first" if kind is MessageKind.FIRST else "recontact"
    report = lint(body, language=language or "en", channel=channel, kind=purpose, sender=sender, organisation=desk.team)
    if kind is not MessageKind.ANSWER:
        return report
    told = (problem for problem in report.problems if problem.code not in KNOWN_TO_HER)
    return replace(report, problems=tuple(replace(problem, severity=Severity.WARNING) for problem in told))


def is_blocked(message: Message, *, sender: str, desk: Desk) -> bool:
    """Whether a stored message holds words that must change first."""
    kind, way = message.kind or MessageKind.ANSWER, message.channel
    return review(message.body, kind=kind, way=way, language=message.language, sender=sender, desk=desk).blocked


def usual_way(session: Session, contact: Contact) -> str:
    """The way that reached her last, else the usual one for her first contact point."""
    query = select(Message.channel).where(
        Message.contact_id == contact.id, Message.state.in_((MessageState.SENT, MessageState.RECEIVED))
    )
    last = session.scalars(query.order_by(Message.at.desc())).first()
    first = contact.points[0].channel if contact.points else "phone"
    return last or {"phone": "whatsapp"}.get(first, first)


def save(
    session: Session,
    contact: Contact,
    *,
    body: str,
    kind: MessageKind,
    channel: str,
    point: Point | None,
    by: Account,
    now: datetime,
    language: str | None = None,
    version_id: int | None = None,
    hook: dict[str, Any] | None = None,
    side_by_side_id: int | None = None,
    lot: str | None = None,
    draft_id: int | None = None,
    draft_version: int | None = None,
) -> Message:
    """Keep the words as a draft: a new one, or the one that was being edited.

    A version that nobody approved, or that is withdrawn, is refused ("template_not_in_use") unless her kept draft began with it.
    Raises Suppressed, NotPossible, TextTooLong, Stale.
    """
    words = body.replace("\0", "").replace("\r\n", "\n").strip()
    if not words:
        raise NotPossible("empty_message")
    if len(words) > MAX_BODY:
        raise TextTooLong(size=len(words), limit=MAX_BODY)
    hold(session, contact)
    if version_id is not None:
        _check_version(session, contact, version_id)
    if contact.stage is Stage.STOPPED or suppressed_points(session, writable_points(contact)):
        raise Suppressed
    message = _existing(session, contact, draft_id, draft_version) or queries.open_proposal(session, contact.id)
    if message is None:
        message = Message(
            contact=contact, direction=Direction.OUT, state=MessageState.DRAFT, body=words, at=now, channel=channel
        )
        session.add(message)
    message.body, message.kind, message.channel, message.point = words, kind, channel, point
    message.state, message.proposal = MessageState.DRAFT, False
    message.language, message.template_version_id, message.hook = language, version_id, hook
    message.side_by_side_id, message.lot = side_by_side_id, lot
    message.at, message.by_id = now, by.id
    session.flush()
    return message


def _check_version(session: Session, contact: Contact, version_id: int) -> None:
    if not is_usable(session, version_id) and origin_of(contact, version_id, ()) is None:
        raise NotPossible("template_not_in_use")


def _existing(session: Session, contact: Contact, draft_id: int | None, draft_version: int | None) -> Message | None:
    if draft_id is None:
        return None
    message = session.get(Message, draft_id)
    if (
        message is None
        or message.contact_id != contact.id
        or message.state not in (MessageState.DRAFT, MessageState.APPROVED)
    ):
        raise Stale
    if draft_version is not None and message.version != draft_version:
        raise Stale
    return message
