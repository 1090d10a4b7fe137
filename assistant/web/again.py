"""Again: whom to write a light message, who should have had one, and whom we are about to lose. Each leads to her thread; nothing is sent here."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from assistant.outreach import absence, due
from assistant.rules.silence import Losing
from assistant.store import queries
from assistant.store.accounts import RoleName
from assistant.store.models import PostponeReason
from assistant.web.access import may_enter
from assistant.web.moments import days_to_postpone
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("again", __name__, url_prefix="/again")


@pages.get("/")
@may_enter(*WRITERS)
def page() -> str:
    """A worker sees whom they look after today, or with ?whose=all the whole team's people; a supervisor begins with all."""
    assistant, by = house(), worker()
    whole_team = request.args.get("whose", "all" if by.role is RoleName.SUPERVISOR else "mine") == "all"
    found = due.queue(db(), by=by, whole_team=whole_team, now=now(), pace=assistant.terms.pace, desk=assistant.desk)
    absences = absence.noted(db(), team_id=by.team_id, now=now())
    today = now().astimezone(assistant.desk.zone).date()
    return render_template(
        "again/page.html",
        queue=found,
        whole_team=whole_team,
        losing=Losing,
        stood_in_for=[absences[number] for number in absence.stood_in_for(found.away, by) if number in absences],
        colleagues=[one for one in queries.colleagues(db(), team_id=by.team_id) if one.id != by.id],
        days=days_to_postpone(),
        tomorrow=today + timedelta(days=1),
        reasons=PostponeReason,
    )
