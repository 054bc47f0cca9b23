"""Who may ask intake for what, beside staff: agencies for what they send and read, the watcher for its canary."""

from services.intake.actions import ACTIONS
from shared.web.rules import Rules, by_route

RULES = Rules(
    actions=by_route(ACTIONS),
    agencies=(
        "POST /reports",
        "POST /reports/csv",
        "POST /reports/{report}/attachments",
        "GET /reports/template.csv",
        "GET /events",
    ),
    shown=("GET /calendar", "GET /partners"),
    services=("POST /canary",),
    signed=("POST /token",),
)
