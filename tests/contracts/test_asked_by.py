"""Every route of every service has a rule that says who may ask; what agencies may ask stands here once more."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from deploy.documents import SERVICES
from shared.web.rules import HEALTH
from tests.contracts.wiring import wired

AGENCIES = {
    "intake": {
        "POST /reports",
        "POST /reports/csv",
        "POST /reports/{report}/attachments",
        "GET /reports/template.csv",
        "GET /events",
    },
    "reviews": {
        "POST /returns",
        "GET /returns",
        "GET /events",
        "GET /themes",
        "GET /learning/actions",
        "GET /learning/briefings-awaited",
        "GET /chronology/template.csv",
        "GET /chronology/template.json",
        "GET /cases/{case}/plan",
        "GET /cases/{case}/returns",
        "GET /cases/{case}/asked-about",
        "GET /cases/{case}/completeness",
        "GET /cases/{case}/chronology",
        "POST /cases/{case}/chronology",
        "GET /cases/{case}/documents",
        "POST /cases/{case}/documents",
        "GET /cases/{case}/documents/{document}",
        "GET /cases/{case}/learning/texts",
        "POST /cases/{case}/submit-agency-return",
    },
}
# The watcher's canary; and what the console shows of lists that tell of no child.
ASIDE = {"GET /quarantine", "GET /quarantine/{quarantine_id}"}
OUR_OWN = {
    "intake": ASIDE | {"POST /canary", "GET /calendar", "GET /partners", "GET /duties/moved-by-holiday"},
    "notifier": ASIDE | {"GET /duties/moved-by-holiday"},
    "publisher": ASIDE | {"GET /duties/moved-by-holiday"},
    "console": ASIDE,
    "reviews": ASIDE
    | {
        "GET /duties/moved-by-holiday",
        "GET /learning/at-a-glance",
        "GET /learning/actions",
        "GET /learning/recurrences",
    },
}
OTHERWISE_PROVED = {
    "intake": {"POST /token"},
    **{name: {"POST /receipts"} for name in ("notifier", "reviews", "publisher")},
}
Apps = dict[str, FastAPI]


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    with wired(SERVICES, tmp_path_factory.mktemp("keys")) as modules:
        yield {name: module.app for name, module in modules.items()}


def asked_by(app: FastAPI, who: str) -> set[str]:
    return {
        f"{method.upper()} {path}"
        for path, item in app.openapi()["paths"].items()
        for method, operation in item.items()
        if who in operation["x-asked-by"]
    }


def test_every_route_has_a_rule(apps: Apps) -> None:
    for name, app in apps.items():
        for path, item in app.openapi()["paths"].items():
            for method, operation in item.items():
                assert operation["x-asked-by"], (name, method, path)
                needs = bool({"person", "agency", "service"} & set(operation["x-asked-by"]))
                assert needs == ("security" in operation), (name, method, path)
                assert not needs or {"401", "403", "429"} <= operation["responses"].keys()


def test_nothing_answers_that_no_document_tells_of(apps: Apps) -> None:
    """A route that is hidden from the document would be hidden from the rules' tests, too."""
    for name, app in apps.items():
        told = {path for path in app.openapi()["paths"]} | {"/openapi.json"}
        found = {each.path_format or each.path for each in iter_route_contexts(app.router.routes)}
        assert len(found) > 10, "routers are looked into"
        assert found - told == {"/changes"} if name == "console" else found <= told, name  # a stream of the pages


@pytest.mark.parametrize("name", SERVICES)
def test_what_an_agency_may_ask_stands_here_too(apps: Apps, name: str) -> None:
    assert asked_by(apps[name], "agency") == AGENCIES.get(name, set())


@pytest.mark.parametrize("name", SERVICES)
def test_what_needs_no_token_is_health_and_what_is_signed(apps: Apps, name: str) -> None:
    assert asked_by(apps[name], "health") | {"GET /openapi.json"} == set(HEALTH)
    assert asked_by(apps[name], "signed") == OTHERWISE_PROVED.get(name, set())
    assert asked_by(apps[name], "service") == OUR_OWN[name]


def test_pages_are_the_console_s_alone(apps: Apps) -> None:
    assert {name for name, app in apps.items() if asked_by(app, "session")} == {"console"}
    by_token = ("/quarantine", "/erasures", "/audit")  # for commands, which have no session
    assert all(route.split()[1].startswith(by_token) for route in asked_by(apps["console"], "person"))
