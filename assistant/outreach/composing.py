"""The message being written: the worker's choices so far, the words, and what is to be said about them. Nothing is stored here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.errors import Refused
from assistant.outreach import drafting, offers, remarks, side_by_side
from assistant.outreach.drafting import Desk, Offer, Person, Sketch
from assistant.outreach.offers import OurOffers
from assistant.outreach.sending import Terms
from assistant.rules.hooks import Noticed
from assistant.rules.lint import LintReport
from assistant.store.accounts import Account
from assistant.store.models import Contact, HelpRequest, MessageKind, TeamOffer, TemplateVersion
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
    requests: Sequence[HelpRequest] | None = None,
) -> Composition:
    """Fill in what the worker left open, and review the words. Reads only. `requests`: hers, from whoever asked already."""
    kind = kind or drafting.kind_for(contact)
    language = choices.language or person.language or None
    offered = drafting.offers(session, person, language=language, now=now, desk=desk)
    hook = _hook(choices, offered, kind)
    usable = drafting.choices(session, kind=kind, language=language)
    ours = offers.for_her(session, contact, requests, chosen=choices.offer_id, team_id=by.team_id)
    desk = replace(desk, offer=offers.as_blanks(ours.chosen))
    lot = choices.lot or (drafting.lot_of(contact) if contact and contact.id else secrets.token_hex(8))
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
        hook=hook.noticed,
        hook_text=hook.typed or None,
        origin=origin,
        lot=lot,
        usable=usable,
    )
    source = source_in_use(session, sketch.version) if sketch.version else None
    way, body = choices.way if choices.way in ways else ways[0], _body(choices, sketch, ours)
    return Composition(
        kind=kind,
        language=language,
        languages=drafting.languages(session, kind=kind),
        versions=usable,
        version=sketch.version,
        origin=origin,
        to_check=bool(sketch.version and source and sketch.version.is_behind(source)),
        her_language=remarks.her_other_language(person.language, sketch.language),
        offers=offered,
        hook_key=hook.key,
        hook_text=choices.hook_text,
        hook=sketch.hook,
        ways=ways,
        way=way,
        body=body,
        filled=sketch.text,
        missing=remarks.still_missing(sketch, body),
        along=remarks.in_our_language(
            session, sketch, source, person, hook=hook.noticed, typed=hook.typed, by=by, desk=desk
        ),
        report=drafting.review(body, kind=kind, way=way, language=sketch.language, sender=by.shown_name, desk=desk),
        refusal=remarks.why_not_now(
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
        our_offers=ours.offered,
        topics_wanted=ours.wanted,
        our_offer=ours.chosen,
        uses_offer=sketch.version is not None and remarks.names_an_offer(sketch.version.text),
        pairs=side_by_side.pairs(session, usable),
    )


@dataclass(frozen=True, slots=True)
class _Hook:
    """What the message begins about: something noticed, something typed, or nothing."""

    key: str
    noticed: Noticed | None
    typed: str


def _hook(choices: Choices, offered: list[Offer], kind: MessageKind) -> _Hook:
    key = _hook_key(choices, offered, kind)
    noticed = next((offer.noticed for offer in offered if offer.key == key), None)
    return _Hook(key, noticed, choices.hook_text.strip() if key == TYPED_HOOK else "")


def _hook_key(choices: Choices, offered: list[Offer], kind: MessageKind) -> str:
    keys = {offer.key for offer in offered if offer.fresh} | {NO_HOOK, TYPED_HOOK}
    if choices.hook_key in keys:
        return choices.hook_key
    if kind is MessageKind.ANSWER:
        return NO_HOOK
    return next((offer.key for offer in offered if offer.fresh), NO_HOOK)


def _body(choices: Choices, sketch: Sketch, ours: OurOffers) -> str:
    """The words as the worker left them, else the template's; behind them the offer that is to be said."""
    body = sketch.text if choices.body is None else choices.body.replace("\r\n", "\n")
    said = next((offer for offer in ours.offered if offer.id == choices.say_id), None)
    return f"{body.rstrip()}\n\n{offers.sentence(said, sketch.language)}".lstrip() if said else body
