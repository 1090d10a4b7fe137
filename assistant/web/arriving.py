"""What came in while somebody looks at a thread: the end of its line of time, asked for again and again by the page's script."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from assistant.outreach import thread
from assistant.store import thread_questions
from assistant.store.joinings import now_under
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.joining import beside
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, keep_session_as_it_is, worker

pages = Blueprint("arriving", __name__, url_prefix="/contact/<int:contact_id>")


@pages.get("/new")
@may_enter(*WRITERS)
def new(contact_id: int) -> Response:
    """The open end of the line, or 304 when nothing changed. No click: it is no look that is logged, and keeps nobody signed in."""
    keep_session_as_it_is()
    mark = thread_questions.thread_mark(db(), now_under(db(), contact_id), team_id=worker().team_id)
    answer = Response(mimetype="text/html")
    answer.set_etag(mark)
    if request.if_none_match.contains(mark):
        answer.status_code = 304
        return answer
    contact = contact_of(contact_id)
    _older, recent = thread.folded(thread.timeline(contact))
    escalates_at = house().patience.ends(contact.waiting_since, contact.urgent_since) if contact.waiting_since else None
    answer.set_data(
        render_template(
            "thread/new.html", contact=contact, recent=recent, beside=beside(contact), escalates_at=escalates_at
        )
    )
    return answer


@pages.get("/next")
@may_enter(*WRITERS)
def next_waiting(contact_id: int) -> AnyResponse:
    """On to whoever waits next."""
    after = thread_questions.next_waiting(db(), contact_of(contact_id))
    if after is None:
        flash(_("Nobody else is waiting."))
        return redirect(url_for("today.page"))
    return redirect(url_for("thread.page", contact_id=after.id))
