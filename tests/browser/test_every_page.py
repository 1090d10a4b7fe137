"""Every page of the demo, found by following its links: for everybody, in both languages, light and dark, on a small phone and a desk."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

from assistant.bootstrap import open_assistant
from assistant.demo import making
from assistant.web.app import create_app

PASSWORD = "een lange zin"
NOW = datetime(2026, 11, 17, 10, 20, tzinfo=UTC)
MOST_PAGES = 120  # a walk that does not end would otherwise hang here
NO_PAGES = re.compile(r"/(static|files?|logout|health)\b|\.(csv|jsonl?|svg|css|js|zip)$|/go/")


@dataclass
class Demo:
    """A served demo."""

    address: str
    app: Flask

    def kind_of(self, address: str) -> str | None:
        """Which route a path leads to; None for what is no page of ours."""
        path = urlsplit(address).path
        if NO_PAGES.search(path):
            return None
        try:
            endpoint, _ = self.app.url_map.bind("127.0.0.1").match(path, method="GET")
        except HTTPException:
            return None
        return str(endpoint)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    making.make(folder, password=PASSWORD, now=NOW)
    house = open_assistant(making.config_for(folder, port=8080), clock=lambda: NOW)
    app = create_app(house)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Demo(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    house.close()


def enter(context: BrowserContext, demo: Demo, name: str) -> Page:
    page = context.new_page()
    page.goto(demo.address)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.get_by_role("heading", level=1).wait_for()
    return page


def faults_of(page: Page) -> list[str]:
    """What keeps somebody from using this page."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = Axe().run(page).response
    assert found["passes"], "axe did not look"
    serious = [
        f"{wrong['id']}: {node['html'][:140]}"
        for wrong in found["violations"]
        if wrong["impact"] in ("serious", "critical")
        for node in wrong["nodes"]
    ]
    heads = page.locator("h1").count()
    return (
        serious
        + ([f"{wide} px sideways"] if wide > 0 else [])
        + ([f"{heads} headings of the first level"] if heads != 1 else [])
    )


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl-NL", 390, "light"), ("en-GB", 1280, "dark")], ids=["small", "desk-dark"]
)
@pytest.mark.parametrize("name", ["anna", "sofie", "ada"])
def test_every_page_that_a_link_leads_to_is_for_everybody(
    browser: Browser, demo: Demo, name: str, language: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        locale=language,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = enter(context, demo, name)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    waiting, seen = [urlsplit(page.url).path], {"home"}
    wrong: dict[str, list[str]] = {}
    for _ in range(MOST_PAGES):  # one page of each route: one thread shows what all threads do
        if not waiting:
            break
        path = waiting.pop(0)
        answer = page.goto(demo.address + path)
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        faults = faults_of(page) if answer.ok else [f"answered {answer.status}"]
        if faults or complaints:
            wrong[path] = faults + complaints
        complaints.clear()
        for link in page.eval_on_selector_all("a[href^='/']", "links => links.map(link => link.getAttribute('href'))"):
            kind = demo.kind_of(link)
            if kind and kind not in seen:
                seen.add(kind)
                waiting.append(link)
    context.close()
    assert not waiting
    assert len(seen) > 8, seen
    assert not wrong
