"""The one place that joins the parts: settings, store, clock. Tests open the same house with a clock of their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from assistant.channel_settings import Smtp
from assistant.channels.base import Channel
from assistant.channels.opening import NONE, open_channels
from assistant.config import Config
from assistant.outreach.dispatch import Pauses
from assistant.outreach.drafting import Desk
from assistant.outreach.importing.working import Workplace
from assistant.outreach.rights import Keeping
from assistant.outreach.sending import Terms
from assistant.pathways import read_pathways
from assistant.rules.cadence import Pace, quiet_days
from assistant.rules.pathways import Pathway, Worry
from assistant.rules.patience import Patience
from assistant.store.opening import Store, open_store

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Assistant:
    """The opened house. Doors (web, jobs, cli) get this and nothing else."""

    config: Config
    store: Store
    clock: Clock
    terms: Terms
    desk: Desk
    keeping: Keeping = field(default_factory=Keeping)
    channels: Mapping[str, Channel] = field(default_factory=lambda: NONE)
    pathways: Mapping[Worry, Pathway] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock()

    @property
    def proposal_open_for(self) -> timedelta:
        """How long a proposal of the clock waits for a human before it is made anew."""
        return timedelta(days=self.config.rhythm.proposal_open_days)

    @property
    def pauses(self) -> Pauses:
        """How a gateway is spared."""
        least, most = self.config.channels.gap_minutes
        return Pauses(timedelta(minutes=least), timedelta(minutes=most), self.config.channels.messages_a_day)

    @property
    def patience(self) -> Patience:
        """How long somebody may wait for an answer before the supervisor hears of it."""
        limits = self.config.limits
        return Patience(
            timedelta(hours=limits.escalate_after_hours), timedelta(hours=limits.escalate_urgent_after_hours)
        )

    @property
    def told_by_mail(self) -> Mapping[str, Sequence[str]]:
        """Team → the addresses of its supervisors; empty when nobody is told by mail."""
        return self.config.escalation.to if self.config.escalation.mail else {}

    @property
    def mail_server(self) -> Smtp:
        """Through which mail to supervisors leaves."""
        own = self.config.escalation.server
        return own if own.smtp_host else self.config.channels.mail

    @property
    def imports(self) -> Workplace:
        """What taking over a list needs. Uploaded lists wait beside the database, or else beside the keys."""
        database = self.store.engine.url.database if self.store.is_sqlite else None
        beside = Path(database) if database and database != ":memory:" else self.config.store.keys
        return Workplace(
            self.store, beside.parent / "imports", self.terms.pace, self.config.organisation.country, self.clock
        )

    def close(self) -> None:
        self.store.close()


def open_assistant(
    config: Config, *, clock: Clock = system_clock, channels: Mapping[str, Channel] | None = None
) -> Assistant:
    """Open everything that `config` names, or with `channels` in place of its own. Raises ConfigError."""
    opened = open_channels(config.channels) if channels is None else channels
    pathways = pathways_of(config)
    store = open_store(config.store.url, config.store.keys)
    return Assistant(config, store, clock, terms_of(config), desk_of(config), keeping_of(config), opened, pathways)


def desk_of(config: Config) -> Desk:
    """Where we write from."""
    us = config.organisation
    return Desk(team=us.name, phone=us.phone, country=us.country, zone=ZoneInfo(us.zone))


def terms_of(config: Config) -> Terms:
    """The rhythm and limits of [rhythm] and [limits], with the country's public holidays."""
    rhythm, limits = config.rhythm, config.limits
    pace = Pace(
        unanswered_first=rhythm.unanswered_first,
        reminder_after=timedelta(days=rhythm.reminder_after_days),
        recontact_after=tuple(timedelta(days=days) for days in rhythm.recontact_after_days),
        answer_freely=timedelta(minutes=rhythm.answer_freely_minutes),
        zone=ZoneInfo(config.organisation.zone),
        windows=rhythm.windows,
        quiet_day=quiet_days(_holidays(config), rhythm.quiet_dates),
    )
    return Terms(
        pace,
        claim=timedelta(minutes=limits.claim_minutes),
        writing=timedelta(minutes=limits.writing_minutes),
        messages_a_day=limits.messages_a_day,
        first_messages_a_day=limits.first_messages_a_day,
        team_messages_a_day=limits.team_messages_a_day,
        names=(config.organisation.name,),
    )


def keeping_of(config: Config) -> Keeping:
    """How long what is kept."""
    kept = config.retention
    return Keeping(
        ad_text=timedelta(days=kept.ad_text_days),
        never_answered=timedelta(days=kept.never_answered_days),
        silent_conversation=timedelta(days=kept.silent_conversation_days),
    )


def pathways_of(config: Config) -> Mapping[Worry, Pathway]:
    """The steps for when somebody may not be safe, of [care] or of the country."""
    own = config.care.pathways
    return read_pathways(config.organisation.country, Path(own) if own else None)


def _holidays(config: Config) -> Mapping[date, str]:
    if not config.rhythm.holidays:
        return {}
    language = {"nl": "nl", "en": "en_US"}[config.organisation.language]
    try:
        named: Mapping[date, str] = holidays.country_holidays(config.organisation.country, language=language)
    except NotImplementedError:
        return {}  # a country without a calendar of its own: the team's quiet_dates remain
    return named
