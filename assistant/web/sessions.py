"""One database session a request, opened when first asked for, shared by our pages and the sign-in library.

A POST writes: its transaction holds SQLite's write lock from its first question on, is committed when the answer is a success (below
400) and rolled back otherwise. A GET only reads, unless its view says `writes=True` (a page that logs who looked).
"""

from datetime import datetime
from typing import Any, cast

from flask import Flask, Response, current_app, g, request
from flask.globals import app_ctx
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_security import current_user
from sqlalchemy.orm import Session, scoped_session

from assistant.bootstrap import Assistant
from assistant.store.accounts import Account

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def house() -> Assistant:
    """The opened house behind these pages."""
    assistant: Assistant = current_app.extensions["assistant"]
    return assistant


def db() -> Session:
    """This request's session."""
    return request_session()


def now() -> datetime:
    """The present moment, aware, in UTC; one moment for a whole request."""
    if "now" not in g:
        g.now = house().now()
    moment: datetime = g.now
    return moment


def worker() -> Account:
    """The account that is signed in. Only for views that somebody has to be signed in for."""
    account = current_user._get_current_object()
    assert isinstance(account, Account)
    return account


def keep_session_as_it_is() -> None:
    """This request is the page's own, not a click: it does not put off the moment at which its user is signed out."""
    g.is_no_click = True


class _Cookies(SecureCookieSessionInterface):
    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return "is_no_click" not in g and super().should_set_cookie(app, session)


def _open() -> Session:
    store = house().store
    return Session(store.writer if _writes() else store.engine, expire_on_commit=False)


def _writes() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in READING_METHODS or bool(getattr(view, "writes", False))


def _this_request() -> int:
    return id(cast(Any, app_ctx)._get_current_object())


request_session: scoped_session[Session] = scoped_session(cast(Any, _open), scopefunc=_this_request)


def _finish(response: Response) -> Response:
    if request_session.registry.has():
        if _writes() and response.status_code < 400:
            request_session.commit()
        else:
            request_session.rollback()
    return response


def _close(error: BaseException | None) -> None:
    request_session.remove()


def set_up(app: Flask, assistant: Assistant) -> None:
    """Give each request its session, and end it."""
    app.extensions["assistant"] = assistant
    app.session_interface = _Cookies()
    app.after_request(_finish)
    app.teardown_appcontext(_close)
