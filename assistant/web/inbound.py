"""Where gateways call us: words that came in, and reports on ours. No sign-in, no cookie, no form token: each call proves itself.

Stored and committed, then answered with 200, and not before. What is turned away leaves a row for the administrator, at most one a minute.
"""

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from assistant import traffic
from assistant.channels.base import Call, Called, Forged, Heard, Inbound, Unreadable
from assistant.outreach import watching
from assistant.web.access import public
from assistant.web.sessions import house

pages = Blueprint("inbound", __name__, url_prefix="/inbound/<name>")
LARGEST_CALL = 256 * 1024  # a text of 10,000 characters in emoji, form-encoded, is half of this


@pages.route("", methods=["POST"])
@public
def words(name: str) -> Response:
    """Words, and for some gateways also reports."""
    return _receive(name)


@pages.route("/report", methods=["GET", "POST"])
@public
def report(name: str) -> Response:
    """What became of a message of ours."""
    return _receive(name)


def _receive(name: str) -> Response:
    assistant = house()
    channel = assistant.channels.get(name)
    if channel is None or not isinstance(channel, Called):
        return _answer(404)
    call = _call(name)
    if call is None:
        return _turn_away(name, "too_large", 413)
    try:
        channel.admit(call, now=assistant.now())
    except Forged as forged:
        return _turn_away(name, forged.why, 403)
    try:
        heard: list[Heard] = channel.read(call)
    except Unreadable:
        heard = [Inbound(raw=call.body.decode(errors="backslashreplace"), unreadable=True)] if call.body else []
    traffic.read(assistant, traffic.take_in(assistant, name, heard))
    return _answer(200)


def _call(name: str) -> Call | None:
    """The request as the gateway sent it, under the address that it knows us by; None when its body is too large."""
    request.max_content_length = LARGEST_CALL
    if (request.content_length or 0) > LARGEST_CALL:
        return None
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:  # one that does not say its length
        return None
    public_url = house().config.channels.public_url.rstrip("/") or request.host_url.rstrip("/")
    query = request.query_string.decode(errors="replace")
    return Call(
        method=request.method,
        url=f"{public_url}{request.path}" + (f"?{query}" if query else ""),
        headers={key.lower(): value for key, value in request.headers.items()},
        query=request.args.to_dict(),
        body=body,
        address=request.remote_addr or "",
    )


def _turn_away(name: str, kind: str, status: int) -> Response:
    assistant = house()
    now = assistant.now()
    with assistant.store.reading() as session:
        known = watching.was_just_turned_away(session, name, kind, now=now)
    if not known:
        with assistant.store.writing() as session:
            watching.turn_away(session, name, kind, now=now)
    return _answer(status)


def _answer(status: int) -> Response:
    """Empty: some gateways send what they are answered on to the person who wrote."""
    return Response(status=status, mimetype="text/plain")
