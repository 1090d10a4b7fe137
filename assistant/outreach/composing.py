"""The message being written: the worker's choices so far, the words, and what is to be said about them. Nothing is stored here."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.errors import Refused
from assistant.outreach import drafting, offers, side_by_side
from assistant.outreach.drafting import Desk, Offer, Person, Sketch
from assistant.outreach.sending import Terms, gate, inside_her_card
from assistant.rules import wording
from assistant.rules.hooks import Noticed
from assistant.rules.lint import LintReport
from assistant.rules.stages import Stage
from assistant.store.accounts import Account
from assistant.store.models import Contact, MessageKind, TeamOffer, TemplateVersion
from assistant.store.template_questions import source_in_use

NO_HOOK = "none"
TYPED_HOOK = "typed"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the worker chose so far, as it stands in the form; None where nothing was chosen yet. `body` None asks for a fresh filling."""

    language: str | None = None
    version_id: int | None = None
    hook_key: str | None = None
    hook_text: str = ""
    way: str | None = None
    body: str | None = None
    lot: str = ""
    offer_id: int | None = None  # of ours, for the blanks; 0: none
    say_id: int | None = None  # an offer of ours to put behind the words


@dataclass(frozen=True, slots=True)
class Composition:
    """All that the writing panel shows."""

    kind: MessageKind
    language: str | None
    languages: list[str]
    versions: list[TemplateVersion]
    version: TemplateVersion | None
    origin: TemplateVersion | None  # what a kept draft began with and is not offered any more; then it is `version` too
    to_check: bool  # a translation whose source has changed since
    her_language: str | None  # when it is known and another than that of the message
    offers: list[Offer]
    hook_key: str
    hook_text: str
    hook: dict[str, str] | None
    ways: tuple[str, ...]
    way: str
    body: str
    filled: str  # the template's own words: when `body` differs, the worker changed something by hand
    missing: tuple[str, ...]
    along: str  # the template's own words in the language that the team reads, when that is another
    report: LintReport
    refusal: Refused | None
    lot: str  # what chance goes by, kept in the form so that this draft keeps its version
    side_by_side_id: int | None
    our_offers: list[TeamOffer]  # those for what she asks first
    topics_wanted: list[str]
    our_offer: TeamOffer | None  # what the blanks of an offer say
    uses_offer: bool
    pairs: dict[int, int]  # version → the one that it runs side by side with


def compose(
    session: Session,
    *,
    contact: Contact | None,
    person: Person,
    choices: Choices,
    ways: tuple[str, ...],
    by: Account,
    now: datetime,
    desk: Desk,
    terms: Terms,
    kind: MessageKind | None = None,
    point_id: int | None = None,
) -> Composition:
    """Fill in what the worker left open, and review the words. Reads only."""
    kind = kind or drafting.kind_for(contact)
    language = choices.language or person.language or None
    offered = drafting.offers(session, person, language=language, now=now, desk=desk)
    lot = choices.lot or (drafting.lot_of(contact) if contact and contact.id else secrets.token_hex(8))
    hook_key = _hook_key(choices, offered, kind)
    chosen = next((offer for offer in offered if offer.key == hook_key), None)
    typed = choices.hook_text.strip() if hook_key == TYPED_HOOK else ""
    languages = drafting.languages(session, kind=kind)
    usable = drafting.choices(session, kind=kind, language=language)
    ours = offers.current(session, team_id=by.team_id)
    topics_wanted = offers.wanted(session, contact) if contact and contact.id else []
    our_offer = offers.fitting(ours, topics_wanted, choices.offer_id)
    desk = replace(desk, offer=offers.as_blanks(our_offer))
    origin = drafting.origin_of(contact, choices.version_id, usable) if choices.body is not None else None
    sketch = drafting.sketch(
        session,
        contact=contact,
        person=person,
        kind=kind,
        language=language,
        sender=by.shown_name,
        desk=desk,
        version_id=choices.version_id,
        hook=chosen.noticed if chosen else None,
        hook_text=typed or None,
        origin=origin,
        lot=lot,
        usable=usable,
    )
    source = source_in_use(session, sketch.version) if sketch.version else None
    way = choices.way if choices.way in ways else ways[0]
    body = sketch.text if choices.body is None else choices.body.replace("\r\n", "\n")
    if said := next((offer for offer in ours if offer.id == choices.say_id), None):
        body = f"{body.rstrip()}\n\n{offers.sentence(said, sketch.language)}".lstrip()
    return Composition(
        kind=kind,
        language=language,
        languages=languages,
        versions=usable,
        version=sketch.version,
        origin=origin,
        to_check=bool(sketch.version and source and sketch.version.is_behind(source)),
        her_language=_another(person.language, sketch.language),
        offers=offered,
        hook_key=hook_key,
        hook_text=choices.hook_text,
        hook=sketch.hook,
        ways=ways,
        way=way,
        body=body,
        filled=sketch.text,
        missing=_still_missing(sketch, body),
        along=_along(
            session,
            sketch,
            source,
            person,
            hook=chosen.noticed if chosen else None,
            typed=typed,
            by=by,
            desk=desk,
        ),
        report=drafting.review(body, kind=kind, way=way, language=sketch.language, sender=by.shown_name, desk=desk),
        refusal=_refusal(
            session,
            contact,
            by=by,
            now=now,
            terms=terms,
            kind=kind,
            point_id=point_id,
            body=body,
            language=sketch.language,
        ),
        lot=lot,
        side_by_side_id=sketch.side_by_side_id,
        our_offers=sorted(ours, key=lambda one: one.topic not in topics_wanted),
        topics_wanted=topics_wanted,
        our_offer=our_offer,
        uses_offer=sketch.version is not None and _names_an_offer(sketch.version.text),
        pairs=side_by_side.pairs(session, usable),
    )


def _names_an_offer(text: str) -> bool:
    return not set(wording.blanks_in(text)).isdisjoint(wording.OFFER_BLANKS)


def _hook_key(choices: Choices, offered: list[Offer], kind: MessageKind) -> str:
    keys = {offer.key for offer in offered if offer.fresh} | {NO_HOOK, TYPED_HOOK}
    if choices.hook_key in keys:
        return choices.hook_key
    if kind is MessageKind.ANSWER:
        return NO_HOOK
    return next((offer.key for offer in offered if offer.fresh), NO_HOOK)


def _still_missing(sketch: Sketch, body: str) -> tuple[str, ...]:
    """Blanks without a value, as long as the words are the template's own: the worker may have mended them by hand."""
    return sketch.missing if body == sketch.text else ()


def _refusal(
    session: Session,
    contact: Contact | None,
    *,
    by: Account,
    now: datetime,
    terms: Terms,
    kind: MessageKind,
    point_id: int | None,
    body: str,
    language: str | None,
) -> Refused | None:
    """Why it could not leave now, told before the worker starts writing."""
    try:
        gate(session, contact or _nobody_yet(), by=by, now=now, terms=terms, kind=kind)
        if contact is not None:
            inside_her_card(contact, point_id=point_id, body=body, language=language, now=now, terms=terms)
    except Refused as refusal:
        return refusal
    return None


def _another(hers: str | None, ours: str | None) -> str | None:
    """Her language when we write to her in another: a choice that stays in sight."""
    differs = hers and ours and lexicon.base_language(hers) != lexicon.base_language(ours)
    return hers if differs else None


def _along(
    session: Session,
    sketch: Sketch,
    source: TemplateVersion | None,
    person: Person,
    *,
    hook: Noticed | None,
    typed: str,
    by: Account,
    desk: Desk,
) -> str:
    """The same template as its source says it, so that a worker knows what a text in another language means."""
    if source is None or sketch.language == source.language:
        return ""
    desk = drafting.equipped(session, desk)
    return drafting.fill_with(
        session, source, person=person, hook=hook, typed=typed, sender=by.shown_name, desk=desk
    ).text


def _nobody_yet() -> Contact:
    """Somebody who is not stored, for asking the gate; never added to a session."""
    return Contact(points=[], stage=Stage.NEW, unanswered=0, renewals=0)
