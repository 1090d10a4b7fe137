"""Sign-in: Flask-Security over the request's own session. User name and password, a second factor, recovery codes; nothing by mail.

All secrets are derived from the keyring's session secret, so none has a default and a new key file signs everybody out.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn, cast

from flask import Flask, abort, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import (
    LoginForm,
    Security,
    SQLAlchemySessionUserDatastore,
    UserMixin,
    uia_username_mapper,
    user_authenticated,
)
from werkzeug.wrappers import Response

from assistant.bootstrap import Assistant
from assistant.outreach import accounts
from assistant.store import audit
from assistant.store.accounts import Account, Role
from assistant.web.access import public
from assistant.web.sessions import db, now, request_session

TRIES = "10 per minute; 60 per hour"
UNUSED = (
    "security.two_factor_rescue",
    "security.tf_select",
)  # they help by mail, or choose among methods that we do not have
LIMITED = ("security.login", "security.two_factor_token_validation", "security.mf_recovery")


class SignedIn(UserMixin, Account):  # type: ignore[misc]
    """An account as the sign-in library wants to meet it. The same table, and no words of the library in the store."""

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        """The library says so when a password or code was wrong."""
        _log(audit.Event.SIGN_IN_FAILED, self)


class SignInForm(LoginForm):
    """The library's form, without "remember me": a shared desk must not remember."""

    remember = None


def settings(assistant: Assistant) -> dict[str, Any]:
    """The sign-in library's settings."""
    config, secret = assistant.config, derive(assistant.store.keyring.session_secret)
    return {
        "SECRET_KEY": secret("cookies").hex(),
        "SECURITY_PASSWORD_SALT": secret("password salt").hex(),
        "SECURITY_PASSWORD_SCHEMES": [accounts.SCHEME],
        "SECURITY_PASSWORD_HASH": accounts.SCHEME,
        "SECURITY_PASSWORD_SINGLE_HASH": [accounts.SCHEME],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": accounts.PASSLIB_COSTS,
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_LENGTH_MIN": accounts.SHORTEST_PASSWORD,
        "SECURITY_USERNAME_ENABLE": True,
        "SECURITY_USERNAME_MIN_LENGTH": accounts.SHORTEST_USERNAME,
        "SECURITY_USERNAME_MAX_LENGTH": accounts.LONGEST_USERNAME,
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": uia_username_mapper, "case_insensitive": True}}],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": False,
        "SECURITY_CHANGEABLE": False,  # our own page does it, without mail
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_POST_LOGIN_VIEW": "/home",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGOUT_CSRF": False,  # the form has the token of every form; CSRFProtect checks it
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": config.web.require_second_factor,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/second-factor",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-factor/code",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/me",
        "SECURITY_TOTP_SECRETS": {"1": base64.b64encode(secret("second factor")).decode()},
        "SECURITY_TOTP_ISSUER": config.organisation.name,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(secret("recovery codes"))],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/second-factor/spare-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/second-factor/spare-code",
        "SECURITY_FRESHNESS": timedelta(hours=2),
    }


def derive(session_secret: str) -> Callable[[str], bytes]:
    """A function that makes an independent 32-byte secret for each purpose."""
    return lambda purpose: hmac.digest(session_secret.encode(), purpose.encode(), hashlib.sha256)


def set_up(app: Flask, assistant: Assistant) -> None:
    """Sign-in, sign-out and the second factor; at most TRIES wrong answers from one address."""
    for name, value in settings(assistant).items():
        app.config.setdefault(name, value) if name != "SECRET_KEY" else app.config.update(SECRET_KEY=value)
    people = SQLAlchemySessionUserDatastore(request_session, SignedIn, cast(Any, Role))
    Security(app, people, login_form=SignInForm)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="fixed-window")
    app.extensions["limit"] = limiter
    wrong = limiter.shared_limit(TRIES, scope="sign-in", methods=["POST"], deduct_when=_was_wrong)
    for endpoint in LIMITED:
        app.view_functions[endpoint] = cast(Any, wrong(app.view_functions[endpoint]))
    for endpoint in UNUSED:
        app.view_functions[endpoint] = _not_here
    user_authenticated.connect(_begin, app)


@public
def _not_here() -> NoReturn:
    abort(404)


def _was_wrong(response: Response) -> bool:
    return response.status_code != 302


def _begin(app: Flask, user: SignedIn, **kwargs: Any) -> None:
    _log(audit.Event.SIGNED_IN, user)
    session.permanent = True  # ends after web.session_minutes without a request
    session.pop("covered", None)


def _log(event: audit.Event, account: Account) -> None:
    audit.record(db(), event, now=now(), by_id=account.id)
