"""What can be wrong with a message, and how bad that is."""

from enum import StrEnum


class Code(StrEnum):
    """What can be wrong."""

    RESCUE = "rescue"  # speaks as if she had to be saved: "want out?", "a better life", "there is hope"
    TRAFFICKING = "trafficking"  # names trafficking, force, pimps, victims
    POLICE = "police"  # names police, arrest, raids, immigration control
    BODY = "body"  # speaks about body or looks (hair and style are fine)
    SERVICES = "services"  # reads like a client: services, booking, massage
    PRICE = "price"  # rates, amounts, earnings (free of charge is fine)
    JUDGEMENT = "judgement"  # says that what she does is wrong, or below her
    PRESSURE = "pressure"  # hurries, reproaches, demands an answer
    NO_SENDER = "no_sender"  # says nowhere who writes
    NO_WAY_OUT = "no_way_out"  # a first message without an easy way to say no
    PROMISE = "promise"  # promises what nobody can guarantee
    EXPOSING = "exposing"  # tells whoever reads the screen about sex work
    LINK = "link"  # a web address: looks like a scam, and opens on a shared phone
    LENGTH = "length"  # longer than two text messages, or than a message app shows at once


class Severity(StrEnum):
    """BLOCKING findings must be gone before a message can be sent; for WARNING the worker decides."""

    BLOCKING = "blocking"
    WARNING = "warning"


BLOCKING = frozenset({Code.RESCUE, Code.TRAFFICKING, Code.POLICE, Code.BODY, Code.SERVICES, Code.PRICE, Code.EXPOSING})
