"""Who may ask reviews for what, beside staff: agencies for what they are asked and told, as `staff` has it."""

from services.reviews.actions import ACTIONS
from services.reviews.staff import NAMED, OWN
from shared.web.rules import RECEIPTS, Rules, by_route

RULES = Rules(
    actions=by_route(ACTIONS),
    agencies=(
        *(f"GET {path}" for path in (*OWN, *NAMED)),
        "POST /returns",
        "POST /cases/{case}/chronology",
        "POST /cases/{case}/documents",
        "POST /cases/{case}/submit-agency-return",
    ),
    shown=("GET /learning/at-a-glance", "GET /learning/actions", "GET /learning/recurrences"),
    signed=RECEIPTS,
)
