"""Every route says who may enter, and lets in nobody else."""

import pytest
from flask import Flask

from assistant.store.accounts import RoleName
from assistant.web import access
from tests.web.conftest import Person


def test_every_route_declares_who_may_enter(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in access.FOREIGN and access.entry_of(app, rule.endpoint) is None
    ]
    assert silent == []


def test_the_listed_foreign_routes_are_all_there(app: Flask) -> None:
    assert set(app.view_functions) >= access.FOREIGN


def test_a_silent_view_is_an_error_in_tests_and_shut_outside(app: Flask) -> None:
    app.add_url_rule("/silent", "silent", lambda: "x")
    with pytest.raises(RuntimeError, match="silent"):
        app.test_client().get("/silent")
    app.testing = False
    assert app.test_client().get("/silent").status_code == 403


def _address(app: Flask, rule: object) -> str:
    """The route's address with 1 for each number in it."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1))  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", list(RoleName))
def test_role_by_route(app: Flask, request: pytest.FixtureRequest, role: RoleName) -> None:
    """Nobody enters without the role; whoever has it is never refused at the door (what stands behind it may be missing)."""
    name = {RoleName.WORKER: "anna", RoleName.SUPERVISOR: "sofie", RoleName.ADMINISTRATOR: "ada"}[role]
    tried = 0
    for rule in app.url_map.iter_rules():
        entry = None if rule.endpoint in access.FOREIGN else access.entry_of(app, rule.endpoint)
        if not entry:
            continue
        person: Person = Person(app.test_client(), name)
        assert person.signs_in().status_code == 302
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):  # type: ignore[operator]
            status = person.client.open(_address(app, rule), method=method).status_code
            if role in entry:
                assert status != 403 or rule.endpoint == "cover.uncover", (rule.rule, method, role)
                assert status < 500, (rule.rule, method, role)
            else:
                assert status == 403, (rule.rule, method, role)
            tried += 1
    assert tried > 20


def test_without_signing_in_every_page_leads_to_the_door(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in access.FOREIGN or not access.entry_of(app, rule.endpoint):
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):  # type: ignore[operator]
            answer = client.open(_address(app, rule), method=method)
            assert answer.status_code == 302, rule.rule
            assert answer.location.startswith("/sign-in"), rule.rule
