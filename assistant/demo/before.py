"""The year before the stories: counts of people whom the program has forgotten since, and two versions that ran side by side in it.

Nobody stands behind these counts. They give the figures a year to show, with a template that people stop after more than after others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assistant.outreach import library, side_by_side
from assistant.outreach.drafting import CHOSEN_BY_HAND, Desk
from assistant.outreach.figures import months_until
from assistant.store.accounts import Account
from assistant.store.models import KeptCount, MessageKind, SideBySide, Template, TemplateKind, TemplateVersion
from assistant.store.template_questions import usable_versions

LANGUAGES = ("nl", "es", "ro", "bg", "hu", "pt-BR", "en", "pl")
HOOKS = (None, None, "season", "hair", "town", "pet", "photo_setting", "style", "holiday", "typed")
ANSWERS, STOPS, STOPS_WHEN_ANNOYED = 0.34, 0.04, 0.15


def tell(session: Session, *, by: Account, desk: Desk, now: datetime) -> None:
    """Fill the twelve months before the last two with counts, and let two versions of one template run side by side."""
    usable = usable_versions(session, kind=TemplateKind.FIRST)
    firsts = [version for language in LANGUAGES for version in usable.get(language, ())]
    firsts.sort(key=lambda version: (version.template_id, version.language))
    annoying = sorted({version.template_id for version in firsts})[-1]
    first = next(v for v in firsts if v.language == "nl" and v.template.purpose not in CHOSEN_BY_HAND)
    pair = _two_versions(session, session.get_one(TemplateVersion, first.id), by=by, desk=desk, now=now)
    arms = [
        version for version in (session.get(TemplateVersion, one) for one in (pair.first_id, pair.second_id)) if version
    ]
    chance = Random(20260317)
    rows = []
    for month in months_until(now, count=13, zone=desk.zone)[:-2]:
        for version in firsts:
            for _ in range(chance.choice((0, 0, 1, 1, 2))):
                rows.append(_row(by, month.name, version, chance, annoys=version.template_id == annoying))
        for arm, answers in zip(arms, (ANSWERS, ANSWERS + 0.12), strict=True):
            for _ in range(chance.choice((3, 4, 5, 6))):
                rows.append(_row(by, month.name, arm, chance, answers=answers, pair=pair))
    session.execute(insert(KeptCount), _added_up(rows))


def _two_versions(session: Session, used: TemplateVersion, *, by: Account, desk: Desk, now: datetime) -> SideBySide:
    """A second version of a translation, approved long ago, beside the first."""
    template, then = (
        session.scalars(select(Template).where(Template.id == used.template_id)).one(),
        now - timedelta(days=380),
    )
    last = library.newest(template, used.language)
    text = used.text.replace("Hoi", "Dag", 1) if "Hoi" in used.text else used.text + "\nGroet!"
    new = library.save_version(
        session, template, language=used.language, text=text, why="Iets rustiger begin", seen=last.number if last else 0,
        by=by, now=then,
    )  # fmt: skip
    library.approve(session, new, native_checked=True, desk=desk, by=by, now=then)
    return side_by_side.start(session, template, used.language, used, by=by, now=then)


def _row(
    by: Account,
    month: str,
    version: TemplateVersion,
    chance: Random,
    *,
    answers: float = ANSWERS,
    annoys: bool = False,
    pair: SideBySide | None = None,
) -> dict[str, Any]:
    stopped = chance.random() < (STOPS_WHEN_ANNOYED if annoys else STOPS)
    late = not stopped and chance.random() < answers
    talked = late and chance.random() < 0.6
    return {
        "team_id": by.team_id,
        "month": month,
        "template_version_id": version.id,
        "kind": MessageKind.FIRST.value,
        "language": version.language,
        "hook_kind": chance.choice(HOOKS),
        "channel": chance.choice(("whatsapp", "whatsapp", "whatsapp", "sms", "telegram")),
        "side_by_side_id": pair.id if pair else None,
        "sent": 1,
        "aged_7": 1,
        "aged_30": 1,
        "answered_7": int(late and chance.random() < 0.8),
        "answered_30": int(late),
        "talked": int(talked),
        "helped": int(talked and chance.random() < 0.3),
        "unclear": int(not stopped and chance.random() < 0.02),
        "stopped": int(stopped),
        "repeated": 0,
    }


def _added_up(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for messages that have everything in common."""
    same = ("team_id", "month", "template_version_id", "kind", "language", "hook_kind", "channel", "side_by_side_id")
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        known = groups.setdefault(tuple(row[name] for name in same), {name: row[name] for name in same})
        for name in row.keys() - set(same):
            known[name] = known.get(name, 0) + row[name]
    return list(groups.values())
