"""From py3langid's model of 142 languages, the columns of ours: a quarter of its size, and read in a tenth of a second instead of half a one.

Every figure of the languages that stay is as in the whole model, so a text ranks them the same.
"""

from pathlib import Path


def trim_languages(package: Path) -> None:
    """Write the model where the program finds it: the arrays of `LanguageIdentifier`, under the names of its arguments."""
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    lexicon = package / "lexicon"
    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages([entry.name for entry in lexicon.iterdir() if entry.is_dir() and len(entry.name) == 2])
    np.savez_compressed(
        lexicon / "languages.npz",
        nb_ptc=whole.nb_ptc,
        nb_pc=whole.nb_pc,
        nb_classes=np.array(whole.nb_classes),
        tk_nextmove=np.asarray(whole.tk_nextmove),
        tk_output=np.asarray(whole.tk_output, dtype=np.int32),
        tk_row=np.asarray(whole.tk_row),
    )


if __name__ == "__main__":
    trim_languages(Path(__file__).resolve().parent.parent / "assistant")
