"""A real browser on the real pages. Needs Debian's chromium; without it these tests skip, saying so."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from tests.browser.place import Place, open_place

CHROMIUM = shutil.which("chromium")
# A browser that asks nothing of the world: on a machine without one it would go on asking.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STUCK = 300  # seconds; the longest test takes a third of that on a busy machine
expect.set_options(timeout=20_000)  # a busy machine is slow, and no test is about time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Only for a browser that died or stood still; what a page does wrong is never tried again.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TargetClosedError"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs chromium (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def opened_browsers() -> Iterator[list[Browser]]:
    """All of the session, the one in use last."""
    opened: list[Browser] = []
    yield opened
    for browser in opened:
        browser.close()


@pytest.fixture
def browser(playwright: Playwright, opened_browsers: list[Browser]) -> Browser:
    """One for all tests, until it dies."""
    if not (opened_browsers and opened_browsers[-1].is_connected()):
        opened_browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET))
    return opened_browsers[-1]


@pytest.fixture(autouse=True)
def never_stuck() -> Iterator[None]:
    """A browser that stands still is ended, so that its test fails instead of waiting for ever."""
    watch = threading.Timer(STUCK, end_browsers)
    watch.daemon = True
    watch.start()
    yield
    watch.cancel()


def end_browsers() -> None:
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "chrom" in process.name():
                process.kill()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The house with its people, served on a port of its own, with a clock that the test moves."""
    yield from served(open_place(tmp_path))


def served(opened: Place) -> Iterator[Place]:
    server = make_server("127.0.0.1", 0, opened.app, threaded=True)
    opened.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield opened
    server.shutdown()
    thread.join()
    opened.house.close()


def _is_complaint(message: ConsoleMessage) -> bool:
    """A test that goes on breaks off the icon, which comes last, and what an open thread asks every while: no fault of the page."""
    what = message.location["url"].split("?")[0]
    broken_off = "net::ERR_" in message.text and what.endswith(("icon.svg", "/new", "/writing/"))
    return message.type == "error" and not broken_off


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest, place: Place) -> Iterator[Page]:
    """A page on a desk and on a phone, in Dutch. Anything that the browser complains about fails the test.

    It asks for the place so that it closes first: an open thread goes on asking, and would complain of a server that has gone.
    """
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints
