"""Signing in, the cover, headers and forms from elsewhere."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.config import Web
from assistant.outreach import accounts
from assistant.store.accounts import Account
from assistant.store.models import LogEntry
from assistant.web.app import create_app
from tests.web.conftest import PASSWORD, Person


def test_health_tells_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_wrong_password_and_an_unknown_name_read_the_same(client: FlaskClient) -> None:
    pages = []
    for name in ("anna", "nobody"):
        answer = client.post("/sign-in", data={"username": name, "password": "wrong wrong wrong"})
        assert answer.status_code == 200
        pages.append(answer.text.replace(name, ""))
    assert pages[0] == pages[1]
    assert 'role="status"' in pages[0]


def test_capitals_in_the_name_do_not_matter(app: Flask) -> None:
    assert Person(app.test_client(), "ANNA").signs_in().status_code == 302


def test_too_many_wrong_passwords(client: FlaskClient) -> None:
    codes = [client.post("/sign-in", data={"username": "anna", "password": f"x{n}"}).status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_sign_ins_and_failures_are_logged(anna: Person, house: Assistant) -> None:
    anna.client.post("/sign-out")
    anna.signs_in("something else")
    with house.store.reading() as session:
        assert session.scalars(select(LogEntry.event).order_by(LogEntry.id)).all() == ["signed_in", "sign_in_failed"]


def test_a_one_time_password_must_be_changed_first(app: Flask, house: Assistant) -> None:
    with house.store.writing() as session:
        made = accounts.reset(session, session.scalars(select(Account).where(Account.username == "bram")).one())
    bram = Person(app.test_client(), "bram")
    assert bram.signs_in(made.password).status_code == 302
    assert bram.gets("/").location == "/me/password"
    assert bram.posts("/me/password", current=made.password, new="short", again="short").status_code == 422
    new = "four quiet rivers"
    assert bram.posts("/me/password", current=made.password, new=new, again=new + "x").status_code == 422
    assert bram.posts("/me/password", current=made.password, new=new, again=new).status_code == 302
    assert bram.gets("/").status_code == 200


def test_switching_off_ends_a_session_at_once(anna: Person, house: Assistant) -> None:
    with house.store.writing() as session:
        people = {one.username: one for one in accounts.all_accounts(session)}
        accounts.switch_off(session, people["anna"], by=people["ada"])
    assert anna.gets("/").location.startswith("/sign-in")
    assert anna.signs_in().status_code == 200


def test_the_cover_hides_every_page_until_the_password(anna: Person) -> None:
    assert anna.posts("/cover", **{"from": "/me"}).location == "/cover"
    for page in ("/", "/me", "/new/", "/second-factor"):
        assert anna.gets(page).location == "/cover"
    assert "Anna" not in anna.sees("/cover")
    assert anna.posts("/uncover", code="wrong").status_code == 403
    assert anna.posts("/uncover", code=PASSWORD).location == "/me"
    assert anna.gets("/me").status_code == 200


def test_a_pin_lifts_the_cover_and_wrong_ones_sign_out(anna: Person) -> None:
    assert anna.posts("/me", pin="12a").status_code == 422
    anna.posts("/me", pin="2468")
    anna.posts("/cover")
    assert anna.posts("/uncover", code="2468").status_code == 302
    anna.posts("/cover")
    for _ in range(5):
        last = anna.posts("/uncover", code="0000")
    assert last.location == "/sign-in"
    assert anna.gets("/").location.startswith("/sign-in")


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example/", "/\\evil.example", "/cover", "x" * 900])
def test_the_cover_leads_back_to_our_own_pages_only(anna: Person, address: str) -> None:
    anna.posts("/cover", **{"from": address})
    assert anna.posts("/uncover", code=PASSWORD).location == "/"


def test_a_form_without_its_token_is_refused(house: Assistant) -> None:
    app = create_app(house, {"TESTING": True})
    answer = app.test_client().post("/sign-in", data={"username": "anna", "password": PASSWORD})
    assert answer.status_code in (200, 400)
    with app.test_client() as browser:
        browser.post("/sign-in", data={"username": "anna", "password": PASSWORD})
        assert browser.get("/").location.startswith("/sign-in")
        assert browser.post("/cover").status_code == 400
        assert browser.post("/sign-out").status_code == 400


def test_headers_on_pages_refusals_and_files(anna: Person) -> None:
    for address in ("/", "/nothing", "/health", "/static/theme.css"):
        answer = anna.gets(address)
        answer.close()
        headers = answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert ("no-store" in headers.get("Cache-Control", "")) == (address != "/static/theme.css")


@pytest.mark.parametrize("address", ["/", "/me", "/new/", "/more", "/sign-in", "/nothing"])
def test_no_inline_script_or_style(anna: Person, address: str) -> None:
    page = anna.gets(address, follow_redirects=True).text
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    assert all("src=" in tag for tag in page.split("<script")[1:])


def test_secure_cookies_and_hsts(house: Assistant) -> None:
    strict = house.config.model_copy(update={"web": Web(require_second_factor=False)})
    app = create_app(
        type(house)(strict, house.store, house.clock, house.terms, house.desk), {"WTF_CSRF_ENABLED": False}
    )
    answer = app.test_client().post(
        "/sign-in", data={"username": "anna", "password": PASSWORD}, base_url="https://localhost"
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert answer.headers["Strict-Transport-Security"]


def test_a_second_factor_is_asked_when_the_config_says_so(house: Assistant) -> None:
    strict = house.config.model_copy(update={"web": Web(secure_cookies=False)})
    app = create_app(
        type(house)(strict, house.store, house.clock, house.terms, house.desk),
        {"TESTING": True, "WTF_CSRF_ENABLED": False},
    )
    anna = Person(app.test_client(), "anna")
    answer = anna.signs_in()
    assert answer.location.startswith("/second-factor")
    assert anna.gets("/").location.startswith("/sign-in")
    page = anna.posts("/second-factor", setup="authenticator")
    assert "data:image/" in page.text
    key = re.search(r'one-time">([A-Z2-7 -]+)<', page.text)
    assert key
    assert anna.posts("/second-factor/code", code="000000").status_code == 200
    code = TOTP(key=key[1]).generate().token
    assert anna.posts("/second-factor/code", code=code).status_code == 302
    assert anna.gets("/").status_code == 200
    anna.client.post("/sign-out")
    assert anna.signs_in().location.startswith("/second-factor/code")
    assert anna.gets("/").location.startswith("/sign-in")


def test_a_huge_request_is_answered_politely(anna: Person) -> None:
    answer = anna.posts("/new/", text="x" * (21 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Er is niets bewaard" in answer.text
