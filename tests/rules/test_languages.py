"""The language of a text: the model that is trimmed when the package is built ranks as the whole one does."""

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from assistant import lexicon
from assistant.rules import languages

TEXTS = (
    "Nieuw in de stad, lief en rustig",
    "Salut, pupici dulci din Cluj",
    "Szia, vidám lány várja hívásod",
    "Buenas tardes, recién llegada",
    "Привет, жду звонка",
    "q",
    "",
)


@pytest.fixture(scope="module")
def whole() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(list(lexicon.languages()))
    return model


def test_the_trimmed_model_knows_our_languages() -> None:
    assert set(languages._model().labels) == set(lexicon.languages())


@pytest.mark.parametrize("text", TEXTS)
def test_the_trimmed_model_ranks_as_the_whole_one(text: str, whole: LanguageIdentifier) -> None:
    assert languages._rank(text) == whole.rank(text.lower())
