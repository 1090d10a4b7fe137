"""What somebody sees who picks up her phone: the sender and the first characters, or the subject of an e-mail."""

import unicodedata

VISIBLE = {"whatsapp": 40, "sms": 60}
_JOINER = "\u200d"


def visible_end(text: str, *, channel: str) -> int:
    """How many characters of `text` a locked phone shows, never cutting a letter from its accent or an emoji in two.

    WhatsApp 40 and SMS 60 characters; of an e-mail the first line, which is its subject; other channels as SMS.
    """
    if channel == "email":
        lead = len(text) - len(text.lstrip())
        end = text.find("\n", lead)
        return len(text) if end < 0 else end
    end = min(VISIBLE.get(channel, VISIBLE["sms"]), len(text))
    while 0 < end < len(text) and not _may_cut(text, end):
        end -= 1
    return end


def lock_screen(text: str, *, channel: str, sender: str) -> str:
    """ "Anna: Hoi Luna, wat een mooie …": what the lock screen shows, on one line, "…" where it goes on."""
    end = visible_end(text, channel=channel)
    shown = text[:end].strip() if channel == "email" else text[:end]
    shown = "".join(" " if char in "\n\r\t" else char for char in shown)
    more = "…" if end < len(text) and channel != "email" else ""
    return f"{sender}: {shown}{more}" if sender else shown + more


def _may_cut(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if unicodedata.category(after).startswith("M") or after == _JOINER or before == _JOINER:
        return False
    if 0x1F3FB <= ord(after) <= 0x1F3FF:  # skin tones belong to the emoji before them
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        run = 0
        while run < at and _is_flag_half(text[at - 1 - run]):
            run += 1
        return run % 2 == 0
    return True


def _is_flag_half(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF
