"""What is opened in a request: nothing, and then what is decided. Pure."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from shared.identity.principal import Principal
from shared.need.closed import policies
from shared.need.opened import OPENED, Opened, is_open, nothing_yet, opened
from shared.need.visible import EVERYTHING, NOTHING, Visible
from shared.web.bearer import Bearer
from shared.web.rules import Rules

A_LIST = Visible(False, frozenset({"hidden"}), frozenset({"mine"}), unassigned=True)


def asking(kind: Literal["person", "agency", "service"]) -> Principal:
    return Principal(f"{kind}:one", (), "", issuer="console", id="", expires_at=datetime.max.replace(tzinfo=UTC))


@pytest.mark.parametrize("kind", ["person", "agency"])
def test_a_request_begins_with_nothing_opened_and_leaves_nothing_open(kind: Literal["person", "agency"]) -> None:
    with nothing_yet(asking(kind)):
        opened().cases(["one"])
        with nothing_yet(asking(kind)):
            assert opened().visible == NOTHING
        assert opened().visible.only == {"one"}
    assert OPENED.get() is None


def test_of_a_program_of_ours_nothing_is_held_back() -> None:
    with nothing_yet(asking("service")):
        assert OPENED.get() is None
        opened().cases(["one"])  # in vain
        assert OPENED.get() is None


async def test_what_a_service_does_by_itself_while_it_runs_is_held_back_from_nothing() -> None:
    found: list[Opened | None] = []

    async def runs(*_: Any) -> None:
        found.append(OPENED.get())

    nowhere: Any = None
    for kind in ("lifespan", "http"):
        scope = {"type": kind, "method": "GET", "path": "/health/live"}
        await Bearer(runs, nowhere, Rules())(scope, nowhere, nowhere)
    by_itself, for_nobody = found
    assert by_itself is None and for_nobody is not None


def test_for_nobody_nothing_is_open() -> None:
    with nothing_yet(None):
        assert opened().visible == NOTHING and not is_open("one")


def test_each_decision_opens_more_and_none_closes_what_was_opened() -> None:
    it = Opened()
    it.cases(["one", "two"])
    assert (it.visible.every, it.visible.only, it.visible.unassigned) == (False, {"one", "two"}, False)
    it.those(A_LIST)
    assert it.visible == Visible(False, frozenset({"hidden"}), frozenset({"mine", "one", "two"}), unassigned=True)
    it.everything()
    it.those(A_LIST)
    assert it.visible == EVERYTHING


def test_a_case_is_open_once_it_was_decided_and_to_whoever_is_held_back_from_none() -> None:
    assert is_open("one")
    with nothing_yet(asking("person")):
        assert not is_open("one")
        opened().cases(["one"])
        assert is_open("one") and not is_open("two")
        opened().everything()
        assert is_open("two")


async def test_what_is_decided_in_a_task_of_its_own_counts_for_the_request() -> None:
    async def decides() -> None:
        opened().cases(["one"])

    with nothing_yet(asking("person")):
        await asyncio.create_task(decides())
        assert opened().visible.only == {"one"}


def test_nothing_is_closed_where_nobody_knows_how_cases_stand() -> None:
    with pytest.raises(ValueError, match="case_relations"):
        policies(["CREATE TABLE cases (subject text);"])
