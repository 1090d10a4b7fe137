"""A page that nests without end is read in linear time: its tags are dropped, its words kept."""

from assistant.rules.plain_text import MOST_TAGS, plain_text


def test_words_in_a_hundred_thousand_open_tags_are_kept() -> None:
    assert "Luna 0612345678" in plain_text("<div>" * 100_000 + "Luna 0612345678")


def test_many_line_breaks_are_no_depth_and_links_keep_their_address() -> None:
    page = "<p>Luna" + "<br>" * 2000 + '<a href="https://wa.me/31612345678">WhatsApp</a>'
    assert "wa.me/31612345678" in plain_text(page)


def test_a_page_of_more_tags_than_any_page_has_keeps_its_words_without_a_tree() -> None:
    text = plain_text("<p>Luna" + "<br>a" * (MOST_TAGS + 1) + "<i>0612345678</i>")
    assert text.startswith("Luna\na\na")
    assert text.endswith("a\n0612345678")
