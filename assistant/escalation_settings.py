"""Settings for telling supervisors by mail that they should look: to whom, and through which server."""

import re

from pydantic import Field, model_validator

from assistant.channel_settings import Smtp
from assistant.sections import Section

ADDRESS = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")


class Escalation(Section):
    """A mail without content, once, beside what stands on the board. The words say a team and a number of hours, nothing else."""

    mail: bool = False
    to: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="team → the addresses of its supervisors; a team that is not named gets none"
    )
    server: Smtp = Field(Smtp(), description="through which mail leaves; without a host that of [channels.mail]")

    @model_validator(mode="after")
    def _complete(self) -> "Escalation":
        for team, addresses in self.to.items():
            for one in addresses:
                if not ADDRESS.fullmatch(one):
                    raise ValueError(f"to.{team}: fill in addresses like sofie@example.org")
        if self.mail and not any(self.to.values()):
            raise ValueError("to: needed to tell supervisors by mail")
        return self
