"""A page that nests without end is read in linear time: its tags are dropped, its words kept."""

from assistant.rules.plain_text import plain_text


def test_words_in_a_hundred_thousand_open_tags_are_kept() -> None:
    assert "Luna 0612345678" in plain_text("<div>" * 100_000 + "Luna 0612345678")


def test_many_line_breaks_are_no_depth_and_links_keep_their_address() -> None:
    page = "<p>Luna" + "<br>" * 2000 + '<a href="https://wa.me/31612345678">WhatsApp</a>'
    assert "wa.me/31612345678" in plain_text(page)
