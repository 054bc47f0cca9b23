"""What each of the publisher's routes does, by which it is decided who may: see shared/need."""

from collections.abc import Mapping, Sequence

from shared.need.decision import Action
from shared.web.rules import WHO_SENDS, of_case

ACTIONS: Mapping[Action, Sequence[str]] = {
    "look up": ("GET /briefing-template",),
    "count": (
        "GET /publications-counted",
        "GET /requests-counted",
    ),
    "list": ("GET /publications",),
    "read metadata": ("GET /cases/{case}/erasure-clearance",),
    "read draft": (
        "GET /publications/{case}",
        "GET /cases/{case}/preview",
        "GET /cases/{case}/preview.pdf",
        "GET /publications/{case}/versions",
        "GET /publications/{case}/versions/{number}",
        "GET /cases/{case}/drafts",
        "GET /cases/{case}/drafts/{text_hash}",
        "GET /cases/{case}/findings",
        "GET /cases/{case}/pseudonyms",
    ),
    "read": (
        "GET /cases/{case}/people-to-tell",
        "GET /cases/{case}/copy-comments",
    ),
    "approve": (
        *of_case(
            "approve-publication",
            "approve-correction",
            "waive-seven-days",
        ),
    ),
    "publish": (
        *of_case(
            "import-docx",
            "save-draft",
            "settle-finding",
            "add-identifiers",
            "sign-anonymity-certificate",
            "send-advance-copies",
            "schedule-publication",
            "name-person-to-tell",
            "record-person-told",
            "decide-not-to-tell",
            "record-copy-comments",
            "record-copy-regard",
            "choose-themes",
            "remove-report",
            "choose-repository-naming",
            *WHO_SENDS,
        ),
    ),
    "answer": (
        "GET /requests",
        "GET /requests/{case}",
        "POST /requests/{case}/acknowledge-request",
        "POST /requests/{case}/recognise-information-request",
        "POST /requests/{case}/supply-copy",
        "POST /requests/{case}/refuse-request",
    ),
    "oversee": ("POST /past-reviews",),
}
