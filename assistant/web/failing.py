"""What somebody reads when it does not work: what happened, what did not, what they can do."""

from flask import Flask, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assistant.bootstrap import Assistant
from assistant.errors import NotThere, Stale, TextTooLong
from assistant.web.sessions import request_session


def words_for(code: int) -> tuple[str, str]:
    """Heading and sentence for a failure."""
    known = {
        400: (
            _("That form could not be read."),
            _("Nothing was stored. Go back, load the page again and try once more."),
        ),
        403: (
            _("This page is not for your account."),
            _("Nothing is wrong. Ask your supervisor if you need it for your work."),
        ),
        404: (_("There is nothing here."), _("The address is mistaken, or what stood here is gone.")),
        405: (
            _("That form could not be read."),
            _("Nothing was stored. Go back, load the page again and try once more."),
        ),
        409: (
            _("Somebody else changed this meanwhile."),
            _("Nothing was overwritten. Load the page again to see both."),
        ),
        413: (_("That is too much at once."), _("Nothing was stored. Paste one ad or one conversation at a time.")),
        429: (
            _("That went too fast."),
            _("Wait a minute and try again. Your text is kept in your browser: go back to find it."),
        ),
    }
    return known.get(
        code,
        (
            _("Something broke on our side."),
            _("Nothing was stored. Try again; if it stays, tell your administrator at what time it happened."),
        ),
    )


def _answer(code: int) -> Response:
    heading, sentence = words_for(code)
    return make_response(render_template("errors/error.html", heading=heading, sentence=sentence, code=code), code)


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response(request.environ)
    answer = _answer(error.code)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("retry-after", "allow"):
            answer.headers[name] = value
    return answer


def _broken(error: Exception) -> Response:
    # The session may be the broken part, and the page around the message asks it who is signed in.
    request_session.remove()
    return _answer(500)


def set_up(app: Flask, assistant: Assistant) -> None:
    """Put failures into words."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, lambda error: _answer(400))
    app.register_error_handler(NotThere, lambda error: _answer(404))
    app.register_error_handler(Stale, lambda error: _answer(409))
    app.register_error_handler(StaleDataError, lambda error: _answer(409))
    app.register_error_handler(TextTooLong, lambda error: _answer(413))
    app.register_error_handler(500, _broken)
