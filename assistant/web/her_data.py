"""What is kept about her: to see, to take along, to erase."""

from flask import Blueprint, Response, flash, json, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from assistant.outreach import rights
from assistant.web.access import may_enter
from assistant.web.contacts import contact_of
from assistant.web.paste import WRITERS
from assistant.web.sessions import db, house, now, worker
from assistant.web.thread_page import log_view

pages = Blueprint("her_data", __name__, url_prefix="/contact/<int:contact_id>")


@pages.get("/data")
@may_enter(*WRITERS, writes=True)
def page(contact_id: int) -> str:
    """What we keep about her, and how to let her see or erase it."""
    contact = contact_of(contact_id)
    log_view(contact)
    return render_template("thread/data.html", contact=contact, kept=house().config.retention)


@pages.post("/data/export")
@may_enter(*WRITERS)
def export(contact_id: int) -> AnyResponse:
    """Everything kept about her as a file that she can read."""
    kept = rights.export(db(), contact_of(contact_id), by=worker(), now=now())
    answer = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return answer


@pages.post("/data/erase")
@may_enter(*WRITERS)
def erase(contact_id: int) -> AnyResponse:
    """Erase her data; with a "no", her points stay refused as hashes only."""
    if request.form.get("sure") != "yes":
        flash(_("Nothing was erased: tick the box first."), "error")
        return redirect(url_for("her_data.page", contact_id=contact_id))
    rights.erase(
        db(),
        contact_of(contact_id),
        now=now(),
        by=worker(),
        keep_no=request.form.get("keep_no") == "yes",
        reason=_("her request"),
    )
    flash(_("Erased. Nothing of her words is left here."), "info")
    return redirect(url_for("today.page"))
