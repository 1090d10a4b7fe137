"""Out on a round: planning a visit, the sheet that fits a phone, ticking who was met, and somebody new without an ad."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, Refused, TextTooLong
from assistant.outreach import care, intake, rounds, visits
from assistant.outreach.rounds import Stranger
from assistant.rules.ads import Channel
from assistant.rules.visit_words import visit_parts
from assistant.store import audit, queries
from assistant.store.accounts import Account
from assistant.store.models import Contact, PlaceKind, Visit
from assistant.web.access import may_enter
from assistant.web.asked import lead_to, words_asked
from assistant.web.contacts import contact_of
from assistant.web.joining import why_alike
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("visits", __name__, url_prefix="/visits")

NOBODY_KNOWN = "none"


def _visit(visit_id: int) -> Visit:
    return visits.visit_of(db(), visit_id, team_id=worker().team_id)


def _back(visit_id: int, anchor: str = "") -> Response:
    return redirect(url_for("visits.sheet", visit_id=visit_id, _anchor=anchor or None))


def _too_long(error: TextTooLong) -> str:
    return _("This note is too long (%(size)s characters).", size=error.size)


@pages.get("/")
@may_enter(*WRITERS)
def listed() -> str:
    """The rounds to come and the visits that were."""
    kept = request.args.get("kept") == "yes"
    return render_template("visits/list.html", visits=visits.of_team(db(), worker().team_id), kept=kept)


@pages.route("/new", methods=["GET", "POST"])
@may_enter(*WRITERS)
def new() -> str | Response | tuple[str, int]:
    """Where, when, and who of us goes."""
    if request.method == "GET":
        return _new_page(MultiDict())
    form = request.form
    try:
        visit = visits.begin(
            db(),
            kind=_kind(form.get("kind", "")),
            place=form.get("place", ""),
            town=form.get("town", ""),
            at=_moment(form.get("day", ""), form.get("hour", "")),
            team=_team(form.getlist("team")),
            by=worker(),
            now=now(),
        )
    except NotPossible as error:
        return _new_page(form, say_not_possible(error)), 422
    return redirect(url_for("visits.choose", visit_id=visit.id))


def _new_page(form: MultiDict[str, str], refused: str = "") -> str:
    local = now().astimezone(house().desk.zone)
    return render_template(
        "visits/new.html",
        form=form,
        refused=refused,
        kinds=PlaceKind,
        colleagues=queries.colleagues(db(), team_id=worker().team_id),
        today=local.date().isoformat(),
        hour=f"{local:%H:%M}",
    )


def _kind(said: str) -> PlaceKind:
    try:
        return PlaceKind(said)
    except ValueError:
        raise NotPossible("choose_one") from None


def _moment(day: str, hour: str) -> datetime:
    zone = house().desk.zone
    try:
        on = datetime.fromisoformat(day).date() if day else now().astimezone(zone).date()
        at = time.fromisoformat(hour) if hour else time(12)
        return datetime.combine(on, at.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotPossible("visit_date") from None


def _team(numbers: Sequence[str]) -> list[Account]:
    return [one for one in queries.colleagues(db(), team_id=worker().team_id) if str(one.id) in numbers]


@pages.get("/<int:visit_id>/")
@may_enter(*WRITERS, writes=True)
def sheet(visit_id: int) -> str:
    """The sheet of a round. Who looked is logged with each person on it."""
    return _sheet(_visit(visit_id))


def _sheet(visit: Visit, *, refused: str = "", at: str = "", alike: Sequence[tuple[Contact, str]] = ()) -> str:
    people = visits.people_on(db(), visit)
    for contact in people:
        audit.record(db(), audit.Event.VIEWED, now=now(), by_id=worker().id, contact_id=contact.id, reason="sheet")
    return render_template(
        "visits/sheet.html",
        visit=visit,
        people=[(contact, visits.note_of(db(), visit, contact)) for contact in people],
        other_reader=care.other_reader_since,
        visit_parts=visit_parts,
        refused=refused,
        refused_at=at,
        alike=alike,
        form=request.form,
        nobody_known=NOBODY_KNOWN,
    )


@pages.post("/<int:visit_id>/people/<int:contact_id>")
@may_enter(*WRITERS)
def tick(visit_id: int, contact_id: int) -> Response | tuple[str, int]:
    """Met, not there, or neither after all."""
    visit, contact, did = _visit(visit_id), contact_of(contact_id), request.form.get("did", "")
    word, by, zone = request.form.get("word", ""), worker(), house().desk.zone
    try:
        if did == "met":
            pace = house().terms.pace
            visits.met(db(), visit, contact, word=word, by=by, now=now(), pace=pace, zone=zone)
        elif did == "not_there":
            visits.not_there(db(), visit, contact, word=word, by=by, now=now(), zone=zone)
        elif did == "off":
            visits.take_off(db(), visit, contact)
        else:
            visits.take_back(db(), visit, contact, by=by, now=now())
    except NotPossible as error:
        return _sheet(visit, refused=say_not_possible(error), at=f"p{contact.id}"), 422
    except TextTooLong as error:
        return _sheet(visit, refused=_too_long(error), at=f"p{contact.id}"), 422
    return _back(visit.id, f"p{contact.id}")


@pages.get("/<int:visit_id>/choose")
@may_enter(*WRITERS)
def choose(visit_id: int) -> str:
    """Whom to look in on: who was met there before, who is in that town, or by name."""
    visit = _visit(visit_id)
    asked = words_asked().get("name", "").strip()[:80]
    return render_template(
        "visits/choose.html",
        visit=visit,
        asked=asked,
        offers=rounds.named(db(), visit, asked) if asked else rounds.whom(db(), visit),
    )


@pages.post("/<int:visit_id>/choose")
@may_enter(*WRITERS)
def look_up(visit_id: int) -> Response:
    """Look somebody up by name: on to the page that shows who is called so."""
    return lead_to("visits.choose", ("name",), visit_id=visit_id)


@pages.post("/put-on")
@may_enter(*WRITERS)
def put_on() -> Response:
    """Have a round look in on the people who were chosen; also from somebody's thread."""
    form = request.form
    visit = _visit(int(form["visit"]) if form.get("visit", "").isdigit() else 0)
    people = [contact_of(int(number)) for number in form.getlist("people") if number.isdigit()]
    try:
        with db().begin_nested():
            visits.put_on(db(), visit, people, by=worker(), now=now())
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return redirect(url_for("thread.page", contact_id=people[0].id)) if form.get("from_thread") else _back(visit.id)
    if form.get("from_thread"):
        flash(_("She is on the round."), "info")
        return redirect(url_for("thread.page", contact_id=people[0].id))
    return _back(visit.id)


@pages.post("/<int:visit_id>/somebody")
@may_enter(*WRITERS)
def somebody(visit_id: int) -> Response | tuple[str, int]:
    """Somebody met there, without an ad: first who she may be, then kept."""
    visit, form = _visit(visit_id), request.form
    try:
        with db().begin_nested():
            her = _stranger(form)
            known = _who_she_may_be(visit, her)
            said = form.get("who", "")
            if not said and known:
                return _sheet(visit, at="somebody", alike=known), 422
            chosen = next((one for one, _why in known if str(one.id) == said), None)
            contact = _met_again(visit, chosen, her) if chosen else _kept(visit, her, [one for one, _why in known])
    except Refused as refusal:
        return _sheet(visit, refused=say_refusal(refusal), at="somebody"), 422
    except NotPossible as error:
        return _sheet(visit, refused=say_not_possible(error), at="somebody"), 422
    except TextTooLong as error:
        return _sheet(visit, refused=_too_long(error), at="somebody"), 422
    return _back(visit.id, f"p{contact.id}")


def _stranger(form: MultiDict[str, str]) -> Stranger:
    entry = (form.get("channel", Channel.PHONE), form.get("value", ""))
    return Stranger(
        name=form.get("name", ""),
        language=form.get("language", "").strip()[:10] or None,
        wants=form.get("wants", ""),
        word=form.get("word", ""),
        points=intake.corrected_points([entry], region=house().desk.country),
    )


def _who_she_may_be(visit: Visit, her: Stranger) -> list[tuple[Contact, str]]:
    """Whom we know by her number, then by her name and this town."""
    found = {one.id: (one, _("the same number")) for one in rounds.whose_points(db(), visit, her)}
    for alike in rounds.who_she_may_be(db(), visit, her):
        found.setdefault(alike.contact.id, (alike.contact, why_alike(alike)))
    return list(found.values())


def _met_again(visit: Visit, contact: Contact, her: Stranger) -> Contact:
    zone, pace = house().desk.zone, house().terms.pace
    visits.met(db(), visit, contact, word=her.word, by=worker(), now=now(), pace=pace, zone=zone)
    rounds.wants(db(), contact, her, by=worker(), now=now(), zone=zone)
    return contact


def _kept(visit: Visit, her: Stranger, not_same: Sequence[Contact]) -> Contact:
    return rounds.somebody_new(
        db(),
        visit,
        her,
        not_same=not_same,
        by=worker(),
        now=now(),
        pace=house().terms.pace,
        zone=house().desk.zone,
    )


@pages.post("/<int:visit_id>/place")
@may_enter(*WRITERS)
def place(visit_id: int) -> Response | tuple[str, int]:
    """How it was there, how many people gave no name, and that the round is over."""
    visit, form = _visit(visit_id), request.form
    count = form.get("nameless", "").strip() or "0"
    try:
        nameless = int(count) if count.isascii() and count.isdigit() and len(count) < 6 else -1
        visits.about_the_place(visit, words=form.get("words", ""), nameless=nameless)
    except NotPossible as error:
        return _sheet(visit, refused=say_not_possible(error), at="place"), 422
    except TextTooLong as error:
        return _sheet(visit, refused=_too_long(error), at="place"), 422
    if form.get("do") == "end":
        visits.end(visit, now=now())
        return redirect(url_for("visits.listed", kept="yes"))  # in the address: a script may load the page twice
    if form.get("do") == "reopen":
        visits.reopen(visit)
    return _back(visit.id, "place")
