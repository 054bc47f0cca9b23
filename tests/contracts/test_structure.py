"""What holds of all services together: who says what on which topic, who hears it, and how it is acknowledged."""

import ast
import importlib
import inspect
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import AwareDatetime

from deploy.watcher.groups import groups
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.decider import Command
from shared.duties import holidays, recounting
from shared.edge import BadInput, read
from shared.events.intake import INTAKE
from shared.events.reviews import REVIEWS
from shared.relay import topics_of
from shared.topics import (
    CASE_KEYS,
    SERVICES_THAT_NOTE,
    SERVICES_THAT_SAY,
    audit_of,
    events_of,
    feedback_to,
    incidents_of,
    returns_of,
    topics_for,
)
from tests import examples as ex
from tests.contracts.records import VOCABULARIES
from tests.contracts.wiring import wired

ROOT = Path(__file__).parents[2]
SERVICES = (*SERVICES_THAT_SAY, "console")
AGENCIES = [agency.id for agency in ex.partnership().agencies]
# Said to somebody outside: no service of ours hears it.
TERMINAL = {feedback_to(agency): "the agency itself reads it" for agency in AGENCIES}
# Heard from somebody outside: no service of ours says it.
FROM_OUTSIDE = {
    name_of(agency): "the agency itself says it" for agency in AGENCIES for name_of in (incidents_of, returns_of)
}
TELLS_AGENCIES = (INTAKE.source, REVIEWS.source)


@pytest.fixture(scope="module")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Application]]:
    """Every service as it is wired, connected to nothing."""
    with wired(SERVICES, tmp_path_factory.mktemp("keys")) as modules:
        yield {name: module.application for name, module in modules.items()}


def _hears(application: Application) -> set[str]:
    return set(application.ear.subscriber.topic_names) if application.ear else set()


@pytest.mark.parametrize("service", SERVICES)
def test_the_watcher_watches_what_each_service_hears(service: str, applications: dict[str, Application]) -> None:
    assert set(groups(AGENCIES)[service]) == _hears(applications[service])


def test_the_watcher_watches_every_service() -> None:
    assert groups(AGENCIES).keys() == set(SERVICES)


def _says(service: str) -> set[str]:
    """The topics that this service's events go to."""
    subjects = ["a-case", *(f"feedback/{agency}" for agency in AGENCIES if service in TELLS_AGENCIES)]
    return {topic for subject in subjects for topic in topics_of(service, subject)}


def test_every_topic_said_is_heard_or_declared_terminal(applications: dict[str, Application]) -> None:
    heard = set().union(*map(_hears, applications.values()))
    said = {CASE_KEYS, *(topic for service in SERVICES_THAT_SAY for topic in _says(service))}
    assert said - heard == set(TERMINAL)


def test_every_topic_heard_is_said_or_comes_from_outside(applications: dict[str, Application]) -> None:
    heard = set().union(*map(_hears, applications.values()))
    said = {CASE_KEYS, *(topic for service in SERVICES_THAT_SAY for topic in _says(service))}
    assert heard - said == set(FROM_OUTSIDE)


def test_every_topic_is_in_the_table_and_nothing_else_is() -> None:
    said = {CASE_KEYS, *(topic for service in SERVICES_THAT_SAY for topic in _says(service))}
    noted = set(map(audit_of, SERVICES_THAT_NOTE))  # who looked: read by whoever noted it, and the witness
    assert {topic.name for topic in topics_for(AGENCIES)} == said | noted | set(FROM_OUTSIDE)


def test_whoever_has_a_vocabulary_has_a_topic() -> None:
    assert set(VOCABULARIES) == set(SERVICES_THAT_SAY)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_understands_every_event_it_listens_to(
    applications: dict[str, Application], service: str
) -> None:
    log = applications[service].service.log
    listens = {topic for topic in _hears(applications[service]) if topic.endswith(".events")}
    assert listens == {events_of(source) for source in log.hears}


@pytest.mark.parametrize("service", SERVICES_THAT_SAY)
def test_whoever_owes_hears_of_proclaimed_holidays_and_counts_again_before_it_reminds(
    applications: dict[str, Application], service: str
) -> None:
    """The view is not kept to the service's own events: intake says them."""
    application = applications[service]
    assert holidays in application.service.views
    timetables = list(application.worker.timetables)
    (reminding,) = (each for each in timetables if isinstance(each, Reminding))
    assert timetables.index(recounting) < timetables.index(reminding)


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_package_says_of_itself_is_so(applications: dict[str, Application], service: str) -> None:
    doc = inspect.getdoc(importlib.import_module(f"services.{service}")) or ""
    hears = {topic for topic in _hears(applications[service]) if not topic.startswith("partner.")}
    lines = {line.partition(":")[0]: line for line in doc.splitlines()}
    assert all(topic in lines["Hears"] for topic in hears)
    assert all(name in lines["Hears"] for name in VOCABULARIES if events_of(name) in hears)
    assert (events_of(service) in lines["Says"]) == (service in VOCABULARIES)


DATED = [
    (command, name)
    for service in SERVICES_THAT_SAY
    for command in importlib.import_module(f"services.{service}.commands").OFFICERS
    for name, field in command.model_fields.items()
    if field.annotation in (date, AwareDatetime)
]


@pytest.mark.parametrize(("command", "name"), DATED, ids=lambda it: getattr(it, "__name__", it))
@pytest.mark.parametrize("value", ["0", "1767225600", "9999-12-31", "9999-12-31T00:00:00Z"])
def test_no_date_that_a_person_gives_is_read_by_guessing(command: type[Command], name: str, value: str) -> None:
    with pytest.raises(BadInput) as bad:
        read(json.dumps({name: value}).encode(), command)
    assert f"/{name}" in dict(bad.value.problems)


def test_one_file_names_an_acknowledgement_policy() -> None:
    """Options that decide whether an event is lost stand in one place, with their reasons."""
    naming = {
        str(path.relative_to(ROOT))
        for package in ("services", "shared", "deploy")
        for path in (ROOT / package).rglob("*.py")
        if "AckPolicy" in path.read_text() or "ack_policy" in path.read_text()
    }
    peer = "deploy/bench/peers/per_message.py"  # what we are compared with hears nothing that is ours
    assert naming - {peer} == {"shared/kafka.py"}


def test_only_kafkas_own_file_subscribes() -> None:
    """A subscriber made elsewhere would have FastStream's defaults, and could lose what it hears."""
    subscribing = {
        str(path.relative_to(ROOT))
        for package in ("services", "shared")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "subscriber" and isinstance(node.ctx, ast.Load)
    }
    assert subscribing <= {"shared/kafka.py"}


PURE = ("decider", "commands", "reactions")
# What tells the time or makes something up, without an import that the linter could forbid.
IMPURE = {"now", "today", "utcnow", "uuid1", "uuid4", "open", "print", "input"}


def _pure_files() -> list[Path]:
    services = [path for role in PURE for path in (ROOT / "services").glob(f"*/{role}*/**/*.py")]
    services += [path for role in PURE for path in (ROOT / "services").glob(f"*/{role}.py")]
    dispatch = [f"dispatch/{name}.py" for name in ("acknowledgement", "life", "portal", "state")]
    duties = [f"duties/{name}.py" for name in ("duty", "life", "reminders")]
    shared = [ROOT / "shared" / name for name in ("decider.py", *duties, *dispatch)]
    return sorted({*services, *shared, *(ROOT / "shared" / "events").glob("*.py")})


@pytest.mark.parametrize("path", _pure_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_decides_asks_no_clock_and_makes_nothing_up(path: Path) -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert called.isdisjoint(IMPURE)
