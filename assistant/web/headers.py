"""Headers on every answer: nothing from elsewhere, nothing inline, nothing kept by the browser."""

from flask import Flask, Response, request

from assistant.bootstrap import Assistant

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
FILES = frozenset({"static", "bootstrap.static", "security.static"})


def set_up(app: Flask, assistant: Assistant) -> None:
    """Set the headers on all answers of `app`."""
    secure = assistant.config.web.secure_cookies

    def put(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint not in FILES:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.after_request(put)
