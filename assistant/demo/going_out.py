"""Going out in the demo: a round of last week with somebody met on the street, one of this evening, and a talk somebody asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant
from assistant.outreach import rounds, talks, visits
from assistant.outreach.rounds import Stranger
from assistant.rules.stages import Stage
from assistant.store.accounts import Account
from assistant.store.models import Contact, PlaceKind

TOWN, PLACE = "Groningen", "Café de Hoek"


def tell(session: Session, house: Assistant, *, anna: Account, bram: Account, now: datetime) -> None:
    """What the two of them did outside, and what anna wants to talk about."""
    pace, zone = house.terms.pace, house.desk.zone
    last = now - timedelta(days=6, hours=1)
    past = visits.begin(
        session, kind=PlaceKind.STREET, place=PLACE, town=TOWN, at=last, team=[anna, bram], by=anna, now=last
    )
    her = Stranger(
        "Yvonne", language="en", wants="a dentist who is not expensive", word="Bij de bushalte gesproken, met thee."
    )
    rounds.somebody_new(session, past, her, by=anna, now=last, pace=pace, zone=zone)
    known = [offer.contact for offer in rounds.whom(session, past) if offer.contact.stage is Stage.OPEN_DOOR]
    for contact in known[:1]:
        visits.not_there(session, past, contact, word="Gordijnen dicht", by=bram, now=last, zone=zone)
    visits.about_the_place(past, words="Rustig, veel regen. De uitbater kent ons nu.", nameless=2)
    visits.end(past, now=last + timedelta(hours=3))
    tonight = now + timedelta(hours=4)
    coming = visits.begin(
        session, kind=PlaceKind.STREET, place=PLACE, town=TOWN, at=tonight, team=[anna, bram], by=bram, now=now
    )
    people = [offer.contact for offer in rounds.whom(session, coming)]
    visits.put_on(session, coming, people[:4], by=bram, now=now)
    waiting = session.scalars(select(Contact).where(Contact.urgent_since.is_not(None)).order_by(Contact.id)).first()
    if waiting is not None:
        talks.ask(
            session, waiting, words="Dit gesprek neem ik mee naar huis.", by=anna, now=now - timedelta(minutes=20)
        )
