"""Whose she is, in words: her worker, who stands in, what was offered and what became of it, why we are losing touch."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import g
from flask_babel import gettext as _

from assistant.outreach import absence
from assistant.outreach.due import Silent
from assistant.rules.absence import Away, keeper
from assistant.rules.silence import Losing, Silence
from assistant.store.accounts import Account
from assistant.store.models import Contact, Handover, HandoverState
from assistant.web.language import ago, day
from assistant.web.sessions import db, now, worker


def away_now() -> Mapping[int, Away]:
    """Who of the own team is not there, asked once a request."""
    if "away" not in g:
        g.away = absence.away_now(db(), team_id=worker().team_id, now=now())
    away: Mapping[int, Away] = g.away
    return away


def whose_said(contact: Contact) -> str:
    """Beside her name in a list: "of Anna", "of Anna, you stand in"; "" for one's own."""
    if contact.owner is None:
        return _("of nobody yet")
    if contact.owner_id not in away_now():
        return "" if contact.owner_id == worker().id else _("of %(name)s", name=contact.owner.shown_name)
    number = keeper(contact.owner_id, away_now())
    if number == worker().id:
        return _("of %(name)s, you stand in", name=contact.owner.shown_name)
    if number is None:
        return _("of %(name)s, who is away: of the team", name=contact.owner.shown_name)
    return _("of %(name)s, %(other)s stands in", name=contact.owner.shown_name, other=_name(number))


def who_has_said(contact: Contact) -> str:
    """Who has her, in one sentence."""
    owner = contact.owner
    if owner is None:
        return _("Nobody has her yet. Whoever writes to her first does.")
    if owner.id not in away_now():
        return (
            _("You write with her.")
            if owner.id == worker().id
            else _("%(name)s writes with her.", name=owner.shown_name)
        )
    until, number = away_now()[owner.id].until, keeper(owner.id, away_now())
    if until is None:
        return _("%(name)s no longer works here; the team has her.", name=owner.shown_name)
    known = {"name": owner.shown_name, "day": day(_last(until))}
    if number is None:
        return _("%(name)s is away until %(day)s; the team has her.", **known)
    if number == worker().id:
        return _("%(name)s is away until %(day)s; you stand in.", **known)
    return _("%(name)s is away until %(day)s; %(other)s stands in.", **known, other=_name(number))


def _last(until: datetime) -> datetime:
    """A moment of the last day of an absence that ends at the midnight after it."""
    return until - timedelta(hours=1)


def away_until(until: datetime) -> str:
    """The last day on which somebody is away."""
    return day(_last(until))


def _name(account_id: int) -> str:
    account = db().get(Account, account_id)
    return account.shown_name if account else ""


def handover_said(one: Handover) -> str:
    """What became of somebody whom one had, for the board."""
    taker = one.taker.shown_name
    if one.state is HandoverState.ACCEPTED:
        return _("%(name)s accepted: from now on %(name)s writes with her.", name=taker)
    if one.state is HandoverState.REFUSED:
        return _("%(name)s refused. She stays with you.", name=taker)
    if one.state is HandoverState.TAKEN:
        return _("%(name)s took over: from now on %(name)s writes with her.", name=taker)
    return _("What you offered %(name)s has ended without an answer.", name=taker)


def silence_said(silent: Silent) -> str:
    """Why somebody stands in her group of the queue."""
    place = silent.standing
    if place.why is Losing.NO_WAY_LEFT:
        return _("No number or address of hers works any more. Think of a visit, or of who knows her.")
    if place.why is Losing.AT_THE_END:
        return _(
            "No message is left. On %(day)s it comes to rest; a call or a visit starts anew.", day=day(place.since)
        )
    if place.why is Losing.LAST_ONE:
        return _("This is the last message of the rhythm. After it the door stays open.")
    if place.silence is Silence.OVERDUE:
        return _("Could have gone %(age)s ago.", age=ago(place.since))
    return ""
