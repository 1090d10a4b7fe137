"""Is she there at other times, of two readings of rules.timetable?"""

from assistant.rules import clock_times
from assistant.rules.days_of_week import DAYS
from assistant.rules.facts import Facts

_LATE = frozenset({"evening", "night"})
_ABSENT = frozenset({"away", "holiday"})
_NOON = 720  # minutes


def differ(old: Facts, new: Facts) -> bool:
    """Is she there at other times? "8 to 4" may be the same as "8:00-16:00", and an evening needs no name beside its hours."""
    gone, come = set(old.firm - new.firm), set(new.firm - old.firm)
    shared = any(_is_hour(key) or key in clock_times.PARTS_OF_DAY for key in old.firm & new.firm)
    twice = {key for key in gone if _is_hour(key) and clock_times.half_a_day_later(key) in come}
    shared = shared or bool(twice)
    gone, come = gone - twice, come - {clock_times.half_a_day_later(key) for key in twice}
    if not (_counts_to_24(old) and _counts_to_24(new)):  # "ten to ten"; but "9-17" and "9-21" say what they mean
        gone -= {key for key in gone if _is_hour(key) and clock_times.half_a_day_later(key) in new.firm}
        come -= {key for key in come if _is_hour(key) and clock_times.half_a_day_later(key) in old.firm}
    if all(facts.firm & _ABSENT for facts in (old, new)) and any("/" in key for key in old.firm & new.firm):
        gone, come = gone - _ABSENT, come - _ABSENT  # "on holiday until 1/9" is "until 1/9 I am away, on holiday"
    if old.firm & _LATE and new.firm & _LATE:
        gone, come = gone - _LATE, come - _LATE  # Friday evenings are Friday nights
    gone, come = gone - new.possible, come - old.possible
    if shared and sorted(len(facts.firm.intersection(DAYS)) for facts in (old, new)) == [0, len(DAYS)]:
        gone, come = gone - set(DAYS), come - set(DAYS)  # "from ten to six" is every day
    timed = all(any(_is_hour(key) for key in facts.firm) for facts in (old, new))
    if timed and not any(_is_hour(key) for key in gone | come):
        hours = [int(key[1:]) for key in old.firm | new.firm if _is_hour(key)]
        told = clock_times.PARTS_OF_DAY - ({"morning"} if min(hours) >= _NOON else set())  # "16-21, mornings too"
        gone, come = gone - told, come - told
    return bool(gone or come)


def _counts_to_24(facts: Facts) -> bool:
    """Does it name an hour after noon as such?"""
    return any(_is_hour(key) and int(key[1:]) > clock_times.A_DAY // 2 for key in facts.firm)


def _is_hour(key: str) -> bool:
    return key[0] == "h" and key[1:].isdigit()
