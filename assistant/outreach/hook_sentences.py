"""The hook sentences of the library: the shipped ones are version 1, and a supervisor makes them the team's own.

Each saving is a new version that is never changed afterwards, a draft until it is approved. Only approved sentences reach a message;
who saved and who approved what, when and why stays with each version. Rolling back is a new version with the old words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant import lexicon
from assistant.errors import NotPossible, NotThere, Stale
from assistant.rules import hooks
from assistant.rules.hook_lint import MOST_LINES, lines_of, lint_hook
from assistant.rules.hooks import HookKind
from assistant.store import audit, shared
from assistant.store.accounts import Account
from assistant.store.models import HookVersion, VersionState

LONGEST_WHY = 200
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """One hook in one language: the version in use and the newest, None where there is none yet."""

    key: str
    used: HookVersion | None
    newest: HookVersion | None

    @property
    def has_draft(self) -> bool:
        return self.newest is not None and self.newest.state is VersionState.DRAFT


def load_shipped(session: Session, *, now: datetime) -> int:
    """Put the shipped sentences into the library; how many versions were new. What a supervisor made their own is left alone.

    A shipped text that has changed since becomes a draft beside the version in use.
    """
    listed = session.scalars(select(HookVersion).order_by(HookVersion.language, HookVersion.key, HookVersion.number))
    known = {place: list(versions) for place, versions in groupby(listed, key=lambda v: (v.language, v.key))}
    made = 0
    for language in hooks.spoken():
        for key, said in hooks.sentences(language).items():
            text = "\n".join(said)
            versions = known.get((language, key), [])
            if any(version.saved_by_id is not None or version.text == text for version in versions):
                continue
            version = _version(versions, language, key, text, "", by=None, now=now)
            if not versions:
                version.state, version.approved_at = VersionState.APPROVED, now
            session.add(version)
            made += 1
    session.flush()
    return made


def used(session: Session, language: str | None) -> Mapping[str, tuple[str, ...]]:
    """The approved sentences of a language by key; empty where the library holds none, and then the shipped ones hold."""
    return shared.once(session, "hook sentences", _all_used).get(lexicon.base_language(language) or "en", {})


def _all_used(session: Session) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    query = select(HookVersion.language, HookVersion.key, HookVersion.text)
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, key, text in session.execute(query.where(HookVersion.state == VersionState.APPROVED)):
        said.setdefault(language, {})[key] = tuple(text.split("\n"))
    return said


def all_keys() -> tuple[str, ...]:
    """Every hook that any language has sentences for, by kind, the general one first."""
    kinds = [kind.value for kind in HookKind]
    keys = {key for language in hooks.spoken() for key in hooks.sentences(language)}
    return tuple(sorted(keys, key=lambda key: (kinds.index(key.partition(".")[0]), not key.endswith(".any"), key)))


def shelves(session: Session, language: str) -> list[Shelf]:
    """Every hook with its versions in a language."""
    listed = session.scalars(
        select(HookVersion).where(HookVersion.language == language).order_by(HookVersion.key, HookVersion.number)
    )
    known = {key: list(versions) for key, versions in groupby(listed, key=lambda version: version.key)}
    return [_shelf(key, known.get(key, [])) for key in all_keys()]


def versions_of(session: Session, language: str, key: str) -> list[HookVersion]:
    """The versions of one hook in a language, the oldest first. Raises NotThere for a hook or language that does not exist."""
    if language not in hooks.spoken() or key not in all_keys():
        raise NotThere
    people = joinedload(HookVersion.saved_by), joinedload(HookVersion.approved_by)
    query = select(HookVersion).where(HookVersion.language == language, HookVersion.key == key)
    return list(session.scalars(query.options(*people).order_by(HookVersion.number)))


def shelf(session: Session, language: str, key: str) -> Shelf:
    """One hook in one language. Raises NotThere."""
    return _shelf(key, versions_of(session, language, key))


def save_version(
    session: Session, *, language: str, key: str, text: str, why: str, seen: int, by: Account, now: datetime
) -> HookVersion:
    """A new draft. `seen` is the number of the newest version that the writer had before them, 0 for none.

    Raises Stale when somebody saved another meanwhile, NotThere, NotPossible "empty_message" | "too_many_lines" | "nothing_changed" |
    "why_missing".
    """
    versions = versions_of(session, language, key)
    if (versions[-1].number if versions else 0) != seen:
        raise Stale
    clean = checked(text)
    if versions and versions[-1].text == clean:
        raise NotPossible("nothing_changed")
    if versions and not why.strip():
        raise NotPossible("why_missing")
    version = _version(versions, language, key, clean, why.strip()[:LONGEST_WHY], by=by, now=now)
    session.add(version)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, version, by=by, now=now)
    return version


def approve(session: Session, version: HookVersion, *, by: Account, now: datetime) -> None:
    """Give a draft to the team in the place of the version in use. Raises Stale, NotPossible "blocked_words"."""
    versions = versions_of(session, version.language, version.key)
    if version.state is not VersionState.DRAFT or versions[-1] is not version:
        raise Stale
    if any(one.blocking for one in lint_hook(lines_of(version.text), key=version.key, language=version.language)):
        raise NotPossible("blocked_words")
    for other in versions:
        if other.state is VersionState.APPROVED:
            other.state = VersionState.REPLACED
    version.state, version.approved_at, version.approved_by_id = VersionState.APPROVED, now, by.id
    session.flush()
    _log(session, audit.Event.TEMPLATE_APPROVED, version, by=by, now=now)


def roll_back(session: Session, version: HookVersion, *, why: str, by: Account, now: datetime) -> HookVersion:
    """Use the words of an earlier version again, as a new version. Raises NotPossible "nothing_changed" | "blocked_words"."""
    versions = versions_of(session, version.language, version.key)
    if version.state is VersionState.APPROVED:
        raise NotPossible("nothing_changed")
    again = _version(versions, version.language, version.key, version.text, why[:LONGEST_WHY], by=by, now=now)
    session.add(again)
    session.flush()
    _log(session, audit.Event.TEMPLATE_SAVED, again, by=by, now=now)
    approve(session, again, by=by, now=now)
    return again


def checked(text: str) -> str:
    """The sentences as they are stored, one a line. Raises NotPossible "empty_message" | "too_many_lines"."""
    lines = lines_of(text)
    if not lines:
        raise NotPossible("empty_message")
    if len(lines) > MOST_LINES or sum(map(len, lines)) > LONGEST_TEXT:
        raise NotPossible("too_many_lines")
    return "\n".join(lines)


def _shelf(key: str, versions: list[HookVersion]) -> Shelf:
    in_use = next((version for version in versions if version.state is VersionState.APPROVED), None)
    return Shelf(key, in_use, versions[-1] if versions else None)


def _version(
    versions: list[HookVersion], language: str, key: str, text: str, why: str, *, by: Account | None, now: datetime
) -> HookVersion:
    return HookVersion(
        language=language,
        key=key,
        number=versions[-1].number + 1 if versions else 1,
        text=text,
        why=why,
        state=VersionState.DRAFT,
        saved_at=now,
        saved_by_id=by.id if by else None,
    )


def _log(session: Session, event: audit.Event, version: HookVersion, *, by: Account, now: datetime) -> None:
    about = f"hook {version.key}.{version.language} {version.number}"
    audit.record(session, event, now=now, by_id=by.id, reason=about)
