"""Whoever asks for a command must be let in to every case that it names: so a command says which those are.

Each field that holds an id is told apart here: it is another case's, or of something else. A new one must be, too.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from deploy.documents import SERVICES
from shared.decider import Command
from shared.edge import CODE
from shared.web.schemas import inlined
from tests.contracts.wiring import wired

OF_ANOTHER_CASE = {
    ("KeepApart", "other"),
    ("MergeCase", "into"),
    ("InitiateJointReview", "covers"),
    ("ConfirmRecurrence", "earlier_case"),
    ("DismissRecurrence", "earlier_case"),
}
OF_NO_CASE: Mapping[str, tuple[str, ...]] = {
    "somebody": ("officer", "deputy", "asked", "told_by", "attended", "person"),
    "an organisation": ("partner", "partner_views", "views", "agency", "recipient"),
    "learned on the command's own case": (
        *("action", "actions", "recommendation", "finding", "findings", "not_embedded"),
        *("briefing", "audit", "evidence"),
    ),
    "learned on the case that stands beside it": ("earlier_finding",),
    "proposed, granted or held on the command's own case": ("proposal", "grant", "conflict", "opening", "hold"),
    "owed or sent on the command's own case": ("duty", "dispatch", "request", "comment"),
    "told on the command's own case": (
        "chronology",
        "entries",
        "involvement",
        "process",
        "national_review",
        "addition",
    ),
    "elsewhere, under another's number": ("reference",),
    "set aside": ("records",),
}
NAMES = {"case", "cases", "other", "others", "into", "covers", "joint", "merged", "in_case", "earlier_case"}


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, type[Command]]:
    """Those that a route takes."""
    with wired(SERVICES, tmp_path_factory.mktemp("keys")) as modules:
        paths = [path for it in modules.values() for path in it.app.openapi()["paths"].values()]
    asked = {operation.get("operationId") for path in paths for operation in path.values()}
    found = {each.__name__: each for each in _all(Command) if each.__name__ in asked}
    assert "MergeCase" in found and "ConfirmRecurrence" in found
    return found


def _all(of: type[Command]) -> Iterator[type[Command]]:
    for each in of.__subclasses__():
        yield each
        yield from _all(each)


def ids(commands: Mapping[str, type[Command]]) -> set[tuple[str, str]]:
    return {
        (name, field)
        for name, command in commands.items()
        for field, schema in inlined(command.model_json_schema()).get("properties", {}).items()
        if field in NAMES or _holds_an_id(schema)
    }


def _holds_an_id(schema: Any) -> bool:
    text = json.dumps(schema)
    return CODE.pattern in text or '"format": "uuid"' in text


def test_every_id_in_a_command_is_another_case_s_or_of_something_that_is_named(
    commands: Mapping[str, type[Command]],
) -> None:
    others = {field for fields in OF_NO_CASE.values() for field in fields}
    found = ids(commands)
    assert {it for it in found if it[1] not in others} == OF_ANOTHER_CASE
    assert others - {field for _, field in found} == set(), "nobody asks for these any more"


@pytest.mark.parametrize(("name", "field"), sorted(OF_ANOTHER_CASE))
def test_a_command_that_names_another_case_asks_for_it_too(
    commands: Mapping[str, type[Command]], name: str, field: str
) -> None:
    several = inlined(commands[name].model_json_schema())["properties"][field]["type"] == "array"
    cases = ("one", "two") if several else ("one",)
    asked = commands[name].model_construct(**{field: cases if several else cases[0]})
    assert asked.other_cases() == cases


def test_no_other_command_says_that_it_names_one(commands: Mapping[str, type[Command]]) -> None:
    saying = {name for name, it in commands.items() if it.other_cases is not Command.other_cases}
    assert saying == {name for name, _ in OF_ANOTHER_CASE}
