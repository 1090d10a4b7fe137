"""Names for the closed sets, in the language of the page: hooks, channels, topics, stages of help, blanks, reasons."""

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assistant.outreach.care import CARD_FACTS
from assistant.rules.ads import Channel
from assistant.rules.hooks import HookKind, Noticed
from assistant.rules.wording import spellings
from assistant.web.compose_form import WAY_NAMES

HOOKS = {
    HookKind.HAIR: _l("Hair"),
    HookKind.PET: _l("Pet"),
    HookKind.PHOTO_SETTING: _l("Setting of the photo"),
    HookKind.PHOTO_MENTION: _l("New photos"),
    HookKind.STYLE: _l("Clothes"),
    HookKind.HUMOUR: _l("Humour"),
    HookKind.SEASON: _l("The season"),
    HookKind.HOLIDAY: _l("A holiday"),
}
HOOK_DETAILS = {
    "short": _l("Short hair"),
    "long": _l("Long hair"),
    "curls": _l("Curls"),
    "braids": _l("Braids"),
    "colour": _l("New hair colour"),
    "blond": _l("Blond hair"),
    "brown": _l("Brown hair"),
    "black": _l("Black hair"),
    "red": _l("Red hair"),
    "grey": _l("Grey hair"),
    "pink": _l("Pink hair"),
    "blue": _l("Blue hair"),
    "purple": _l("Purple hair"),
    "green": _l("Green hair"),
    "dark": _l("Dark hair"),
    "fringe": _l("A fringe"),
    "highlights": _l("Highlights"),
    "cat": _l("Cat"),
    "dog": _l("Dog"),
    "rabbit": _l("Rabbit"),
    "bird": _l("Bird"),
    "horse": _l("Horse"),
    "turtle": _l("Tortoise"),
    "hamster": _l("Hamster"),
    "fish": _l("Fish"),
    "beach": _l("Photo on the beach"),
    "sea": _l("Photo by the sea"),
    "garden": _l("Photo in a garden"),
    "mirror": _l("Photo with a mirror"),
    "snow": _l("Photo in the snow"),
    "balcony": _l("Photo on a balcony"),
    "flowers": _l("Flowers in the photo"),
    "park": _l("Photo in a park"),
    "forest": _l("Photo in the woods"),
    "mountain": _l("Photo in the mountains"),
    "pool": _l("Photo by a pool"),
    "sunset": _l("Photo at sunset"),
    "boat": _l("Photo on a boat"),
    "bike": _l("Photo with a bicycle"),
    "christmas_tree": _l("Photo with a Christmas tree"),
    "dress": _l("Dress"),
    "glasses": _l("Glasses"),
    "sunglasses": _l("Sunglasses"),
    "hat": _l("Hat"),
    "cap": _l("Cap"),
    "scarf": _l("Scarf"),
    "jacket": _l("Jacket"),
    "sweater": _l("Sweater"),
    "earrings": _l("Earrings"),
    "spring": _l("Spring"),
    "summer": _l("Summer"),
    "autumn": _l("Autumn"),
    "winter": _l("Winter"),
    "new_year": _l("New Year"),
    "christmas": _l("Christmas"),
    "year_end": _l("The end of the year"),
    "easter": _l("Easter"),
    "carnival": _l("Carnival"),
    "kings_day": _l("King's Day"),
    "martisor": _l("Mărțișor and Baba Marta"),
    "saint_nicholas": _l("Saint Nicholas"),
    "three_kings": _l("Three Kings"),
    "orthodox_christmas": _l("Orthodox Christmas"),
    "sao_joao": _l("São João"),
    "songkran": _l("Songkran"),
    "eid": _l("Eid"),
    "lunar_new_year": _l("Lunar New Year"),
}
TOPICS = {
    "finance": _l("Money matters"),
    "housing": _l("A place to live"),
    "health": _l("Health"),
    "documents": _l("Papers"),
    "legal": _l("Rights and law"),
    "leaving_work": _l("Other work"),
    "safety": _l("Safety"),
    "children": _l("Children"),
    "language_course": _l("Language lessons"),
    "appointment": _l("An appointment"),
    "other": _l("Something else"),
}
HELP = {
    "open": (_l("To do"), "new", "them"),
    "doing": (_l("Being done"), "clock", "them"),
    "referred": (_l("Referred"), "go", "us"),
    "done": (_l("Worked out"), "check", "good"),
    "not_wanted": (_l("No longer wanted"), "cross", ""),
}
POSTPONED = {
    "looking_into_it": _l("I am looking into something"),
    "she_asked_for_rest": _l("She asked for rest"),
    "waiting_for_colleague": _l("Waiting for a colleague"),
}
URGENCIES = {"today": _l("Today"), "this_week": _l("This week"), "soon": _l("When it suits")}
SOURCES = {
    "said": _l("She said or wrote it"),
    "seen": _l("One of us saw it"),
    "told": _l("Somebody else told us"),
}
ASKED = {"yes": _l("Yes"), "no": _l("No"), "not_asked": _l("Could not ask")}
STEP_STATES = {
    "done": (_l("Done"), "check", "good"),
    "waiting": (_l("Waits for a second person"), "clock", "waiting"),
    "refused": (_l("Not agreed by the second person"), "cross", ""),
}
SHARED = {
    "alias": _l("Name to use"),
    "pronouns": _l("Pronouns"),
    "question": _l("Her question, in our words"),
    "language": _l("Language"),
    "contact_point": _l("How to reach her"),
    "reach": _l("How she likes to be reached"),
    "caution": _l("What not to do"),
    "hours": _l("Safe hours"),
    "town": _l("Town"),
}
LETTER_BLANKS = {
    "organisation": _l("name of the organisation"),
    "function": _l("whom to ask for"),
    "date": _l("today's date"),
    "agreed_on": _l("day on which she agreed"),
}
REFERRALS = {
    "prepared": (_l("Not left yet"), "clock", "waiting"),
    "sent": (_l("With them, no answer yet"), "go", "us"),
    "accepted": (_l("Accepted"), "check", "us"),
    "refused": (_l("Refused by them"), "cross", ""),
    "ended": (_l("Ended"), "check", "good"),
    "called_off": (_l("Called off, nothing left"), "cross", ""),
}
ENDINGS = {
    "helped": _l("It worked out"),
    "again": _l("She still needs it: back on our list"),
    "unknown": _l("We do not know"),
}
NOTES = {
    "note": _l("Note"),
    "call": _l("Call"),
    "meeting": _l("Meeting"),
    "visit": _l("Visit"),
    "missed": _l("Looked in, not there"),
}
PLACES = {
    "brothel": _l("House or club with rooms"),
    "street": _l("Street"),
    "club": _l("Club or bar"),
    "window": _l("Windows"),
    "home": _l("At her home"),
    "other": _l("Elsewhere"),
}
BLANKS = {
    "alias": _l("name"),
    "hook": _l("hook"),
    "sender": _l("sender"),
    "team": _l("team"),
    "town": _l("town"),
    "phone_team": _l("team's number"),
    "how_to_stop": _l("how to say no"),
    "offer": _l("our offer"),
    "offer_hours": _l("opening hours of our offer"),
    "offer_address": _l("address of our offer"),
    "offer_link": _l("link of our offer"),
}
CARD = {
    "reach": _l("How"),
    "not": _l("Not"),
    "hours": _l("When"),
    "call_us": _l("Call us"),
    "name": _l("Name to use"),
    "pronouns": _l("Pronouns"),
    "avoid": _l("Do not mention"),
    "language": _l("Language"),
    "code_question": _l("Question for the code word"),
    "code_word": _l("Code word"),
}
OWN_CHANNEL_NAMES = {
    Channel.PHONE: _l("Number"),
    Channel.EMAIL: _l("E-mail"),
    Channel.TWITTER: "X",
    Channel.TIKTOK: "TikTok",
}
BRANDS = {Channel.ONLYFANS: "OnlyFans", Channel.WECHAT: "WeChat", Channel.LINE: "LINE"}


def hook_name(noticed: Noticed) -> str:
    """A hook in two or three words, for its chip: "Now in Groningen", "Short hair", "Cat: Mimi"."""
    if noticed.kind is HookKind.TOWN:
        return _("Back in %(town)s", town=noticed.detail) if noticed.more else _("Now in %(town)s", town=noticed.detail)
    name = str(HOOK_DETAILS.get(noticed.detail) or HOOKS.get(noticed.kind, noticed.kind.value))
    return f"{name}: {noticed.more}" if noticed.more else name


def detail_name(key: str) -> str:
    """What a hook or a change is about, in a word or two; "" for a key that has no name of its own."""
    return str(HOOK_DETAILS.get(key, ""))


def channel_name(channel: str | StrEnum) -> str:
    """The name of a kind of contact point."""
    known = Channel(str(channel))
    return str(OWN_CHANNEL_NAMES.get(known) or BRANDS.get(known) or known.value.capitalize())


def way_name(way: str) -> str:
    """The name of a way to carry words."""
    return next((str(name) for known, name in WAY_NAMES.items() if known == way), way.capitalize())


def help_name(state: str) -> str:
    return str(HELP[state][0])


def help_shape(state: str) -> str:
    return HELP[state][1]


def help_tone(state: str) -> str:
    return HELP[state][2]


def reason_name(reason: str) -> str:
    return str(POSTPONED[reason])


def urgency_name(urgency: str) -> str:
    return str(URGENCIES[urgency])


def source_name(source: str) -> str:
    return str(SOURCES[source])


def asked_name(answer: str) -> str:
    return str(ASKED[answer])


def step_state(state: str) -> tuple[str, str, str]:
    """What a step's state is called, its shape and its colour."""
    words, shape, tone = STEP_STATES[state]
    return str(words), shape, tone


def shared_name(field: str) -> str:
    """What a field that can be shared is called."""
    return str(SHARED[field])


def letter_blank_name(blank: str) -> str:
    """What a blank of the letter is called."""
    return str(LETTER_BLANKS.get(blank) or SHARED.get(blank) or blank_name(blank))


def referral_sign(state: str, consent: str) -> tuple[str, str, str]:
    """How far a referral is: words, shape and colour. What waits for a second person says that first."""
    words, shape, tone = STEP_STATES["waiting"] if consent == "waiting" and state == "prepared" else REFERRALS[state]
    return str(words), shape, tone


def ending_name(ending: str) -> str:
    return str(ENDINGS[ending])


def place_name(kind: str) -> str:
    return str(PLACES[kind])


def note_name(kind: str) -> str:
    return str(NOTES[kind])


def blank_spellings(blank: str) -> str:
    """Every way to write a blank that is read, for completing it: "alias naam"."""
    return " ".join((blank, *(other for other, stored in spellings().items() if stored == blank)))


def blank_name(blank: str) -> str:
    return str(BLANKS.get(blank, blank))


def card_labels() -> list[tuple[str, str]]:
    """The facts of a safe-contact card with their names, in the order of the page."""
    return [(fact, str(CARD[fact])) for fact in CARD_FACTS]
