"""Dek af: one tap and the screen shows nothing. A PIN or the password brings it back; too many wrong ones sign out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_security import logout_user
from werkzeug.wrappers import Response

from assistant.outreach import accounts
from assistant.web.access import EVERYBODY, may_enter
from assistant.web.sessions import worker

pages = Blueprint("cover", __name__)

WRONG_ANSWERS = 5
LONGEST_ADDRESS = 2000  # kept in the cookie; a sealed search is the longest there is


@pages.post("/cover")
@may_enter(*EVERYBODY)
def cover() -> Response:
    if not session.get("covered"):
        session["covered"] = _local(request.form.get("from", ""))
        session["uncover_tries"] = 0
    return redirect(url_for("cover.covered"))


@pages.get("/cover")
@may_enter(*EVERYBODY)
def covered() -> Response | str:
    if not session.get("covered"):
        return redirect(url_for("account.home"))
    return render_template("account/cover.html", wrong=False)


@pages.post("/uncover")
@may_enter(*EVERYBODY)
def uncover() -> Response | str | tuple[str, int]:
    if accounts.lifts_cover(worker(), request.form.get("code", "")):
        return redirect(_local(session.pop("covered", "/")))
    session["uncover_tries"] = session.get("uncover_tries", 0) + 1
    if session["uncover_tries"] >= WRONG_ANSWERS:
        logout_user()
        return redirect(url_for("security.login"))
    return render_template("account/cover.html", wrong=True), 403


def _local(address: str) -> str:
    """Only an address of our own, and never back to the cover itself."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\", "/cover", "/uncover"))
    return address if ours and len(address) < LONGEST_ADDRESS and address.isprintable() else "/"
