"""What happens on the way, in words: why something waits, how far it is, what came in that is nobody's."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from assistant.channels.handoff import Way
from assistant.rules.phones import national
from assistant.store.models import Arrival, DeliveryState, Departure, Message, Trouble
from assistant.web.language import moment
from assistant.web.sessions import house

ATTACHED = re.compile("\\[\N{PAPERCLIP} ×(\\d{1,3})\\]\\s*$")
TROUBLES = {
    "card_point": _l("Her card says that another number or address is safe."),
    "card_hours": _l("It waits for the hours on her card."),
    "card_words": _l("It holds a word that her card says not to mention."),
    "card_neutral": _l("Somebody else may be reading, and these words would tell something."),
    "unreachable": _l("The gateway cannot be reached."),
    "no_answer": _l("The gateway did not say whether it took it."),
    "busy": _l("The gateway is busy."),
    "wrong_key": _l("The gateway does not accept our password. Tell your administrator."),
    "not_safe": _l("The connection is not safe: nobody vouches for the server. Tell your administrator."),
    "no_credit": _l("The gateway has no credit left. Tell your administrator."),
    "rejected": _l("The gateway refuses this message."),
    "not_in_service": _l("This number is not in service."),
    "expired": _l("The phone could not send it in time, so it was not sent."),
    "broken": _l("The gateway answered something that nobody understands."),
    "night": _l("We do not write at this hour."),
    "holiday": _l("Today we do not write."),
    "too_soon": _l("Our last message is too fresh."),
    "daily_cap": _l("Enough for today."),
    "first_cap": _l("Enough for today."),
    "team_cap": _l("Enough for today."),
    "held_by_other": _l("A colleague is writing to her."),
    "on_its_way": _l("Another message to her is on its way."),
    "budget_spent": _l("She got our messages and did not answer."),
    "door_open": _l("We let this rest."),
    "suppressed": _l("She asked us to stop."),
    "stopped": _l("She asked us to stop."),
    "no_point": _l("There is nothing to write to."),
}
ARRIVALS = {
    Trouble.UNKNOWN_SENDER: _l("from somebody we do not know"),
    Trouble.UNREADABLE: _l("could not be read"),
    Trouble.EMPTY: _l("holds no words; perhaps a picture"),
    Trouble.TOO_LONG: _l("is very long"),
    Trouble.NOT_READ: _l("could not be read, by a fault of ours"),
}
TITLES = {
    "android": _l("The team's Android phone"),
    "http_sms": _l("SMS over HTTP"),
    "twilio": "Twilio",
    "mail": _l("E-mail"),
}
SHORT = {"android": _l("Phone"), "http_sms": "SMS", "twilio": "Twilio", "mail": _l("E-mail")}
KNOCKS = {
    "signature": _l("calls with a wrong signature or password"),
    "replayed": _l("calls that were too old: repeated, or a clock that is wrong"),
    "address": _l("calls from an address that is not on the list"),
    "too_large": _l("calls that were too large"),
}


def trouble_said(code: str | None) -> str:
    """A reason, as a sentence; empty for none."""
    return str(TROUBLES.get(code or "", ""))


def waiting_said(code: str | None) -> str:
    """Why an approved message still waits for its channel."""
    return (_("approved, waits.") + " " + trouble_said(code)).strip() if code else _("approved, leaves by itself")


def delivery_said(departure: Departure) -> str:
    """How far a message is that left by a channel."""
    if departure.delivery is DeliveryState.DELIVERED and departure.delivery_at:
        return _("delivered %(when)s", when=moment(departure.delivery_at))
    if departure.delivery is DeliveryState.UNDELIVERED:
        return (_("did not arrive.") + " " + trouble_said(departure.trouble)).strip()
    if departure.delivery is DeliveryState.HANDED_OVER:
        return _("sent")
    return _("given to the gateway")


def arrival_said(arrival: Arrival) -> str:
    """What is the matter with words that are nobody's."""
    if arrival.trouble is Trouble.UNKNOWN_SENDER and arrival.contact is not None:
        name = arrival.contact.alias or _("somebody without a name")
        return _("answers our message to %(name)s, from an address that is not known as hers", name=name)
    return str(ARRIVALS[arrival.trouble]) if arrival.trouble else ""


def not_kept_said(message: Message) -> str:
    """That something came with her mail which is not kept; empty when nothing did. Reading a mail leaves "[📎 ×2]" at its end."""
    found = ATTACHED.search(message.body) if message.channel == Way.EMAIL.value else None
    if found is None:
        return ""
    return ngettext(
        "One attachment came with it. We do not keep those: ask her what is in it.",
        "%(num)d attachments came with it. We do not keep those: ask her what is in them.",
        int(found[1]),
    )


def sender_said(arrival: Arrival) -> str:
    """From which number, address or name words came."""
    sender = "".join(char for char in arrival.sender or "" if char.isprintable())[:60]
    if arrival.sender_kind == "phone" and sender.startswith("+"):
        return national(sender, home=house().desk.country)
    return sender or _("unknown")


def channel_title(name: str) -> str:
    """A channel's name as people know it."""
    return str(TITLES.get(name, name))


def channel_short(name: str) -> str:
    """The same in one word, for a narrow place."""
    return str(SHORT.get(name, name))


def knock_said(kind: str) -> str:
    """What kind of calls were turned away."""
    return str(KNOCKS.get(kind, kind))
