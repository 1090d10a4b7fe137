"""Her words where a page quotes them: hostile ones folded, with a neutral sentence in their place. Nothing that matters is folded."""

from flask_babel import gettext as _
from markupsafe import Markup

from assistant.outreach.today import last_words
from assistant.rules.hostile import is_hostile
from assistant.rules.visit_words import visit_parts
from assistant.store.models import Contact, Direction, Message, Note, NoteKind

VISITS = (NoteKind.VISIT, NoteKind.MISSED)


def is_veiled(message: Message) -> bool:
    """Whether a message is folded: hostile words of hers that neither sound unsafe nor ask for help."""
    topics = (message.reading or {}).get("topics", ())
    if message.direction is not Direction.IN or message.danger:
        return False
    return is_hostile(message.body, language=message.language or message.contact.language) and not topics


def veil_said() -> str:
    """What stands in their place."""
    return _("Harsh words. Open them when you want to.")


def last_quoted(contact: Contact) -> Markup:
    """What she wrote last, in quotation marks; or the neutral sentence."""
    heard = [message for message in contact.messages if message.direction is Direction.IN]
    if heard and is_veiled(max(heard, key=lambda message: message.at)):
        return Markup("<em>{}</em>").format(_("Harsh words, folded in her conversation."))
    return Markup('<q dir="auto">{}</q>').format(last_words(contact))


def last_heard(contact: Contact) -> Markup | str:
    """What was last said with her, for a sheet that is read outside: her words, else our newest note of a meeting."""
    if last_words(contact):
        return last_quoted(contact)
    noted = max(contact.notes, key=lambda note: (note.at, note.id), default=None)
    return note_said(noted) if noted else ""


def note_said(note: Note) -> str:
    """A note as it is read; of a visit the place and the words in one line."""
    if note.kind not in VISITS:
        return note.body
    return ". ".join(part for part in visit_parts(note.body) if part)
