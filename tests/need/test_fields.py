"""What services tell has the fields that docs/api/fields.txt names for that role, and no others."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest

from deploy.documents import ROOT
from deploy.fields import Told, fields, told, who
from shared.identity.principal import Role
from shared.need.decision import ACTIONS
from shared.need.table import EVERYBODY
from tests.need import told as of_a_case
from tests.need.matrix import written
from tests.need.served import Served
from tests.need.test_closed_cases import PARTS, PURPOSE
from tests.need.test_second_line import NEEDS

ASKING: tuple[Role, ...] = ("decision-maker", "business manager", "auditor")
NOTHING = (None, [], {})


@pytest.mark.real
async def test_each_role_is_told_the_fields_of_the_table_and_no_others(empty: Served) -> None:
    """Of every list, and of a case that has something of nearly everything."""
    it = await of_a_case.told(empty.service)
    told_to = set[Role]()
    for route in documented(empty):
        path = route.route.removeprefix("GET ")
        if not all(part in {"case", *it.parts} for part in PARTS.findall(path)):
            continue
        query = it.queries.get(path, PURPOSE.get(path, NEEDS.get(path, "")))
        for role in ASKING:
            answer = await empty.get(path.format(**{"case": it.case, **it.parts}) + query, role)
            may = route.action in EVERYBODY or role in who(route.action).split(", ")
            assert (answer.status_code == 403) != may, (route.route, role, answer.text)
            if answer.status_code == 200:
                assert not set(unnamed(answer.json(), route.fields)), (route.route, role)
                told_to.add(role)
    assert told_to == set(ASKING)


def documented(asked: Served) -> Iterator[Told]:
    """What persons may ask for and is told in fields, as the service documents it and the committed table says."""
    text = (ROOT / "docs" / "api" / "fields.txt").read_text()
    for route in told(asked.service.name, document_of(asked)):
        if route.route.startswith("GET ") and not any(each.startswith("(") for each in route.fields):
            assert f"  {route.service} {route.route} tells\n" in text
            yield route


def document_of(asked: Served) -> Mapping[str, Any]:
    app: Any = asked.client._transport
    document: Mapping[str, Any] = app.app.openapi()
    return document


def unnamed(value: Any, named: Any, at: str = "") -> Iterator[str]:
    """What is told, and that no name is there for."""
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from unnamed(each, named, f"{at}.{name}" if at else name)
    elif isinstance(value, list) and value:
        for each in value:
            yield from unnamed(each, named, f"{at}[]" if at else "")
    elif at and not any(stands_for(name, at, within=value in NOTHING) for name in named):
        yield at


def stands_for(name: str, at: str, *, within: bool) -> bool:
    """Whether it is this name; or, of what is empty, where something of that name would be."""
    pattern = re.escape(name).replace(r"\{\}", r"\.?[^\[\].]+")
    return re.fullmatch(pattern, at) is not None or (within and name.startswith((f"{at}.", f"{at}[", f"{at}{{")))


def test_what_no_name_is_there_for_is_found() -> None:
    named = ("a", "b[].c", "d{}")
    assert not list(unnamed([{"a": 1, "b": [{"c": None}, {}], "d": {"x": 1, "y": 2}}], named))
    assert not list(unnamed({"a": None, "b": [], "d": {}}, named))
    assert list(unnamed({"e": None, "b": [{"c": 1, "f": 2}]}, named)) == ["e", "b[].f"]


def test_a_field_is_named_by_its_way_there() -> None:
    schemas = {"One": {"type": "object", "properties": {"c": {"type": "string"}}}}
    of = {
        "type": "object",
        "properties": {
            "a": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "b": {"type": "array", "items": {"$ref": "#/components/schemas/One"}},
            "d": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    assert list(fields(of, schemas)) == ["a", "b[].c", "d{}"]


def test_the_table_gives_each_action_to_the_roles_that_the_file_by_hand_does() -> None:
    """And says so above what each is told."""
    text = (ROOT / "docs" / "api" / "fields.txt").read_text()
    by_hand = {(role, action) for role, _, actions in written() for action in actions}
    agencies = {"agency contributor"}  # asks as its agency, and not by a row
    for action in ACTIONS:
        if action in EVERYBODY:
            assert who(action) == "everybody who is let in"
            continue
        roles = {role for role in get_args(Role) if (role, action) in by_hand} - agencies
        assert set(who(action).split(", ")) - agencies == roles, action
        assert f"\n{action}: " not in text or f"\n{action}: {who(action)}\n" in text
