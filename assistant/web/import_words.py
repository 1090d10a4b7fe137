"""The words of the import pages: what a column becomes, how a file is written, why not, and what became of a list."""

import csv
import io
import re
from datetime import datetime
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assistant.bootstrap import Assistant
from assistant.outreach.importing import batches, working
from assistant.outreach.importing.waiting import LARGEST
from assistant.rules.ads import Channel
from assistant.rules.import_columns import Field
from assistant.store.models import ImportBatch, ImportState
from assistant.web.language import day, moment
from assistant.web.names import channel_name

REFUSALS = {
    "import_busy": _l("Somebody is working on this list at this moment."),
    "import_decided": _l("That is not possible with this list any more."),
    "another_import": _l("Not now, because another list is being taken over. Wait until it is done, or stop it."),
    "undo_too_late": _l(
        "It is more than 30 days ago, so it can no longer be taken back as a whole. Erase people one by one."
    ),
}
REFUSED_FILE = {
    "none": _l("Choose a file first."),
    "too_large": _l(
        "This list is larger than %(size)s MB. Split it, or let your administrator take it over with “assistant import”.",
        size=LARGEST >> 20,
    ),
}
GROUND_NAMES = {
    "consent": _l("They agreed to it"),
    "public_ad": _l("They made their number public themselves"),
    "handed_over": _l("Another organisation handed them over, by agreement"),
}
SEPARATOR_NAMES = {";": _l("semicolon"), ",": _l("comma"), "\t": _l("tab"), "|": _l("upright bar")}
ENCODING_NAMES = {
    "utf-8": _l("Unicode (UTF-8)"),
    "cp1252": _l("Western Europe (Windows-1252)"),
    "iso8859-15": _l("Western Europe (Latin-9)"),
    "cp1250": _l("Central Europe (Windows-1250)"),
    "cp1251": _l("Cyrillic (Windows-1251)"),
    "utf-16-le": _l("Unicode (UTF-16)"),
    "mac-roman": _l("Western Europe (old Mac)"),
}
KIND_NAMES = {
    "csv": _l("text with columns (CSV)"),
    "xlsx": _l("workbook (Excel)"),
    "jsonl": _l("whole threads (JSON Lines)"),
    "vcard": _l("address book (vCard)"),
}
FIELD_NAMES = {
    Field.ALIAS.value: _l("Name"),
    Field.TOWN.value: _l("Town"),
    Field.LANGUAGE.value: _l("Language"),
    Field.COUNTRY.value: _l("Country of origin"),
    Field.GENDER.value: _l("Gender, as she names it"),
    Field.WORKER.value: _l("Worker"),
    Field.REF.value: _l("Number in the other system"),
    Field.STOP.value: _l("Wants no messages"),
    Field.NOTE.value: _l("Note"),
}
# What the readers say about a file or a line, in English; said here in the language of the page.
PROBLEMS: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"no column with phone numbers", _l("This file has no column of numbers. Point one out yourself.")),
        (r"the list is not here any more", _l("The file is not here any more. Hand it over again.")),
        (r"something broke on our side", _l("Something broke on our side. What was stored is whole.")),
        (r"the file is empty|no rows in it", _l("There is nothing in this file.")),
        (r"this is a PDF", _l("This is a PDF, not a list. Save the list as CSV or Excel.")),
        (r"this is an old workbook", _l("This is an old workbook (.xls). Save it as .xlsx or CSV.")),
        (r"this is a picture", _l("This is a picture, not a list.")),
        (r"this is a compressed file|an archive, not a workbook", _l("This is a packed file. Unpack it first.")),
        (r"unpacks to more than|the sheet reaches to row", _l("This workbook is too large. Save the sheet as CSV.")),
        (r"workbook (?:is|has)", _l("This workbook is damaged. Open it and save it anew.")),
        (r"not a text file", _l("This is not a list: neither text nor a workbook.")),
        (r"no saved page", _l("There is no saved page (.html or .txt) in this folder.")),
        (
            r"\d+ files; at most (?P<most>\d+) are read",
            _l("There are too many files in it; at most %(most)s are read."),
        ),
        (r"columns; at most", _l("This file has too many columns.")),
        (r"spreadsheet rounded this number", _l("the spreadsheet rounded this number; format the column as text")),
        (r"no contact point on this line|no contact point$", _l("no number, address or handle")),
        (r"not a valid number or address|no valid number or address", _l("not a valid number or address")),
        (r"contact points; at most|too many contact points", _l("too many numbers for one person")),
        (r"a quote opens here", _l("a quotation mark opens here and is not closed")),
        (r"longer than .* not a line of a list", _l("far too long for a line of a list")),
        (r"not valid JSON", _l("not valid JSON")),
        (r"another team knows her", _l("another team knows her; left as she is")),
        (r"no worker .* on this team", _l("this worker is not on this team; nobody's yet")),
        (r"not a row of cells", _l("not a row of cells")),
        (r"cannot be read", _l("This file cannot be read.")),
        (r"this is a database", _l("This is a database, not a list.")),
        (r"a line must be one JSON object", _l("each line must be one JSON object")),
        (r"needs a contact point or a note", _l("needs a number, address or handle, or a note")),
        (r"the file is damaged", _l("the file is damaged")),
        (r"the card is cut off", _l("the card is cut off")),
        (r"properties; not one person's card", _l("far too long for one person's card")),
        (r"empty cells$", _l("a line of nothing but empty cells")),
        (r"neither a file nor a folder|this is .*, not a list", _l("This is not a list.")),
        (r"larger than (?P<size>\d+) MB", _l("larger than %(size)s MB")),
        (r"^'(?P<name>.*)' is not a field; left out", _l("the field “%(name)s” is not known; left out")),
        (r"^(?P<name>\w+) (?P<value>'.*') is not known; left out", _l("%(name)s: %(value)s is not known; left out")),
        (
            r"a contact point without a known channel",
            _l("a contact point without a known channel and a value; left out"),
        ),
        (r"not a valid (?P<name>\w+); left out", _l("not a valid %(name)s; left out")),
        (r"stop must be true or false", _l("stop must be true or false")),
        (r"(?P<name>\w+) must be a text$", _l("%(name)s must be a text")),
        (
            r"(?P<name>\w+) must be a list of at most (?P<most>[\d,]+)",
            _l("%(name)s must be a list of at most %(most)s entries"),
        ),
        (r"text is missing", _l("the text is missing")),
        (r"longer than (?P<most>[\d,]+) characters", _l("longer than %(most)s characters")),
        (r"at lies in the future", _l("the moment lies in the future")),
        (r"at lies before (?P<year>\d+)", _l("the moment lies before %(year)s")),
        (r"at must be a moment|at is not a moment", _l("“at” must be a moment like 2026-03-01T14:30:00+01:00")),
        (r"direction must be", _l("the direction must be “out” or “in”")),
        (r"channel must be a short name", _l("the channel must be a short name")),
        (r"kind must be one of (?P<kinds>.*)", _l("the kind must be one of: %(kinds)s")),
        (r"place and text must be texts", _l("place and text must be texts")),
        (r"text cannot be read", _l("This text cannot be read.")),
    )
)
_OF_ENTRY = re.compile(r"(message|note|visit) (\d+): (.*)", re.DOTALL)
_ENTRIES = {"message": _l("message %(number)s"), "note": _l("note %(number)s"), "visit": _l("visit %(number)s")}
_OF_FILE = re.compile(r"([^:]{1,200}\.(?:html?|txt)): (.*)", re.DOTALL | re.IGNORECASE)
_AT_LINE = re.compile(r"line (\d+): (.*)", re.DOTALL)


def say_problem(problem: str) -> str:
    """A reader's sentence in the language of the page, with its line; one that has no translation stands as it is."""
    if at := _AT_LINE.fullmatch(problem):
        return _("Line %(line)s: %(problem)s", line=at[1], problem=say_problem(at[2]))
    if entry := _OF_ENTRY.fullmatch(problem):
        return f"{_ENTRIES[entry[1]] % {'number': entry[2]}}: {say_problem(entry[3])}"
    if file := _OF_FILE.fullmatch(problem):
        return f"{file[1]}: {say_problem(file[2])}"
    for pattern, words in PROBLEMS:
        if found := pattern.search(problem):
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return problem


def in_our_words(text: str, *, heads: tuple[str, ...]) -> str:
    """The list of left out lines with its first heads and its reasons in the language of the page."""
    delimiter = text[len(heads[0]) :][:1] or ","
    words = [_("line"), _("left out"), _("reason")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        writer.writerow([*words, *row[3:]] if at == 0 else [*row[:2], say_problem(row[2]), *row[3:]])
    return out.getvalue()


def column_name(name: str) -> str:
    """What a column becomes with us."""
    if name in FIELD_NAMES:
        return str(FIELD_NAMES[name])
    return _("Phone number") if name == Channel.PHONE else channel_name(name)


def column_choices() -> list[tuple[str, str]]:
    """Everything that a column may become: the usual first, then the handles by name."""
    usual = [Channel.PHONE.value, "email", *FIELD_NAMES]
    handles = [channel.value for channel in Channel if channel.value not in usual]
    return [(name, column_name(name)) for name in [*usual, *sorted(handles, key=column_name)]]


def encoding_name(name: str) -> str:
    return str(ENCODING_NAMES.get(name, name))


def separator_name(sign: str) -> str:
    return str(SEPARATOR_NAMES.get(sign, sign))


def state_sign(batch: ImportBatch, at: datetime) -> tuple[str, str, str]:
    """(shape, words, tone) for a list."""
    if batches.alive(batch, now=at):
        return "clock", _("Busy"), "us"
    if batches.broken_off(batch, now=at):
        return "waiting", _("Broken off"), "waiting"
    return {
        ImportState.COUNTED: ("new", _("Not decided yet"), ""),
        ImportState.DONE: ("check", ngettext("%(num)d new", "%(num)d new", batch.new), "good"),
        ImportState.STOPPED: ("stopped", _("Stopped halfway"), ""),
        ImportState.FAILED: ("cross", _("Not read"), "")
        if not batch.started_at
        else ("waiting", _("Broken off"), "waiting"),
        ImportState.UNDONE: ("back", _("Taken back"), "still"),
    }[batch.state]


def who_and_when(batch: ImportBatch) -> str:
    """ "Gisteren, 15.20 uur, door Sofie"."""
    when = moment(batch.started_at or batch.made_at)
    name = batch.by.shown_name if batch.by else _("the command line")
    return _("%(when)s, by %(name)s", when=when[:1].upper() + when[1:], name=name)


def undo_said(batch: ImportBatch, at: datetime) -> str | None:
    """Until which day it can be taken back; None when it cannot."""
    until = batches.undo_until(batch)
    return day(until) if until is not None and until >= at else None


def lines_read(batch: ImportBatch) -> str:
    """ "412 regels in 0,8 seconden gelezen"."""
    seconds = format_decimal((batch.found or {}).get("seconds", 0), format="0.0")
    lines = batch.total or 0
    return ngettext(
        "%(num)d line read in %(seconds)s seconds", "%(num)d lines read in %(seconds)s seconds", lines, seconds=seconds
    )


def outside_said(batch: ImportBatch) -> str:
    """Why people stay outside."""
    stopped = ngettext("%(num)d asked us to stop", "%(num)d asked us to stop", batch.suppressed)
    enough = ngettext("%(num)d got enough messages already", "%(num)d got enough messages already", batch.over_budget)
    said = [words for words, many in ((stopped, batch.suppressed), (enough, batch.over_budget)) if many]
    return ", ".join(said) + "." if said else _("Nobody.")


def percent(batch: ImportBatch) -> tuple[int, int] | None:
    """(done, of) for a progress bar; None when nobody knows how many there are."""
    if batch.state is ImportState.RUNNING and batch.total:
        done = sum(getattr(batch, name) for name in batches.COUNTED)
        return min(done, batch.total), batch.total
    if batch.state is ImportState.UNDOING and batch.new:
        return min(batch.removed, batch.new), batch.new
    return None


def bars(batch: ImportBatch) -> list[tuple[str, float, float]]:
    """(class, x, width) of the parts of a bar a thousand wide; parts of nothing are left out."""
    outside = batch.suppressed + batch.over_budget
    parts = [("c-new", batch.new), ("c-known", batch.known), ("c-out", outside), ("c-bad", batch.invalid)]
    there = [(name, number) for name, number in parts if number]
    room = 1000 - 3 * max(0, len(there) - 1)
    whole = sum(number for _name, number in there) or 1
    drawn, x = [], 0.0
    for name, number in there:
        width = room * number / whole
        drawn.append((name, round(x, 1), round(width, 1)))
        x += width + 3
    return drawn


def around(assistant: Assistant, at: datetime) -> dict[str, Any]:
    """What the templates of these pages need."""
    return {
        "say_problem": say_problem,
        "column_choices": column_choices,
        "column_name": column_name,
        "encoding_name": encoding_name,
        "separator_name": separator_name,
        "state_sign": lambda batch: state_sign(batch, at),
        "who_and_when": who_and_when,
        "undo_said": lambda batch: undo_said(batch, at),
        "undo_before": day(at + batches.UNDO_WITHIN),
        "lines_read": lines_read,
        "outside_said": outside_said,
        "percent": percent,
        "bars": bars,
        "grounds": GROUND_NAMES,
        "kind_names": KIND_NAMES,
        "largest_mb": LARGEST >> 20,
        "team_name": assistant.config.organisation.name,
        "is_busy": lambda batch: batches.alive(batch, now=at),
        "half_hidden": working.half_hidden,
    }
