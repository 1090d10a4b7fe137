"""The one place that joins the parts: settings, store, clock. Tests open the same house with a clock of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.config import Config
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

    def now(self) -> datetime:
        return self.clock()

    def close(self) -> None:
        self.store.close()


def open_assistant(config: Config, *, clock: Clock = system_clock) -> Assistant:
    """Open everything that `config` names. Raises ConfigError."""
    return Assistant(config, open_store(config.store.url, config.store.keys), clock)
