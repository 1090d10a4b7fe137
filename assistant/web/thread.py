"""A conversation: everything with her in one line of time, and our answer."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import HeldByOther, Stale, TextTooLong
from assistant.outreach import presence
from assistant.store import queries
from assistant.store.models import Contact
from assistant.web.access import may_enter
from assistant.web.asked import lead_to
from assistant.web.contacts import contact_of
from assistant.web.paste import WRITERS, DraftPlace, keep_and_send
from assistant.web.sayings import say_refusal
from assistant.web.sessions import db, house, now, worker
from assistant.web.thread_page import log_view, page_of

pages = Blueprint("thread", __name__, url_prefix="/contact/<int:contact_id>")


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def page(contact_id: int) -> str:
    """The conversation. Who looked is logged."""
    contact = contact_of(contact_id)
    log_view(contact, found_for=request.args.get("why", ""))
    return page_of(contact)


@pages.post("/search")
@may_enter(*WRITERS)
def search(contact_id: int) -> Response:
    """Look for words in the conversation: on to the page that shows them."""
    return lead_to("thread.page", ("q",), contact_id=contact_id)


@pages.post("/")
@may_enter(*WRITERS)
def write(contact_id: int) -> str | Response:
    """The buttons of the writing panel: refill, check, save as a draft, approve."""
    contact, form = contact_of(contact_id), request.form
    # The page's script says by itself that somebody writes (web/writing.py); without it, each press of a button says so.
    if form.get("live") != "yes" and not _may_write(contact):
        return page_of(contact)
    if form.get("do") not in ("save", "approve"):
        return page_of(contact)
    try:
        place = DraftPlace(int(form["draft"]), int(form["draft_version"])) if form.get("draft", "").isdigit() else None
        answer = keep_and_send(contact, form, approve=form["do"] == "approve", draft=place)
    except Stale:
        return _both_versions(contact)
    except TextTooLong as error:
        flash(_("This message is too long (%(size)s characters).", size=error.size), "error")
        return page_of(contact)
    if form["do"] == "save":
        presence.lay_down(db(), contact.id, by=worker())
    return answer


def _may_write(contact: Contact) -> bool:
    """Hold her for whoever pressed a button; not while a colleague writes. Then nothing is kept, and the words stay in the form."""
    try:
        presence.keep_writing(db(), contact.id, by=worker(), now=now(), terms=house().terms)
    except HeldByOther as refusal:
        flash(say_refusal(refusal), "error")
        return False
    return True


def _both_versions(contact: Contact) -> str:
    """Somebody else changed the draft in the meantime: show theirs and ours, overwrite nothing."""
    db().rollback()
    theirs = queries.open_draft(db(), contact.id)
    return render_template(
        "thread/both.html", contact=contact_of(contact.id), theirs=theirs, mine=request.form.get("body", "")
    )
