"""What every part of the settings is made of: frozen sections, and secrets that are never shown again."""

import os
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr

FROM_ENVIRONMENT = "env:"


class Section(BaseModel):
    """A part of the settings: cannot change after reading, knows no other keys than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _read_secret(value: object) -> object:
    """`env:NAME` stands for what the environment holds under NAME."""
    if not isinstance(value, str) or not value.startswith(FROM_ENVIRONMENT):
        return value
    name = value.removeprefix(FROM_ENVIRONMENT)
    if name not in os.environ:
        raise ValueError(f"there is no {name} in the environment")
    return os.environ[name]


# Its repr is "**********": a secret stands in no page, log or error. Written as it is or as "env:NAME".
Secret = Annotated[SecretStr, BeforeValidator(_read_secret)]
