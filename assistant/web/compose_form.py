"""The writing panel's form: what it says, and the ways that a contact point offers."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from assistant.channels.handoff import Way, ways
from assistant.outreach import dispatch
from assistant.outreach.composing import NO_HOOK, TYPED_HOOK, Choices
from assistant.store.models import Message
from assistant.web.sessions import house

WAY_NAMES = {
    Way.WHATSAPP: "WhatsApp",
    Way.SMS: _l("Text message"),
    Way.TELEGRAM: "Telegram",
    Way.SIGNAL: "Signal",
    Way.EMAIL: _l("E-mail"),
    Way.COPY: _l("Copy the words"),
    "gateway": _l("Text message, through the gateway"),
    "mail": _l("E-mail, from here"),
}


def ways_for(channel: str) -> tuple[str, ...]:
    """The ways to carry words to a contact point, the usual one first; among them the channel that is on for it."""
    by_hand = [way.value for way in ways(channel)]
    if channel in dispatch.BY_CHANNEL and dispatch.channel_for(house().channels, channel):
        by_hand.insert(1, dispatch.BY_CHANNEL[channel])
    return tuple(by_hand)


def choices_from(form: MultiDict[str, str], *, refill: bool) -> Choices:
    """The worker's choices. With `refill` the words are filled anew; they also are when the form has none."""
    return Choices(
        language=form.get("write_in") or form.get("language") or None,
        version_id=_number(form.get("version", "")),
        hook_key=form.get("hook") or None,
        hook_text=form.get("hook_text", "")[:200],
        way=form.get("way") or None,
        body=None if refill else form.get("body"),
        lot=form.get("lot", "")[:40],
        offer_id=_number(form.get("offer", "")),
        say_id=_number(form.get("say", "")),
    )


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def choices_of_draft(draft: Message) -> Choices:
    """The choices that a kept draft was made with, so that opening it shows it as it was left."""
    hook = draft.hook or {}
    return Choices(
        language=draft.language,
        version_id=draft.template_version_id,
        hook_key=TYPED_HOOK if "typed" in hook else (None if hook else NO_HOOK),
        hook_text=str(hook.get("typed", "")),
        way=draft.channel,
        body=draft.body,
        lot=draft.lot or "",
    )
