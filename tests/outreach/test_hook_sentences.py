"""Hook sentences in the store: shipped once, edited as versions, used by every draft once approved."""

import pytest

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import drafting, hook_sentences, library
from assistant.rules import hooks
from assistant.store.models import VersionState
from tests.cast import Her, House

AD = "Ik ben Luna in Assen. Nieuw kapsel! Bel 06 12345678"
OWN = "Wat een vrolijk kapsel is dat!"


@pytest.fixture
def her(house: House) -> Her:
    with house.writing() as session:
        library.load_shipped(session, now=house.clock())
        assert hook_sentences.load_shipped(session, now=house.clock()) > 700
        assert hook_sentences.load_shipped(session, now=house.clock()) == 0
    return house.anna.pastes(AD)


def opening(house: House, her: Her) -> str:
    """The sentence about her hair that a draft would begin with, and whether the clock's proposal holds it too."""
    with house.reading() as session:
        contact = house.anna._her(session, her)
        person = drafting.person_of(contact)
        offers = drafting.offers(session, person, language="nl", now=house.clock(), desk=house.assistant.desk)
        sketch = drafting.sketch_for(session, contact, now=house.clock(), desk=house.assistant.desk, sender=None)
    said = next(offer.sentence for offer in offers if offer.noticed.kind is hooks.HookKind.HAIR)
    assert said in sketch.text
    return said


def save(house: House, text: str, *, seen: int, why: str = "vrolijker", approve: bool = False) -> None:
    with house.writing() as session:
        sofie = house.sofie._me(session)
        version = hook_sentences.save_version(
            session, language="nl", key="hair.any", text=text, why=why, seen=seen, by=sofie, now=house.clock()
        )
        if approve:
            hook_sentences.approve(session, version, by=sofie, now=house.clock())


def test_only_approved_sentences_open_a_draft(house: House, her: Her) -> None:
    assert opening(house, her) in hooks.sentences("nl")["hair.any"]
    save(house, OWN, seen=1)
    assert opening(house, her) != OWN
    with house.writing() as session:
        draft = hook_sentences.versions_of(session, "nl", "hair.any")[-1]
        hook_sentences.approve(session, draft, by=house.sofie._me(session), now=house.clock())
    assert opening(house, her) == OWN


def test_rolling_back_is_a_new_version_and_all_is_logged(house: House, her: Her) -> None:
    save(house, OWN, seen=1, approve=True)
    with house.writing() as session:
        first = hook_sentences.versions_of(session, "nl", "hair.any")[0]
        hook_sentences.roll_back(session, first, why="terug", by=house.sofie._me(session), now=house.clock())
        states = [one.state for one in hook_sentences.versions_of(session, "nl", "hair.any")]
    assert states == [VersionState.REPLACED, VersionState.REPLACED, VersionState.APPROVED]
    assert opening(house, her) in hooks.sentences("nl")["hair.any"]
    logged = [entry.reason for entry in house.log() if (entry.reason or "").startswith("hook ")]
    assert logged == ["hook hair.any.nl 2"] * 2 + ["hook hair.any.nl 3"] * 2


def test_what_cannot_be_saved_or_approved(house: House, her: Her) -> None:
    save(house, OWN, seen=1, approve=True)
    for text, seen, why, reason in (
        (" \n ", 2, "x", "empty_message"),
        ("\n".join(f"zin {n}" for n in "abcdefghijklmnop"), 2, "x", "too_many_lines"),
        (OWN, 2, "x", "nothing_changed"),
        ("Anders.", 2, " ", "why_missing"),
    ):
        with pytest.raises(NotPossible, match=reason):
            save(house, text, seen=seen, why=why)
    with pytest.raises(Stale):
        save(house, "Anders.", seen=1)
    with pytest.raises(NotPossible, match="blocked_words"):
        save(house, "Wat een mooie benen!", seen=2, approve=True)
    with pytest.raises(NotThere), house.reading() as session:
        hook_sentences.versions_of(session, "nl", "hair.body")


def test_a_shipped_text_never_takes_the_place_of_a_supervisors(house: House, her: Her) -> None:
    save(house, OWN, seen=1, approve=True)
    with house.writing() as session:
        assert hook_sentences.load_shipped(session, now=house.clock()) == 0
        used = hook_sentences.used(session, "nl-NL")
    assert used["hair.any"] == (OWN,)
