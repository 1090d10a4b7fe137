"""What other people already counted: first names of many countries (Faker), and the words that a language uses often (wordfreq).

Both are hints for telling a name from a word. Only spellings are kept, as the program looks them up.
"""

import runpy
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

OFTEN = 1e-5  # of all words that are written, or more: some seven thousand words a language
LEAST = 3  # letters
UNSPACED = frozenset(("zh", "th"))  # written without spaces between words


def list_names(package: Path) -> None:
    """Write both lists where the program finds them: a name a line, and a line a language of its code and its words."""
    bare = runpy.run_path(str(package / "rules" / "digits.py"))["bare"]
    lexicon = package / "lexicon"
    names = {bare(name) for name in _first_names()}
    kept = sorted(name for name in names if len(name) >= LEAST and name.isalpha())
    (lexicon / "given_names.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    codes = sorted(entry.name for entry in lexicon.iterdir() if entry.is_dir() and len(entry.name) == 2)
    lines = [" ".join((code, *sorted({bare(word) for word in _often(code)}))) for code in codes if code not in UNSPACED]
    (lexicon / "common_words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _first_names() -> Iterator[str]:
    """Those of every locale, men's and women's; some locales give each name a weight or a spelling in Latin letters."""
    people = import_module("faker.providers.person")
    for module in iter_modules(people.__path__):
        provider = import_module(f"{people.__name__}.{module.name}").Provider
        for kind in dir(provider):
            if kind.startswith("first_name"):
                yield from _spellings(getattr(provider, kind))


def _spellings(listed: Any) -> Iterable[str]:
    if not isinstance(listed, list | tuple | dict):
        return  # a method of the provider
    for name in listed:
        yield from name if isinstance(name, tuple) else (name,)


def _often(code: str) -> list[str]:
    from wordfreq import get_frequency_dict

    words = get_frequency_dict(code, wordlist="small")
    return [word for word, share in words.items() if share >= OFTEN and len(word) >= LEAST and word.isalpha()]


if __name__ == "__main__":
    list_names(Path(__file__).resolve().parent.parent / "assistant")
