"""A fictional team with fictional people, told through the same steps as real work, so that every page shows what it is for.

`people/` holds the stories as TOML with times relative to now; `telling.py` lets them happen one after the other on a moving clock.
Nobody here exists: names are invented, numbers generated (numbers.py), addresses end in example.org.
"""
