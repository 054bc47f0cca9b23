"""A report by hand, made of what was typed: it is the report that an agency would have sent. No server."""

import json
from typing import Any

import pytest

from services.console.reporting.report import Report, filled_in, report_of, with_another_child, without_child
from services.console.reporting.sections import report_schema
from services.intake.partners import read_report
from services.intake.report import Report as Taken
from tests.console.owner import API

SCHEMA = report_schema(json.loads((API / "intake.openapi.json").read_text()))
AGENCIES = {"hospital": "Portsea General Hospital", "police": "Meon Valley Police"}
DRAFT = "5f0c4a52-9c9b-4d0e-8f0e-6f2f7a1f9f01"
TYPED = {
    "source": "hospital",
    "data.agency_aware_at.day": "2026-06-30",
    "data.agency_aware_at.time": "09:05",
    "data.harm": "serious harm",
    "data.la_code": "E06000044",
    "data.outline": "Found unwell at home.",
    "data.children.0.first_name": "Rowan",
    "data.children.0.date_of_birth_precision": "day",
}


def report(**typed: str) -> Report:
    return report_of(SCHEMA, AGENCIES, DRAFT, {**TYPED, **typed})


def taken(of: Report) -> Taken:
    demand = read_report(json.dumps(of.document()).encode(), "hospital")
    return demand.ask.command.report  # type: ignore[attr-defined, no-any-return]


def names(schema: dict[str, Any]) -> set[str]:
    return set(schema["properties"])


def test_every_field_of_a_report_has_a_place_and_no_more() -> None:
    asked = [field.name.removeprefix("data.") for section in report().sections for field in section.fields]
    assert sorted(name.replace("children.0", "children") for name in asked) == sorted(
        names(SCHEMA) | {"source", "subject"}
    )
    (child,) = (section for section in report().sections if section.child == 0)
    inside = {field.name.rpartition(".")[2] for field in child.fields[0].inside}
    assert inside == names(SCHEMA["properties"]["children"]["items"])


def test_the_least_that_can_be_typed_is_a_report_that_intake_takes() -> None:
    found = taken(report())
    assert report().missing() == []
    assert (found.source, found.id, found.subject) == ("hospital", f"by-hand-{DRAFT}", f"by-hand-{DRAFT}")
    assert found.data.agency_aware_at.isoformat() == "2026-06-30T09:05:00+01:00"
    assert [child.first_name for child in found.data.children] == ["Rowan"]


def test_all_that_can_be_typed_arrives() -> None:
    child = "data.children.0."
    found = taken(
        report(
            **{
                "subject": "PGH/7",
                "data.harm_types.0": "physical",
                "data.harm_types.3": "neglect",
                "data.harm_types.rows": "20",
                "data.arrests": "no",
                "data.earlier_references.rows": "2",
                "data.earlier_references.1": "PGH/6",
                f"{child}nhs_number": "9434765919",
                f"{child}family.rows": "2",
                f"{child}family.0.name": "Ffion",
                f"{child}family.0.relationship": "parent",
                f"{child}family.0.alleged_responsible": "yes",
                f"{child}family.1.alleged_responsible": "no",
            }
        )
    )
    assert (found.subject, found.data.harm_types, found.data.arrests) == ("PGH/7", ("physical", "neglect"), False)
    assert found.data.earlier_references == ("PGH/6",)
    (rowan,) = found.data.children
    assert rowan.nhs_number == "9434765919"
    assert [(it.name, it.alleged_responsible) for it in rowan.family] == [("Ffion", True)]


def test_the_same_draft_is_the_same_report_whenever_it_is_sent() -> None:
    assert report().document() == report().document()
    assert report().document()["time"] == report().document()["data"]["agency_aware_at"]


@pytest.mark.parametrize(
    ("gone", "what", "part"),
    [
        ("source", "Choose: agency", "who"),
        ("data.agency_aware_at", "Enter: when the agency became aware", "who"),
        ("data.harm", "Choose: what happened to the child", "incident"),
        ("data.la_code", "Choose: local authority where it happened", "incident"),
        ("data.outline", "Enter: what is known of it", "incident"),
        ("data.children.0.first_name", "Enter: first name", "child-0"),
    ],
)
def test_what_a_report_must_say_is_asked_for_where_it_is_said(gone: str, what: str, part: str) -> None:
    lacking = {name: "" for name in TYPED if name.startswith(gone)}
    found = report(**lacking)
    assert found.missing() == [(gone, what)]
    assert found.place_of(gone) == f"/report-by-hand/{part}?draft={DRAFT}#{gone}"


def test_each_part_says_how_far_it_is() -> None:
    empty = report_of(SCHEMA, AGENCIES, DRAFT, {})
    states = {section.id: empty.state(section) for section in empty.sections}
    assert states == {
        "who": "not started",
        "incident": "not started",
        "child-0": "not started",
        "others": "optional",
        "harm": "optional",
        "done": "optional",
    }
    begun = report(**{"data.outline": ""})
    (incident, child) = (begun.section("incident"), begun.section("child-0"))
    assert incident and child
    assert (begun.state(incident), begun.state(child)) == ("in progress", "done")


def test_a_box_that_is_no_longer_ticked_is_said_no_longer() -> None:
    harm = report().section("harm")
    assert harm
    ticked = {**TYPED, "data.harm_types.0": "physical", "data.harm_types.1": "sexual"}
    again = filled_in(harm, ticked, {"data.harm_types.1": "sexual", "data.outline": "of another part"})
    assert again == {**TYPED, "data.harm_types.1": "sexual"}


def test_at_most_four_children_have_a_page_of_their_own() -> None:
    typed: dict[str, str] = dict(TYPED)
    for _ in range(5):
        typed = with_another_child(typed)
    found = report_of(SCHEMA, AGENCIES, DRAFT, typed)
    assert [section.title for section in found.sections if section.child is not None] == [
        "Child 1",
        "Child 2",
        "Child 3",
        "Child 4",
    ]


def test_a_child_that_is_removed_leaves_the_others() -> None:
    typed = with_another_child(with_another_child(TYPED))
    typed |= {"data.children.1.first_name": "Ash", "data.children.2.first_name": "Elm"}
    found = report_of(SCHEMA, AGENCIES, DRAFT, without_child(typed, 1))
    assert [child.first_name for child in taken(found).data.children] == ["Rowan", "Elm"]
    alone = without_child(without_child(without_child(typed, 0), 0), 0)
    assert "data.children.0.first_name" not in alone and alone["children"] == "1"


@pytest.mark.parametrize("many", ["", "x", "-1", "99999", "٣", "0"])
def test_a_number_of_children_that_nobody_can_mean_is_one(many: str) -> None:
    found = report(children=many)
    assert len([section for section in found.sections if section.child is not None]) in (1, 3)
