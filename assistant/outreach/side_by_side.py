"""Two approved versions of one translation side by side: chance chooses for each draft, until a supervisor keeps one.

Chance goes by a lot: of the person, or of the draft for somebody who is not stored yet. The same lot always draws the same version, so a
draft that is opened again has not changed. The draw is kept with the message; a worker who takes the other version by hand makes a
message that is not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale
from assistant.store import audit, shared
from assistant.store.accounts import Account
from assistant.store.models import SideBySide, Template, TemplateVersion, VersionState


@dataclass(frozen=True, slots=True)
class Draw:
    """What chance chose in one pair, and what it left."""

    side_by_side_id: int
    drawn_id: int
    other_id: int


def drawn_first(side_by_side_id: int, lot: str) -> bool:
    """Whether `lot` draws the first version of a pair: half of all lots do, whatever they are."""
    return sha256(f"{side_by_side_id}:{lot}".encode(errors="replace")).digest()[0] % 2 == 0


def draws(session: Session, versions: Sequence[TemplateVersion], *, lot: str) -> list[Draw]:
    """What `lot` draws in each pair that runs among `versions`."""
    found = []
    for pair in _among(session, versions):
        drawn, other = (pair.first_id, pair.second_id)[:: 1 if drawn_first(pair.id, lot) else -1]
        found.append(Draw(pair.id, drawn, other))
    return found


def pairs(session: Session, versions: Sequence[TemplateVersion]) -> dict[int, int]:
    """Which of `versions` run side by side, each with its other."""
    running = _among(session, versions)
    return {pair.first_id: pair.second_id for pair in running} | {pair.second_id: pair.first_id for pair in running}


def _among(session: Session, versions: Sequence[TemplateVersion]) -> list[SideBySide]:
    """The pairs of which both versions can be had: with one of them gone there is nothing to draw."""
    ids = {version.id for version in versions}
    return [
        pair for pair in shared.once(session, "side by side", _all_running) if {pair.first_id, pair.second_id} <= ids
    ]


def _all_running(session: Session) -> list[SideBySide]:
    return list(session.scalars(select(SideBySide).where(SideBySide.running.is_(True)).order_by(SideBySide.id)))


def running(session: Session, template: Template, language: str) -> SideBySide | None:
    """The pair that runs in one language of a template."""
    query = select(SideBySide).where(
        SideBySide.template_id == template.id, SideBySide.language == language, SideBySide.running.is_(True)
    )
    return session.scalar(query)


def all_of(session: Session, template: Template) -> list[SideBySide]:
    """The pairs of a template, running and ended, the newest first."""
    query = select(SideBySide).where(SideBySide.template_id == template.id)
    return list(session.scalars(query.order_by(SideBySide.id.desc())))


def candidates(template: Template, language: str) -> list[TemplateVersion]:
    """What may run beside the version in use: those that were in use before it, the newest first."""
    return [
        version
        for version in reversed(template.versions)
        if version.language == language and version.state is VersionState.REPLACED and version.approved_at is not None
    ]


def start(
    session: Session, template: Template, language: str, other: TemplateVersion, *, by: Account, now: datetime
) -> SideBySide:
    """From now on chance chooses between the version in use and `other`, which was in use before.

    Raises NotPossible "retired" | "runs_already" | "not_approved".
    """
    if template.retired_at is not None:
        raise NotPossible("retired")
    if running(session, template, language) is not None:
        raise NotPossible("runs_already")
    used = next((v for v in template.versions if v.language == language and v.state is VersionState.APPROVED), None)
    if used is None or other not in candidates(template, language):
        raise NotPossible("not_approved")
    other.state = VersionState.APPROVED
    pair = SideBySide(
        template_id=template.id,
        language=language,
        first_id=used.id,
        second_id=other.id,
        running=True,
        started_at=now,
        started_by_id=by.id,
    )
    try:
        with session.begin_nested():
            session.add(pair)
    except IntegrityError:
        raise NotPossible("runs_already") from None  # a colleague did so in the same second
    _log(session, pair, template, f"{used.number} and {other.number} started", by=by, now=now)
    return pair


def end(session: Session, pair: SideBySide, *, keep_id: int, by: Account, now: datetime) -> TemplateVersion:
    """The team goes on with one of the two; the other is replaced. Raises Stale when it has ended, NotPossible "not_approved"."""
    if not pair.running:
        raise Stale
    if keep_id not in (pair.first_id, pair.second_id):
        raise NotPossible("not_approved")
    kept = session.get_one(TemplateVersion, keep_id)
    left = session.get_one(TemplateVersion, pair.first_id if keep_id == pair.second_id else pair.second_id)
    left.state, kept.state = VersionState.REPLACED, VersionState.APPROVED
    pair.running, pair.ended_at, pair.ended_by_id, pair.chosen_id = None, now, by.id, keep_id
    session.flush()
    _log(session, pair, kept.template, f"{kept.number} kept", by=by, now=now)
    return kept


def _log(session: Session, pair: SideBySide, template: Template, what: str, *, by: Account, now: datetime) -> None:
    reason = f"{template.key}.{pair.language} {what}"
    audit.record(session, audit.Event.SIDE_BY_SIDE, now=now, by_id=by.id, reason=reason)
