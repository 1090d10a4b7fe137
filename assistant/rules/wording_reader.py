"""Read a supervisor's words with Jinja's own parser and let only blanks, four filters and `if` through.

Two fences stand one behind the other. The first looks at Jinja's tokens: anything but names, `|` and the `if` family is
refused with the piece it stands in. The second walks Jinja's syntax tree by whitelist. What comes out is our own small
tree of plain values; no Jinja code is ever compiled or run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType

from jinja2 import Environment, TemplateSyntaxError, nodes

from assistant import lexicon
from assistant.errors import AssistantError
from assistant.rules.wording_case import CASES, Case

LONGEST = 10_000
DEEPEST = 8
_CACHED = 512
_BRANCHES = frozenset({"if", "elif", "else", "endif"})
_OPERATORS = frozenset({"not", "and", "or", "in", "is", "if", "else"})
_LONE_TAG = re.compile(r"^[ \t]*(\{%[^%{}\n]*%\})[ \t]*\n", re.MULTILINE)


class Reason(StrEnum):
    """Why a template is not accepted. The web words it."""

    TOO_LONG = "too_long"  # more than LONGEST characters
    TOO_NESTED = "too_nested"  # `if` inside `if`, more than DEEPEST deep
    NOT_CLOSED = "not_closed"  # a brace, or an `if`, that is not closed or not opened
    TAG_NOT_ALLOWED = "tag_not_allowed"  # {% for %}, {% set %}, comments …: anything but the `if` family
    NOT_A_BLANK = "not_a_blank"  # {{ … }} or {% if … %} holds something else than one blank
    FILTER_NOT_ALLOWED = "filter_not_allowed"  # a filter that does not change case
    UNKNOWN_BLANK = "unknown_blank"  # a name nobody fills


class WordingError(AssistantError):
    """A template that is not accepted: the 1-based `line`, the `reason`, the `quote`d piece, and a `near` blank if any."""

    def __init__(self, line: int, reason: Reason, quote: str, near: str | None = None) -> None:
        super().__init__(f"line {line}: {reason.value}: {quote}")
        self.line = line
        self.reason = reason
        self.quote = quote
        self.near = near


@dataclass(frozen=True, slots=True)
class Blank:
    """`{{ name | filter }}`; `cases` are the filters in order."""

    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`{% if a %} … {% elif b %} … {% else %} … {% endif %}`: (name, what to say) in order, and what else to say."""

    branches: tuple[tuple[str, "Tree"], ...]
    otherwise: "Tree"


Tree = tuple["str | Blank | Choice", ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One `{{ … }}` or `{% … %}` as written: where it starts, its words, and whether it is a block."""

    line: int
    text: str
    names: tuple[str, ...]
    block: bool


_NOWHERE = Tag(1, "", (), block=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A template as read: our tree, its tags, and the source with every blank in its stored spelling."""

    tree: Tree
    tags: tuple[Tag, ...]
    canonical_source: str


@cache
def spellings() -> Mapping[str, str]:
    """Every other spelling of a blank that is read, to the one that is stored ("naam" → "alias")."""
    return MappingProxyType(
        {
            other: stored
            for language in lexicon.languages()
            for other, stored in lexicon.words(language, "blanks").items()
        }
    )


@cache
def _jinja() -> Environment:
    return Environment(keep_trailing_newline=True)  # it parses; it never renders


@lru_cache(maxsize=_CACHED)
def read(source: str) -> Reading:
    """Read `source` or raise WordingError. Names are not judged here: which blanks exist is the caller's to say."""
    if len(source) > LONGEST:
        raise WordingError(1, Reason.TOO_LONG, source[:40])
    tags, canonical = _tags(source)
    # A tag alone on its line is there to be readable, and takes its line end with it.
    alone = _LONE_TAG.sub(r"\1", canonical)
    try:
        template = _jinja().parse(alone)
    except TemplateSyntaxError as error:
        raise _not_closed(tags, error.lineno) from None
    except RecursionError:
        raise WordingError(1, Reason.TOO_NESTED, source[:40]) from None
    # Jinja gives one expression for each {{ }} and one `if` for each {% if %}, in the order of the text.
    walk = _Walk(iter([tag for tag in tags if not tag.block]), iter([tag for tag in tags if tag.names[:1] == ("if",)]))
    return Reading(walk.body(template.body, depth=0), tags, canonical)


def _not_closed(tags: tuple[Tag, ...], line: int) -> WordingError:
    """Nothing but names has passed, so what Jinja cannot parse now is an `if` without its end or with a wrong test."""
    blocks = [tag for tag in tags if tag.block]
    for tag in blocks:
        if len(tag.names) != (2 if tag.names[0] in ("if", "elif") else 1):
            return WordingError(tag.line, Reason.NOT_A_BLANK, tag.text)
    near = [tag for tag in blocks if tag.line <= line] or blocks or list(tags)
    return WordingError(near[-1].line if near else line, Reason.NOT_CLOSED, near[-1].text if near else "")


class _Tokens:
    """Collects tags and the canonical source from Jinja's token stream, refusing what may not stand in a tag."""

    def __init__(self) -> None:
        self.source: list[str] = []
        self.tags: list[Tag] = []
        self._open: list[str] | None = None
        self._names: list[str] = []
        self._line = 1
        self._piped = False
        self._refused: Reason | None = None

    def take(self, line: int, kind: str, value: str) -> None:
        typed = value
        if kind in ("variable_begin", "block_begin"):
            self._open, self._names, self._line, self._piped, self._refused = [], [], line, False, None
        elif kind == "name" and not self._piped:
            value = spellings().get(value, value)
            self._names.append(value)
        elif kind == "name":
            self._piped = False
            if value not in CASES:
                self._refuse(Reason.FILTER_NOT_ALLOWED)
        elif kind == "operator" and value == "|":
            self._piped = True
        elif kind.startswith(("comment", "raw", "linecomment", "linestatement")):
            raise WordingError(line, Reason.TAG_NOT_ALLOWED, value.strip()[:80])
        elif kind not in ("data", "whitespace", "variable_end", "block_end"):
            self._refuse(Reason.NOT_A_BLANK)
        self.source.append(value)
        if self._open is not None:
            self._open.append(typed)
        if kind in ("variable_end", "block_end"):
            self._close(block=kind == "block_end")

    def end(self) -> None:
        if self._open is not None:
            raise WordingError(self._line, Reason.NOT_CLOSED, "".join(self._open)[:80])

    def _refuse(self, reason: Reason) -> None:
        self._refused = self._refused or reason

    def _close(self, *, block: bool) -> None:
        tag = Tag(self._line, "".join(self._open or ()), tuple(self._names), block)
        self._open = None
        if block and (not tag.names or tag.names[0] not in _BRANCHES):
            raise WordingError(tag.line, Reason.TAG_NOT_ALLOWED, tag.text)
        if self._piped or not _OPERATORS.isdisjoint(tag.names[1:] if block else tag.names):
            self._refuse(Reason.NOT_A_BLANK)
        if self._refused or (not block and len(tag.names) != 1):
            raise WordingError(tag.line, self._refused or Reason.NOT_A_BLANK, tag.text)
        self.tags.append(tag)


def _tags(source: str) -> tuple[tuple[Tag, ...], str]:
    tokens = _Tokens()
    try:
        for line, kind, value in _jinja().lexer.tokeniter(source, None):
            tokens.take(line, kind, value)
        tokens.end()
    except TemplateSyntaxError as error:
        lines = source.split("\n")
        quote = lines[min(error.lineno, len(lines)) - 1].strip()[:80]
        raise WordingError(error.lineno, Reason.NOT_CLOSED, quote) from None
    return tuple(tokens.tags), "".join(tokens.source)


class _Walk:
    """The second fence: Jinja's tree to ours, by whitelist, with the tag of each piece for the error."""

    def __init__(self, outputs: Iterator[Tag], ifs: Iterator[Tag]) -> None:
        self._outputs = outputs
        self._ifs = ifs

    def body(self, found: list[nodes.Node], *, depth: int) -> Tree:
        return tuple(piece for node in found for piece in self._pieces(node, depth))

    def _pieces(self, node: nodes.Node, depth: int) -> Iterator["str | Blank | Choice"]:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                yield child.data if isinstance(child, nodes.TemplateData) else self._blank(child)
        elif isinstance(node, nodes.If):
            yield self._choice(node, next(self._ifs, _NOWHERE), depth + 1)
        else:
            raise WordingError(node.lineno, Reason.TAG_NOT_ALLOWED, type(node).__name__)

    def _blank(self, node: nodes.Node) -> Blank:
        tag = next(self._outputs, _NOWHERE)
        cases: list[Case] = []
        while isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in CASES or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
                raise WordingError(tag.line, Reason.FILTER_NOT_ALLOWED, tag.text)
            cases.append(CASES[node.name])
            node = node.node
        if not isinstance(node, nodes.Name):
            raise WordingError(tag.line, Reason.NOT_A_BLANK, tag.text)
        return Blank(node.name, tuple(reversed(cases)))

    def _choice(self, node: nodes.If, tag: Tag, depth: int) -> Choice:
        if depth > DEEPEST:
            raise WordingError(tag.line, Reason.TOO_NESTED, tag.text)
        branches = []
        for one in (node, *node.elif_):
            if not isinstance(one.test, nodes.Name):
                raise WordingError(one.lineno, Reason.NOT_A_BLANK, tag.text)
            branches.append((one.test.name, self.body(one.body, depth=depth)))
        return Choice(tuple(branches), self.body(node.else_, depth=depth))
