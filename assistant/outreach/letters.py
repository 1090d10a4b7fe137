"""The team's letter to other organisations, by language: as it is shipped until a supervisor writes another. Every version is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant import lexicon
from assistant.errors import NotPossible, Stale
from assistant.rules import letter
from assistant.rules.wording import canonical
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import LetterVersion

LANGUAGES = ("nl", "en", "de", "fr")  # of the organisations around us; only some are shipped with words


def versions(session: Session, *, team_id: int, language: str) -> Sequence[LetterVersion]:
    """What the team's letter said, the newest first; empty as long as it is the shipped one."""
    query = select(LetterVersion).where(LetterVersion.team_id == team_id, LetterVersion.language == language)
    return session.scalars(
        query.order_by(LetterVersion.number.desc()).options(joinedload(LetterVersion.saved_by))
    ).all()


def text(session: Session, *, team_id: int, language: str) -> str:
    """The letter as it is now; "" in a language that nobody wrote it in."""
    newest = next(iter(versions(session, team_id=team_id, language=language)), None)
    return newest.text if newest else str(lexicon.words(language, "letter").get("text", "")).strip()


def languages(session: Session, *, team_id: int) -> list[str]:
    """The languages that the letter can be written in."""
    return [language for language in LANGUAGES if text(session, team_id=team_id, language=language)]


def save(session: Session, *, language: str, words: str, seen: int, by: Account, now: datetime) -> LetterVersion:
    """Another text for the letter. `seen`: the number of the version that it was made from, 0 for the shipped one.

    Raises WordingError, Stale, NotPossible("bad_language" | "empty_message" | "nothing_changed").
    """
    if language not in LANGUAGES:
        raise NotPossible("bad_language")
    clean = words.replace("\0", "").replace("\r\n", "\n").strip()
    if not clean:
        raise NotPossible("empty_message")
    letter.check(clean)
    kept = versions(session, team_id=by.team_id, language=language)
    if (kept[0].number if kept else 0) != seen:
        raise Stale
    if canonical(clean) == text(session, team_id=by.team_id, language=language):
        raise NotPossible("nothing_changed")
    version = LetterVersion(
        team_id=by.team_id, language=language, number=seen + 1, text=canonical(clean), saved_at=now, saved_by_id=by.id
    )
    session.add(version)
    session.flush()
    audit.record(session, audit.Event.TEMPLATE_SAVED, now=now, by_id=by.id, reason=f"letter.{language} {seen + 1}")
    return version


def long_day(day: date, language: str) -> str:
    """A day as a letter in `language` writes it."""
    return format_date(day, format="long", locale=_locale(language))


def language_said(tag: str, language: str) -> str:
    """The name of her language (BCP 47) in the letter's language; the tag when nobody knows it."""
    try:
        return Locale.parse(tag.replace("-", "_")).get_language_name(language) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _locale(language: str) -> Locale:
    return Locale.parse(language)
