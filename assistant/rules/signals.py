"""What does this reply ask for, and does it sound unsafe? Observations for a human, never a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from assistant.rules.reply_model import Reply, read_reply

DANGER = "danger"

# Likelihoods from which on something counts: where a phrase says it too, where only what was learnt does, where a phrase denies it.
# A false alarm costs a look, a danger that is missed much more.
_ALARMING, _ALARMING_ALONE, _ALARMING_ALL_THE_SAME = 0.01, 0.03, 0.65
_NAMED, _NAMED_ALONE = 0.12, 0.35
_PLAIN = 0.5  # from which on a danger is a topic too; below it, it only asks for a look


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
    return signals_of(read_reply(text, language))


def signals_of(reply: Reply) -> Signals:
    """The same reading from a reply that was read before."""
    if reply.learnt is None:
        return Signals()
    likely = reply.learnt.other
    danger = likely[DANGER] >= _least_alarming(reply)
    phrased = reply.evidence.topics
    named = {topic for topic in Topic if likely[topic] >= (_NAMED if topic in phrased else _NAMED_ALONE)}
    if danger and likely[DANGER] >= _PLAIN and not named & {Topic.SAFETY, Topic.HEALTH}:
        named.add(max((Topic.SAFETY, Topic.HEALTH), key=lambda topic: likely[topic]))
    topics = tuple(topic for topic in Topic if topic in named)
    because = {topic.value: reply.evidence.quotes(f"topic.{topic}") or reply.words_behind(topic) for topic in topics}
    if danger:
        because[DANGER] = reply.evidence.quotes(DANGER) or reply.words_behind(DANGER)
    return Signals(topics, danger, MappingProxyType(because))


def _least_alarming(reply: Reply) -> float:
    if reply.evidence.danger:
        return _ALARMING
    return _ALARMING_ALL_THE_SAME if reply.evidence.has("not_danger") else _ALARMING_ALONE
