"""From the concepts of every language, one list by word: what a word is about can then be looked up without reading fourteen files.

Folding some sixty thousand words takes a second, which nobody should wait for who asks what one reply says.
"""

import runpy
import tomllib
from pathlib import Path


def list_concepts(package: Path) -> None:
    """Write the list where the program finds it."""
    (package / "lexicon" / "concepts.tsv").write_text(listing(package), encoding="utf-8")


def listing(package: Path) -> str:
    """First the concepts, in the order in which they matter; then a line a key: the key, a tab, and "language:concept" of each of its senses."""
    keys_of = runpy.run_path(str(package / "rules" / "reply_text.py"))["lexicon_keys"]
    found: dict[str, set[str]] = {}
    order: dict[str, None] = {}
    for file in sorted((package / "lexicon").glob("*/concepts.toml")):
        language = file.parent.name
        for concept, spellings in tomllib.loads(file.read_text(encoding="utf-8")).items():
            order[concept] = None
            for spelling in spellings.split():
                for key in keys_of(spelling, language):
                    found.setdefault(key, set()).add(f"{language}:{concept}")
    lines = [f"{key}\t{' '.join(sorted(senses))}\n" for key, senses in sorted(found.items())]
    return "".join([" ".join(order) + "\n", *lines])


if __name__ == "__main__":
    list_concepts(Path(__file__).resolve().parent.parent / "assistant")
