"""The contact or the message that a page's address names, if the own team has it. Raises NotThere when not."""

from assistant.errors import NotThere
from assistant.store import queries, thread_questions
from assistant.store.models import Contact, Message
from assistant.web.sessions import db, worker


def contact_of(contact_id: int) -> Contact:
    """The contact with this number."""
    return thread_questions.contact_of_team(db(), contact_id, team_id=worker().team_id)


def message_of(contact_id: int, message_id: int) -> Message:
    """The message with this number, in her own thread."""
    message = queries.message_of_team(db(), message_id, team_id=worker().team_id)
    if message.contact_id != contact_id:
        raise NotThere
    return message
