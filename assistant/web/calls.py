"""Who am I speaking to? Somebody calls: a number, a name or a code word leads to her card, with what not to say; and the call is kept."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import TextTooLong
from assistant.outreach import calling, care, replies
from assistant.rules.calling import who_is_speaking
from assistant.rules.recall import LONGEST_QUERY
from assistant.store.models import NoteKind
from assistant.web.access import may_enter
from assistant.web.asked import lead_to, words_asked
from assistant.web.contacts import contact_of
from assistant.web.find import years_said
from assistant.web.language import speaks, zone
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("calls", __name__, url_prefix="/call")


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def page() -> str:
    """The box, the sentence to say, and who it may be."""
    return _page(words_asked().get("q", ""))


@pages.post("/")
@may_enter(*WRITERS)
def ask() -> Response:
    """Look up: on to the page that answers."""
    return lead_to("calls.page", ("q",))


def _page(said: str, *, refused: str = "", at: int = 0) -> str:
    query = said[:LONGEST_QUERY].strip()
    callers = None
    if query:
        today = now().astimezone(zone()).date()
        callers = calling.who(db(), query, region=house().desk.country, today=today, by=worker(), now=now())
    return render_template(
        "calls/page.html",
        query=query,
        callers=callers,
        sentence=who_is_speaking(speaks()),
        in_her_language=who_is_speaking,
        years_said=years_said,
        other_reader_since=care.other_reader_since,
        refused=refused,
        refused_at=at,
    )


@pages.post("/<int:contact_id>")
@may_enter(*WRITERS)
def kept(contact_id: int) -> Response | tuple[str, int]:
    """She called: one step, with or without a word on it."""
    contact = contact_of(contact_id)
    try:
        replies.note(
            db(),
            contact,
            text=request.form.get("text", "").strip() or _("She called."),
            kind=NoteKind.CALL,
            at=now(),
            now=now(),
            by=worker(),
            pace=house().terms.pace,
        )
    except TextTooLong as error:
        refused = _("This note is too long (%(size)s characters).", size=error.size)
        return _page(request.form.get("q", ""), refused=refused, at=contact.id), 422
    flash(_("The call is kept in her thread."), "info")
    return redirect(url_for("thread.page", contact_id=contact.id, why=calling.REASON))
