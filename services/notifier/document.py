"""The notification as its recipient reads it: from all that intake knows by then, and the approved narrative."""

from dataclasses import dataclass
from datetime import date, datetime

from services.notifier.children import described
from services.notifier.view import View
from shared.deadline import written
from shared.dispatch.letter import moment, reference_rows
from shared.dispatch.paper import Section, text_of
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    ReportDetails,
    TriggerClass,
)
from shared.events.report import Harm, Precision
from shared.partnership import Partnership

CLASSES = {
    "A": "abuse or neglect known or suspected (Children Act 2004, section 16C)",
    "B": "death of a looked-after child, abuse or neglect neither known nor suspected",
    "C": "death of a care leaver up to and including the age of 24",
    "D": "outside the duty to notify",
}


@dataclass(frozen=True)
class Told:
    """What an agency said after its report, or in a report of its own of the same incident."""

    at: datetime
    agency: str
    what: str  # "corrected its report", "added", "took its report back", "reported it too"
    text: str


@dataclass(frozen=True)
class Contents:
    """What is known, opened for this purpose. `structured` is how many children the policy lists in full.

    `trigger_class` and `clock_starts_at` are the notification's, which a reclassification changes; `decided` is
    the authority's decision that opened it. `details` and the facts beside them are as they were corrected last.
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
    told: tuple[Told, ...] = ()
    views: tuple[tuple[str, str], ...] = ()  # (safeguarding partner, its view) when it was decided
    revision: int = 1
    due_on: date | None = None

    @property
    def harm(self) -> Harm:
        return self.reported.harm

    @property
    def precision(self) -> Precision:
        return self.reported.incident_precision


def sections(contents: Contents, partnership: Partnership, view: View = "whole") -> tuple[Section, ...]:
    """In the order of the national form: notifier, trigger, clock, children, incident, account."""
    found = [
        _notifier(contents, partnership),
        _trigger(contents, view),
        _dates(contents),
        *_children(contents, view),
    ]
    if view == "other area":
        ask = f"Your authority's area is concerned. For more, ask {partnership.contact}."
        return (*found, Section("Incident", text=ask))
    found.append(_incident(contents))
    found += [_response(contents), *_afterwards(contents)]
    if view == "whole" and contents.views:
        found.append(Section("Safeguarding partners' views", contents.views))
    found.append(Section("The authority's account", text=contents.narrative))
    return tuple(each for each in found if each.rows or each.text)


def text(contents: Contents, partnership: Partnership, view: View = "whole") -> str:
    return text_of(sections(contents, partnership, view))


def _notifier(contents: Contents, partnership: Partnership) -> Section:
    rows = [
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        ("Decided by", contents.decided.authority),
        *reference_rows(contents.case),
        ("Contact", partnership.contact),
    ]
    return Section("Notifying authority", tuple(rows))


def _trigger(contents: Contents, view: View) -> Section:
    class_ = contents.trigger_class
    rows = [("Class", f"{class_}: {CLASSES[class_]}"), ("Nature", contents.harm)]
    if contents.criteria and class_ == "A":  # what was met once, the other classes say is not so
        rows += [("Abuse or neglect", contents.criteria.suspicion), ("Where", contents.criteria.limb)]
    if view != "other area":
        rows.append(("Grounds", contents.grounds))
    return Section("Trigger", tuple(rows))


def _dates(contents: Contents) -> Section:
    day = contents.reported.incident_on
    doubt = f" ({contents.precision})" if contents.precision in ("approximate", "unknown") else ""
    about = "about " if contents.details.incident_time_precision == "approximate" else ""
    time = f", {about}{contents.details.incident_time}" if day and contents.details.incident_time else ""
    rows = [
        ("Incident", f"{written(day)}{time}{doubt}" if day else "not known"),
        ("Authority aware", moment(contents.aware.incident_aware_at)),
    ]
    if contents.criteria:
        rows.append(("Criteria met", moment(contents.criteria.criteria_met_at)))
    rows.append(("Time runs from", moment(contents.clock_starts_at)))
    if contents.due_on:
        rows.append(("Due", written(contents.due_on)))
    return Section("Dates", tuple(rows))


def _children(contents: Contents, view: View) -> list[Section]:
    """So many as the policy says as the form's own; further ones as further information."""
    told = [
        described(number, child, view, further=number > contents.structured)
        for number, child in enumerate(contents.details.children, 1)
    ]
    further = contents.details.further_children
    return [*told, *([Section("Further children", text=further)] if further else [])]


def _incident(contents: Contents) -> Section:
    details = contents.details
    rows = [("Place", details.place or "not recorded")]
    rows += [("Kind of place", details.location_type)] if details.location_type else []
    rows += [("Harm", ", ".join(details.harm_types))] if details.harm_types else []
    rows += [("Injuries or cause", details.injuries)] if details.injuries else []
    return Section("Incident", tuple(rows), details.outline)


def _response(contents: Contents) -> Section:
    details = contents.details
    held = details.strategy_discussion_on
    told = [
        ("Immediate action", details.immediate_action),
        ("Strategy discussion", written(held) if held else ""),
        ("Police reference", details.police_reference),
        ("Arrests", _yes_or_no(details.arrests)),
        ("Coroner informed", _yes_or_no(details.coroner_informed)),
        ("Child death overview panel informed", _yes_or_no(details.child_death_panel_informed)),
        ("Designated officer informed", _yes_or_no(details.designated_officer_informed)),
        ("Media interest", _yes_or_no(details.media_interest)),
        ("Earlier references", ", ".join(details.earlier_references)),
    ]
    return Section("What was done", tuple((name, value) for name, value in told if value))


def _afterwards(contents: Contents) -> list[Section]:
    said = [f"{moment(it.at)}: {it.agency} {it.what}.\n{it.text}".rstrip() for it in contents.told]
    return [Section("What was said after the first report", text="\n\n".join(said))] if said else []


def _yes_or_no(known: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[known]
