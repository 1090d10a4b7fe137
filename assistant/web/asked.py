"""What somebody searches for, in an address that only this program can read.

Browsers keep addresses and proxies write them down, so words about a person never stand in one. A search is posted; the answer leads on to
a page in whose address its words are sealed: for that page, for whoever asked, and for as long as a session lasts. Loading it again and
going back work as with any other page, in every tab, and nothing about the search is kept here.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assistant.store.sealed import CannotUnseal, seal, unseal
from assistant.web.sessions import house, now, worker

SEALED = "s"  # the part of the address that holds it
MOST_SAID, LONGEST_SAID = 40, 300  # values, and characters in each


def lead_to(endpoint: str, names: Sequence[str], **place: int) -> Response:
    """On to the page `endpoint`, with what the posted form says under `names`. `place` is what else stands in its address."""
    said = [(name, value[:LONGEST_SAID]) for name in names for value in request.form.getlist(name) if value.strip()]
    told = json.dumps([worker().id, int(now().timestamp()), said[:MOST_SAID]], ensure_ascii=False)
    sealed = seal(house().store.keyring, _for(endpoint), told) if said else b""
    address: dict[str, Any] = dict(place)
    if sealed:
        address[SEALED] = urlsafe_b64encode(sealed).decode().rstrip("=")
    return redirect(url_for(endpoint, **address), 303)


def words_asked() -> MultiDict[str, str]:
    """What the address of this page asks; empty, and said so, when it is somebody else's or too old."""
    part = request.args.get(SEALED, "")
    if not part:
        return MultiDict()
    said = _opened(part)
    if said is None:
        flash(_("What you searched for is not kept that long. Type it again."), "info")
    return MultiDict(said or ())


def _opened(part: str) -> list[tuple[str, str]] | None:
    try:
        sealed = urlsafe_b64decode(part.encode("ascii", "replace") + b"=" * (-len(part) % 4))
        by_id, at, said = json.loads(unseal(house().store.keyring, _for(request.endpoint or ""), sealed))
    except (binascii.Error, CannotUnseal):
        return None
    lasts = timedelta(minutes=house().config.web.session_minutes)
    fresh = now().timestamp() - at < lasts.total_seconds()
    return [(name, value) for name, value in said] if by_id == worker().id and fresh else None


def _for(endpoint: str) -> str:
    return f"address.{endpoint}"
