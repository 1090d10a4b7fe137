"""`assistant serve`: the pages on one port, and the clock beside them."""

from pathlib import Path

import click

from assistant.bootstrap import Assistant
from assistant.cli.opening import house_options, open_house, refuse
from assistant.collecting import keep_what_is_loaded
from assistant.logs import write_discreetly
from assistant.outreach import hook_sentences, library
from assistant.store.opening import sqlite_warning

LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
THREADS = 8


@click.command()
@house_options
def command(config: Path | None, data: Path | None) -> None:
    """Serve the pages. Refuses to start, with the reason, on an unsafe or mistaken config."""
    assistant = open_house(config, data)
    web = assistant.config.web
    if unsafe := why_unsafe(assistant):
        refuse(unsafe)
    if assistant.store.is_sqlite and (warning := sqlite_warning()):
        click.echo(warning, err=True)
    with assistant.store.writing() as session:
        library.load_shipped(session, now=assistant.now())
        hook_sentences.load_shipped(session, now=assistant.now())
    serve(assistant, host=web.host, port=web.port)


def why_unsafe(assistant: Assistant) -> str | None:
    """Why these settings must not be served, or None."""
    web = assistant.config.web
    if not web.secure_cookies and web.host not in LOCAL:
        return f"web.secure_cookies: may only be off on 127.0.0.1, not on {web.host}: a cookie could be read on the way"
    return None


def serve(assistant: Assistant, *, host: str, port: int) -> None:
    """Serve until Ctrl-C; the clock runs in a thread of its own. Ends with 2 when the port is taken."""
    from waitress.server import create_server

    from assistant import jobs
    from assistant.web.app import LARGEST_REQUEST, create_app

    write_discreetly()
    app = create_app(assistant)
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=LARGEST_REQUEST + 65536,
        )
    except OSError as error:
        refuse(f"web.port: {host}:{port} cannot be used ({error.strerror})")
    click.echo(f"http://{host}:{port}")
    keep_what_is_loaded()
    clockwork = jobs.start_ticker(assistant)
    try:
        server.run()
    finally:
        clockwork.stop()
        assistant.close()
