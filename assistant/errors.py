"""One small tree of errors. The rooms raise them; only the doors (web, cli) put them into words."""


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
