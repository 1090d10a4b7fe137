"""New: paste an ad, see what was read and a filled message, correct anything, and only then store and send."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, Refused, Suppressed, TextTooLong
from assistant.outreach import drafting, intake, sending
from assistant.outreach.composing import compose
from assistant.outreach.drafting import Person
from assistant.outreach.intake import Seen
from assistant.rules.ads import AdDetails, Channel, ContactPoint
from assistant.store.accounts import RoleName
from assistant.store.models import Contact
from assistant.web.access import may_enter
from assistant.web.compose_form import choices_from, ways_for
from assistant.web.going_out import approve_and_go
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("paste", __name__, url_prefix="/new")

NOTHING_READ = AdDetails(points=(), alias=None, town=None, language=None, certainty=0.0, not_numbers=())
SECOND = "second"
WRITERS = (RoleName.WORKER, RoleName.SUPERVISOR)


@pages.get("/")
@may_enter(*WRITERS)
def empty() -> str:
    """The empty box."""
    return render_template("paste/empty.html", text="")


@pages.get("/by-hand")
@may_enter(*WRITERS)
def by_hand() -> str:
    """Start without a text: the fields, empty."""
    return _page(_look("", NOTHING_READ), MultiDict())


@pages.post("/")
@may_enter(*WRITERS)
def read() -> str | Response:
    """What the buttons of the page do: read (again), refill, check, save as a draft, approve."""
    form = request.form
    action = form.get("do", "read")
    try:
        if action == "read":
            return _first_look(form.get("text", ""))
        seen = _look(form.get("text", ""), details_from(form))
    except TextTooLong as error:
        flash(_("This text is too long (%(size)s characters). Paste one ad at a time.", size=error.size), "error")
        return render_template("paste/empty.html", text="")
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        if error.reason == "a_list":
            return render_template("paste/empty.html", text="")
        return _page(_look(form.get("text", "")), form)
    if action in ("save", "approve") and not seen.suppressed:
        return _store(seen, form, approve=action == "approve")
    return _page(seen, form)


def _first_look(text: str) -> str:
    if not text.strip():
        flash(_("There was no text in the box."), "error")
        return render_template("paste/empty.html", text="")
    return _page(_look(text), MultiDict())


def _look(text: str, corrected: AdDetails | None = None) -> Seen:
    assistant = house()
    return intake.look(db(), text, team_id=worker().team_id, now=now(), desk=assistant.desk, corrected=corrected)


def details_from(form: MultiDict[str, str]) -> AdDetails:
    """The fields as the worker left them. Raises NotPossible for a point that cannot be one."""
    entries = list(zip(form.getlist("channel"), form.getlist("value"), strict=False))
    points = intake.corrected_points(entries, region=house().desk.country)
    return AdDetails(
        points=points,
        alias=form.get("alias", "").strip()[:80] or None,
        town=form.get("town", "").strip()[:80] or None,
        language=form.get("language", "").strip()[:10] or None,
        certainty=1.0,
        not_numbers=(),
    )


def _page(seen: Seen, form: MultiDict[str, str]) -> str:
    if seen.suppressed:
        return render_template("paste/suppressed.html", seen=seen)
    contact = _who(seen, form)
    points = seen.details.points or (ContactPoint(Channel.PHONE, "", ""),)
    composition = compose(
        db(),
        contact=contact,
        person=_person(seen, contact),
        choices=choices_from(form, refill=form.get("do") != "check"),
        ways=ways_for(points[0].channel.value),
        by=worker(),
        now=now(),
        desk=house().desk,
        terms=house().terms,
    )
    return render_template(
        "paste/page.html", seen=seen, contact=contact, points=points, writing=composition, form=form, second=SECOND
    )


def _who(seen: Seen, form: MultiDict[str, str]) -> Contact | None:
    """Whom the worker says it is: one more person on a known number, one of those that we showed, else whom the points lead to."""
    said = form.get("who", "")
    if said == SECOND:
        return None
    shown = (*seen.people, *(alike.contact for alike in seen.alike))
    return next((one for one in shown if str(one.id) == said), seen.known)


def _person(seen: Seen, contact: Contact | None) -> Person:
    details = seen.details
    if contact is not None:
        stored = drafting.person_of(contact)
        town = details.town or stored.town
        return Person(
            details.alias or stored.alias,
            town,
            details.language or stored.language,
            drafting.still_so((seen.noticed, drafting.earlier(stored.noticed, seen.changes)), town=town),
            stored.seed,
            stored.received,
        )
    return Person(details.alias, details.town, details.language, seen.noticed, seed=len(seen.text))


def _store(seen: Seen, form: MultiDict[str, str], *, approve: bool) -> str | Response:
    """Store contact, ad and draft; then, when approved, try the gate. What the gate refuses stays as a draft, with the reason."""
    by, assistant = worker(), house()
    chosen = _who(seen, form)
    surely_not = [a.contact for a in seen.alike if a.contact is not chosen] if form.get("not_same") else []
    try:
        with db().begin_nested():
            contact = intake.from_ad(
                db(),
                text=seen.text,
                details=seen.details,
                team_id=by.team_id,
                by=by,
                now=now(),
                desk=assistant.desk,
                keep_text=assistant.keeping.ad_text,
                same_as=chosen,
                second=bool(seen.people) and form.get("who") == SECOND,
                not_same=surely_not,
            )
    except Suppressed:
        return render_template("paste/suppressed.html", seen=seen)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return _page(seen, form)
    return keep_and_send(contact, _to_the_point_of_the_ad(contact, seen, form), approve=approve)


def _to_the_point_of_the_ad(contact: Contact, seen: Seen, form: MultiDict[str, str]) -> MultiDict[str, str]:
    """A message after a new ad goes to the number that stands in it."""
    told = {(point.channel.value, point.value) for point in seen.details.points}
    there = next((p for p in sending.reachable(contact) if (p.channel, p.value) in told), None)
    return MultiDict([*form.items(multi=True), ("point", str(there.id))]) if there and "point" not in form else form


def keep_and_send(
    contact: Contact, form: MultiDict[str, str], *, approve: bool, draft: "DraftPlace | None" = None
) -> Response:
    """Keep the words of the form as a draft of `contact`; when approved, take them through the gate to the hand-off page."""
    by, assistant = worker(), house()
    points = sending.reachable(contact)
    point = next((p for p in points if str(p.id) == form.get("point")), points[0] if points else None)
    composition = compose(
        db(),
        contact=contact,
        person=drafting.person_of(contact),
        choices=choices_from(form, refill=False),
        ways=ways_for(point.channel if point else "phone"),
        by=by,
        now=now(),
        desk=assistant.desk,
        terms=assistant.terms,
    )
    try:
        message = drafting.save(
            db(),
            contact,
            body=composition.body,
            kind=composition.kind,
            channel=composition.way,
            point=point,
            by=by,
            now=now(),
            language=composition.version.language if composition.version else composition.language,
            version_id=composition.version.id if composition.version else None,
            hook=dict(composition.hook) if composition.hook else None,
            side_by_side_id=composition.side_by_side_id,
            lot=composition.lot,
            draft_id=draft.id if draft else None,
            draft_version=draft.version if draft else None,
        )
    except NotPossible as error:
        flash(say_not_possible(error), "error")
        return redirect(url_for("thread.page", contact_id=contact.id))
    except Refused as refusal:
        flash(say_refusal(refusal), "error")
        return redirect(url_for("thread.page", contact_id=contact.id))
    if not approve:
        flash(_("Kept as a draft. You find it under Today."), "info")
        return redirect(url_for("thread.page", contact_id=contact.id))
    return approve_and_go(message, override=form.get("override", ""))


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """The draft that a form was editing: its number and the version it showed."""

    id: int
    version: int | None
