"""One person, one thread: two people side by side, joined, taken apart and undone; whose number and whose words these are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import AssistantError, NotPossible, NotThere, Refused, Stale
from assistant.outreach import intake, likely, merging, parting, sharing, splitting, thread
from assistant.outreach.likely import Alike
from assistant.outreach.sharing import PointState
from assistant.rules.ads import ContactPoint
from assistant.rules.likeness import Sign
from assistant.store import joinings, queries
from assistant.store.models import Contact, Joining, JoiningKind, Message, Point
from assistant.store.points import contacts_at
from assistant.web.access import may_enter
from assistant.web.asked import lead_to, words_asked
from assistant.web.contacts import contact_of
from assistant.web.onward import to_thread
from assistant.web.paste import WRITERS
from assistant.web.sayings import say_not_possible, say_refusal
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("joining", __name__, url_prefix="/contact/<int:contact_id>")

SHOWN = 6  # of the last words, beside each other


@dataclass(frozen=True, slots=True)
class Beside:
    """What her page says about who she is: her points, with whom she shares them, whom she may be, what can be undone."""

    points: list[PointState]
    shared_with: tuple[Contact, ...]
    alike: list[Alike]
    undoable: Sequence[Joining]
    unsure: dict[int, list[Contact]]  # messages on a shared number → who else may have written them


def beside(contact: Contact, undoable: Sequence[Joining] | None = None) -> Beside:
    """All that the thread page shows of this. `undoable`: from whoever asked already."""
    session = db()
    points = sharing.points_of(session, contact)
    shared = {one.id: one for state in points for one in state.shared_with if one.team_id == contact.team_id}
    unsure = {m.id: sharing.may_be_of(session, m) for m in contact.messages if (m.reading or {}).get(sharing.UNSURE)}
    if undoable is None:
        undoable = joinings.undoable(session, contact, since=now() - merging.UNDO_WITHIN)
    return Beside(
        points,
        tuple(shared.values()),
        likely.for_person(session, contact),
        undoable,
        {n: w for n, w in unsure.items() if w},
    )


def why_alike(alike: Alike) -> str:
    """What speaks for one person, in words."""
    said = {
        Sign.SAME_NAME: _("the same name"),
        Sign.LIKE_NAME: _("a name that sounds alike"),
        Sign.TOWN: _("the same town"),
        Sign.SAME_WORDING: _("nearly the same words in the ad"),
        Sign.LIKE_WORDING: _("many of the same words in the ad"),
    }
    return ", ".join(said[sign] for sign in alike.likeness.signs)


def undo_until(joining: Joining) -> datetime:
    """Until when a merge or split can be undone."""
    return joining.at + merging.UNDO_WITHIN


def _say(error: AssistantError) -> None:
    if isinstance(error, NotPossible):
        flash(say_not_possible(error), "error")
    elif isinstance(error, Refused):
        flash(say_refusal(error), "error")
    else:
        flash(_("Somebody else changed this meanwhile."), "error")


@pages.get("/join")
@may_enter(*WRITERS)
def choose(contact_id: int) -> str | Response:
    """Who is the same person? Those who may be, and a field to look one up; with `with`, the two beside each other."""
    contact = contact_of(contact_id)
    wanted = request.args.get("with", "")
    if wanted.isdigit() and len(wanted) < 10:
        other = contact_of(int(wanted))
        if other.id != contact.id:
            return _compare(contact, other)
    found, looked_up = [], words_asked().get("point", "").strip()[:254]
    if looked_up:
        found = _look_up(looked_up, contact)
    return render_template(
        "joining/choose.html",
        contact=contact,
        alike=likely.for_person(db(), contact),
        found=found,
        looked_up=looked_up,
        shared=beside(contact).shared_with,
    )


@pages.post("/join/who")
@may_enter(*WRITERS)
def look_up(contact_id: int) -> Response:
    """Look up the other: on to the page that shows who it may be."""
    return lead_to("joining.choose", ("point",), contact_id=contact_id)


def _look_up(typed: str, contact: Contact) -> list[Contact]:
    """The team's people at a number, address or name, in any spelling."""
    region, points = house().desk.country, list[ContactPoint]()
    channels = ["email"] if "@" in typed[1:] else ["phone", "telegram", "signal", "instagram", "snapchat"]
    for channel in channels:
        try:
            points += intake.corrected_points([(channel, typed)], region=region)
        except NotPossible:
            continue
    people = contacts_at(db(), [(point.channel.value, point.value) for point in points])
    return [one for one in people if one.id != contact.id and one.team_id == contact.team_id]


def _compare(contact: Contact, other: Contact) -> str:
    sides = [
        (one, sharing.points_of(db(), one), thread.timeline(one)[-SHOWN:], queries.help_requests_of(db(), one.id))
        for one in (contact, other)
    ]
    return render_template("joining/compare.html", contact=contact, other=other, sides=sides)


@pages.post("/join")
@may_enter(*WRITERS)
def join(contact_id: int) -> Response:
    """The two are one person: everything goes to the one that is kept."""
    contact, asked = contact_of(contact_id), request.form.get("other", "")
    if not asked.isdigit() or len(asked) > 9:
        raise NotThere
    other = contact_of(int(asked))
    kept, gone = (other, contact) if request.form.get("keep") == str(other.id) else (contact, other)
    try:
        with db().begin_nested():
            reason = request.form.get("reason", "")
            merging.merge(db(), kept, gone, by=worker(), reason=reason, now=now(), pace=house().terms.pace)
    except (NotPossible, Refused, Stale) as error:
        _say(error)
        return redirect(url_for("joining.choose", contact_id=contact_id) + f"?with={other.id}")
    flash(_("One thread now. For thirty days this can be undone, on this page."), "info")
    return to_thread(kept.id)


@pages.post("/joined/<int:joining_id>/undo")
@may_enter(*WRITERS)
def undo(contact_id: int, joining_id: int) -> Response:
    """They were two people after all; or, after a split, one."""
    contact = contact_of(contact_id)
    joining = db().get(Joining, joining_id)
    if joining is None or contact.id not in (joining.kept_id, joining.other_id):
        raise NotThere
    was_merge, stays = joining.kind is JoiningKind.MERGE, contact
    try:
        with db().begin_nested():
            stays, _other = parting.undo(db(), joining, by=worker(), now=now(), pace=house().terms.pace)
    except (NotPossible, Refused, Stale) as error:
        _say(error)
        return to_thread(contact.id)
    flash(
        _("Undone: two threads again. Each has back what was hers.") if was_merge else _("Undone: one thread again."),
        "info",
    )
    return to_thread(stays.id)


@pages.post("/not-same")
@may_enter(*WRITERS)
def not_same(contact_id: int) -> Response:
    """Somebody else: do not ask again."""
    contact, asked = contact_of(contact_id), request.form.get("other", "")
    if not asked.isdigit() or len(asked) > 9:
        raise NotThere
    merging.deny(db(), contact, contact_of(int(asked)), by=worker(), now=now())
    flash(_("Noted: two people. We do not ask again."), "info")
    return to_thread(contact.id)


@pages.get("/split")
@may_enter(*WRITERS)
def split(contact_id: int) -> str:
    """What belongs to the second person?"""
    contact = contact_of(contact_id)
    return render_template(
        "joining/split.html", contact=contact, points=sharing.points_of(db(), contact), entries=thread.timeline(contact)
    )


@pages.post("/split")
@may_enter(*WRITERS)
def take_apart(contact_id: int) -> Response:
    """Two people in one thread: the second gets what was chosen."""
    contact, form = contact_of(contact_id), request.form

    def chosen(name: str) -> frozenset[int]:
        return frozenset(int(value) for value in form.getlist(name) if value.isdigit() and len(value) < 10)

    places = {point.id: form.get(f"point{point.id}", "stays") for point in contact.points}
    share = splitting.Share(
        points=frozenset(number for number, place in places.items() if place == "goes"),
        shared=frozenset(number for number, place in places.items() if place == "both"),
        ads=chosen("ad"),
        messages=chosen("message"),
        notes=chosen("note"),
    )
    try:
        with db().begin_nested():
            joining = splitting.split(
                db(),
                contact,
                share,
                by=worker(),
                alias=form.get("alias"),
                reason=form.get("reason", ""),
                now=now(),
                pace=house().terms.pace,
            )
    except (NotPossible, Refused, Stale) as error:
        _say(error)
        return redirect(url_for("joining.split", contact_id=contact.id))
    flash(_("Two threads now. For thirty days this can be undone, on this page."), "info")
    return to_thread(contact_of(joining.other_id).id)


@pages.post("/point/<int:point_id>")
@may_enter(*WRITERS)
def point(contact_id: int, point_id: int) -> Response:
    """This number belongs to somebody else now; or it was hers after all."""
    contact = contact_of(contact_id)
    hers = next((one for one in contact.points if one.id == point_id), None)
    if not isinstance(hers, Point):
        raise NotThere
    try:
        with db().begin_nested():
            if request.form.get("do") == "back":
                sharing.is_hers_again(db(), hers, by=worker(), now=now())
                flash(_("Noted: it is hers."), "info")
            else:
                sharing.belongs_to_somebody_else(db(), hers, by=worker(), now=now())
                flash(_("Noted. Nothing goes there for her any more, and a new ad with it makes a new person."), "info")
    except (NotPossible, Refused) as error:
        _say(error)
    return to_thread(contact.id, "ways")


@pages.post("/message/<int:message_id>/whose")
@may_enter(*WRITERS)
def whose(contact_id: int, message_id: int) -> Response:
    """Words on a shared number: hers, or of the other."""
    contact = contact_of(contact_id)
    message: Message = queries.message_of_team(db(), message_id, team_id=worker().team_id)
    if message.contact_id != contact.id:
        raise NotThere
    to = request.form.get("to", "")
    if to == str(contact.id) or not to.isdigit() or len(to) > 9:
        sharing.is_hers(db(), message)
        return to_thread(contact.id, f"m{message_id}")
    try:
        with db().begin_nested():
            other = contact_of(int(to))
            sharing.move(db(), message, other, by=worker(), now=now(), pace=house().terms.pace)
    except (NotPossible, Stale) as error:
        _say(error)
        return to_thread(contact.id)
    flash(_("Moved. Her words stand in this thread now."), "info")
    return to_thread(other.id, f"m{message_id}")
