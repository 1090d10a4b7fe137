"""Is she in another town, or called by another name, than an earlier version of her ad said? As (before, after); None when she is not."""

from rapidfuzz import fuzz

from assistant.rules import alias_couples
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import fold
from assistant.rules.first_names import is_first_name, may_be_first_name
from assistant.rules.languages import NAMES_WITH_ENDINGS
from assistant.rules.latin import in_latin, one_spelling
from assistant.rules.moving import in_one_country, is_one_place, left_for, moved_to
from assistant.rules.pet_names import is_one_name
from assistant.rules.same_ad import swapped

_SHORTEST = 3  # letters of a short form
_ALIKE = 75  # of 100: two spellings of one name


def other_town(before: Version, after: Version, *, translated: bool) -> tuple[str, str] | None:
    """Where she is now, when that is another town than before; towns that both texts name in the same order did not change."""
    old, new = (ad.details.town or "" for ad in (before, after))
    if after.is_common_word(new):
        return None
    if old and not new and not after.says(old):
        new = moved_to(after.found, before.words, near=old, region=after.region)
    stays = bool(old) and (not new or fold(old) == fold(new))
    if stays and (left := left_for(after.found, before.words, near=old, region=after.region)):
        return None if _is_the_same(before, after, old, left) or after.photographs(left) else (old, left)
    if not new or fold(old) == fold(new) or after.photographs(new):
        return None
    if not old:
        known = before.says(new) or before.says_a_form_of(new)
        return None if known else (old, new)
    if _is_the_same(before, after, old, new) or (after.says(old) and _is_beside(before, after, old, new)):
        return None
    if after.says(old) and not before.says(new) and after.is_away_in(new, old):
        return None
    if before.says(new) and not (after.says(old) or before.tells_of_times()):
        return None  # both were named, and not one after the other
    if before.says(new) and after.says(old):
        in_order = (before.finds(old) < before.finds(new)) == (after.finds(old) < after.finds(new))
        return None if translated or in_order else (old, new)
    return old, new


def _is_the_same(before: Version, after: Version, old: str, new: str) -> bool:
    """Is it one town in two spellings, or a part of the other: "Wien Favoriten"?"""
    inflected = after.language in NAMES_WITH_ENDINGS and is_one_name(old, new)
    return inflected or is_one_place(old, new) or before.joins(old, new)


def _is_beside(before: Version, after: Version, old: str, new: str) -> bool:
    """Is a word beside the old town, which is still named, none that she moved to: "photos no Jardim Botânico"?"""
    fresh = not before.says(new)
    beside = after.writes_small(new) or after.photographs(new) or not in_one_country(old, new, after.region)
    return beside or (fresh and not after.tells_of_moving(new))


def other_alias(before: Version, after: Version) -> tuple[str, str] | None:
    """Another name, where both were read; else one name in the other's place, or another first name in a text where hers is gone."""
    old, new = before.alias(), after.alias()
    if (others := other_couple(old, new)) is not None:
        return (old, new) if others else None
    if new and fold(old) != fold(new) and before.says(new) and not is_first_name(new):
        new = ""  # a word that stood there before: "Physiotherapeutin"
    if old and new and fold(old) != fold(new):
        told = after.brackets(old) or after.says_now(new)  # "Sara (Luna before)", "Saffron now"
        told = told or (may_be_first_name(new, after.language) and not after.writes_small(new))
        doubtful = after.says_name(old) and not told
        return None if doubtful or before.says(new) or _is_one_alias(before, after, old, new) else (old, new)
    if old and fold(old) == fold(new) and after.brackets(old):  # "I go by Luna (Tatiana is no more)"
        names = {
            name for name in after.other_names(frozenset(word.folded for word in before.words)) if is_first_name(name)
        }
        if len(names) == 1:
            return old, names.pop()
    for one, other in swapped(before.words, after.words):
        fits = fold(old or one) == fold(one) and fold(new or other) == fold(other)
        if fits and not before.means_something(one) and not after.means_something(other):
            return one, other
    if old and not new and not any(is_one_name(old, word.written) for word in after.words):
        names = after.other_names(frozenset(word.folded for word in before.words))
        if len(names) == 1:
            return old, names.pop()
    return None


def other_couple(old: str, new: str) -> bool | None:
    """Is somebody else in the place of one of two who write together? One of them alone is no other name. None when none are two."""
    had, has = ([fold(name) for name in alias_couples.names(alias)] for alias in (old, new))
    if not (had and has) or max(len(had), len(has)) == 1:
        return None
    gone = [name for name in had if not any(is_one_name(name, other) for other in has)]
    come = [name for name in has if not any(is_one_name(name, other) for other in had)]
    return bool(gone and come)


def _is_one_alias(before: Version, after: Version, old: str, new: str) -> bool:
    """Is it one name: with an ending, in another alphabet or language ("Ольга", Olga), or cut short ("Роси" of Росица)?"""
    if after.language in NAMES_WITH_ENDINGS and is_one_name(old, new):
        return True
    if before.language != after.language and fuzz.ratio(in_latin(fold(old)), in_latin(fold(new))) >= _ALIKE:
        return True
    if fold(old).isascii() != fold(new).isascii():  # Петя and Petya, both in Bulgarian
        spelled = [one_spelling(in_latin(fold(name))) for name in (old, new)]
        return fuzz.ratio(*spelled) >= _ALIKE
    short, long = sorted((fold(old), fold(new)), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)
