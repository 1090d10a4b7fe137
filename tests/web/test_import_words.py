"""Whatever a reader says about a line is said in the language of the page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from assistant.outreach import importing
from assistant.web.import_words import PROBLEMS, say_problem

SAYS = {"BadLine", "Unreadable", "Wrong"}


def reasons() -> Iterator[str]:
    """Every sentence that the readers' code holds, with a 7 where it fills something in."""
    for path in sorted(Path(importing.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in SAYS and isinstance(node, ast.Call) and node.args:
                yield from _texts(node.args[-1])


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("assistant.web.app")
    Babel(app, default_translation_directories=str(Path(importing.__path__[0]).parents[1] / "translations"))
    return app


@pytest.mark.parametrize("reason", sorted({reason for reason in reasons() if reason.strip("7: ")}))
def test_each_reason_is_said_in_dutch(app: Flask, reason: str) -> None:
    reason = reason.replace("7: ", "message 7: ", 1) if reason.startswith("7: ") else reason
    with app.test_request_context(), force_locale("nl"):
        dutch = say_problem(reason)
        assert dutch != reason, reason
        assert "%(" not in dutch
        assert say_problem(f"line 3: {reason}").startswith("Regel 3: ")


def test_there_are_reasons_to_say() -> None:
    assert len(set(reasons())) > 30
    assert len(PROBLEMS) > 30
