"""What each of the notifier's routes does, by which it is decided who may: see shared/need."""

from collections.abc import Mapping, Sequence

from shared.need.decision import Action
from shared.web.rules import WHO_SENDS, of_case

ACTIONS: Mapping[Action, Sequence[str]] = {
    "list": ("GET /notifications",),
    "read": (
        "GET /notifications/{case}",
        "GET /notifications/{case}/completeness",
        "GET /notifications/{case}/preview",
        "GET /notifications/{case}/supplements/{number}",
    ),
    "notify": (
        *of_case(
            "draft-notification",
            "draft-supplement",
            "concern-authority",
            "attest-told",
            "attest-not-practicable",
            "close-notification",
            *WHO_SENDS,
        ),
    ),
    "approve": (
        *of_case(
            "approve-notification",
            "approve-supplement",
        ),
    ),
    "oversee": (
        "GET /recipients",
        "GET /recipients/changes",
        "POST /recipients/{recipient}/changes",
        "POST /recipients/{recipient}/changes/{change}/confirm",
        "POST /recipients/{recipient}/changes/{change}/drop",
    ),
}
