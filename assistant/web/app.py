"""Door 1: join the pages into one Flask application over an opened house."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.bootstrap import Assistant
from assistant.resources import PACKAGE, shipped
from assistant.web import (
    absence,
    access,
    account,
    address_book,
    again,
    arrivals,
    arriving,
    calls,
    care,
    channels,
    cover,
    danger,
    failing,
    figures,
    figures_year,
    find,
    handing_off,
    handover,
    headers,
    health,
    her_data,
    her_words,
    hooks,
    importing,
    inbound,
    joining,
    language,
    layout,
    library,
    library_blanks,
    library_versions,
    paste,
    queue,
    referral,
    security,
    sessions,
    steps,
    talks,
    team,
    thread,
    today,
    topics,
    visits,
    vocabulary,
    writing,
)

# One blueprint a file. To add a page: write web/<name>.py with `pages = Blueprint("<name>", __name__)`, name it here.
PAGES = (
    health.pages,
    inbound.pages,
    account.pages,
    cover.pages,
    today.pages,
    again.pages,
    arrivals.pages,
    queue.pages,
    channels.pages,
    paste.pages,
    thread.pages,
    her_words.pages,
    steps.pages,
    her_data.pages,
    writing.pages,
    handover.pages,
    arriving.pages,
    care.pages,
    danger.pages,
    referral.pages,
    joining.pages,
    find.pages,
    calls.pages,
    visits.pages,
    talks.pages,
    handing_off.pages,
    library.pages,
    hooks.pages,
    library_versions.pages,
    library_blanks.pages,
    figures.pages,
    figures_year.pages,
    team.pages,
    absence.pages,
    topics.pages,
    address_book.pages,
    importing.pages,
)

# A 5 MB paste arrives form-encoded and is answered by its own page; beyond this the server answers 413.
LARGEST_REQUEST = 20 * 1024 * 1024
LARGEST_FIELD = 16 * 1024 * 1024


def create_app(assistant: Assistant, settings: dict[str, Any] | None = None) -> Flask:
    """The pages over `assistant`. `settings` are Flask's own, for tests."""
    app = Flask("assistant", template_folder=str(shipped("templates")), static_folder=str(PACKAGE / "web" / "static"))
    app.request_class = importing.ListRequest
    web = assistant.config.web
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELD,
        MAX_FORM_PARTS=2000,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=web.session_minutes),
        SESSION_COOKIE_NAME="__Host-session" if web.secure_cookies else "session",
        SESSION_COOKIE_SECURE=web.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still works; the token lives as long as the session
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our pages never send
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),  # static addresses carry their content's hash
        **(settings or {}),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if web.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[web.trusted_proxies] * 3)  # type: ignore[method-assign]
    CSRFProtect(app).exempt(inbound.pages)  # a gateway has no form; it signs its calls
    Bootstrap5(app)
    for part in (sessions, language, security, access, headers, layout, vocabulary, failing):
        part.set_up(app, assistant)
    for pages in PAGES:
        app.register_blueprint(pages)
    return app
