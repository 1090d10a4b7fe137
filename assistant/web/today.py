"""Today: who waits for us, who is due, what has not left yet."""

from datetime import datetime, timedelta

from flask import Blueprint, render_template

from assistant.outreach import today
from assistant.rules.cadence import last_chance
from assistant.store.accounts import RoleName
from assistant.store.models import MessageState
from assistant.web import figures
from assistant.web.access import may_enter
from assistant.web.channels import states as channel_states
from assistant.web.language import speaks
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("today", __name__)

CLOCK_IS_LATE = timedelta(minutes=10)


@pages.get("/")
@may_enter(*WRITERS)
def page() -> str:
    """The board."""
    assistant, by = house(), worker()
    board = today.board(db(), by=by, now=now(), patience=assistant.patience, zone=assistant.desk.zone)
    supervisor = by.role is RoleName.SUPERVISOR
    beat, gateways = board.heartbeats.get("clock"), channel_states()
    return render_template(
        "today/page.html",
        board=board,
        pathways=assistant.pathways,
        tongue=speaks(),
        supervisor=supervisor,
        standing_out=figures.standing_out() if supervisor else [],
        weeks=today.reply_figures(db(), team_id=by.team_id, monday=_monday()) if supervisor else [],
        loads=today.loads(board.waiting) if supervisor else [],
        last_words=today.last_words,
        local_today=now().astimezone(assistant.desk.zone).date(),
        patience=assistant.patience,
        beat=beat,
        channel_states=gateways,
        stands_still=any(state.is_late for state in gateways)
        or bool(beat and beat.detail)
        or (supervisor and board.untold > 0),
        clock_is_late=beat is None or now() - beat.ran_at > CLOCK_IS_LATE,
        until=last_chance(assistant.terms.pace, now=now()),
        states=MessageState,
    )


def _monday() -> datetime:
    local = now().astimezone(house().desk.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=local.weekday())
