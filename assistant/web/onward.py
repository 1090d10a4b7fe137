"""Where a form leads once it is done: back to the list in which it stands."""

from flask import request, url_for


def onward() -> str:
    """The queue of silences for a form that stands there, else Today."""
    return url_for("again.page") if request.form.get("from") == "again" else url_for("today.page")
