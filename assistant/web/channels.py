"""Channels: for an administrator, whether each gateway works and who knocked with a false key; a test to an own phone. No conversation."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assistant import traffic
from assistant.channels.base import Channel, ChannelError, Polled
from assistant.errors import NotPossible
from assistant.outreach import watching
from assistant.outreach.intake import corrected_points
from assistant.store import audit, queries
from assistant.store.accounts import RoleName
from assistant.store.models import Heartbeat
from assistant.web.access import may_enter
from assistant.web.sayings import say_not_possible
from assistant.web.sessions import db, house, now, worker
from assistant.web.traffic_said import trouble_said

pages = Blueprint("channels", __name__, url_prefix="/channels")


@dataclass(frozen=True, slots=True)
class State:
    """One channel as the page shows it. `out` and `heard` are None when it never worked."""

    channel: Channel
    kind: str
    out: Heartbeat | None
    heard: Heartbeat | None
    is_late: bool
    is_polled: bool  # nobody calls us there: the clock looks whether something came in


def states() -> list[State]:
    """Every channel that is on."""
    beats = queries.heartbeats(db())
    found = []
    for name, channel in house().channels.items():
        out, heard = beats.get(watching.OUT + name), beats.get(watching.IN + name)
        polled = isinstance(channel, Polled)
        late = watching.is_late(out, now=now()) or (polled and watching.is_late(heard, now=now()))
        found.append(State(channel, min(channel.abilities.carries), _ever(out), _ever(heard), late, polled))
    return found


def _ever(beat: Heartbeat | None) -> Heartbeat | None:
    return beat if beat is not None and beat.ran_at != watching.NEVER else None


@pages.get("/")
@may_enter(RoleName.ADMINISTRATOR)
def page() -> str:
    """The gateways, and the calls that were turned away."""
    troubles = {name: beat.detail for name, beat in queries.heartbeats(db()).items()}
    return render_template(
        "channels/page.html",
        states=states(),
        troubles=troubles,
        alarms=watching.alarms(db()),
        public_url=house().config.channels.public_url,
        settings=house().config.channels,
    )


@pages.post("/<name>/test")
@may_enter(RoleName.ADMINISTRATOR)
def test(name: str) -> Response:
    """A message to your own phone. It passes no gate: it goes to nobody we know."""
    assistant = house()
    channel = assistant.channels.get(name)
    try:
        if channel is None:
            raise NotPossible("no_channel")
        kind = min(channel.abilities.carries)
        points = corrected_points([(kind, request.form.get("to", ""))], region=assistant.desk.country)
        if not points:
            raise NotPossible("bad_number" if kind == "phone" else "bad_email")
        text = _("Test of %(name)s. You can delete this.", name=assistant.config.organisation.name)
        audit.record(db(), audit.Event.CHANNEL_TESTED, now=now(), by_id=worker().id, reason=name)
        db().commit()  # the gateway is asked outside any transaction
        traffic.send_test(assistant, name, points[0].value, kind=kind, text=text)
    except NotPossible as error:
        flash(say_not_possible(error), "error")
    except ChannelError as error:
        flash(_("The test did not leave.") + " " + trouble_said(error.reason.value), "error")
    else:
        flash(
            _("The gateway took the test. Look whether it arrives, and answer it: your answer shows under Today."),
            "info",
        )
    return redirect(url_for("channels.page"))
