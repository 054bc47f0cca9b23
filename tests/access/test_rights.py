"""The table of rights follows from what the services hear and say, and gives nobody more."""

import inspect
import re
from importlib import import_module

import pytest

from deploy.access.rights import Right, everybody, rights_of
from deploy.access.users import MAY_ALL
from deploy.watcher.groups import groups
from shared.topics import (
    CASE_KEYS,
    SERVICES_THAT_NOTE,
    SERVICES_THAT_SAY,
    SERVICES_THAT_TELL_AGENCIES,
    audit_of,
    topics_for,
)

AGENCIES = ["hospital", "hospital-2"]
USERS = [*everybody(AGENCIES), "partner.hospital", "partner.hospital-2"]
RIGHTS = rights_of(USERS, AGENCIES)


def of(user: str, operation: str, kind: str = "topic") -> set[str]:
    return {right.name for right in RIGHTS if (right.user, right.operation, right.kind) == (user, operation, kind)}


@pytest.mark.parametrize("service", [*groups(AGENCIES)])
def test_a_service_may_what_the_first_lines_of_its_package_say(service: str) -> None:
    told = inspect.getdoc(import_module(f"services.{service}")) or ""
    hears = re.search(r"^Hears: +(.*)$", told, re.M)
    says = re.search(r"^Says: +(.*)$", told, re.M)
    assert hears and says
    assert of(service, "read") - of(service, "write") >= _topics(hears[1]) - {CASE_KEYS}
    own = {audit_of(service)}  # who looked, which every service notes
    assert of(service, "write") - {CASE_KEYS} == _topics(says[1]) | own
    said = {topic for topic in _topics(says[1]) if "partner" not in topic}
    assert of(service, "read") == _topics(hears[1]) | said | own


def _topics(words: str) -> set[str]:
    named = re.findall(r"[a-z]+\.events|case-keys|partner\.<agency>\.[a-z]+", words)
    return {name.replace("<agency>", agency) for name in named for agency in AGENCIES}


def test_only_who_writes_feedback_may_write_it() -> None:
    for service in SERVICES_THAT_SAY:
        feedback = {topic for topic in of(service, "write") if topic.endswith(".feedback")}
        assert bool(feedback) == (service in SERVICES_THAT_TELL_AGENCIES)


def test_every_topic_has_somebody_who_writes_and_somebody_who_reads_it() -> None:
    topics = {topic.name for topic in topics_for(AGENCIES)}
    assert topics == {right.name for right in RIGHTS if right.kind == "topic" and right.operation == "write"}
    assert topics == {right.name for right in RIGHTS if right.kind == "topic" and right.operation == "read"}


def test_who_looked_is_written_by_one_and_read_by_it_and_the_witness_alone() -> None:
    for topic in map(audit_of, SERVICES_THAT_NOTE):
        service = topic.removesuffix(".audit")
        assert {right.user for right in RIGHTS if (right.name, right.operation) == (topic, "write")} == {service}
        assert {right.user for right in RIGHTS if (right.name, right.operation) == (topic, "read")} == {
            service,
            "witness",
        }


def test_an_agencys_groups_are_no_other_agencys() -> None:
    (group,) = of("partner.hospital", "read", "group")
    assert group == "partner.hospital."
    assert not "partner.hospital-2.reader".startswith(group)


def test_nothing_is_prefixed_but_an_agencys_groups() -> None:
    assert {(right.kind, right.user.split(".")[0]) for right in RIGHTS if right.prefixed} == {("group", "partner")}


def test_who_may_do_everything_needs_no_right_and_a_stranger_gets_none() -> None:
    assert rights_of([*MAY_ALL, "stranger", "partner.school"], AGENCIES) == frozenset()


def test_an_agency_that_left_the_file_has_no_right() -> None:
    assert rights_of(["partner.hospital"], ["hospital-2"]) == frozenset()


def test_a_right_reads_as_a_person_would_say_it() -> None:
    right = Right("partner.police", "group", "partner.police.", "read", prefixed=True)
    assert str(right) == "partner.police: read group partner.police.*"
