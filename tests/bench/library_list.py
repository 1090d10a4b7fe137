"""A page of a library of 10,000 templates in six languages, against the same page of a library of 50."""

import tempfile
import timeit
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assistant.bootstrap import open_assistant
from assistant.config import config_for_folder
from assistant.store.models import Template, TemplateKind, TemplateVersion, VersionState
from assistant.store.template_questions import Shelf, page_of_templates

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
LANGUAGES = ("nl", "en", "es", "ro", "bg", "hu")
WORDS = "Hoi {{ alias }}, {{ sender }} hier, van {{ team }}. Wij helpen gratis met een brief of een dokter. Liever niet? Zeg het."


def fill_library(session: Session, *, templates: int, languages: tuple[str, ...], now: datetime) -> None:
    """Put `templates` templates into an empty library, each approved in every language; the first language is the source."""
    things = [
        {
            "id": number,
            "key": f"t-{number}",
            "title": f"Sjabloon {number:05}",
            "kind": TemplateKind.FIRST,
            "created_at": now,
        }
        for number in range(1, templates + 1)
    ]
    session.execute(insert(Template), things)
    versions = [
        {
            "template_id": thing["id"],
            "language": tag,
            "number": 1,
            "text": f"{WORDS} woord{thing['id']} {tag}",
            "state": VersionState.APPROVED,
            "source_number": None if tag == languages[0] else 1,
            "saved_at": now,
        }
        for thing in things
        for tag in languages
    ]
    session.execute(insert(TemplateVersion), versions)


def _seconds(templates: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        house = open_assistant(config_for_folder(Path(folder)))
        with house.store.writing() as session:
            fill_library(session, templates=templates, languages=LANGUAGES, now=NOW)

        def best(**asked: object) -> float:
            with house.store.reading() as session:

                def ask() -> None:
                    session.expunge_all()
                    page_of_templates(session, **asked)  # type: ignore[arg-type]

                return min(timeit.repeat(ask, number=1, repeat=5))

        taken = {
            "first_page": best(),
            "last_page": best(page=templates // 50),
            "search": best(words=f"woord{templates}"),
            "behind": best(shelf=Shelf.BEHIND),
        }
        house.close()
    return taken


def run() -> dict[str, float]:
    """Each question of 10,000 templates in first pages of 50; `first_page_ms` is what such a page takes here."""
    floor, many = _seconds(50)["first_page"], _seconds(10_000)
    ratios = {f"{name}_ratio": round(seconds / floor, 2) for name, seconds in many.items()}
    return ratios | {"first_page_ms": round(many["first_page"] * 1000, 1), "floor_ms": round(floor * 1000, 1)}


if __name__ == "__main__":
    print(run())
