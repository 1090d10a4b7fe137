"""In which language the pages speak, and how they say when: told the time, in the organisation's zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import Flask, request
from flask_babel import Babel, get_locale, ngettext
from flask_babel import gettext as _
from flask_security import current_user
from markupsafe import Markup

from assistant.bootstrap import Assistant
from assistant.resources import PACKAGE
from assistant.web.sessions import house, now

SPOKEN = ("nl", "en")
TRANSLATIONS = PACKAGE / "translations"


def choose() -> str:
    """The account's choice, else the browser's, else the config's."""
    chosen = getattr(current_user, "language", None) if current_user else None
    if chosen in SPOKEN:
        return str(chosen)
    return request.accept_languages.best_match(SPOKEN) or house().config.organisation.language


def zone() -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(house().config.organisation.zone)


def speaks() -> str:
    """The language of this page: nl or en."""
    locale = get_locale()
    return locale.language if locale else "nl"


def clock_time(moment: datetime) -> str:
    """ "15.20 uur", "15:20"."""
    local = moment.astimezone(zone())
    return local.strftime("%H.%M uur").lstrip("0") if speaks() == "nl" else local.strftime("%H:%M")


def day(when: date | datetime) -> str:
    """ "9 december", "9 December"; with its year when that is another."""
    local = when.astimezone(zone()).date() if isinstance(when, datetime) else when
    same_year = local.year == now().astimezone(zone()).year
    return str(format_date(local, "d MMMM" if same_year else "d MMMM y", locale=speaks()))


def moment(when: datetime) -> str:
    """ "15.20 uur", "gisteren, 16.05 uur", "9 december, 16.40 uur"."""
    today, then = now().astimezone(zone()).date(), when.astimezone(zone()).date()
    if then == today:
        return clock_time(when)
    if then == today - timedelta(days=1):
        return _("yesterday, %(time)s", time=clock_time(when))
    if then == today + timedelta(days=1):
        return _("tomorrow, %(time)s", time=clock_time(when))
    return f"{day(when)}, {clock_time(when)}"


def day_and_time(when: datetime) -> str:
    """ "morgen, 13.00 uur", and of today only the hour: the same as `moment`, for sentences that say from when on."""
    return moment(when)


def long_day(when: datetime) -> str:
    """ "Dinsdag 17 maart, 15.20 uur"."""
    weekday = format_date(when.astimezone(zone()).date(), "EEEE", locale=speaks())
    return f"{weekday[:1].upper()}{weekday[1:]} {day(when)}, {clock_time(when)}"


def span(passed: timedelta) -> tuple[int, str]:
    """A duration in its largest sensible unit: (23, "uur"), (40, "min"), (3, "wkn"), (3, "mnd")."""
    minutes = max(0, int(passed.total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if minutes < 60:
        return minutes, _("min")
    if hours < 48:
        return hours, ngettext("hour", "hours", hours)
    if days < 21:
        return days, ngettext("day", "days", days)
    if days < 90:
        return days // 7, ngettext("wk", "wks", days // 7)
    if days < 730:
        return days // 30, ngettext("mo", "mos", days // 30)
    return days // 365, ngettext("yr", "yrs", days // 365)


def age(since: datetime) -> Markup:
    """How long ago, big number over small unit, for `.age`."""
    number, unit = span(now() - since)
    return Markup("{}<small>{}</small>").format(number, unit)


def ago(since: datetime) -> str:
    """ "28 minuten", "23 uur", "3 weken": in a sentence, in full words."""
    minutes = max(0, int((now() - since).total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if minutes < 60:
        return ngettext("%(num)d minute", "%(num)d minutes", max(1, minutes))
    if hours < 48:
        return ngettext("%(num)d hour", "%(num)d hours", hours)
    if days < 21:
        return ngettext("%(num)d day", "%(num)d days", days)
    if days < 90:
        return ngettext("%(num)d week", "%(num)d weeks", days // 7)
    if days < 730:
        return ngettext("%(num)d month", "%(num)d months", days // 30)
    return ngettext("%(num)d year", "%(num)d years", days // 365)


def language_name(tag: str | None) -> str:
    """ "Spaans", "Spanish" for a BCP 47 tag; the tag itself when nobody knows it."""
    if not tag:
        return _("unknown language")
    try:
        name = Locale.parse(tag, sep="-").get_display_name(speaks())
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:] if name else tag


def set_up(app: Flask, assistant: Assistant) -> None:
    """Translations, and the filters that say when."""
    Babel(
        app,
        default_locale=assistant.config.organisation.language,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=choose,
    )
    app.jinja_env.filters.update(
        moment=moment, clock_time=clock_time, day=day, long_day=long_day, age=age, ago=ago, language_name=language_name
    )
    app.jinja_env.globals.update(speaks=speaks)
