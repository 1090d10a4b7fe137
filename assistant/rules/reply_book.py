"""The reply lexicons of every language as one book of phrases, loaded once."""

from collections.abc import Iterator
from functools import cache

from assistant import lexicon
from assistant.rules.phrases import Phrase, PhraseBook, compile_phrases

SUBJECT = "replies"
LISTS = ("stop", "not_stop", "unclear", "small_talk", "danger", "not_danger")


@cache
def phrase_book() -> PhraseBook:
    """Every phrase of every language. Raises PhraseError at a line that does not follow the grammar."""
    return PhraseBook(phrase for language in lexicon.languages() for phrase in _phrases(language))


def _phrases(language: str) -> Iterator[Phrase]:
    file = lexicon.words(language, SUBJECT)
    classes = file.get("class", {})
    lists = {name: file.get(name, "") for name in LISTS}
    lists |= {f"topic.{name}": lines for name, lines in file.get("topic", {}).items()}
    for label, lines in lists.items():
        for line in lines.splitlines():
            if line.strip() and not line.startswith("#"):
                yield from compile_phrases(line, label, language, classes)
