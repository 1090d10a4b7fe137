"""The channels that the settings switch on, by name, in the order in which they are preferred."""

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

from assistant.channel_settings import Channels
from assistant.channels.base import Channel
from assistant.errors import ConfigError

NONE: Mapping[str, Channel] = MappingProxyType({})


def open_channels(settings: Channels) -> Mapping[str, Channel]:
    """Every channel that is on. Opens no connection. Raises ConfigError when a library is missing."""
    opened: list[Channel] = []
    # A channel's libraries are loaded when it is on, and not before: they cost memory and start-up time.
    if settings.android.enabled:
        from assistant.channels.android_gateway import AndroidPhone

        opened.append(AndroidPhone(settings.android))
    if settings.http_sms.enabled:
        from assistant.channels.http_sms import HttpGateway

        opened.append(HttpGateway(settings.http_sms, public_url=settings.public_url))
    if settings.twilio.enabled:
        if find_spec("twilio") is None:
            raise ConfigError("channels.twilio: needs a library: pip install 'outreach-assistant[twilio]'")
        from assistant.channels.twilio import TwilioSms

        opened.append(TwilioSms(settings.twilio, public_url=settings.public_url))
    if settings.mail.enabled:
        from assistant.channels.mail import MailChannel

        opened.append(MailChannel(settings.mail))
    return MappingProxyType({channel.name: channel for channel in opened})
