"""What does this reply ask for, and does it sound unsafe? Observations for a human, never a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from assistant.rules.reply_evidence import Evidence, read_evidence

DANGER = "danger"


class Topic(StrEnum):
    """What a person may ask an outreach team for."""

    FINANCE = "finance"
    HOUSING = "housing"
    HEALTH = "health"
    DOCUMENTS = "documents"
    LEGAL = "legal"
    LEAVING_WORK = "leaving_work"
    SAFETY = "safety"
    CHILDREN = "children"
    LANGUAGE_COURSE = "language_course"
    APPOINTMENT = "appointment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Signals:
    """What a reply asks for, in the order of Topic. `because`: topic or "danger" → her own words that it rests on."""

    topics: tuple[Topic, ...] = ()
    danger: bool = False
    because: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def read_signals(text: str, *, language: str | None = None) -> Signals:
    """Topics and danger in `text`. `language`: a BCP 47 hint that she may well not follow. The first 10,000 characters are read."""
    return signals_of(read_evidence(text, language))


def signals_of(evidence: Evidence) -> Signals:
    """The same reading from evidence that was read before."""
    named = evidence.topics
    if evidence.danger and not named & {Topic.SAFETY, Topic.HEALTH}:
        named |= {Topic.SAFETY}
    topics = tuple(topic for topic in Topic if topic.value in named)
    danger = evidence.quotes(DANGER)
    because = {topic.value: evidence.quotes(f"topic.{topic}") or danger for topic in topics}
    if evidence.danger:
        because[DANGER] = danger
    return Signals(topics, evidence.danger, MappingProxyType(because))
