"""Where a form leads once it is done: back to the list in which it stands, or to her conversation."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def onward() -> str:
    """The queue of silences for a form that stands there, else Today."""
    return url_for("again.page") if request.form.get("from") == "again" else url_for("today.page")


def to_thread(contact_id: int, anchor: str = "") -> Response:
    """Her conversation, at the place `anchor` in it."""
    return redirect(url_for("thread.page", contact_id=contact_id, _anchor=anchor or None))
