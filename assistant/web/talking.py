"""Sentences about people and messages, in the language of the page: what happened, what is next, what was noticed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from assistant import lexicon
from assistant.errors import Refused
from assistant.outreach.composing import Composition
from assistant.outreach.history import history_of
from assistant.outreach.sending import OVERRIDABLE
from assistant.outreach.today import Board, Week
from assistant.rules.ads import Channel, ContactPoint
from assistant.rules.cadence import budget_parts
from assistant.rules.change import Change, What
from assistant.rules.hooks import Noticed, is_fresh
from assistant.rules.lint import Code
from assistant.rules.phones import masked as masked_number
from assistant.rules.phones import national
from assistant.rules.safe_contact import limits_of
from assistant.store.accounts import RoleName
from assistant.store.models import Ad, Contact, Direction, DueFor, Message, MessageState, Point, SafeContactCard
from assistant.web import drawing
from assistant.web.language import ago, day, moment, speaks
from assistant.web.names import detail_name, hook_name
from assistant.web.sessions import house, now, worker
from assistant.web.traffic_said import TROUBLES, delivery_said, trouble_said, waiting_said

CARD_AGES = timedelta(days=90)

WHY = {
    Code.RESCUE: _l("sounds like rescuing. That offended people before; rather offer something concrete."),
    Code.TRAFFICKING: _l("frightens, and says what we cannot know."),
    Code.POLICE: _l("frightens. We are not the police and do not bring it up."),
    Code.BODY: _l("is about her body. Rather hair, style or the photo's setting."),
    Code.SERVICES: _l("sounds like a client. We never speak about her work."),
    Code.PRICE: _l("is about money for her work. Only “free” about our own help is fine."),
    Code.JUDGEMENT: _l("sounds like a verdict on what she does."),
    Code.PRESSURE: _l("presses. Whoever need not answer, answers more often."),
    Code.NO_SENDER: _l("Nothing says who writes. Name yourself and the team."),
    Code.NO_WAY_OUT: _l("There is no easy way to say no. One sentence is enough."),
    Code.PROMISE: _l("promises more than we can."),
    Code.EXPOSING: _l("gives her away to whoever sees her screen."),
    Code.LINK: _l("is a link. It looks like a scam and opens on a phone that others share."),
    Code.LENGTH: _l("This is long for a phone. Shorter is read, and costs fewer text messages."),
}
FAILURES = {
    "not_sent": _l("It did not leave."),
    "no_signal": _l("The team phone had no signal."),
    **TROUBLES,
}


def why(code: Code) -> str:
    """Why a finding matters, in one sentence of practice."""
    return str(WHY[code])


def shown_point(point: Point | ContactPoint) -> str:
    """A contact point as a person writes it: a phone the national way."""
    if point.channel == Channel.PHONE and point.value:
        return national(point.value, home=house().desk.country)
    return point.value


def masked(point: Point) -> str:
    """A contact point that a glance over the shoulder does not give away: "06 ·· ·· ·· 78", "l···@example.org"."""
    if point.channel == Channel.PHONE:
        return masked_number(point.value, home=house().desk.country)
    name, at, host = point.value.partition("@")
    return f"{name[:1]}···{at}{host}" if at else f"{name[:2]}···"


def same_language(one: str | None, other: str | None) -> bool:
    return lexicon.base_language(one) == lexicon.base_language(other)


def length_said(writing: Composition) -> str:
    """What the words cost on each way: text-message parts, and the character that makes them dear."""
    segments = writing.report.segments
    said = ngettext("Text message: one part", "Text message: %(num)s parts", max(1, segments.segments))
    dear = ", ".join(char for char, _instead in segments.forcing[:4])
    because = _(", because of %(characters)s", characters=dear) if dear and segments.segments > 1 else ""
    return f"{said}{because}. " + _("%(left)s characters left in this part.", left=segments.left)


def way_note(way: str, writing: Composition) -> str:
    """What a way means in practice, under its name."""
    notes = {
        "whatsapp": _("From the team phone, by code or link"),
        "sms": ngettext(
            "From the team phone, one part",
            "From the team phone, %(num)s parts",
            max(1, writing.report.segments.segments),
        ),
        "telegram": _("From the team phone, by code or link"),
        "signal": _("Copy the words first, then paste"),
        "email": _("Opens your mail with the words in it"),
        "copy": _("Paste them wherever you write to her"),
        "gateway": ngettext(
            "Leaves by itself, one at a time, one part",
            "Leaves by itself, one at a time, %(num)s parts",
            max(1, writing.report.segments.segments),
        ),
        "mail": _("Leaves by itself, one at a time"),
    }
    return notes.get(way, "")


def can_override(refusal: Refused | None) -> bool:
    """A supervisor may pass limits of rhythm with a reason; never a stop."""
    return refusal is not None and worker().role is RoleName.SUPERVISOR and refusal.reason in OVERRIDABLE


def certainty_said(certainty: float) -> str:
    if certainty >= 0.9:
        return _("Read from the text, rather certain")
    return _("Read from the text, not certain: check it")


def budget_of(contact: Contact) -> tuple[int, int]:
    return budget_parts(history_of(contact), house().terms.pace)


def budget_said(parts: tuple[int, int]) -> Markup:
    """What is left of the contact budget, as pips and words."""
    left, total = parts
    said = (
        _("No message possible until she answers.")
        if not left
        else ngettext("One message possible.", "%(num)s messages possible.", left)
    )
    drawn = drawing.pips(left, total, sentence=_("%(left)s of %(total)s messages left", left=left, total=total))
    return Markup("{} <strong>{}</strong>").format(drawn, said)


def strand_of(contact: Contact) -> Markup:
    """The strand of a conversation, with its sentence."""
    seen = [m for m in contact.messages if m.state in (MessageState.SENT, MessageState.RECEIVED)]
    events = [(m.at, m.direction is Direction.IN) for m in seen]
    hers = sum(1 for _at, is_hers in events if is_hers)
    if not events:
        return drawing.strand(events, now=now(), sentence=_("Nothing was said yet."))
    said = _(
        "Since %(since)s: she wrote %(hers)s times, we %(ours)s times.",
        since=day(min(at for at, _h in events)),
        hers=hers,
        ours=len(events) - hers,
    )
    last, was_hers = max(events)
    ending = (
        _("She wrote last, %(when)s.", when=moment(last))
        if was_hers
        else _("We wrote last, %(when)s.", when=moment(last))
    )
    return drawing.strand(events, now=now(), sentence=f"{said} {ending}")


def who_wrote_last(contact: Contact) -> str:
    """For somebody we know already: who wrote last, and when."""
    if contact.last_out_at is None and contact.last_in_at is None:
        return _("Nobody wrote yet.")
    if contact.waiting_since is not None:
        return _(
            "She wrote last, %(when)s. She waits for our answer.",
            when=moment(contact.last_in_at or contact.waiting_since),
        )
    if contact.last_in_at and contact.last_out_at and contact.last_in_at > contact.last_out_at:
        return _("She wrote last, %(when)s.", when=moment(contact.last_in_at))
    if contact.last_out_at is None:
        return _("We met her, but never wrote.")
    who = contact.owner.shown_name if contact.owner else _("We")
    said = _("%(name)s wrote to her on %(when)s.", name=who, when=moment(contact.last_out_at))
    return said if contact.last_in_at else said + " " + _("No answer yet.")


def due_said(contact: Contact) -> str:
    """What is due with her, and when."""
    if contact.due_at is None:
        return ""
    if contact.due_for is DueFor.FAREWELL:
        return _("After %(when)s we let it rest.", when=day(contact.due_at))
    return _("A light message may be due from %(when)s.", when=day(contact.due_at))


def changes_said(changes: tuple[Change, ...]) -> str:
    """What changed since the last ad, in a few words; never price or hours."""
    said: dict[What, Callable[[Change], str]] = {
        What.TOWN: lambda c: (
            _("from %(before)s to %(after)s", before=c.before, after=c.after)
            if c.before
            else _("now in %(after)s", after=c.after)
        ),
        What.ALIAS: lambda c: _("now calls herself %(after)s", after=c.after),
        What.LANGUAGE: lambda c: _("writes another language"),
        What.HAIR: lambda c: _told(_("new hair"), _small(detail_name(c.after))),
        What.PET: lambda c: (
            _told(_("a pet"), _pet(c.after))
            if c.after
            else _told(_("a pet that is gone"), _pet(c.before))
            if c.before
            else _("nothing more about a pet")
        ),
        What.PHOTO_MENTION: lambda c: (
            _told(_("new photos"), _small(detail_name(c.after)))
            if c.after
            else _("photos that are gone")
            if c.before
            else _("nothing more about photos")
        ),
        What.PHONE: lambda c: _("another number"),
        What.TEXT_ONLY: lambda c: _("other words"),
        What.NOTHING: lambda c: _("nothing"),
    }
    told = [said[change.what](change) for change in changes if change.what in said]
    return (", ".join(told) or _("other words")) + "."


def _told(what: str, finer: str) -> str:
    return f"{what} ({finer})" if finer else what


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]


def _pet(pet: str) -> str:
    """A pet by its kind and name, or by its name alone."""
    animal, _space, called = pet.partition(" ")
    kind = _small(detail_name(animal))
    return ", ".join(filter(None, (kind, called))) if kind else pet


def ended_hook_said(hook: dict[str, Any] | None) -> str:
    """That what a kept draft begins about is past, and since when; "" while it is not."""
    if not hook or "kind" not in hook:
        return ""
    noticed = Noticed.from_record(hook)
    if is_fresh(noticed, now().astimezone(house().desk.zone).date()):
        return ""
    return _(
        "This draft begins about “%(hook)s”, and that was past on %(until)s. Begin about something else, and fill in again.",
        hook=hook_name(noticed),
        until=day(noticed.until),
    )


def reason_said(contact: Contact) -> str:
    """Why a light message is proposed now."""
    proposal = next((m for m in reversed(contact.messages) if m.proposal), None)
    if proposal is not None and proposal.hook and "kind" in proposal.hook:
        about = hook_name(Noticed.from_record(proposal.hook))
        return _("Something to begin about: %(hook)s.", hook=about[:1].lower() + about[1:])
    if contact.due_for is DueFor.POSTPONED:
        return _("You postponed this until today.")
    if contact.last_in_at is None:
        return _("One reminder is possible. After that we leave her in peace.")
    return _("It has been quiet since %(when)s.", when=day(contact.last_in_at))


def next_step(contact: Contact, escalates_at: datetime | None) -> str:
    """The next right thing, in one or two sentences."""
    if contact.waiting_since is not None and contact.stage == "stopped":
        return _("She wrote again after her stop. Ask your supervisor to look.")
    if contact.stage == "stopped":
        return _("Nothing. She asked us to stop.")
    if contact.waiting_since is not None:
        if escalates_at is not None and now() < escalates_at:
            return _(
                "Answer her. At %(when)s she has waited too long; then the supervisor sees it too.",
                when=moment(escalates_at),
            )
        return _("Answer her. She has waited too long; the supervisor sees it too.")
    if contact.proposed_at is not None:
        return _("A light message, if you see it. Or let it rest.")
    if contact.due_at is not None:
        return due_said(contact)
    if contact.stage == "open_door":
        return _("Nothing. The door is open: when she writes, she stands at the top.")
    return _("A first message.") if contact.last_out_at is None else _("Wait for her.")


def card_line(card: SafeContactCard) -> str:
    """The way to reach her safely in one line, for the top of a phone."""
    told = [card.facts.get(fact, "").strip().rstrip(".") for fact in ("reach", "hours")]
    if card.facts.get("not"):
        told.insert(1, _("not: %(what)s", what=card.facts["not"].rstrip(".")))
    told += [
        _("only between %(start)s and %(end)s", start=f"{start:%H:%M}", end=f"{end:%H:%M}")
        for start, end in limits_of(card.facts).hours
    ]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in told if part)


def card_is_old(card: SafeContactCard) -> bool:
    return now().date() - card.checked_on > CARD_AGES


def ad_said(ad: Ad) -> str:
    """An ad in the line of time."""
    told = ad.noticed.get("town")
    said = _("Ad read, %(when)s", when=day(ad.added_at))
    said = f"{said}: {told}" if told else said
    changes = tuple(Change.from_record(record) for record in ad.noticed.get("changes", ()))
    return said + ". " + _("New since the ad before: %(changes)s", changes=changes_said(changes)) if changes else said


def state_said(message: Message) -> str:
    """What became of a message of ours."""
    if message.state is MessageState.SENT and message.departure is not None:
        return delivery_said(message.departure)
    if message.state is MessageState.SENT:
        return _("sent by %(name)s", name=message.by.shown_name) if message.by else _("sent")
    if message.state is MessageState.FAILED:
        return _("Not sent.") + " " + str(FAILURES.get(message.failure or "", ""))
    said = {
        MessageState.CLAIMED: _("on its way"),
        MessageState.UNKNOWN: _("not certain whether it left"),
        MessageState.SUPPRESSED: _("Dropped, because she asked us to stop."),
    }
    return said.get(message.state, "")


def unsent_said(message: Message) -> str:
    """How far a message is that has not left."""
    if message.state is MessageState.CLAIMED:
        return _("on its way since %(when)s", when=moment(message.at))
    if message.state is MessageState.APPROVED and message.departure is not None:
        return waiting_said(message.departure.trouble)
    if message.state is MessageState.APPROVED:
        return _("approved, %(when)s", when=moment(message.at))
    draft = _("draft of %(when)s", when=moment(message.at))
    why = trouble_said(message.departure.trouble) if message.departure is not None else ""
    return f"{draft}. {why}" if why else draft


def because(message: Message, key: str) -> str:
    """The words that a suggestion rests on, quoted."""
    reading = message.reading or {}
    words = reading.get("stop", []) if key == "stop" else reading.get("because", {}).get(key, [])
    if not words:
        return ""
    return _("Because of %(words)s.", words=_(" and ").join(f"‘{word}’" for word in list(dict.fromkeys(words))[:3]))


def marked(message: Message) -> Markup:
    """Her words with those underlined that a suggestion rests on."""
    reading = message.reading or {}
    words = [*reading.get("stop", ()), *(word for found in reading.get("because", {}).values() for word in found)]
    text = escape(message.body)
    for word in sorted(set(words), key=len, reverse=True)[:8]:
        quoted = escape(word)
        if (
            quoted
            and text.count(quoted) == 1
            and "<mark>" not in text[max(0, text.find(quoted) - 6) : text.find(quoted)]
        ):
            text = text.replace(quoted, Markup("<mark>{}</mark>").format(word), 1)
    return Markup(text)


def noticed_danger(contact: Contact) -> str:
    """The words for which a conversation is urgent."""
    message = next((m for m in reversed(contact.messages) if m.danger), None)
    words = (message.reading or {}).get("because", {}).get("danger", []) if message else []
    if not words:
        return ""
    return _("Noticed: %(words)s.", words=_(" and ").join(f"‘{word}’" for word in words[:3]))


NUMBERS_NL = ("nul", "eén", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
NUMBERS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(number: int, language: str) -> str:
    """A small number as a word that can begin a sentence."""
    listed = NUMBERS_NL if language == "nl" else NUMBERS_EN
    word = listed[number] if number < len(listed) else str(number)
    return word[:1].upper() + word[1:]


def board_heading(board: Board, supervisor: bool, name: str) -> str:
    """The largest sentence of Today."""
    if supervisor:
        looks = len(board.observed) + len(board.urgent) + len([c for c in board.too_long if c.urgent_since is None])
        if not looks:
            return _("Nothing asks for your eye now, %(name)s.", name=name)
        return ngettext(
            "%(word)s thing asks for your eye, %(name)s.",
            "%(word)s things ask for your eye, %(name)s.",
            looks,
            word=in_words(looks, speaks()),
            name=name,
        )
    waiting = len(board.waiting)
    if not waiting and board.arrivals:
        return _("Words came in that are nobody's yet, %(name)s.", name=name)
    if not waiting:
        return _("Nobody is waiting for us, %(name)s.", name=name)
    return ngettext(
        "%(word)s person is waiting for us, %(name)s.",
        "%(word)s people are waiting for us, %(name)s.",
        waiting,
        word=in_words(waiting, speaks()),
        name=name,
    )


def board_line(board: Board) -> str:
    """Who comes first, in one line under the heading."""
    order = [*board.urgent, *(c for c in board.waiting if c.urgent_since is None)]
    named = [contact for contact in order if contact.alias]
    if len(named) < 2:
        return ""
    first, second = named[:2]
    if second.waiting_since is None:
        return _("%(name)s first.", name=first.alias)
    return _(
        "%(first)s first. Then %(second)s: waiting for %(age)s.",
        first=first.alias,
        second=second.alias,
        age=ago(second.waiting_since),
    )


def figures_said(weeks: list[Week]) -> str:
    """The reply figures in a sentence; answers and refusals always together."""
    written, answered, stopped = (
        sum(getattr(week, part) for week in weeks) for part in ("written", "answered", "stopped")
    )
    return _(
        "In %(weeks)s weeks %(answered)s of %(written)s people answered a first message. %(stopped)s wanted no contact.",
        weeks=len(weeks),
        answered=answered,
        written=written,
        stopped=in_words(stopped, speaks()),
    )


def hours_of(length: timedelta) -> int:
    return int(length.total_seconds() // 3600)


def lock_clock(when: datetime) -> str:
    """The hour as a phone's lock screen shows it."""
    return when.astimezone(house().desk.zone).strftime("%H:%M")


def weekday_day(when: datetime) -> str:
    """The day as a phone's lock screen shows it: "dinsdag 17 maart"."""
    local = when.astimezone(house().desk.zone)
    return f"{format_date(local.date(), 'EEEE', locale=speaks())} {day(local.date())}"


def span_words(length: timedelta) -> str:
    """A length of time in full words: "5 weken"."""
    return ago(now() - length)


def lock_screen_words(shown: str) -> str:
    """What a lock screen shows after the sender's name, which stands above it in bold."""
    return shown.removeprefix(f"{worker().shown_name}: ")
