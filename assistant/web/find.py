"""Search: what do you still know? Finds a thread again from half-remembered facts; who searched, when and why is logged."""

from datetime import timedelta

from babel import Locale
from babel.dates import format_date
from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from assistant.outreach import care, finder
from assistant.outreach.finder import Why
from assistant.rules.recall import LONGEST_QUERY, Fact, FactKind
from assistant.store.models import Contact
from assistant.web.access import may_enter
from assistant.web.asked import lead_to, words_asked
from assistant.web.contacts import contact_of
from assistant.web.language import day, language_name, speaks, zone
from assistant.web.names import channel_name
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, now, worker
from assistant.web.talking import in_words

pages = Blueprint("find", __name__, url_prefix="/find")

REASONS = {
    "door": _l("She is at the door"),
    "calls": _l("She calls or texts"),
    "colleague": _l("A colleague asks"),
}


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def find() -> str:
    """The box, and what it finds. Without a reason nothing is looked up."""
    said = words_asked()
    query, reason = said.get("q", "")[:LONGEST_QUERY].strip(), said.get("why", "")
    on, read = frozenset(said.getlist("on")), frozenset(said.getlist("read"))
    answer = None
    if query and reason in REASONS:
        today = now().astimezone(zone()).date()
        answer = finder.find(db(), query, today=today, by=worker(), reason=reason, now=now(), off=read - on)
    return render_template(
        "find/page.html",
        query=query,
        reason=reason if reason in REASONS else "",
        reasons=REASONS,
        answer=answer,
        off=read - on,
        results=[(found, contact_of(found.contact_id)) for found in answer.found] if answer else [],
        fact_said=fact_said,
        why_said=why_said,
        heading=_heading(len(answer.found)) if answer else "",
        years_said=years_said,
        other_reader_since=care.other_reader_since,
    )


@pages.post("/")
@may_enter(*WRITERS)
def ask() -> Response:
    """Search: on to the page that answers."""
    return lead_to("find.find", ("q", "why", "on", "read"))


def _heading(number: int) -> str:
    if not number:
        return _("No conversation fits. Leave out a word, or ask the team.")
    word = in_words(number, speaks())
    return ngettext("%(word)s person may be meant", "%(word)s people may be meant", number, word=word)


def fact_said(fact: Fact) -> str:
    """A fact as the program read it, on its chip."""
    if fact.kind is FactKind.LANGUAGE:
        return language_name(fact.value)
    if fact.kind is FactKind.PERIOD:
        return f"{fact.said} ({_span_said(fact)})"
    if fact.kind is FactKind.TOWN:
        return _("around %(town)s", town=fact.said)
    if fact.kind is FactKind.CHANNEL:
        return str(channel_name(fact.value))
    if fact.kind is FactKind.WORKER:
        return _("with %(name)s", name=fact.said.capitalize())
    if fact.kind is FactKind.DIGITS:
        return _("number ending in %(digits)s", digits=fact.said)
    return fact.said


def _span_said(fact: Fact) -> str:
    span = fact.spans[0]
    if (span.last - span.first).days > 40:
        first, last = (format_date(one, "MMM y", locale=speaks()) for one in (span.first, span.last))
        return f"{first} – {last}"
    return f"{format_date(span.first, 'd MMM', locale=speaks())} – {format_date(span.last, 'd MMM y', locale=speaks())}"


def why_said(why: Why) -> str:
    """One sentence on how a fact fits her, or that it does not."""
    if not why.fits:
        return _("Not known: %(fact)s", fact=fact_said(why.fact))
    when = day(why.day) if why.day else ""
    told = {
        "town": lambda: _("Was in %(town)s", town=why.detail),
        "near": lambda: _("Was in %(town)s, near %(asked)s", town=why.detail, asked=why.fact.said),
        "language": lambda: _("Writes %(language)s", language=language_name(why.detail)),
        "country": lambda: _("Comes from %(country)s", country=_country(why.detail)),
        "gender": lambda: _("Noted: %(gender)s", gender=why.detail),
        "channel": lambda: _("Reached by %(channel)s", channel=channel_name(why.detail)),
        "worker": lambda: _("In touch with %(name)s", name=why.fact.said.capitalize()),
        "digits": lambda: _("A number of hers ends in %(digits)s", digits=why.detail),
        "alias": lambda: _("Calls herself %(alias)s", alias=why.detail),
        "alias_like": lambda: _("%(alias)s resembles “%(said)s”", alias=why.detail, said=why.fact.said),
        "code": lambda: _("Fits the code word she agreed"),
        "ref": lambda: _("Reference %(reference)s", reference=why.detail),
        "card": lambda: _("“%(said)s” stands on her card", said=why.fact.said),
        "months": lambda: _("Contact in that time, from %(when)s", when=when),
        "around": lambda: _("Contact around that time, on %(when)s", when=when),
        "note": lambda: _("“%(said)s” stands in a note of %(when)s", said=why.fact.said, when=when),
        "said": lambda: (
            _("She wrote “%(said)s” on %(when)s", said=why.fact.said, when=when)
            if why.hers
            else _("We wrote “%(said)s” on %(when)s", said=why.fact.said, when=when)
        ),
    }
    return told[why.how]()


def _country(code: str) -> str:
    return str(Locale(speaks()).territories.get(code) or code)


def years_said(contact: Contact) -> str:
    """From when till when there was contact, and with whom: "april tot september 2025, met Anna"."""
    moments = [message.at for message in contact.messages] + [note.at for note in contact.notes] or [contact.created_at]
    first, last = min(moments).astimezone(zone()), max(moments).astimezone(zone())
    said = format_date(first, "MMMM y", locale=speaks())
    if last - first > timedelta(days=31):
        said = _("%(first)s to %(last)s", first=said, last=format_date(last, "MMMM y", locale=speaks()))
    return said + (", " + _("with %(name)s", name=contact.owner.shown_name) if contact.owner else "")
