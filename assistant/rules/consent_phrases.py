"""Does this reply ask us to stop, by the phrases of the lexicons alone?

Precise where a phrase is known, blind to what nobody listed; rules/consent.py sets what was learnt from whole sentences beside it.
"""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.calling import is_wish_about_calling, ways
from assistant.rules.reply_evidence import Evidence


class Stop(StrEnum):
    """Whether a reply asks us not to write again."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a reply says about being written to. `because`: her own words that it rests on, in the order of the text."""

    stop: Stop
    because: tuple[str, ...] = ()


def by_phrases(evidence: Evidence) -> Consent:
    """What the phrases of the lexicons alone make of it."""
    offered, refused = ways([word.text for word in evidence.words], "write")
    if stops := evidence.quotes("stop"):
        if refused or not all(is_wish_about_calling(quote) for quote in stops):
            return Consent(Stop.YES, stops)
        return Consent(Stop.NO if offered or evidence.topics else Stop.UNCLEAR, stops)
    if refused and not offered and ways([word.text for word in evidence.words], "call") == (False, True):
        return Consent(Stop.YES)
    if evidence.wordless_question:
        return Consent(Stop.UNCLEAR)
    if evidence.doubtful_stop and not evidence.danger and not evidence.topics:
        return Consent(Stop.UNCLEAR)
    unclear = evidence.quotes("unclear")
    if unclear and not evidence.danger and (not evidence.topics or _mostly(evidence, "unclear")):
        return Consent(Stop.UNCLEAR, unclear)
    understood = (
        evidence.danger
        or evidence.topics
        or any(evidence.has(name) for name in ("small_talk", "not_stop", "not_danger"))
    )
    if evidence.words and not understood:
        return Consent(Stop.UNCLEAR)
    return Consent(Stop.NO)


def _mostly(evidence: Evidence, label: str) -> bool:
    """Whether phrases of this list explain at least half of the words."""
    explained = {at for hit in evidence.hits if hit.label == label for at in range(hit.start, hit.end)}
    return 2 * len(explained) >= len(evidence.words)
