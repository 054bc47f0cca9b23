"""What each of intake's routes does, by which it is decided who may: see shared/need."""

from collections.abc import Mapping, Sequence

from shared.need.decision import Action
from shared.web.rules import of_case

ACTIONS: Mapping[Action, Sequence[str]] = {
    "look up": (
        "GET /reports/template.csv",
        "GET /calendar",
        "GET /retention",
    ),
    "operate": ("GET /partners", "GET /tests", "GET /tests/{test}"),
    "list metadata": (
        "GET /absences",
        "GET /assignments",
        "GET /snoozed",
        "GET /awaiting-second-signature",
        "GET /backdatings",
        "GET /retention/due",
        "GET /retention/due.csv",
    ),
    "list": (
        "GET /cases",
        "GET /duplicates",
        "GET /considered-and-not-notified",
    ),
    "read metadata": (
        "GET /cases/{case}/clocks",
        "GET /cases/{case}/keeping",
    ),
    "read": (
        "GET /cases/{case}",
        "GET /cases/{case}/report",
        "GET /cases/{case}/attachments/{attachment}",
    ),
    "work": (
        "POST /reports",
        "POST /reports/csv",
        "POST /reports/{report}/attachments",
        "GET /events",
        "POST /absences",
        "POST /absences/{absence}/end",
        *of_case(
            "record-awareness",
            "record-criteria-met",
            "correct-awareness",
            "correct-criteria-met",
            "record-partner-awareness",
            "record-jurisdiction",
            "record-authority-told",
            "classify-trigger",
            "consult-partner",
            "record-new-information",
            "propose-reclassification",
            "propose-withdrawal",
            "record-child-died",
            "record-child-death-notified",
            "snooze-case",
            "wake-case",
            "acknowledge-duty",
            "explain-lateness",
            "keep-apart",
            "merge-case",
            "undo-merge",
        ),
    ),
    "decide": (
        *of_case(
            "decide-to-notify",
            "decide-not-to-notify",
        ),
    ),
    "approve": (
        *of_case(
            "confirm-reclassification",
            "decline-reclassification",
            "confirm-backdating",
            "refuse-backdating",
        ),
    ),
    "grant": (
        "GET /cases/{case}/access",
        *of_case("assign-case", "grant-access", "end-access", "declare-conflict", "end-conflict"),
    ),
    "erase": (
        *of_case(
            "propose-erasure",
            "approve-erasure",
            "class-record",
            "put-legal-hold",
            "lift-legal-hold",
            "decline-erasure",
        ),
    ),
    "declare": of_case("declare-own-conflict"),
    "break glass": of_case("break-glass"),
    "oversee": (
        "GET /broken-glass",
        "POST /cases/{case}/review-glass",
        "POST /import",
        "POST /partners/{agency}/mark-conformant",
        "POST /partners/{agency}/suspend",
        "POST /partners/{agency}/resume",
        "POST /calendar/holidays",
        "POST /calendar/holidays/{place}/{day}/approve",
        "POST /calendar/holidays/{place}/{day}/drop",
        "POST /calendar/holidays/{place}/{day}/propose-withdrawal",
        "POST /calendar/holidays/{place}/{day}/approve-withdrawal",
        "POST /calendar/holidays/{place}/{day}/drop-withdrawal",
    ),
}
