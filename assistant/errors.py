"""One small tree of errors. The rooms raise them; only the doors (web, cli) put them into words."""

from datetime import datetime


class AssistantError(Exception):
    """Something that the person at the screen can be told about."""


class ConfigError(AssistantError):
    """The settings are mistaken or unsafe. `str(error)` names the file and the key."""


class TextTooLong(AssistantError):
    """A pasted text is larger than we read. `limit` and `size` are in characters."""

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(f"text of {size} characters, at most {limit} are read")
        self.size = size
        self.limit = limit


class Refused(AssistantError):
    """A message may not go out. `reason` is a WhyNot or one of the values below; `until` is when it may, None when waiting does not help."""

    def __init__(self, reason: str, *, until: datetime | None = None, name: str | None = None) -> None:
        super().__init__(f"refused: {reason}")
        self.reason = reason
        self.until = until
        self.name = name


class Suppressed(Refused):
    """She, or whoever has this contact point, asked us to stop. Nothing of hers is shown or stored again."""

    def __init__(self) -> None:
        super().__init__("suppressed")


class HeldByOther(Refused):
    """A colleague (`name`) is writing to her, until `until`."""

    def __init__(self, *, name: str, until: datetime) -> None:
        super().__init__("held_by_other", until=until, name=name)


class Stale(AssistantError):
    """Somebody else changed this in the meantime; nothing was overwritten."""


class NotThere(AssistantError):
    """There is no such thing, or it is another team's."""


class NotPossible(AssistantError):
    """This cannot be done as things stand. `reason` is a short code that the pages put into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
