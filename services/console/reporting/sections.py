"""The parts in which a report is asked for, made from the document that intake takes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.console.reporting.wording import authorities, chosen, worded
from services.console.work.answers import numbered
from services.console.work.schema import Field, fields

MOST_CHILDREN = 4
AGENCY, REFERENCE = "source", "subject"


@dataclass(frozen=True)
class Section:
    """`id` as in its address. `child`: its number from 0, of a section about one child."""

    id: str
    title: str
    lead: str
    fields: tuple[Field, ...]
    child: int | None = None


_PARTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "who": (
        "Who reports it",
        "The agency that told you, and when it knew.",
        ("agency_aware_at", "reporter_name", "reporter_contact"),
    ),
    "incident": (
        "What happened",
        "",
        (
            *("harm", "incident_on", "incident_precision", "incident_time", "incident_time_precision"),
            *("la_code", "place", "location_type", "outline"),
        ),
    ),
    "harm": ("Harm, abuse and neglect", "", ("harm_types", "injuries", "abuse_or_neglect")),
    "done": (
        "What has been done",
        "By anybody, up to now.",
        (
            *("immediate_action", "strategy_discussion_on", "police_reference", "arrests", "coroner_informed"),
            *("child_death_panel_informed", "designated_officer_informed", "media_interest", "earlier_references"),
        ),
    ),
    "others": ("Further children", "", ("further_children",)),
}


def report_schema(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the data of a report, in the service's OpenAPI document; empty where it takes none."""
    operation = document["paths"].get("/reports", {}).get("post", {})
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    kinds: Sequence[Mapping[str, Any]] = schema.get("anyOf", ({},))
    found: Mapping[str, Any] = kinds[0].get("properties", {}).get("data", {})
    return found


def sections(schema: Mapping[str, Any], agencies: Mapping[str, str], children: int) -> list[Section]:
    """In the order of the task list. `agencies`: names by id; `children`: how many are told of, at least one.

    Raises NotAForm when intake's document cannot be asked of a person.
    """
    asked = {each.name.removeprefix("data."): worded(each) for each in fields(schema, "data.")}
    asked["la_code"] = authorities(asked["la_code"])
    found = {
        id_: Section(id_, title, lead, tuple(asked[name] for name in names if name in asked))
        for id_, (title, lead, names) in _PARTS.items()
    }
    found["who"] = replace(found["who"], fields=(*_of_the_agency(agencies), *found["who"].fields))
    each_child = [_child(asked["children"], number) for number in range(min(max(children, 1), MOST_CHILDREN))]
    return [found["who"], found["incident"], *each_child, found["others"], found["harm"], found["done"]]


def _of_the_agency(agencies: Mapping[str, str]) -> tuple[Field, Field]:
    agency = Field(AGENCY, "Agency", "line", required=True)
    hint = "Letters, digits and . _ : / - only. Leave it empty if it has none."
    return chosen(agency, agencies), Field(REFERENCE, "The agency’s own reference", "line", False, hint)


def _child(children: Field, number: int) -> Section:
    child = numbered(children.inside[0], number)
    title = f"Child {number + 1}"
    return Section(f"child-{number}", title, "", (replace(child, label=title, hint=""),), child=number)
