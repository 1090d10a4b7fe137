"""What does this reply ask for, and does it sound unsafe? Observations for a human, never a verdict."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from assistant.rules.consent import Stop, consent_of
from assistant.rules.reply_model import Reply, read_reply

DANGER = "danger"

# Likelihoods from which on something counts: where a phrase says it too, where only what was learnt does, where a phrase denies it.
# A false alarm costs a look, a danger that is missed much more.
_ALARMING, _ALARMING_ALONE, _ALARMING_ALL_THE_SAME = 0.03, 0.06, 0.65
_NAMED, _NAMED_ALONE = 0.15, 0.35
_ALARMING_IN_A_SENTENCE, _NAMED_IN_A_SENTENCE = 0.4, 0.7  # by itself


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
    """What a reply asks for, in the order of Topic: nothing, where it asks us to stop. `because`: topic or "danger" → her own words."""

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
    in_a_sentence = reply.in_a_sentence()
    danger = likely[DANGER] >= _least_alarming(reply) or in_a_sentence.get(DANGER, 0.0) >= _ALARMING_IN_A_SENTENCE
    stops = consent_of(reply).stop is Stop.YES
    named = set() if stops else _named(reply.evidence.topics, likely, in_a_sentence)
    topics = tuple(topic for topic in Topic if topic in named)
    because = {topic.value: reply.evidence.quotes(f"topic.{topic}") or reply.words_behind(topic) for topic in topics}
    if danger:
        because[DANGER] = reply.evidence.quotes(DANGER) or reply.words_behind(DANGER)
    return Signals(topics, danger, MappingProxyType(because))


def _named(phrased: Collection[str], likely: Mapping[str, float], in_a_sentence: Mapping[str, float]) -> set[Topic]:
    return {
        topic
        for topic in Topic
        if likely[topic] >= (_NAMED if topic in phrased else _NAMED_ALONE)
        or in_a_sentence.get(topic, 0.0) >= _NAMED_IN_A_SENTENCE
    }


def _least_alarming(reply: Reply) -> float:
    if reply.evidence.danger:
        return _ALARMING
    return _ALARMING_ALL_THE_SAME if reply.evidence.has("not_danger") else _ALARMING_ALONE
