"""The notification as its recipient reads it: from the report, the decision and the approved narrative."""

from dataclasses import dataclass
from datetime import datetime

from shared.deadline import written
from shared.dispatch.letter import lines, moment, sections
from shared.events.intake import (
    AuthorityBecameAware,
    Child,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    ReportDetails,
    TriggerClass,
)
from shared.partnership import Partnership

CLASSES = {
    "A": "abuse or neglect known or suspected (Children Act 2004, section 16C)",
    "B": "death of a looked-after child, abuse or neglect neither known nor suspected",
    "C": "death of a care leaver up to and including the age of 24",
    "D": "outside the duty to notify",
}


@dataclass(frozen=True)
class Contents:
    """What is known, opened for this purpose. `structured` is how many children the policy lists in full.

    `trigger_class` and `clock_starts_at` are the notification's, which a reclassification changes; `decided` is
    the authority's decision that opened it.
    """

    case: str
    trigger_class: TriggerClass
    clock_starts_at: datetime
    reported: IncidentReported
    details: ReportDetails
    aware: AuthorityBecameAware
    criteria: NotifiableCriteriaMet | None
    decided: NotifyDecided
    grounds: str
    narrative: str
    structured: int


def text(contents: Contents, partnership: Partnership) -> str:
    """Plain text in the order of the national form: notifier, trigger, clock, children, incident, account."""
    return sections(
        [
            ("Notifying authority", _notifier(contents, partnership)),
            ("Trigger", _trigger(contents)),
            ("Dates", _dates(contents)),
            ("Children", _children(contents)),
            ("Incident", _incident(contents)),
            ("The authority's account", contents.narrative),
        ]
    )


def _notifier(contents: Contents, partnership: Partnership) -> str:
    return lines(
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        ("Decided by", contents.decided.authority),
        ("Reference", contents.case),
        ("Contact", partnership.contact),
    )


def _trigger(contents: Contents) -> str:
    class_ = contents.trigger_class
    found = [("Class", f"{class_}: {CLASSES[class_]}"), ("Nature", contents.reported.harm)]
    if contents.criteria and class_ == "A":  # what was met once, the other classes say is not so
        found += [
            ("Abuse or neglect", contents.criteria.suspicion),
            ("Where", contents.criteria.limb),
        ]
    return lines(*found, ("Grounds", contents.grounds))


def _dates(contents: Contents) -> str:
    day = contents.reported.incident_on
    precision = contents.reported.incident_precision
    doubt = f" ({precision})" if precision in ("approximate", "unknown") else ""
    found = [
        ("Incident", f"{written(day)}{doubt}" if day else "not known"),
        ("Authority aware", moment(contents.aware.incident_aware_at)),
    ]
    if contents.criteria:
        found.append(("Criteria met", moment(contents.criteria.criteria_met_at)))
    return lines(*found, ("Time runs from", moment(contents.clock_starts_at)))


def _children(contents: Contents) -> str:
    """So many in full as the policy says; further ones as further information."""
    children = contents.details.children
    listed = [_child(number, child) for number, child in enumerate(children, 1)]
    further = len(children) - contents.structured
    if further > 0:
        listed.insert(contents.structured, f"Further information: {further} more in this incident")
    return "\n".join(listed)


def _child(number: int, child: Child) -> str:
    born = child.date_of_birth
    known = [
        f"{number}. {child.first_name} {child.last_name}".rstrip(),
        f"born {written(born)}" if born else "date of birth not known",
        f"expected {written(child.expected_date_of_birth)}" if child.expected_date_of_birth else "",
        f"died {written(child.date_of_death)}" if child.date_of_death else "",
        f"NHS number {child.nhs_number}" if child.nhs_number else "",
        child.address,
    ]
    return "; ".join(part for part in known if part)


def _incident(contents: Contents) -> str:
    place = contents.details.place or "not recorded"
    return lines(("Place", place)) + "\n\n" + contents.details.outline
