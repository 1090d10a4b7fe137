"""What somebody wrote above the mail that she answers. Cut only where it is certain: what stands under a quote may be her answer."""

import re

_QUOTE = re.compile(r"[>|] ?")
_RULE = re.compile(r"[-_]{5,}.{0,80}$|[-_]{2,} ?[^-_]{3,60} ?[-_]{2,}$")
_HEADS = re.compile(r"\*?[^\W\d_][^\n:]{1,20}:\*? \S")
_ENDS_LEAD = re.compile(r".*(?:@|\d).*[:：]\s*$")
_DIGIT = re.compile(r"\d")
_HEAD_LINES, _FIRST = 3, 2


def without_history(text: str) -> str:
    """The text without the quoted mail at its end; unchanged when something stands under the quote, or when nothing would be left."""
    lines = text.split("\n")
    end = _trailing_quote(lines)
    if end is None:
        end = _header_block(lines)
    if end is None:
        return text
    kept = "\n".join(lines[:end]).rstrip()
    return kept or text


def _trailing_quote(lines: list[str]) -> int | None:
    """Where the quote starts that runs to the end, with the line above it that says who wrote when."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTE.match(lines[end - 1])):
        end -= 1
    if not any(_QUOTE.match(line) for line in lines[end:]):
        return None
    if not end or not _ENDS_LEAD.match(" ".join(lines[max(0, end - 2) : end])[-400:]):
        return end
    wrapped = end > 1 and lines[end - 2].strip() and _DIGIT.search(lines[end - 2][:200])  # the lead may be wrapped once
    return end - 2 if wrapped and (end == _FIRST or not lines[end - 3].strip()) else end - 1


def _header_block(lines: list[str]) -> int | None:
    """A line of dashes, and under it at least three "From: …" lines: the mail that is answered, whole."""
    for number, line in enumerate(lines[:2000]):
        if _RULE.match(line[:200]):
            under = [one for one in lines[number + 1 : number + 8] if one.strip()][:_HEAD_LINES]
            if len(under) == _HEAD_LINES and all(_HEADS.match(one[:100]) for one in under):
                return number
    return None
