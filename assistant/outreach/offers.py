"""The team's own offers, by topic: shown beside a request, said in a message, and what fills the blanks `offer`, `offer_hours`, …"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant import lexicon
from assistant.errors import NotPossible, NotThere
from assistant.outreach import topics
from assistant.outreach.drafting import Desk, review
from assistant.rules.lint import Problem
from assistant.store import audit, shared
from assistant.store.accounts import Account
from assistant.store.models import Contact, HelpRequest, HelpState, MessageKind, TeamOffer
from assistant.store.queries import help_requests_of

LONGEST = {"name": 80, "hours": 200, "address": 200, "link": 300}
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")

Said = Mapping[str, Mapping[str, str]]


def every(session: Session, *, team_id: int) -> list[TeamOffer]:
    """All of a team's offers by name, the ended ones last."""
    found = session.scalars(select(TeamOffer).where(TeamOffer.team_id == team_id))
    return sorted(found, key=lambda offer: (offer.ended_at is not None, offer.name.casefold(), offer.id))


def current(session: Session, *, team_id: int) -> list[TeamOffer]:
    """What the team offers now, by name. Shared by all who ask: only for reading."""
    return shared.once(
        session,
        ("offers", team_id),
        lambda own: [offer for offer in every(own, team_id=team_id) if offer.ended_at is None],
    )


def wanted(contact: Contact, requests: Iterable[HelpRequest]) -> list[str]:
    """What she asks for, as topics: her unfinished requests, the newest first, then what her messages seem to ask and nobody answered yet."""
    asked = [one.topic for one in requests if one.state in (HelpState.OPEN, HelpState.DOING)]
    read = [topic for message in reversed(contact.messages) for topic in (message.reading or {}).get("topics", ())]
    return list(dict.fromkeys([*asked, *read]))


def fitting(offered: Sequence[TeamOffer], topics_wanted: Sequence[str], chosen: int | None) -> TeamOffer | None:
    """The offer that a message is about: the one chosen, else the first for what she asks; never just any. 0: none was chosen."""
    if chosen is not None:
        return next((offer for offer in offered if offer.id == chosen), None)
    return next((offer for offer in offered if offer.topic in topics_wanted), None)


@dataclass(frozen=True, slots=True)
class OurOffers:
    """What the team offers, those for what she asks first; what she asks for; and the offer that the message is about."""

    offered: list[TeamOffer]
    wanted: list[str]
    chosen: TeamOffer | None


def for_her(
    session: Session,
    contact: Contact | None,
    requests: Sequence[HelpRequest] | None,
    *,
    chosen: int | None,
    team_id: int,
) -> OurOffers:
    """Our offers as the writing panel shows them. `requests`: hers, None: not asked yet. `chosen`: by the worker, 0: none."""
    ours, topics_wanted = current(session, team_id=team_id), []
    if contact is not None and contact.id:
        asked = help_requests_of(session, contact.id) if requests is None else requests
        topics_wanted = wanted(contact, asked)
    first = sorted(ours, key=lambda one: one.topic not in topics_wanted)
    return OurOffers(first, topics_wanted, fitting(ours, topics_wanted, chosen))


def about_her(session: Session, contact: Contact, desk: Desk) -> Desk:
    """The desk with the offer that fits what she asks for, for words that the program proposes."""
    ours = current(session, team_id=contact.team_id)
    if not ours:
        return desk
    return replace(desk, offer=as_blanks(fitting(ours, wanted(contact, help_requests_of(session, contact.id)), None)))


def find(session: Session, offer_id: int, *, team_id: int) -> TeamOffer:
    """Raises NotThere."""
    offer = session.get(TeamOffer, offer_id)
    if offer is None or offer.team_id != team_id:
        raise NotThere
    return offer


def keep(
    session: Session,
    offer: TeamOffer | None,
    *,
    topic: str,
    said: Said,
    address: str,
    link: str,
    languages: Collection[str],
    desk: Desk,
    by: Account,
    now: datetime,
) -> TeamOffer:
    """A new offer, or other facts of one. What a message could not say cannot be kept either: the same lint looks at it.

    Raises NotPossible("unknown_topic" | "offer_name" | "offer_line" | "offer_link" | "bad_language" | "blocked_words").
    """
    if topic not in topics.codes_in_use(session, team_id=by.team_id) and (offer is None or offer.topic != topic):
        raise NotPossible("unknown_topic")
    kept = TeamOffer(
        team_id=by.team_id,
        topic=topic,
        said=_said(said),
        address=_line(address, "address"),
        link=_link(link),
        languages=",".join(sorted({tag for tag in languages if LANGUAGE.fullmatch(tag)}))[:120],
        saved_at=now,
        saved_by_id=by.id,
    )
    if any(problem.severity.value == "blocking" for problem in problems(kept, desk=desk)):
        raise NotPossible("blocked_words")
    if offer is None:
        offer = kept
        session.add(offer)
    else:
        for name in ("topic", "said", "address", "link", "languages", "saved_at", "saved_by_id"):
            setattr(offer, name, getattr(kept, name))
    session.flush()
    audit.record(session, audit.Event.OFFER_CHANGED, now=now, by_id=by.id, reason=f"{offer.id}: {offer.name}")
    return offer


def end(session: Session, offer: TeamOffer, *, ended: bool, by: Account, now: datetime) -> None:
    """It is not offered any more, or it is again."""
    offer.ended_at = now if ended else None
    why = f"{offer.id}: {'ended' if ended else 'again'}"
    audit.record(session, audit.Event.OFFER_CHANGED, now=now, by_id=by.id, reason=why)


def in_language(offer: TeamOffer, language: str | None, fact: str) -> str:
    """Its name or hours in a language (BCP 47): as written for it, else as for all."""
    tags = (language, lexicon.base_language(language), "")
    return next((said for tag in tags if tag is not None and (said := offer.said.get(tag, {}).get(fact))), "")


def sentence(offer: TeamOffer, language: str | None) -> str:
    """The offer as it is put in a message: name, hours, address, link."""
    name, hours = (in_language(offer, language, fact) for fact in ("name", "hours"))
    facts = ", ".join(fact for fact in (hours, offer.address) if fact)
    told = f"{name}: {facts}." if facts else f"{name}."
    return f"{told} {offer.link}" if offer.link else told


def as_blanks(offer: TeamOffer | None) -> Mapping[str, Mapping[str, str]]:
    """What each blank of an offer says, by language, as own blanks do; a fact that nobody wrote down has no value."""
    if offer is None:
        return {}
    spoken = {
        f"offer{'_hours' if fact == 'hours' else ''}": {
            tag: facts[fact] for tag, facts in offer.said.items() if facts.get(fact)
        }
        for fact in ("name", "hours")
    }
    plain = {"offer_address": {"": offer.address}, "offer_link": {"": offer.link}}
    return spoken | {name: values for name, values in plain.items() if values[""]}


def problems(offer: TeamOffer, *, desk: Desk) -> list[Problem]:
    """What there is to say about an offer's words in a message, in each language that it is written in; each thing once."""
    once: dict[tuple[str, str], Problem] = {}
    for tag in offer.said:
        language = tag or {"NL": "nl", "BE": "nl", "DE": "de"}.get(desk.country, "en")
        report = review(
            sentence(offer, tag),
            kind=MessageKind.RECONTACT,
            way="whatsapp",
            language=language,
            sender=desk.team,
            desk=desk,
        )
        for problem in report.problems:
            if problem.quote:
                once.setdefault((problem.code.value, problem.quote), problem)
    return list(once.values())


def _said(said: Said) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for tag, facts in said.items():
        if tag and not LANGUAGE.fullmatch(tag):
            raise NotPossible("bad_language")
        lines = {fact: _line(facts.get(fact, ""), fact) for fact in ("name", "hours")}
        if lines := {fact: line for fact, line in lines.items() if line}:
            kept[tag] = lines
    if not kept.get("", {}).get("name"):
        raise NotPossible("offer_name")
    return kept


def _line(text: str, fact: str) -> str:
    line = text.strip()
    if len(line) > LONGEST[fact] or _UNSENDABLE.search(line):
        raise NotPossible("offer_line")
    return line


def _link(text: str) -> str:
    line = _line(text, "link")
    if line and not _LINK.fullmatch(line):
        raise NotPossible("offer_link")
    return line
