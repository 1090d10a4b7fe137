"""The doorstep finder: from half-remembered facts to the thread. Every search is logged with its reason.

Candidates come from the keyed index; only the likeliest few dozen are unsealed, to check what the index suggests and to say why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach.finder_candidates import likeliest
from assistant.rules.recall import Fact, FactKind, read
from assistant.rules.recall_tokens import NEAR_KM, Portrait, Said, kilometres, town_at
from assistant.rules.sounds import words_of
from assistant.store import audit, search
from assistant.store.accounts import Account
from assistant.store.models import Contact

LIMIT = 10
LOOKED_AT = 40  # candidates that are unsealed
AT_LEAST = 0.25  # a match weaker than this is none
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Why:
    """How one fact fits one person. `how`: "alias", "town", "near", "months" …; `weight` 0: it does not. `day`: of the text it stands in."""

    fact: Fact
    weight: float
    how: str = ""
    detail: str = ""
    day: date | None = None
    hers: bool = False

    @property
    def fits(self) -> bool:
        return self.weight >= AT_LEAST


@dataclass(frozen=True, slots=True)
class Found:
    """One person who may be meant."""

    contact_id: int
    why: tuple[Why, ...]
    score: float

    @property
    def matches(self) -> int:
        return sum(one.fits for one in self.why)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read (also what was switched off), and who may be meant, best first."""

    facts: tuple[Fact, ...]
    found: tuple[Found, ...]


def find(
    session: Session,
    query: str,
    *,
    today: date,
    by: Account,
    reason: str,
    now: datetime,
    limit: int = LIMIT,
    off: frozenset[str] = frozenset(),
) -> Answer:
    """Look in the own team. `off`: keys of facts to leave out. Raises NotPossible("no_reason")."""
    if not reason.strip():
        raise NotPossible("no_reason")
    facts = read(query, today=today, workers=colleagues(session, by.team_id))
    asked = [fact for fact in facts if fact.key not in off]
    found: tuple[Found, ...] = ()
    if asked:
        audit.record(
            session,
            audit.Event.SEARCHED,
            now=now,
            by_id=by.id,
            reason=f"{reason.strip()[:LONGEST_REASON]}: {query[:LONGEST_REASON]}",
        )
        found = tuple(_best(session, asked, team_id=by.team_id, limit=limit))
    return Answer(facts, found)


def colleagues(session: Session, team_id: int) -> dict[str, int]:
    """Folded first names and user names of a team → account."""
    known: dict[str, int] = {}
    query = select(Account.id, Account.username, Account.shown_name).where(Account.team_id == team_id)
    for number, username, shown in session.execute(query):
        for name in (*words_of(username)[:1], *words_of(shown)[:1]):
            known.setdefault(name, number)
    return known


def _best(session: Session, facts: Sequence[Fact], *, team_id: int, limit: int) -> Iterable[Found]:
    people = session.scalar(select(func.max(Contact.id))) or 0  # as good as their count, which takes long of a million
    ids, rarity = likeliest(session, facts, team_id=team_id, people=people, most=LOOKED_AT)
    found = []
    for number, own_team, portrait in search.portraits(session, ids):
        if own_team != team_id:
            continue
        tokens = portrait.tokens()
        why = tuple(explain(fact, portrait, tokens) for fact in facts)
        score = sum(one.weight * rarity[one.fact.key] for one in why)
        if any(one.fits for one in why):
            found.append(Found(number, why, score + _closeness(facts, portrait)))
    return sorted(found, key=lambda one: (-one.score, -one.contact_id))[:limit]


def explain(fact: Fact, portrait: Portrait, tokens: Mapping[str, Said | None]) -> Why:
    """How one fact fits one person, from her unsealed thread; `tokens` are the portrait's."""
    if fact.kind is FactKind.PERIOD and f"alias:{fact.said}" not in tokens:
        return _period(fact, portrait)
    fitting = [
        (weight, token) for token, weight in fact.tokens.items() if token in tokens and not token.startswith("cell:")
    ]
    near = _near(fact, portrait)
    if not fitting or (near is not None and near.weight > max(fitting)[0]):
        return near or Why(fact, 0.0)
    weight, token = max(fitting, key=lambda pair: (pair[0], _shown_first(pair[1])))
    kind, _, value = token.partition(":")
    text: Said | None = tokens[token]
    if kind == "digits" and not _ends_with(fact.value, portrait):
        return Why(fact, 0.5, kind, value)
    return Why(
        fact,
        weight,
        _how(kind, text),
        _detail(kind, value, portrait),
        text.day if text else None,
        text.hers if text else False,
    )


def _shown_first(token: str) -> int:
    order = (
        "alias",
        "code",
        "ref",
        "place",
        "town",
        "country",
        "language",
        "gender",
        "worker",
        "digits",
        "gender-word",
        "word",
    )
    kind = token.partition(":")[0]
    return -order.index(kind) if kind in order else -len(order)


def _how(kind: str, text: Said | None) -> str:
    if kind in ("word", "stem", "said-country", "said-gender", "said-language"):
        return "card" if text is None else "note" if text.is_note else "said"
    if kind in ("part", "sound", "slip"):
        return "alias_like"
    return {"place": "town", "town-slip": "town", "gender-word": "gender"}.get(kind, kind)


def _detail(kind: str, value: str, portrait: Portrait) -> str:
    if kind in ("alias", "part", "sound", "slip"):
        return portrait.alias or ""
    if kind in ("town", "place", "town-slip"):
        return portrait.towns[0] if portrait.towns else ""
    if kind in ("gender", "gender-word"):
        return portrait.gender or ""
    return value if kind not in ("code",) else ""


def _ends_with(digits: str, portrait: Portrait) -> bool:
    wanted = digits.removeprefix("00").lstrip("0") if len(digits) > 8 else digits
    return any(
        "".join(filter(str.isdigit, value)).endswith(wanted) for channel, value in portrait.points if channel == "phone"
    )


def _near(fact: Fact, portrait: Portrait) -> Why | None:
    if fact.at is None:
        return None
    for name in portrait.towns:
        at = town_at(name)
        far = kilometres(fact.at, at) if at else None
        if far is not None and far <= NEAR_KM:
            return Why(fact, 1.0 if far < 1 else 0.6 - 0.2 * far / NEAR_KM, "town" if far < 1 else "near", name)
    return None


def _period(fact: Fact, portrait: Portrait) -> Why:
    best = max((span.nearness(day) for span in fact.spans for day in portrait.days), default=0.0)
    if best < AT_LEAST:
        return Why(fact, 0.0)
    span = max(fact.spans, key=lambda one: max(map(one.nearness, portrait.days)))
    inside = [day for day in portrait.days if span.first <= day <= span.last]
    if inside:
        return Why(fact, best, "months", f"{len(inside)}", min(inside))
    nearest = max(portrait.days, key=span.nearness)
    return Why(fact, best, "around", "", nearest)


def _closeness(facts: Sequence[Fact], portrait: Portrait) -> float:
    """Breaks ties: what somebody remembers is rather the beginning, the main language, most of a conversation."""
    bonus = 0.0
    for fact in facts:
        if fact.kind is FactKind.PERIOD and portrait.days:
            share = sum(any(span.first <= day <= span.last for span in fact.spans[:1]) for day in portrait.days)
            bonus += 0.05 * share / len(portrait.days)
            bonus += 0.05 * max(span.nearness(portrait.days[0]) for span in fact.spans)
        if fact.kind is FactKind.LANGUAGE and portrait.languages()[:1] == (fact.value,):
            bonus += 0.05
        if fact.kind is FactKind.GENDER and words_of(portrait.gender or "") == [fact.said]:
            bonus += 0.03
    return bonus
