"""A visit as it stands in somebody's thread: where, an empty line, what. One text, so that it is found by both."""


def visit_body(place: str, text: str) -> str:
    """`place` and `text` as one text. `visit_parts` takes it apart again."""
    return f"{place}\n\n{text}" if place or "\n\n" in text else text


def visit_parts(body: str) -> tuple[str, str]:
    """(place, text) of a visit's note."""
    place, gap, text = body.partition("\n\n")
    return (place, text) if gap else ("", body)
