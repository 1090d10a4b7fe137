"""Remarks between the parts of one number: "06 (no texts) 12 34", or a line of words in one that is written downwards."""

import re

_SIGNED = r"€$£¥₴₽₺%@"
_BRACKETED = re.compile(
    rf"[\s,.\-/]{{0,4}}(?:\([^()\[\]\d\n{_SIGNED}]{{2,40}}\)|\[[^()\[\]\d\n{_SIGNED}]{{2,40}}\])[\s,.\-/]{{0,4}}"
)
_LINE = re.compile(rf"[^\S\n]*\n[^\d\n{_SIGNED}:;#/|•]{{2,32}}\n[^\S\n]*")


def bracketed(gap: str) -> bool:
    """Is what stands between two pieces only a remark in brackets? Any words may be in it: it is no part of the sentence."""
    return _BRACKETED.fullmatch(gap) is not None


def line(gap: str) -> bool:
    """Is it only a line of words between two lines?"""
    return _LINE.fullmatch(gap) is not None
