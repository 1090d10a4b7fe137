"""Lists from elsewhere: hand one over, look at what it would do, store it, stop it, take it back. A supervisor's work.

An administrator sees nobody's conversation, and a dry run shows lines of people; a worker does not decide for the whole team.
"""

import io
from typing import IO, Any

from flask import Blueprint, Request, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from assistant.errors import NotPossible, NotThere
from assistant.outreach.importing import batches, saved_pages, waiting, working
from assistant.outreach.importing.reading import Kind
from assistant.outreach.importing.records import Unreadable
from assistant.rules.import_columns import KNOWN
from assistant.store.accounts import RoleName
from assistant.store.models import ImportBatch, ImportState
from assistant.web.access import may_enter
from assistant.web.import_words import REFUSALS, REFUSED_FILE, around, in_our_words, say_problem
from assistant.web.sessions import db, house, now, worker

pages = Blueprint("importing", __name__, url_prefix="/team/import")
SOON = 1.5  # seconds that a click waits for a small list to be ready
ENCODINGS = ("utf-8", "cp1252", "iso8859-15", "cp1250", "cp1251", "utf-16-le", "mac-roman")
SEPARATORS = (";", ",", "\t", "|")


class ListRequest(Request):
    """A request whose files stay in memory: a list of people is never laid down readable on a disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def _batch(number: int) -> ImportBatch:
    return batches.of_team(db(), number, team_id=worker().team_id)


@pages.errorhandler(RequestEntityTooLarge)
@pages.errorhandler(waiting.TooLarge)
def _too_large(error: Exception) -> tuple[str, int]:
    return _lists(REFUSED_FILE["too_large"]), 413


@pages.get("/")
@may_enter(RoleName.SUPERVISOR)
def lists() -> str:
    """The lists so far, and where a new one is handed over."""
    return _lists()


def _lists(refused: Any = None) -> str:
    rows = batches.latest(db(), team_id=worker().team_id)
    return render_template("importing/lists.html", refused=refused, rows=rows, **around(house(), now()))


@pages.post("/")
@may_enter(RoleName.SUPERVISOR)
def hand_over() -> Response | tuple[str, int]:
    """A list comes in, sealed, and is looked through; nothing of it is stored."""
    try:
        name, stream = _given()
    except Unreadable as error:
        return _lists(say_problem(str(error))), 422
    if not name:
        return _lists(REFUSED_FILE["none"]), 422
    place = house().imports
    token, key = waiting.put(place.folder, place.store.keyring, stream)
    batch = batches.make(db(), team_id=worker().team_id, by=worker(), name=name, file_key=key, upload=token, now=now())
    return _begin(batch, ImportState.COUNTING)


def _given() -> tuple[str, IO[bytes]]:
    """What was handed over and its name: one file, or the pages of a folder packed in one. No name: nothing. Raises Unreadable."""
    listed = request.files.get("list")
    if listed is not None and listed.filename:
        return listed.filename, listed.stream
    saved = [(page.filename, page.stream) for page in request.files.getlist("pages") if page.filename]
    if not saved:
        return "", io.BytesIO()
    first = saved[0][0]
    return first.partition("/")[0] if "/" in first else _("Saved ads"), saved_pages.pack(saved)


def _begin(batch: ImportBatch, to: ImportState) -> Response:
    """Claim, store that, and let a thread of this process do it; a small list is ready before the page is."""
    number = batch.id
    try:
        runner = batches.claim(db(), batch, to, now=now())
    except NotPossible as refused:
        db().rollback()
        flash(REFUSALS[refused.reason])
        return redirect(url_for("importing.one", number=number))
    db().commit()
    working.start(house().imports, number, runner).join(SOON)
    return redirect(url_for("importing.one", number=number))


@pages.get("/<int:number>")
@may_enter(RoleName.SUPERVISOR)
def one(number: int) -> str:
    """One list: what it would do, how far it is, or what became of it."""
    batch = _batch(number)
    live = batches.alive(batch, now=now())
    counted = batch.state is ImportState.COUNTED
    stayed = batches.who_stayed(db(), batch) if batch.state is ImportState.UNDONE else ()
    found = batch.found or {}
    return render_template(
        f"importing/{'working' if live else 'counted' if counted else 'ended'}.html",
        batch=batch,
        found=found,
        live=live,
        off=batches.broken_off(batch, now=now()),
        stayed=stayed,
        problem=say_problem(batch.problem) if batch.problem else None,
        before=batches.same_list(db(), batch) if counted else None,
        there=waiting.is_there(house().imports.folder, batch.upload),
        has_lines=waiting.is_there(house().imports.folder, (batch.upload or "") + waiting.LINES),
        encodings=_with(ENCODINGS, found.get("encoding")),
        separators=_with(SEPARATORS, found.get("delimiter")),
        is_table=found.get("kind") in (Kind.CSV, Kind.XLSX),
        rows=[row for row in batches.latest(db(), team_id=worker().team_id) if row.id != batch.id][:4],
        **around(house(), now()),
    )


def _with(usual: tuple[str, ...], found: str | None) -> tuple[str, ...]:
    return usual if found is None or found in usual else (found, *usual)


@pages.post("/<int:number>/columns")
@may_enter(RoleName.SUPERVISOR)
def columns(number: int) -> Response:
    """Read the list otherwise: other columns, another character set, another separator. Looked through anew."""
    batch, form = _batch(number), request.form
    found = batch.found or {}
    encoding = form.get("encoding") if form.get("encoding") in _with(ENCODINGS, found.get("encoding")) else None
    delimiter = form.get("delimiter") if form.get("delimiter") in _with(SEPARATORS, found.get("delimiter")) else None
    as_before = (encoding or found.get("encoding"), delimiter or found.get("delimiter")) == (
        found.get("encoding"),
        found.get("delimiter"),
    )
    asked = [form.get(f"column{at}") for at in range(len(found.get("columns", ())))]
    chosen = (
        [name if name in KNOWN else None for name in asked] if as_before and any(n is not None for n in asked) else None
    )
    # Read otherwise, the columns are others: then they are guessed again.
    batch.choices = working.corrected(batch, encoding=encoding, delimiter=delimiter, columns=chosen)
    return _begin(batch, ImportState.COUNTING)


@pages.post("/<int:number>/start")
@may_enter(RoleName.SUPERVISOR)
def start(number: int) -> Response:
    """Store what the dry run counted. Drafts nothing, sends nothing."""
    batch = _batch(number)
    ground = request.form.get("ground", "")
    if ground not in batches.GROUNDS:
        flash(_("Say first why we may keep these people."))
        return redirect(url_for("importing.one", number=number))
    batch.ground = ground
    batches.log(db(), batch, "begun", by=worker(), now=now())
    return _begin(batch, ImportState.RUNNING)


@pages.post("/<int:number>/stop")
@may_enter(RoleName.SUPERVISOR)
def stop(number: int) -> Response:
    """Store nothing more of it."""
    batch = _batch(number)
    try:
        batches.stop(db(), batch, by=worker(), now=now())
    except NotPossible:
        flash(_("It had ended already."))
    return redirect(url_for("importing.one", number=number))


@pages.post("/<int:number>/go-on")
@may_enter(RoleName.SUPERVISOR)
def go_on(number: int) -> Response:
    """From the first line that is not in yet; or take back what was being taken back."""
    batch = _batch(number)
    undoing = batch.state is ImportState.UNDOING
    counting = batch.state is ImportState.COUNTING
    return _begin(batch, ImportState.UNDOING if undoing else ImportState.COUNTING if counting else ImportState.RUNNING)


@pages.post("/<int:number>/undo")
@may_enter(RoleName.SUPERVISOR)
def undo(number: int) -> Response:
    """Take the whole list back."""
    batch = _batch(number)
    batches.log(db(), batch, "being taken back", by=worker(), now=now())
    return _begin(batch, ImportState.UNDOING)


@pages.post("/<int:number>/aside")
@may_enter(RoleName.SUPERVISOR)
def aside(number: int) -> Response:
    """Not this list: it goes, and nothing of it was stored."""
    try:
        batches.lay_aside(db(), _batch(number), folder=house().imports.folder)
    except NotPossible as refused:
        flash(REFUSALS[refused.reason])
        return redirect(url_for("importing.one", number=number))
    flash(_("Laid aside. Nothing of that list was stored."))
    return redirect(url_for("importing.lists"))


@pages.get("/<int:number>/lines.csv")
@may_enter(RoleName.SUPERVISOR)
def lines(number: int) -> Response:
    """The lines that stay out, with the reasons, to mend and hand over again."""
    batch = _batch(number)
    place = house().imports
    try:
        raw = waiting.lines(place.folder, place.store.keyring, batch.upload or "-")
    except waiting.Gone:
        raise NotThere from None
    answer = Response(
        in_our_words(raw.decode("utf-8-sig"), heads=working.HEADS).encode("utf-8-sig"), mimetype="text/csv"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="list-{batch.id}-left-out.csv"'
    return answer
