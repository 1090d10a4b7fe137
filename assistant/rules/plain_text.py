"""A paste, HTML or text, to clean text: line breaks kept, tags and scripts gone, NUL and lone surrogates replaced."""

import re

from assistant.errors import TextTooLong

MAX_TEXT = 2_000_000  # characters; an ad is a few hundred to a few thousand

_TAG = re.compile(
    r"<(?:!doctype|html|body|head|div|p|br|span|a|b|i|strong|em|ul|ol|li|table|tr|td|h[1-6]|img|font|section|article)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
# Tags that never hold others, or that a parser closes by itself, do not nest.
_OPEN_OR_CLOSE = re.compile(
    r"<(/?)(?!(?:br|hr|img|input|meta|link|wbr|source|area|col|embed|p|li|td|th|tr|dd|dt|option)\b)[a-z]", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
DEEPEST = 400  # open tags inside one another
MOST_TAGS = 60_000  # a megabyte of a saved page holds some ten thousand; a tree of a million takes 500 MB
_BLOCKS = (
    "address,article,aside,blockquote,dd,div,dl,dt,footer,h1,h2,h3,h4,h5,h6,header,hr,li,main,ol,p,section,table,tr,ul"
)
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_MANY_LINES = re.compile(r"\n{4,}")


def plain_text(pasted: str) -> str:
    """HTML or text → clean text. TextTooLong past MAX_TEXT characters."""
    if len(pasted) > MAX_TEXT:
        raise TextTooLong(size=len(pasted), limit=MAX_TEXT)
    text = pasted.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if _TAG.search(text):
        text = _without_tags(text)
    text = _LINE_ENDS.sub("\n", text)
    return _MANY_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def _deepest(html: str) -> int:
    """How many tags stand open at the most, counting those that never close."""
    depth = deepest = 0
    for tag in _OPEN_OR_CLOSE.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _without_tags(html: str) -> str:
    """The visible text of HTML; a link to a number or a chat keeps its address behind its words."""
    if html.count("<") > MOST_TAGS or _deepest(html) > DEEPEST:
        return _ANY_TAG.sub("\n", html)  # no page is like this; walking so deep a tree takes quadratic time
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript", "template", "svg", "head"])
    for link in tree.css("a[href]"):
        address = link.attributes.get("href") or ""
        if (
            address.lower().startswith(("tel:", "sms:", "mailto:", "http", "whatsapp:", "viber:", "tg:"))
            and address not in link.text()
        ):
            link.insert_after(f" {address} ")
    for line in tree.css("br"):
        line.insert_before("\n")
    for block in tree.css(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return tree.text(separator="") if tree.root is not None else ""
