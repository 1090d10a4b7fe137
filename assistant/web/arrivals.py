"""Words that came in and are nobody's yet: look, and make a person of them, join them to one, or lay them aside with a reason."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, Suppressed, TextTooLong
from assistant.outreach import arrivals, arrivals_board
from assistant.store import audit, thread_questions
from assistant.store.models import Arrival, Trouble
from assistant.web.access import may_enter
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("arrivals", __name__, url_prefix="/arrival/<int:arrival_id>")
LONGEST_SHOWN = 20_000


def _arrival(arrival_id: int) -> Arrival:
    arrival = arrivals.arrival_for_a_human(db(), arrival_id)
    if arrival.contact is not None and arrival.contact.team_id != worker().team_id:
        raise NotThere
    return arrival


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def page(arrival_id: int) -> str:
    """What came in, and the three things to do with it. Who looked is logged when it is somebody's."""
    arrival, desk = _arrival(arrival_id), house().desk
    audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=arrival.contact_id)
    shown = (arrival.text or arrival.raw or "").replace("\0", "")
    return render_template(
        "arrivals/page.html",
        arrival=arrival,
        shown=shown[:LONGEST_SHOWN],
        is_cut=len(shown) > LONGEST_SHOWN,
        quotes=arrival.contact is not None and arrival.trouble is Trouble.UNKNOWN_SENDER,
        said_no=arrivals_board.said_no_before(db(), arrival, desk=desk),
        can_be_written_to=arrivals.canonical(arrival.sender or "", arrival.sender_kind, desk=desk) is not None,
        people=arrivals_board.somebody_to_join(db(), team_id=worker().team_id),
    )


@pages.post("/person")
@may_enter(*WRITERS)
def person(arrival_id: int) -> Response:
    """Somebody new."""
    arrival, assistant, form = _arrival(arrival_id), house(), request.form
    try:
        with db().begin_nested():
            message = arrivals_board.make_a_person(
                db(),
                arrival,
                alias=form.get("alias", ""),
                text=form.get("text", ""),
                by=worker(),
                now=now(),
                pace=assistant.terms.pace,
                desk=assistant.desk,
            )
    except (NotPossible, Suppressed, TextTooLong) as error:
        return _not_done(arrival_id, error)
    return redirect(url_for("thread.page", contact_id=message.contact_id))


@pages.post("/join")
@may_enter(*WRITERS)
def join(arrival_id: int) -> Response:
    """Somebody we know, writing from elsewhere."""
    arrival, assistant, form = _arrival(arrival_id), house(), request.form
    number = form.get("contact", "")
    try:
        if not (number.isascii() and number.isdigit()):
            raise NotPossible("nobody_chosen")
        contact = thread_questions.contact_of_team(db(), int(number), team_id=worker().team_id)
        with db().begin_nested():
            message = arrivals_board.join(
                db(),
                arrival,
                contact,
                text=form.get("text", ""),
                by=worker(),
                now=now(),
                pace=assistant.terms.pace,
                desk=assistant.desk,
            )
    except (NotPossible, Suppressed, TextTooLong) as error:
        return _not_done(arrival_id, error)
    return redirect(url_for("thread.page", contact_id=message.contact_id))


@pages.post("/aside")
@may_enter(*WRITERS)
def aside(arrival_id: int) -> Response:
    """Nobody's, or nothing to keep."""
    arrival = _arrival(arrival_id)
    try:
        arrivals_board.lay_aside(db(), arrival, reason=request.form.get("reason", ""), by=worker(), now=now())
    except NotPossible as error:
        return _not_done(arrival_id, error)
    flash(_("Laid aside. The words are gone; that you did it, and why, is in the log."), "info")
    return redirect(url_for("today.page"))


def _not_done(arrival_id: int, error: NotPossible | Suppressed | TextTooLong) -> Response:
    if isinstance(error, NotPossible):
        flash(say_not_possible(error), "error")
    elif isinstance(error, TextTooLong):
        flash(
            _("This answer is too long (%(size)s characters). Paste the part that she wrote.", size=error.size), "error"
        )
    else:
        flash(say_refusal(error), "error")
    return redirect(url_for("arrivals.page", arrival_id=arrival_id))
