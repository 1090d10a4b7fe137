"""Supervisors are told, each step in a transaction of its own: marked and put in line, then mailed while nothing is locked.

A mail is claimed between its envelope and its words. A process that dies before that leaves it in line; one that dies after it leaves
a mail of which nobody knows, which is shown and not mailed again. So no crash and no second clock mails twice.
"""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from babel.support import NullTranslations, Translations

from assistant.bootstrap import Assistant
from assistant.channels.base import ChannelError
from assistant.channels.mail import Talk
from assistant.outreach import escalating, watching
from assistant.resources import PACKAGE
from assistant.store.accounts import Team
from assistant.store.models import Notice, NoticeKind

MAIL = watching.OUT + "supervisors"  # its heartbeat


def tell(assistant: Assistant) -> int:
    """A job of the clock: supervisors hear of what they should know, each thing once. Answers of how many people."""
    with assistant.store.writing() as session:
        now = assistant.now()
        escalating.expire(session, now=now)
        raised = escalating.raise_due(session, now=now, patience=assistant.patience, to=assistant.told_by_mail)
    _mail_what_waits(assistant)
    return raised


def _mail_what_waits(assistant: Assistant) -> None:
    if not assistant.told_by_mail:
        return
    with assistant.store.reading() as session:
        waiting = [
            (notice.id, notice.address, _letter(assistant, notice, session.get_one(Team, notice.team_id).name))
            for notice in escalating.due(session, now=assistant.now())
        ]
    for number, address, letter in waiting:
        if not _mail(assistant, number, address, letter):
            return  # the server is not there: the clock has other things to do than to wait for it again and again


def _mail(assistant: Assistant, number: int, address: str, letter: EmailMessage) -> bool:
    """Mail one; False when the server seems not to be there."""
    server = assistant.mail_server
    try:
        with Talk(server) as talk:
            talk.envelope(server.address, address)
            with assistant.store.writing() as session:
                if not escalating.take(session, number, now=assistant.now()):
                    return True  # another process has it
            talk.words(letter.as_bytes(policy=letter.policy.clone(linesep="\r\n")))
    except ChannelError as error:
        with assistant.store.writing() as session:
            escalating.not_told(session, number, error, now=assistant.now())
            watching.failed(session, MAIL, error.reason.value)
        return error.permanent
    with assistant.store.writing() as session:
        escalating.told(session, number, now=assistant.now())
        watching.worked(session, MAIL, now=assistant.now())
    return True


def _letter(assistant: Assistant, notice: Notice, team: str) -> EmailMessage:
    """The mail: a team, a number of hours and where to sign in. It may be read over a shoulder, and tells of nobody."""
    config = assistant.config
    words = _translations(config.organisation.language)
    us, server = config.organisation.name, assistant.mail_server
    mail = EmailMessage()
    mail["From"], mail["To"] = formataddr((us, server.address)), notice.address
    mail["Subject"] = words.gettext("Please sign in")
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{notice.token}@{server.address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    lines = [_said(words, notice.kind, team, assistant), words.gettext("Please sign in and look at Today.")]
    if config.channels.public_url:
        lines.append(config.channels.public_url)
    mail.set_content("\n\n".join(lines) + "\n", cte="quoted-printable")
    return mail


def _said(words: NullTranslations, kind: NoticeKind, team: str, assistant: Assistant) -> str:
    limits = assistant.config.limits
    waited = {
        NoticeKind.WAITS: limits.escalate_after_hours,
        NoticeKind.WAITS_URGENT: limits.escalate_urgent_after_hours,
    }
    if hours := waited.get(kind, 0):
        said = words.ngettext(
            "Somebody in team %(team)s waits longer than %(num)d hour for an answer.",
            "Somebody in team %(team)s waits longer than %(num)d hours for an answer.",
            hours,
        )
        return said % {"team": team, "num": hours}
    return words.gettext("Somebody in team %(team)s needs your eye now.") % {"team": team}


def _translations(language: str) -> NullTranslations:
    return Translations.load(PACKAGE / "translations", [language])
