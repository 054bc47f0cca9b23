"""What a notification still lacks that the national form asks for. It tells; it blocks nothing.

The form's list: each child's name, age, health and area, the incident's date and place, and the characteristics
that the Department for Education publishes from it (sex, ethnicity, legal status, plans, agencies that knew).
"""

from collections.abc import Iterator

from pydantic import BaseModel

from services.notifier.document import Contents
from shared.events.intake import Child

FORM = "the national form asks for it"
PUBLISHED = "the Department for Education publishes it from the form"


class Lacking(BaseModel):
    """`field` is a JSON Pointer into what the notification is composed of; never a value."""

    field: str
    rule: str


def lacking(contents: Contents) -> list[Lacking]:
    return [Lacking(field=field, rule=rule) for field, rule in _found(contents)]


def _found(contents: Contents) -> Iterator[tuple[str, str]]:
    details = contents.details
    for number, child in enumerate(details.children[: contents.structured]):
        for field, rule in _of_child(child):
            yield f"/children/{number}/{field}", rule
    if len(details.children) > contents.structured and not details.further_children:
        yield "/further_children", "further children are told of in the text"
    if contents.reported.incident_on is None:
        yield "/incident_on", FORM
    if not details.place and not details.location_type:
        yield "/place", FORM
    if not details.harm_types:
        yield "/harm_types", FORM
    if not details.immediate_action:
        yield "/immediate_action", "the Panel asks what was done to safeguard the child and others"
    if contents.trigger_class == "A" and contents.criteria is None:
        yield "/criteria", "section 16C asks for known or suspected abuse or neglect"
    if contents.harm == "death" and not any(child.date_of_death for child in details.children):
        yield "/children/0/date_of_death", FORM
    if not contents.narrative:
        yield "/narrative", "the authority's account"


def _of_child(child: Child) -> Iterator[tuple[str, str]]:
    dated = child.date_of_birth or child.expected_date_of_birth
    wanted: list[tuple[str, object, str]] = [
        ("first_name", child.first_name, FORM),
        ("last_name", child.last_name, FORM),
        ("date_of_birth", dated or child.estimated_age is not None, FORM),
        ("health", child.health, FORM),
        ("residence_la_code", child.residence_la_code or child.address, FORM),
        ("sex", child.sex, PUBLISHED),
        ("ethnicity", child.ethnicity, PUBLISHED),
        ("legal_status", child.legal_status, PUBLISHED),
        ("child_in_need", child.child_in_need is not None, PUBLISHED),
        ("child_protection_plan", child.child_protection_plan, PUBLISHED),
        ("known_to", child.known_to, PUBLISHED),
    ]
    yield from ((field, rule) for field, known, rule in wanted if not known)
