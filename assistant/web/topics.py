"""Topics and offers: what people can ask for, and what the team has for it. A supervisor keeps both."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant.errors import NotPossible
from assistant.outreach import offers, topics
from assistant.store.accounts import RoleName
from assistant.store.models import TeamOffer
from assistant.web.access import may_enter
from assistant.web.library_words import SHOWN
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker
from assistant.web.topic_names import shipped_name

pages = Blueprint("topics", __name__, url_prefix="/team/topics")


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def every() -> str:
    """Every topic with the team's offers beside it."""
    return _page()


@pages.post("/")
@may_enter(RoleName.SUPERVISOR)
def add() -> Response | tuple[str, int]:
    """A topic of the team's own."""
    try:
        topics.add(db(), name=request.form.get("name", ""), by=worker(), now=now())
    except NotPossible as error:
        return _page(say_not_possible(error)), 422
    flash(_("Added. It can be chosen from now on."), "info")
    return redirect(url_for("topics.every"))


@pages.post("/<code>/name")
@may_enter(RoleName.SUPERVISOR)
def rename(code: str) -> Response | tuple[str, int]:
    """Another name; a shipped topic gets its own back when the field is left empty."""
    try:
        topics.rename(db(), code, name=request.form.get("name", ""), by=worker(), now=now())
    except NotPossible as error:
        return _page(say_not_possible(error), code), 422
    flash(_("Kept. It is called so everywhere, also where it stood before."), "info")
    return redirect(url_for("topics.every"))


@pages.post("/<code>/retire")
@may_enter(RoleName.SUPERVISOR)
def retire(code: str) -> Response | tuple[str, int]:
    """It is not chosen any more, or it is again."""
    retired = request.form.get("retired") == "yes"
    try:
        topics.retire(db(), code, retired=retired, by=worker(), now=now())
    except NotPossible as error:
        return _page(say_not_possible(error), code), 422
    flash(_("Retired. Requests that have it keep it.") if retired else _("It can be chosen again."), "info")
    return redirect(url_for("topics.every"))


def _page(refused: str = "", at: str = "") -> str:
    return render_template(
        "team/topics.html",
        topics=topics.every(db(), team_id=worker().team_id),
        offers=offers.every(db(), team_id=worker().team_id),
        shipped_name=shipped_name,
        refused=refused,
        at=at,
    )


@pages.get("/offer/new")
@may_enter(RoleName.SUPERVISOR)
def new_offer() -> str:
    """A form for something the team offers."""
    return _offer(None)


@pages.post("/offer/new")
@may_enter(RoleName.SUPERVISOR)
def add_offer() -> Response | tuple[str, int]:
    """Something the team offers from now on."""
    return _keep(None)


@pages.get("/offer/<int:offer_id>")
@may_enter(RoleName.SUPERVISOR)
def offer(offer_id: int) -> str:
    """One offer, with what a message that says it would be told."""
    return _offer(offers.find(db(), offer_id, team_id=worker().team_id))


@pages.post("/offer/<int:offer_id>")
@may_enter(RoleName.SUPERVISOR)
def change_offer(offer_id: int) -> Response | tuple[str, int]:
    """Other facts of an offer."""
    return _keep(offers.find(db(), offer_id, team_id=worker().team_id))


@pages.post("/offer/<int:offer_id>/end")
@may_enter(RoleName.SUPERVISOR)
def end_offer(offer_id: int) -> Response:
    """It is not offered any more, or it is again."""
    ended = request.form.get("ended") == "yes"
    offers.end(db(), offers.find(db(), offer_id, team_id=worker().team_id), ended=ended, by=worker(), now=now())
    flash(_("Ended. Nobody is told of it any more.") if ended else _("It is offered again."), "info")
    return redirect(url_for("topics.every"))


def _keep(one: TeamOffer | None) -> Response | tuple[str, int]:
    form = request.form
    said = {tag: {fact: form.get(f"{fact}-{tag or 'all'}", "") for fact in ("name", "hours")} for tag in ("", *SHOWN)}
    try:
        kept = offers.keep(
            db(),
            one,
            topic=form.get("topic", ""),
            said=said,
            address=form.get("address", ""),
            link=form.get("link", ""),
            languages=form.getlist("spoken"),
            desk=house().desk,
            by=worker(),
            now=now(),
        )
    except NotPossible as error:
        return _offer(one, say_not_possible(error)), 422
    flash(_("Kept. Messages that are written from now on say it so."), "info")
    return redirect(url_for("topics.offer", offer_id=kept.id))


def _offer(one: TeamOffer | None, refused: str = "") -> str:
    return render_template(
        "team/offer.html",
        offer=one,
        codes=topics.codes_in_use(db(), team_id=worker().team_id),
        problems=offers.problems(one, desk=house().desk) if one else [],
        sentence=offers.sentence(one, None) if one else "",
        shown=SHOWN,
        refused=refused,
    )
