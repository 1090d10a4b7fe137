"""When somebody may not be safe: the steps, what was seen or said, and what was done about it. Nothing leaves by these pages."""

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach import danger
from assistant.rules.pathways import Asked, Worry
from assistant.store import audit
from assistant.store.accounts import RoleName
from assistant.store.models import Contact, Observation, Source
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.language import speaks
from assistant.web.moments import moment_of
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker

T = TypeVar("T", Worry, Source, Asked)

pages = Blueprint("danger", __name__, url_prefix="/contact/<int:contact_id>/danger")


def _seen(contact_id: int, observation_id: int) -> Observation:
    return danger.find(db(), contact_of(contact_id), observation_id)


@pages.get("/")
@may_enter(*WRITERS, writes=True)
def page(contact_id: int) -> str:
    """Every kind of worry with its steps, what was noted before, and a form for what was seen or said now."""
    contact = contact_of(contact_id)
    audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=contact.id)
    return _page(contact)


def _page(contact: Contact, refused: str = "") -> str:
    about = request.values.get("message", "")
    message = next((one for one in contact.messages if str(one.id) == about), None)
    return render_template(
        "danger/page.html",
        contact=contact,
        pathways=house().pathways,
        noted=danger.of(db(), contact.id),
        message=message,
        sources=Source,
        refused=refused,
        tongue=speaks(),
        chosen=request.values.get("worry", ""),
    )


@pages.post("/")
@may_enter(*WRITERS)
def note(contact_id: int) -> Response | tuple[str, int]:
    """Keep what was seen or said."""
    contact, form = contact_of(contact_id), request.form
    try:
        message = next((one for one in contact.messages if str(one.id) == form.get("message")), None)
        seen = danger.note(
            db(),
            contact,
            worry=_one_of(Worry, "worry"),
            source=_one_of(Source, "source"),
            words=form.get("words", ""),
            at=moment_of(form.get("day", ""), form.get("hour", "")),
            message=message,
            by=worker(),
            now=now(),
        )
    except NotPossible as error:
        return _page(contact, say_not_possible(error)), 422
    except TextTooLong as error:
        return _page(contact, _("This note is too long (%(size)s characters).", size=error.size)), 422
    flash(_("Noted. The supervisor sees it at the top of the board."), "info")
    return redirect(url_for("danger.one", contact_id=contact_id, observation_id=seen.id))


def _one_of(kind: type[T], name: str) -> T:
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        raise NotPossible("choose_one") from None


@pages.get("/<int:observation_id>")
@may_enter(*WRITERS, writes=True)
def one(contact_id: int, observation_id: int) -> str:
    """One observation, its steps, and what was done. A supervisor who opens it knows."""
    seen = _seen(contact_id, observation_id)
    if worker().role is RoleName.SUPERVISOR:
        danger.see(db(), seen, by=worker(), now=now())
    audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=seen.contact_id)
    return _one(seen)


def _one(seen: Observation, refused: str = "", at: str = "") -> str:
    return render_template(
        "danger/one.html",
        contact=seen.contact,
        seen=seen,
        pathway=house().pathways[seen.worry],
        asked=Asked,
        refused=refused,
        refused_at=at,
        tongue=speaks(),
    )


@pages.post("/<int:observation_id>/step")
@may_enter(*WRITERS)
def step(contact_id: int, observation_id: int) -> Response | tuple[str, int]:
    """A step is taken, or asked for when it needs two people."""
    seen, form = _seen(contact_id, observation_id), request.form
    key = form.get("key", "")
    try:
        with db().begin_nested():
            taken = danger.take(
                db(),
                seen,
                house().pathways,
                key=key,
                knows=_one_of(Asked, "knows"),
                agrees=_one_of(Asked, "agrees"),
                told=form.get("told", ""),
                how=form.get("how", ""),
                by=worker(),
                now=now(),
            )
    except NotPossible as error:
        return _one(seen, say_not_possible(error), key), 422
    except TextTooLong as error:
        return _one(seen, _("This note is too long (%(size)s characters).", size=error.size), key), 422
    if taken.state.value == "waiting":
        flash(_("A second person decides on this first. Tell nobody outside the team until then."), "info")
    return redirect(url_for("danger.one", contact_id=contact_id, observation_id=observation_id, _anchor="done"))


@pages.post("/<int:observation_id>/step/<int:step_id>")
@may_enter(*WRITERS)
def second(contact_id: int, observation_id: int, step_id: int) -> Response | tuple[str, int]:
    """A second person agrees with an exception, or does not."""
    seen = _seen(contact_id, observation_id)
    taken = next((taken for taken in seen.steps if taken.id == step_id), None)
    if taken is None:
        raise NotThere
    try:
        danger.second(db(), taken, agrees=request.form.get("agrees") == "yes", by=worker(), now=now())
    except NotPossible as error:
        return _one(seen, say_not_possible(error), "second"), 422
    return redirect(url_for("danger.one", contact_id=contact_id, observation_id=observation_id, _anchor="done"))


@pages.post("/<int:observation_id>/end")
@may_enter(*WRITERS)
def end(contact_id: int, observation_id: int) -> Response | tuple[str, int]:
    """How it ended."""
    seen = _seen(contact_id, observation_id)
    try:
        danger.end(db(), seen, words=request.form.get("words", ""), by=worker(), now=now())
    except NotPossible as error:
        return _one(seen, say_not_possible(error), "end"), 422
    except TextTooLong as error:
        return _one(seen, _("This note is too long (%(size)s characters).", size=error.size), "end"), 422
    flash(_("Kept how it ended. It is off the board."), "info")
    return redirect(url_for("thread.page", contact_id=contact_id))
