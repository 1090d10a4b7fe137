"""What every page shares: the menu, the team's name, who is signed in, addresses of files that change with their content."""

import hashlib
from functools import cache
from typing import Any

from flask import Flask, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user

from assistant.bootstrap import Assistant
from assistant.outreach import danger
from assistant.resources import PACKAGE
from assistant.store import queries
from assistant.store.accounts import RoleName
from assistant.web.sessions import db, house, now

STATIC = PACKAGE / "web" / "static"
MEMBERS = (RoleName.WORKER, RoleName.SUPERVISOR)
LEADS = (RoleName.SUPERVISOR,)
KEEPERS = (RoleName.SUPERVISOR, RoleName.ADMINISTRATOR)
# endpoint, icon, who sees it. A page that is not registered is left out of the menu.
MENU = (
    ("today.page", "today", MEMBERS),
    ("paste.empty", "plus", MEMBERS),
    ("find.find", "search", MEMBERS),
    ("calls.page", "call", MEMBERS),
    ("visits.listed", "round", MEMBERS),
    ("library.library_page", "text", LEADS),
    ("team.team", "team", KEEPERS),
    ("channels.page", "mobile", (RoleName.ADMINISTRATOR,)),
)

# Pages that hang under another one's entry.
UNDER = {
    "again": "today",
    "hooks": "library",
    "versions": "library",
    "own_blanks": "library",
    "importing": "team",
    "topics": "team",
    "address_book": "team",
}


def menu(app: Flask) -> list[dict[str, Any]]:
    """The main menu for whoever is signed in; the current page is marked, also from a page that hangs under it."""
    if not current_user.is_authenticated or session.get("covered") or current_user.must_change_password:
        return []
    waiting = queries.how_many_wait(db(), team_id=current_user.team_id) if current_user.role in MEMBERS else 0
    unseen = danger.how_many_unseen(db(), team_id=current_user.team_id) if current_user.role in LEADS else 0
    names = {
        "today.page": _("Today"),
        "paste.empty": _("New"),
        "find.find": _("Search"),
        "calls.page": _("On the phone"),
        "visits.listed": _("Rounds"),
        "library.library_page": _("Templates"),
        "team.team": _("Team"),
        "channels.page": _("Channels"),
    }
    return [
        {
            "address": url_for(endpoint),
            "icon": icon,
            "name": names[endpoint],
            "current": UNDER.get(request.blueprint or "", request.blueprint) == endpoint.split(".")[0],
            "waiting": waiting if endpoint == "today.page" else 0,
            "unseen": unseen if endpoint == "today.page" else 0,
        }
        for endpoint, icon, roles in MENU
        if endpoint in app.view_functions and current_user.role in roles
    ]


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def file_address(name: str) -> str:
    """The address of one of our own files, new whenever the file is."""
    return url_for("static", filename=name, v=_mark(name))


def set_up(app: Flask, assistant: Assistant) -> None:
    """Give the templates what the layout needs."""

    def around() -> dict[str, Any]:
        return {
            "menu": menu(app),
            "me": current_user if current_user.is_authenticated else None,
            "organisation": house().config.organisation.name,
            "now": now(),
        }

    app.context_processor(around)
    app.jinja_env.globals.update(file_address=file_address, RoleName=RoleName)
