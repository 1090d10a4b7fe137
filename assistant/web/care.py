"""What she asks for and how she is reached safely: put on the list, planned, moved; and the safe-contact card."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible
from assistant.outreach import care
from assistant.rules.safe_contact import limits_of
from assistant.store import queries
from assistant.store.accounts import Account
from assistant.store.models import Contact, Urgency
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of, message_of
from assistant.web.onward import to_thread
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker
from assistant.web.thread_page import page_of

pages = Blueprint("care", __name__, url_prefix="/contact/<int:contact_id>")


@pages.post("/message/<int:message_id>/help")
@may_enter(*WRITERS)
def from_message(contact_id: int, message_id: int) -> Response:
    """Put what she asked for on the list, or say that it is no request."""
    message = message_of(contact_id, message_id)
    topic = request.form.get("topic", "")
    care.answer_suggestion(
        db(), message, topic=topic, is_request=request.form.get("help") == "yes", by=worker(), now=now()
    )
    return to_thread(contact_id, f"m{message_id}")


@pages.post("/help")
@may_enter(*WRITERS)
def by_hand(contact_id: int) -> Response | tuple[str, int]:
    """Put something she asked for on the list, told on the phone or at the door."""
    contact, form = contact_of(contact_id), request.form
    try:
        care.ask(
            db(),
            contact,
            topic=form.get("topic", ""),
            words=form.get("words", ""),
            message=None,
            urgency=_urgency(form.get("urgency", "")),
            taken_by=_colleague(form.get("taken_by", "")),
            due_on=_day(form["due_on"]) if form.get("due_on") else None,
            by=worker(),
            now=now(),
            zone=house().desk.zone,
        )
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return page_of(contact), 422
    return to_thread(contact_id, "help")


@pages.post("/help/<int:request_id>/plan")
@may_enter(*WRITERS)
def plan(contact_id: int, request_id: int) -> Response:
    """Who takes it, and by when."""
    contact, form = contact_of(contact_id), request.form
    try:
        care.plan(
            db(),
            contact,
            request_id,
            taken_by=_colleague(form.get("taken_by", "")) or worker(),
            due_on=_day(form.get("due_on", "")),
            by=worker(),
            now=now(),
            zone=house().desk.zone,
        )
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    return to_thread(contact_id, "help")


@pages.post("/help/<int:request_id>")
@may_enter(*WRITERS)
def move(contact_id: int, request_id: int) -> Response:
    """How far a help request is."""
    try:
        care.move(db(), contact_of(contact_id), request_id, to=request.form.get("state", ""), by=worker(), now=now())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    return to_thread(contact_id, "help")


def _urgency(said: str) -> Urgency:
    return Urgency(said) if said in set(Urgency) else Urgency.SOON


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise NotPossible("due_date") from None


def _colleague(number: str) -> Account | None:
    """Somebody of the own team by number; None when nothing was chosen. Raises NotPossible for anybody else."""
    if not number:
        return None
    found = next((one for one in queries.colleagues(db(), team_id=worker().team_id) if str(one.id) == number), None)
    if found is None:
        raise NotPossible("not_a_colleague")
    return found


@pages.route("/card", methods=["GET", "POST"])
@may_enter(*WRITERS)
def card(contact_id: int) -> str | Response | tuple[str, int]:
    """The safe-contact card."""
    contact = contact_of(contact_id)
    if request.method == "GET":
        return _card_page(contact, contact.card.facts if contact.card else {})
    hers = {str(point.id) for point in contact.points}
    safe = [number for number in request.form.getlist("safe_points") if number in hers]
    facts = request.form.to_dict() | {"safe_points": ", ".join(safe)}
    try:
        care.keep_card(db(), contact, facts, by=worker(), now=now(), zone=house().desk.zone)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return _card_page(contact, facts), 422
    flash(_("The card is kept."), "info")
    return to_thread(contact_id, "safe")


def _card_page(contact: Contact, facts: Mapping[str, str]) -> str:
    return render_template("thread/card.html", contact=contact, facts=facts, limits=limits_of(facts))


@pages.post("/other-reader")
@may_enter(*WRITERS)
def other_reader(contact_id: int) -> Response:
    """Somebody else may be answering, or it is surely her again."""
    care.somebody_else(db(), contact_of(contact_id), may_answer=request.form.get("on") == "yes", by=worker(), now=now())
    return to_thread(contact_id, "safe")
