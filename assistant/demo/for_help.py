"""What the invented team has to offer itself, and whom it refers to. No such organisations exist."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assistant.outreach import address_book, offers
from assistant.outreach.drafting import Desk
from assistant.store.accounts import Account

OFFERS: tuple[Mapping[str, Any], ...] = (
    {
        "topic": "finance",
        "said": {
            "": {"name": "Inloopuur brieven en geld", "hours": "dinsdag en donderdag 13.00 – 16.00 uur"},
            "en": {"name": "Walk-in hour for letters and money", "hours": "Tuesday and Thursday 13:00 – 16:00"},
            "es": {"name": "Hora libre para cartas y dinero", "hours": "martes y jueves, 13:00 – 16:00"},
        },
        "address": "Brugstraat 12, Groningen",
        "languages": ("nl", "en", "es"),
    },
    {
        "topic": "health",
        "said": {
            "": {"name": "Verpleegkundige, ook zonder verzekering", "hours": "maandag 14.00 – 17.00 uur"},
            "en": {"name": "Nurse, also without insurance", "hours": "Monday 14:00 – 17:00"},
            "ro": {"name": "Asistentă medicală, și fără asigurare", "hours": "luni 14:00 – 17:00"},
        },
        "address": "Brugstraat 12, Groningen",
        "languages": ("nl", "en", "ro"),
    },
    {
        "topic": "language_course",
        "said": {"": {"name": "Nederlands aan tafel", "hours": "woensdag 10.00 – 11.30 uur"}},
        "address": "De keuken van De Brug",
        "languages": ("nl",),
    },
)
ORGANISATIONS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "Taalhuis aan de Gracht",
        "about": ("language_course",),
        "reach": "taalhuis@example.org, werkdagen 9.00 – 12.00 uur",
        "function": "intake",
        "notes": "Nieuwe groepen in september en februari. Vraagt geen papieren.",
    },
    {
        "name": "Opvanghuis De Kade",
        "about": ("housing", "safety", "children"),
        "reach": "050 000 00 00, dag en nacht",
        "function": "dienstdoende begeleider",
        "notes": "Belt liever dan dat ze leest. Plek voor moeder en kind.",
    },
    {
        "name": "Rechtswinkel De Pijler",
        "about": ("legal", "documents", "finance"),
        "reach": "post@example.org",
        "function": "spreekuur",
        "notes": "",
    },
)


def keep(session: Session, *, by: Account, desk: Desk, now: datetime) -> None:
    """Write the team's offers and its address book."""
    for one in OFFERS:
        offers.keep(session, None, **{"link": "", **one}, desk=desk, by=by, now=now)
    for one in ORGANISATIONS:
        address_book.keep(session, None, **one, by=by, now=now)
