"""What a topic is called: the team's own name for it, else the shipped one in the language of the page."""

from collections.abc import Mapping

from flask import g
from flask_babel import gettext as _

from assistant.outreach import topics
from assistant.store.accounts import RoleName
from assistant.web.names import TOPICS
from assistant.web.sessions import db, worker


def topic_name(topic: str) -> str:
    """The name of a topic, retired or not."""
    return _own().get(topic) or str(TOPICS.get(topic) or _("Something else"))


def shipped_name(topic: str) -> str:
    """What a shipped topic is called without a name of the team's own; "" for one that the team added."""
    return str(TOPICS.get(topic, ""))


def _own() -> Mapping[str, str]:
    """The own names of whoever looks, asked once a request; an administrator looks over all teams."""
    if "topic_names" not in g:
        everywhere = worker().role is RoleName.ADMINISTRATOR
        g.topic_names = topics.own_names(db(), team_id=None if everywhere else worker().team_id)
    names: Mapping[str, str] = g.topic_names
    return names
