"""What an ad says of its photos: that there are some, new ones, where they were made, or that there are none or only for who asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.rules import elsewhere
from assistant.rules.ad_words import Found, Hit

_NEAR = 3
_SAID_NEAR = 8
_MADE_NEAR = 3
_RECENT_NEAR = 6  # words
_DENIED_NEAR, _DENIED_BEHIND = 3, 4
_OTHERS_NEAR = 4
_STEM = 4  # letters that a word has whatever its ending
_LONGEST_OTHER = 5  # words of a phrase


@dataclass(frozen=True, slots=True)
class Photos:
    """`settings` may be complimented (a beach, a garden); `places` are where photos are made that are nobody's business (home, a hotel).

    `new` is told in any way ("taken by a friend on Sunday"), `fresh` says so.
    """

    settings: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    spoken_of: bool = False
    new: bool = False
    fresh: bool = False
    none: bool = False
    gone: bool = False
    for_who_asks: bool = False
    shown: bool = False
    dated: frozenset[str] = frozenset()  # the words that say from when they are


@lru_cache(maxsize=8)
def read(found: Found) -> Photos:
    """What is said of photos in a text. Of photos that are gone nothing else is read, unless there are new ones."""
    nouns = [noun for noun in found.of("photo", "noun") if not _is_within(noun, found, "not")]
    nouns = [noun for noun in nouns if not found.starting(noun.first, "photo_told", "untrue")]  # "Photoshop"
    nouns = [noun for noun in nouns if not _is_elsewhere(noun, found)]
    denied = bool(nouns) and all(_is_denied(noun, found) for noun in nouns)
    new = bool(found.of("photo", "new"))
    fresh = any(
        (found.near(noun, "mark", "new", "recent", within=_NEAR) or _is_recent(noun, found))
        and not _beside(found, noun, "photo_told", "old")
        for noun in nouns
    )
    new = new or fresh
    redone = {found.text[hit.first].clause for hit in found.of("photo", "redone")}
    # "my pictures are 100 % me and were redone"
    new = new or any(found.text[noun.first].clause in redone for noun in nouns)
    new = new or any(_beside(found, noun, "photo_told", "added") for noun in nouns)
    gone = bool(found.of("photo", "gone")) or any(_beside(found, noun, "photo_told", "gone") for noun in nouns)
    sentences = {found.text[noun.first].sentence for noun in nouns}
    return Photos(
        settings=frozenset(hit.key for hit in found.of("setting") if found.text[hit.first].sentence in sentences),
        places=frozenset(hit.key for noun in nouns for hit in _beside(found, noun, "photo_place")),
        spoken_of=bool(nouns),
        new=new and not denied,
        fresh=fresh and not denied,
        none=denied or any(_says_none(hit, found) for hit in found.of("photo_told", "none")) or (gone and not new),
        gone=gone,
        for_who_asks=any(_beside(found, noun, "photo_told", "private") for noun in nouns),
        shown=any(_beside(found, noun, "photo_told", "shown") for noun in nouns),
        dated=frozenset(word for noun in nouns for word in _dates(noun, found)),
    )


def differ(old: Photos, new: Photos) -> bool:
    """Do both speak of photos, and say that they were made elsewhere, are gone, are back, or are shown only to who asks?"""
    if not (old.spoken_of and new.spoken_of):
        return False
    if old.none != new.none or (new.gone and not old.gone) or (new.fresh and not old.fresh) or new.places - old.places:
        return True
    asking, other = (old, new) if old.for_who_asks else (new, old)
    return asking.for_who_asks != other.for_who_asks and bool(other.shown or other.new or other.places)


def redated(old: Photos, new: Photos) -> bool:
    """Do both say from when their photos are, and not in the same words: "vom März", "vom August"? "Aktuelle" is "aktuell"."""
    had, has = ({word[:_STEM] for word in photos.dated if len(word) >= _STEM} or photos.dated for photos in (old, new))
    return bool(had and has) and had.isdisjoint(has)


def _dates(noun: Hit, found: Found) -> Iterator[str]:
    """The words that say from when a photo is: "van deze zomer", "vom August"."""
    for subject, *keys in (("mark", "recent"), ("photo_told", "old"), ("month",)):
        for hit in _beside(found, noun, subject, *keys):
            yield from (word.folded for word in found.text[hit.first : hit.last + 1])


def _is_recent(noun: Hit, found: Found) -> bool:
    """Is it said further on in its clause, or where the next one says when it was made: "les photos de l'annonce sont récentes"?"""
    clause = found.text[noun.first].clause
    said = found.between(noun.last + 1, noun.last + 1 + _RECENT_NEAR, "mark", "recent")
    return any(
        found.text[hit.first].clause == clause
        or (
            found.text[hit.first].sentence == found.text[noun.first].sentence
            and found.near(hit, "photo_told", "made", within=_MADE_NEAR)
        )
        for hit in said
    )


def _is_elsewhere(noun: Hit, found: Found) -> bool:
    """Is it a picture in a museum, and none of hers?"""
    hers = found.near(noun, "mark", "mine", "new", within=_NEAR) or found.near(
        noun, "photo_told", "made", within=_SAID_NEAR
    )
    return found.text[noun.first].clause in elsewhere.clauses(found) and not hers


def _is_within(noun: Hit, found: Found, key: str) -> bool:
    """Does it share words with a phrase: `not` of other photos ("send me a photo of yourself", "my favourite film"), `fake` of false ones?"""
    others = found.between(noun.first - _LONGEST_OTHER, noun.last + 1, "photo", key)  # "geen fotomodel"
    return any(hit.last >= noun.first for hit in others)


def _says_none(told: Hit, found: Found) -> bool:
    """Does "no photos" mean that, and not "no photoshop" or "no photos of yourself"?"""
    return not (_is_within(told, found, "not") or found.starting(told.last, "photo_told", "untrue"))


def _is_denied(noun: Hit, found: Found) -> bool:
    """ "No photos", "nu pun fotografii", "Bilder schicke ich keine": a "no" before it, or at the end of its clause; no "no fakes"."""
    clause = found.text[noun.first].clause
    before = found.leading(noun.first, "hour", "denied", within=_DENIED_NEAR)
    before += found.leading(noun.first, "when", "except", within=_DENIED_NEAR)
    behind = found.between(noun.last + 1, noun.last + 1 + _DENIED_BEHIND, "hour", "denied")
    # One word may follow: "stelle ich nicht ein", "zdjęć nie wysyłam".
    ending = [hit for hit in behind if found.ends_clause(hit.last) or found.ends_clause(hit.last + 1)]
    said = [hit for hit in (*before, *ending) if found.text[hit.last].clause == clause]
    if _is_within(noun, found, "fake"):
        return False
    return any(not _is_of_others(hit, noun, found) for hit in said)


def _is_of_others(denied: Hit, noun: Hit, found: Found) -> bool:
    """Are only others denied than hers are: "no filters", "my pictures are not old", "no edited photos"?"""
    end = noun.first if denied.last < noun.first else denied.last + _OTHERS_NEAR
    return bool(found.between(denied.last + 1, end, "photo_told", "untrue", "old"))


def _beside(found: Found, noun: Hit, subject: str, *keys: str) -> list[Hit]:
    """Those within a few words of a photo, in its clause; or in the next one, when that goes on about it: "photos, all taken at home"."""
    clause, sentence = found.text[noun.first].clause, found.text[noun.first].sentence

    def about_it(hit: Hit) -> bool:
        word = found.text[hit.first]
        goes_on = subject != "photo_place" or found.near(hit, "photo_told", "made", within=_MADE_NEAR)
        opening = found.between(hit.first - _SAID_NEAR, hit.last + _SAID_NEAR + 1, "hour", "open")
        goes_on = goes_on or not any(found.text[one.first].clause == word.clause for one in opening)
        return word.clause == clause or (word.clause == clause + 1 and word.sentence == sentence and goes_on)

    near = found.between(noun.first - _SAID_NEAR, noun.last + _SAID_NEAR + 1, subject, *keys)
    return [hit for hit in near if about_it(hit)]
