"""What was typed, as the CloudEvent that intake takes. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.console.reporting.sections import AGENCY, REFERENCE, Section
from services.console.work.answers import answers

TYPE = "cspr.partner.incident-report.v2"
Typed = Mapping[str, str]
Missing = list[tuple[str, str]]


def told_of(section: Section, typed: Typed) -> tuple[dict[str, Any], Missing]:
    """What a part says, by the last name of each field; and (field, what to do) for what it lacks."""
    asked = section.fields if section.child is None else section.fields[0].inside
    found = answers(asked, typed)
    return found.document, list(found.missing)


def document(sections: Sequence[Section], typed: Typed, id_: str) -> dict[str, Any]:
    """The report. The same draft again is the same report: no time is in it that was not typed."""
    told = [(section, told_of(section, typed)[0]) for section in sections]
    data: dict[str, Any] = {"children": [it for part, it in told if part.child is not None]}
    for section, found in told:
        if section.child is None:
            data.update(found)
    return {
        "specversion": "1.0",
        "id": id_,
        "source": data.pop(AGENCY, ""),
        "subject": data.pop(REFERENCE, id_),
        "type": TYPE,
        "time": data.get("agency_aware_at"),
        "data": data,
    }
