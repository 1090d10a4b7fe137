"""Handing her question on: what is shared, seen before it leaves; her consent or two of us; the letter; and what became of it."""

from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from assistant.errors import NotPossible, Stale, TextTooLong
from assistant.outreach import address_book, care, letter_pdf, letters, referral_course, referring
from assistant.outreach.referral_course import Ending
from assistant.outreach.referring import FOLLOW_UP_IN, Plan, Preview
from assistant.rules.letter import FIELDS
from assistant.rules.pathways import Asked
from assistant.store import audit
from assistant.store.models import HelpRequest, Referral
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("referral", __name__, url_prefix="/contact/<int:contact_id>")


@pages.get("/help/<int:request_id>/refer")
@may_enter(*WRITERS, writes=True)
def prepare(contact_id: int, request_id: int) -> str:
    """Where to, what is shared and what she said to it: nothing is filled in for her."""
    asked = _request(contact_id, request_id)
    audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=asked.contact_id)
    return _form(asked)


@pages.post("/help/<int:request_id>/refer")
@may_enter(*WRITERS)
def keep(contact_id: int, request_id: int) -> AnyResponse | tuple[str, int] | str:
    """Show what would leave, or keep it as it was shown."""
    asked, form = _request(contact_id, request_id), request.form
    seen = None
    try:
        plan = _plan()
        seen = referring.preview(db(), asked, plan, desk=house().desk, by=worker(), now=now())
        if form.get("do") != "keep":
            return _form(asked, seen=seen)
        with db().begin_nested():
            kept = referring.prepare(
                db(), asked, plan, seen=form.get("seen", ""), desk=house().desk, by=worker(), now=now()
            )
    except NotPossible as error:
        return _form(asked, say_not_possible(error), seen), 422
    except TextTooLong as error:
        return _form(asked, _("This is too long (%(size)s characters).", size=error.size), seen), 422
    except Stale:
        return _form(asked, _("What would leave is not what you looked at. Look again, then keep it."), seen), 409
    if kept.consent.value == "waiting":
        flash(_("A second person decides on this first. Tell nobody outside the team until then."), "info")
    else:
        flash(_("Kept with her consent. Nothing has left yet: take the letter below."), "info")
    return _to(contact_id, kept)


@pages.post("/help/<int:request_id>/herself")
@may_enter(*WRITERS)
def herself(contact_id: int, request_id: int) -> AnyResponse | tuple[str, int]:
    """She goes there herself."""
    asked = _request(contact_id, request_id)
    try:
        kept = referring.point_the_way(
            db(),
            asked,
            organisation_id=_number("organisation"),
            follow_up_on=_day("follow_up_on") or _usual_day(),
            by=worker(),
            now=now(),
            zone=house().desk.zone,
        )
    except NotPossible as error:
        return _form(asked, say_not_possible(error)), 422
    flash(_("Kept. Nothing about her left."), "info")
    return _to(contact_id, kept)


def _request(contact_id: int, request_id: int) -> HelpRequest:
    return care.request_of(db(), contact_of(contact_id), request_id)


def _plan() -> Plan:
    form = request.form
    return Plan(
        organisation_id=_number("organisation"),
        values={name: form.get(f"value-{name}", "").replace("\r\n", "\n").replace("\0", "") for name in FIELDS},
        fields=form.getlist("field"),
        language=form.get("language", ""),
        knows=_answer("knows"),
        agrees=_answer("agrees"),
        agreed_on=_day("agreed_on"),
        how=form.get("how", ""),
        follow_up_on=_day("follow_up_on") or _usual_day(),
    )


def _number(name: str) -> int:
    said = request.form.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NotPossible("choose_organisation")
    return int(said)


def _answer(name: str) -> Asked | None:
    said = request.form.get(name, "")
    return Asked(said) if said in set(Asked) else None


def _day(name: str) -> date | None:
    said = request.form.get(name, "")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise NotPossible("due_date") from None


def _today() -> date:
    return now().astimezone(house().desk.zone).date()


def _usual_day() -> date:
    return _today() + FOLLOW_UP_IN


def _form(asked: HelpRequest, refused: str = "", seen: Preview | None = None) -> str:
    form, team_id = request.form, worker().team_id
    contact = contact_of(asked.contact_id)
    languages = letters.languages(db(), team_id=team_id)
    ours = house().config.organisation.language
    language = form.get("language") or (ours if ours in languages else next(iter(languages), ours))
    return render_template(
        "referral/prepare.html",
        contact=contact,
        asked=asked,
        organisations=address_book.usable(db(), team_id=team_id, topic=asked.topic),
        fits={one.id for one in address_book.every(db(), team_id=team_id) if address_book.is_for(one, asked.topic)},
        fields=FIELDS,
        chosen=form.getlist("field"),
        values={name: form.get(f"value-{name}", "") for name in FIELDS}
        if form
        else referring.known(contact, language=language),
        points=referring.points_to_share(contact),
        languages=languages,
        language=language,
        answers=Asked,
        today=_today(),
        usual_day=_usual_day(),
        soonest=_today() + timedelta(days=1),
        refused=refused,
        seen=seen,
    )


def _to(contact_id: int, referral: Referral) -> AnyResponse:
    return redirect(url_for("referral.one", contact_id=contact_id, referral_id=referral.id))


@pages.get("/referral/<int:referral_id>")
@may_enter(*WRITERS, writes=True)
def one(contact_id: int, referral_id: int) -> str:
    """One referral: what was shared, who agreed, the letter, and what became of it."""
    referral = _referral(contact_id, referral_id)
    audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=referral.help_request.contact_id)
    return _one(referral)


def _referral(contact_id: int, referral_id: int) -> Referral:
    return referral_course.find(db(), contact_of(contact_id), referral_id)


def _one(referral: Referral, refused: str = "") -> str:
    return render_template(
        "referral/one.html",
        contact=referral.help_request.contact,
        referral=referral,
        undrawn=letter_pdf.missing(referral.letter),
        endings=Ending,
        today=_today(),
        refused=refused,
    )


@pages.post("/referral/<int:referral_id>/second")
@may_enter(*WRITERS)
def second(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """A second person agrees that it leaves without her yes, or does not."""
    referral = _referral(contact_id, referral_id)
    try:
        referring.second(db(), referral, agrees=request.form.get("agrees") == "yes", by=worker(), now=now())
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    return _to(contact_id, referral)


@pages.post("/referral/<int:referral_id>/letter")
@may_enter(*WRITERS)
def letter(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """The letter as a PDF or as text."""
    referral = _referral(contact_id, referral_id)
    kind = "pdf" if request.form.get("form") == "pdf" else "text"
    try:
        with db().begin_nested():
            words = referring.letter_of(db(), referral, form=kind, by=worker(), now=now())
            made = letter_pdf.make(words, title=_("Letter")) if kind == "pdf" else words.encode()
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    answer = Response(made, mimetype="application/pdf" if kind == "pdf" else "text/plain")
    name = _("letter")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{"pdf" if kind == "pdf" else "txt"}"'
    return answer


@pages.post("/referral/<int:referral_id>/left")
@may_enter(*WRITERS)
def left(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """It left, or it is called off."""
    referral = _referral(contact_id, referral_id)
    try:
        if request.form.get("left") == "yes":
            referring.leave(db(), referral, by=worker(), now=now())
            flash(_("Noted. You see it on the board when it is time to ask how it stands."), "info")
        else:
            referring.call_off(db(), referral, by=worker(), now=now())
            flash(_("Called off. Nothing left."), "info")
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    return _to(contact_id, referral)


@pages.post("/referral/<int:referral_id>/answered")
@may_enter(*WRITERS)
def answered(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """The organisation accepted or refused."""
    referral, form = _referral(contact_id, referral_id), request.form
    try:
        referral_course.answered(
            db(),
            referral,
            accepted=form.get("accepted") == "yes",
            words=form.get("words", ""),
            by=worker(),
            now=now(),
            zone=house().desk.zone,
        )
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    except TextTooLong as error:
        return _one(referral, _("This is too long (%(size)s characters).", size=error.size)), 422
    return _to(contact_id, referral)


@pages.post("/referral/<int:referral_id>/again")
@may_enter(*WRITERS)
def again(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """Another day to ask how it stands."""
    referral = _referral(contact_id, referral_id)
    try:
        day = _day("follow_up_on") or _usual_day()
        referral_course.look_again(db(), referral, on=day, by=worker(), now=now(), zone=house().desk.zone)
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    return _to(contact_id, referral)


@pages.post("/referral/<int:referral_id>/end")
@may_enter(*WRITERS)
def end(contact_id: int, referral_id: int) -> AnyResponse | tuple[str, int]:
    """How it ended."""
    referral, form = _referral(contact_id, referral_id), request.form
    try:
        if form.get("ending") not in set(Ending):
            raise NotPossible("choose_one")
        referral_course.end(
            db(),
            referral,
            ending=Ending(form["ending"]),
            words=form.get("words", ""),
            by=worker(),
            now=now(),
            zone=house().desk.zone,
        )
    except NotPossible as error:
        return _one(referral, say_not_possible(error)), 422
    except TextTooLong as error:
        return _one(referral, _("This is too long (%(size)s characters).", size=error.size)), 422
    flash(_("Kept how it ended. It is off the board."), "info")
    return redirect(url_for("thread.page", contact_id=contact_id, _anchor="help"))
