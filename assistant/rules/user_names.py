"""Addresses and user names in running text, hidden from readers of names and towns: "lorena.murcia@example.org" is not in Murcia."""

import re

_LONGEST = 64
_MADE = re.compile(
    rf"(?<![\w.@+-])(?:[\w.+-]{{1,{_LONGEST}}}@[\w-]+\.[\w.-]+|@\w[\w.]{{0,{_LONGEST}}}|[^\W_]{{1,{_LONGEST}}}_\w[\w.]*"
    rf"|[^\W\d_]{{2,{_LONGEST}}}\.[^\W_]{{1,{_LONGEST}}}(?:\.[^\W_]+|(?<=\d)))"
)


def masked(text: str) -> str:
    """`text` with a zero for every character of what looks like an address or a user name; "luna.noir" may be two sentences and stays."""
    return _MADE.sub(lambda made: "0" * len(made.group()), text) if _MARKED.search(text) else text


_MARKED = re.compile(r"[@_]|[^\W\d_]\.[^\W_]")
