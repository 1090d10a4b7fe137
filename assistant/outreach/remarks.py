"""What is to be said about words before they leave: why not now, what is missing, what they mean in our own language."""

from datetime import datetime

from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.errors import Refused
from assistant.outreach import drafting
from assistant.outreach.drafting import Desk, Person, Sketch
from assistant.outreach.sending import Terms, gate, inside_her_card
from assistant.rules import wording
from assistant.rules.hooks import Noticed
from assistant.rules.stages import Stage
from assistant.store.accounts import Account
from assistant.store.models import Contact, MessageKind, TemplateVersion


def why_not_now(
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


def _nobody_yet() -> Contact:
    """Somebody who is not stored, for asking the gate; never added to a session."""
    return Contact(points=[], stage=Stage.NEW, unanswered=0, renewals=0)


def still_missing(sketch: Sketch, body: str) -> tuple[str, ...]:
    """Blanks without a value, as long as the words are the template's own: the worker may have mended them by hand."""
    return sketch.missing if body == sketch.text else ()


def names_an_offer(text: str) -> bool:
    """Whether a template has a blank that an offer of the team fills."""
    return not set(wording.blanks_in(text)).isdisjoint(wording.OFFER_BLANKS)


def her_other_language(hers: str | None, ours: str | None) -> str | None:
    """Her language when we write to her in another: a choice that stays in sight."""
    differs = hers and ours and lexicon.base_language(hers) != lexicon.base_language(ours)
    return hers if differs else None


def in_our_language(
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
