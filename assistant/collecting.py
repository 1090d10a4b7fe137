"""When Python's garbage collector looks through all there is, which takes 200 ms: sometimes while everybody waits for a lock."""

import gc


def keep_what_is_loaded() -> None:
    """What lives now stays, and is not looked through again."""
    gc.collect()
    gc.freeze()
