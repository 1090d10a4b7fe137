"""Accounts: who works here. An administrator makes them, resets them and switches them off; nobody registers.

Verbs take the session first and never commit. Passwords are hashed with argon2id at the costs of RFC 9106's second choice.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import AssistantError, NotThere
from assistant.store import audit
from assistant.store.accounts import Account, Role, RoleName, Team

SCHEME = "argon2"
TIME_COST, MEMORY_KIB, LANES = 3, 65536, 4
PASSLIB_COSTS = {"argon2__time_cost": TIME_COST, "argon2__memory_cost": MEMORY_KIB, "argon2__parallelism": LANES}
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
SHORTEST_PIN = 4
SHORTEST_USERNAME, LONGEST_USERNAME = 2, 32
# No letters or digits that are read as one another.
_SYLLABLES = tuple(c + v for c in "bdfghkmnprstvz" for v in "aeiou")


class AccountRefused(AssistantError):
    """An account cannot be made or changed like this. `reason` is one of the words below."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Welcome:
    """A new or reset account and its one-time password, which is shown once and kept nowhere."""

    account: Account
    password: str


def make_account(
    session: Session, *, username: str, shown_name: str, role: RoleName, team: str, now: datetime
) -> Welcome:
    """Make an account with a one-time password; the team is made when it is new.

    Raises AccountRefused "username_taken" | "username_form" | "name_missing".
    """
    username, shown_name = username.strip().lower(), shown_name.strip()
    if not (SHORTEST_USERNAME <= len(username) <= LONGEST_USERNAME and username.isalnum()):
        raise AccountRefused("username_form")
    if not shown_name or len(shown_name) > 60 or not team.strip() or len(team) > 80:
        raise AccountRefused("name_missing")
    if find_account(session, username) is not None:
        raise AccountRefused("username_taken")
    password = one_time_password()
    account = Account(
        username=username,
        shown_name=shown_name,
        team=team_named(session, team.strip()),
        roles=[role_named(session, role)],
        password=hash_password(password),
        must_change_password=True,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        created_at=now,
    )
    session.add(account)
    session.flush()
    return Welcome(account, password)


def reset(session: Session, account: Account) -> Welcome:
    """A new one-time password; second factor and PIN are cleared, and every open session of this account ends."""
    password = one_time_password()
    account.password = hash_password(password)
    account.must_change_password = True
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = account.cover_pin = None
    end_sessions(account)
    session.flush()
    return Welcome(account, password)


def switch_off(session: Session, account: Account, *, by: Account) -> None:
    """Close an account and end its sessions. Nobody switches off their own: AccountRefused "own_account"."""
    if account.id == by.id:
        raise AccountRefused("own_account")
    account.active = False
    end_sessions(account)
    session.flush()


def switch_on(session: Session, account: Account) -> None:
    """Open a closed account again."""
    account.active = True
    session.flush()


def change_password(session: Session, account: Account, *, current: str, new: str) -> None:
    """Choose one's own password; other sessions end. Raises AccountRefused "password_wrong" | "password_short" | "password_same"."""
    if not password_fits(account, current):
        raise AccountRefused("password_wrong")
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        raise AccountRefused("password_short")
    if new == current:
        raise AccountRefused("password_same")
    account.password = hash_password(new)
    account.must_change_password = False
    end_sessions(account)
    session.flush()


def set_pin(session: Session, account: Account, pin: str) -> None:
    """Choose the PIN that lifts the cover; an empty one takes it away. Raises AccountRefused "pin_form"."""
    if pin and not (pin.isdecimal() and SHORTEST_PIN <= len(pin) <= 12):
        raise AccountRefused("pin_form")
    account.cover_pin = hash_password(pin).encode() if pin else None
    session.flush()


def lifts_cover(account: Account, given: str) -> bool:
    """Whether `given` is this account's PIN or password."""
    if account.cover_pin is not None and fits(account.cover_pin.decode(), given):
        return True
    return password_fits(account, given)


def password_fits(account: Account, given: str) -> bool:
    """Whether `given` is this account's password."""
    return account.password is not None and fits(account.password, given)


def end_sessions(account: Account) -> None:
    """Every browser that this account is signed in with is signed out."""
    account.fs_uniquifier = secrets.token_hex(32)


def find_account(session: Session, username: str) -> Account | None:
    """The account with this user name, whatever its capitals."""
    return session.scalar(select(Account).where(func.lower(Account.username) == username.strip().lower()))


def account_by_id(session: Session, account_id: int) -> Account:
    """The account with this number. Raises NotThere."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotThere
    return account


def note(session: Session, account: Account, what: str, *, by: Account | None, now: datetime) -> None:
    """Write into the log what was done to an account: "made", "reset", "switched_off" …"""
    by_id = by.id if by else None
    audit.record(session, audit.Event.ACCOUNT_CHANGED, now=now, by_id=by_id, reason=f"{account.username}: {what}")


def all_accounts(session: Session, *, team_id: int | None = None) -> list[Account]:
    """Every account, or those of one team, by team and name."""
    query = select(Account).join(Account.team).order_by(Team.name, Account.shown_name)
    return list(session.scalars(query if team_id is None else query.where(Account.team_id == team_id)))


def team_named(session: Session, name: str) -> Team:
    """The team called `name`, made when there is none."""
    team = session.scalar(select(Team).where(Team.name == name))
    if team is None:
        team = Team(name=name)
        session.add(team)
    return team


def role_named(session: Session, name: RoleName) -> Role:
    """The row of a role, made when it is asked for the first time."""
    role = session.scalar(select(Role).where(Role.name == name.value))
    if role is None:
        role = Role(name=name.value)
        session.add(role)
    return role


def one_time_password() -> str:
    """Four groups of three syllables that can be read out over the phone: 73 bits."""
    return "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(4))


def hash_password(password: str) -> str:
    """The argon2id hash of a password or PIN."""
    return _hasher().hash(password)


def fits(hashed: str, given: str) -> bool:
    """Whether `given` hashes to `hashed`."""
    try:
        return len(given) <= LONGEST_PASSWORD and _hasher().verify(hashed, given)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)
