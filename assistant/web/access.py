"""Who may enter: every view says so, and a view that does not is shut.

@pages.get("/")
@may_enter(RoleName.WORKER, RoleName.SUPERVISOR)
def today() -> str: ...
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from assistant.bootstrap import Assistant
from assistant.store.accounts import RoleName
from assistant.web.sessions import worker

View = TypeVar("View", bound=Callable[..., Any])

EVERYBODY = frozenset(RoleName)
PUBLIC: frozenset[RoleName] = frozenset()

# Views that are not ours: files without data, and the sign-in library's own doors, which guard themselves.
FOREIGN = frozenset(
    {
        "static",
        "bootstrap.static",
        "security.static",
        "security.login",
        "security.logout",
        "security.verify",
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.two_factor_token_validation",
        "security.mf_recovery",
        "security.mf_recovery_codes",
    }
)
# Where somebody who must choose a new password, or who covered the screen, may still go.
WHILE_PASSWORD_IS_NEW = frozenset(
    {"account.password", "account.change_password", "cover.cover", "cover.covered", "cover.uncover"}
)
WHILE_COVERED = frozenset({"cover.cover", "cover.covered", "cover.uncover"})
COVERABLE_FOREIGN = frozenset(
    {"security.two_factor_setup", "security.two_factor_setup_validate", "security.mf_recovery_codes"}
)


def may_enter(*roles: RoleName, writes: bool = False) -> Callable[[View], View]:
    """Declare who may enter a view. `writes`: a GET that stores something too (who looked), so it gets a writing session."""
    if not roles:
        raise TypeError("name the roles that may enter")

    def declare(view: View) -> View:
        view.entry = frozenset(roles)  # type: ignore[attr-defined]
        view.writes = writes  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view asks for no sign-in, and shows nothing of anybody."""
    view.entry = PUBLIC  # type: ignore[attr-defined]
    return view


def entry_of(app: Flask, endpoint: str) -> frozenset[RoleName] | None:
    """Who may enter an endpoint: a set of roles, the empty set when it is public, None when it does not say."""
    entry: frozenset[RoleName] | None = getattr(app.view_functions[endpoint], "entry", None)
    return entry


def _guard() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page: 404 follows
    if endpoint in FOREIGN:
        return _covered() if endpoint in COVERABLE_FOREIGN else None
    entry = entry_of(current_app, endpoint)
    if entry is None:
        if current_app.testing:
            raise RuntimeError(f"{endpoint} does not say who may enter")
        abort(403)
    if entry == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=_way_back()))
    if endpoint not in WHILE_COVERED and (shut := _covered()):
        return shut
    if worker().must_change_password and endpoint not in WHILE_PASSWORD_IS_NEW:
        return redirect(url_for("account.password"))
    if worker().role not in entry:
        abort(403)
    return None


def _covered() -> Response | None:
    return redirect(url_for("cover.covered")) if session.get("covered") else None


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None


def set_up(app: Flask, assistant: Assistant) -> None:
    """Stand at the door of every request."""
    app.before_request(_guard)
