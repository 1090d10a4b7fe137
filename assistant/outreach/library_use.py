"""Templates leave use: what happens with the messages that began with them.

A draft or an approved message was read by a worker and stays as it is, sendable by a human. A proposal of the clock was read by
nobody: it is filled anew with what is in use now, or keeps its words when there is nothing in her language.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from assistant.outreach import offers
from assistant.outreach.drafting import Desk, sketch_for
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold
from assistant.store.models import Message, MessageState, Template
from assistant.store.template_questions import hold_template, is_usable, unsent_of


def retire(session: Session, template: Template, *, desk: Desk, by: Account, now: datetime) -> int:
    """Workers no longer get this template. Messages made with it keep their words; answers how many proposals were filled anew."""
    hold_template(session, template)
    if template.retired_at is not None:
        return 0
    template.retired_at = now
    audit.record(session, audit.Event.TEMPLATE_RETIRED, now=now, by_id=by.id, reason=template.key)
    return refresh_proposals(session, template, desk=desk, now=now)


def bring_back(session: Session, template: Template, *, by: Account, now: datetime) -> None:
    """Workers get it again, in the versions that were in use."""
    hold_template(session, template)
    if template.retired_at is not None:
        template.retired_at = None
        audit.record(session, audit.Event.TEMPLATE_APPROVED, now=now, by_id=by.id, reason=template.key)


def refresh_proposals(session: Session, template: Template, *, desk: Desk, now: datetime) -> int:
    """Fill the clock's proposals anew whose words from this template nobody may begin with any more. Answers how many."""
    session.flush()
    return sum(_refreshed(session, message, desk=desk, now=now) for message in unsent_of(session, template.id))


def _refreshed(session: Session, message: Message, *, desk: Desk, now: datetime) -> bool:
    if not message.proposal:
        return False
    hold(session, message.contact, message)
    if not message.proposal or message.state is not MessageState.DRAFT or message.template_version_id is None:
        return False
    if is_usable(session, message.template_version_id):
        return False
    desk = offers.about_her(session, message.contact, desk)
    sketch = sketch_for(session, message.contact, now=now, desk=desk, sender=message.contact.owner)
    if sketch.version is None:
        return False
    message.body, message.language, message.hook = sketch.text, sketch.language, sketch.hook
    message.template_version_id = sketch.version_id
    message.at = now
    session.flush()
    return True
