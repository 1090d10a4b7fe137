"""What can be done when somebody may not be safe: kinds of worry and the steps of each, from a file that a country or a team writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.errors import ConfigError

LANGUAGES = ("nl", "en")
MOST_STEPS = 12
LONGEST_SAID = 400
LONGEST_KEY = 40


class Worry(StrEnum):
    """What an observation is about. Never a verdict: a human chose it."""

    ACUTE = "acute"
    MINOR = "minor"
    CHILD = "child"
    TRAFFICKING = "trafficking"
    WORRY = "worry"


class Asked(StrEnum):
    """Whether she knows, and whether she agrees."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Step:
    """`said`: language of the page → the step. `leaves`: something about her leaves the program, so consent or two people are needed."""

    key: str
    said: Mapping[str, str]
    phone: str | None
    leaves: bool


@dataclass(frozen=True, slots=True)
class Pathway:
    """One kind of worry, what it is called in each language of the pages, and its steps in order."""

    worry: Worry
    name: Mapping[str, str]
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)


def needs_second(step: Step, agrees: Asked) -> bool:
    """Whether a second person has to agree before this step is taken: when something leaves without her yes."""
    return step.leaves and agrees is not Asked.YES


def parse_pathways(record: Mapping[str, Any], *, source: str) -> Mapping[Worry, Pathway]:
    """The pathways of a parsed TOML file. Raises ConfigError naming the kind, the step and what is wrong with it."""
    if unknown := sorted(set(record) - {worry.value for worry in Worry}):
        raise ConfigError(f"{source}: there is no kind {unknown[0]!r}; there are: {', '.join(Worry)}")
    if missing := [worry for worry in Worry if worry.value not in record]:
        raise ConfigError(f"{source}: the kind {missing[0].value!r} is missing")
    return {worry: _pathway(worry, record[worry.value], source) for worry in Worry}


def _pathway(worry: Worry, part: Any, source: str) -> Pathway:
    where = f"{source}: {worry.value}"
    steps = part.get("steps") if isinstance(part, dict) else None
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        raise ConfigError(f"{where}: needs one to {MOST_STEPS} steps")
    read = tuple(_step(step, f"{where}, step {number}") for number, step in enumerate(steps, start=1))
    if len({step.key for step in read}) < len(read):
        raise ConfigError(f"{where}: two steps have the same key")
    return Pathway(worry, _said(part.get("name"), f"{where}: name"), read)


def _step(step: Any, where: str) -> Step:
    if not isinstance(step, dict):
        raise ConfigError(f"{where}: must be a table")
    if unknown := sorted(set(step) - {"key", "said", "phone", "leaves"}):
        raise ConfigError(f"{where}: there is no {unknown[0]!r}")
    key, phone, leaves = step.get("key"), step.get("phone"), step.get("leaves", False)
    if not isinstance(key, str) or not key.isidentifier() or len(key) > LONGEST_KEY:
        raise ConfigError(f"{where}: key must be a short word of letters, digits and _")
    if phone is not None and (not isinstance(phone, str) or not set(phone) <= set("+0123456789 ()-")):
        raise ConfigError(f"{where}: phone must be a number as it is dialled")
    if not isinstance(leaves, bool):
        raise ConfigError(f"{where}: leaves must be true or false")
    return Step(key, _said(step.get("said"), f"{where}: said"), phone or None, leaves)


def _said(value: Any, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ConfigError(f'{where} must be written by language, like {{ nl = "…", en = "…" }}')
    for language in LANGUAGES:
        words = value.get(language)
        if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_SAID:
            raise ConfigError(f"{where} needs a text of at most {LONGEST_SAID} characters in {language!r}")
    return {language: value[language].strip() for language in LANGUAGES}
