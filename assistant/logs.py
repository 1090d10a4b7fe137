"""What the program writes in its log: where something broke and of what kind, never the words it broke over.

The message of an exception often quotes what could not be read ("invalid literal: …"). So a traceback is written without messages.
"""

import logging
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(name)s %(levelname)s %(message)s"
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Tracebacks as the lines of code and the types of the exceptions, with those that caused them."""

    def formatException(self, ei: _Fault) -> str:
        fault, told, seen = ei[1], [], set[int]()
        while fault is not None and id(fault) not in seen:
            seen.add(id(fault))
            lines = "".join(traceback.format_tb(fault.__traceback__))
            kind = type(fault)
            told.append(f"Traceback (most recent call last):\n{lines}{kind.__module__}.{kind.__qualname__}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n\nafter\n\n".join(reversed(told))


def write_discreetly() -> None:
    """Warnings and worse go to standard error; nothing when somebody arranged that already."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
