"""Does this reply ask us to stop? In any of the languages that have a lexicon, in chat spelling, whatever language was expected.

A stop that is read as "no" is harassment; a cry for help that is read as a stop goes unanswered. So a plain demand is YES, everything
between is UNCLEAR (one click by a worker decides), and so is what we cannot make sense of; NO is only what we understand otherwise.
Two readers look at it: the phrases of the lexicons, and what was learnt from whole sentences. NO needs both to be at ease.
"""

from assistant.rules.consent_phrases import Consent, Stop
from assistant.rules.reply_model import Reply, read_reply

__all__ = ["Consent", "Stop", "consent_of", "read_consent"]

_SURE = 0.65  # likelihood from which on it is YES; what the phrases say is weighed in it
_SURE_IN_DOUBT = 0.95  # the same where the phrases hear something else, or what may be a stop
_SURE_TOO = 0.3  # the same where the phrases hear a stop
_DOUBTFUL = 0.7  # likelihood from which on a wish about the way that she is reached is no NO any more
_AT_EASE = 0.08  # a likelihood of YES above which nothing is NO
_UNDERSTOOD = 0.8  # the least likelihood of NO for a NO
_UNDERSTOOD_ALL_THE_SAME = 0.99  # the same where the phrases are in doubt


def read_consent(text: str, *, language: str | None = None) -> Consent:
    """Whether `text` asks us to stop. `language`: a BCP 47 hint that she may well not follow. The first 10,000 characters are read."""
    return consent_of(read_reply(text, language))


def consent_of(reply: Reply) -> Consent:
    """The same decision from a reply that was read before."""
    phrased = reply.phrased
    if reply.learnt is None:
        return phrased
    likely = reply.learnt.stop
    if phrased.stop is Stop.NO and phrased.because and likely[Stop.YES] < _DOUBTFUL:
        return phrased  # a wish about the way that she is reached
    if likely[Stop.YES] >= _least_sure(phrased):
        return Consent(Stop.YES, reply.evidence.quotes("stop") or reply.words_behind(Stop.YES))
    if (
        likely[Stop.NO] >= (_UNDERSTOOD_ALL_THE_SAME if phrased.because else _UNDERSTOOD)
        and likely[Stop.YES] <= _AT_EASE
    ):
        return Consent(Stop.NO)
    return Consent(Stop.UNCLEAR, phrased.because)


def _least_sure(phrased: Consent) -> float:
    if phrased.stop is Stop.YES:
        return _SURE_TOO
    return _SURE_IN_DOUBT if phrased.because else _SURE
