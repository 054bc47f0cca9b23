"""What is known of a request by its route and its token, for its entry in the audit log."""

import re

from fastapi import Request

from shared import looking
from shared.edge import CODE
from shared.identity.claims import ACTOR
from shared.identity.principal import Principal
from shared.need.decision import Decision
from shared.need.openings import asked_as, opened_on, stated_on

_ACTOR = re.compile(ACTOR)
DECLARED = "declared"  # instead of an issuer: whoever it was, nobody asked them to prove it
# Filters that may be named: whatever else somebody writes into an address is theirs, and may be anybody's name.
FILTERS = frozenset(
    {
        *("after", "agency", "area", "as_of", "assigned_to", "at_once", "band", "known_on", "la_code", "limit"),
        *("order", "owed_to", "owing", "page", "q", "rule", "seen", "stage", "team", "trigger_class"),
    }
)
# Reads that show nothing of any case. Whatever is not here is noted: a route that is added, too.
SHOW_NO_CASE = frozenset(
    {
        *("GET /reports/template.csv", "GET /partners", "GET /calendar", "GET /absences", "GET /retention"),
        *("GET /recipients", "GET /recipients/changes", "GET /themes", "GET /chronology/template.csv"),
        *("GET /chronology/template.json", "GET /briefing-template", "GET /publications-counted"),
        *("GET /requests-counted", "GET /learning/at-a-glance"),
        # of the console
        *("GET /console.css", "GET /console.js", "GET /live.js", "GET /you", "GET /sign-in"),
        *("GET /sign-in/to/{issuer}", "GET /sign-in/return", "GET /account", "GET /signed-out", "GET /locked"),
        *("GET /people", "GET /help", "GET /first-visit", "GET /blank", "GET /lists", "GET /changes"),
    }
)


def note(request: Request, principal: Principal | None) -> None:
    """Who asks for which route, and about which case. It is not written before the answer is known."""
    now, route = looking.now(), request.scope["route"].path_format
    now.action = f"{request.method} {route}"
    asked = asked_as(request.method, route)
    now.unnoted, now.may_open = asked in SHOW_NO_CASE, opened_on(asked)
    now.purpose = stated_on(asked, request.query_params.get("purpose", ""))
    case = str(request.path_params.get("case", ""))
    now.case = case if CODE.fullmatch(case) else ""
    now.asked = tuple(sorted(FILTERS.intersection(request.query_params)))
    if principal:
        now.actor, now.org, now.issuer = principal.actor, principal.org, principal.issuer
    elif not now.actor and _ACTOR.fullmatch(said := request.headers.get("Actor", "")):
        now.actor, now.issuer = said, DECLARED


async def note_decision(_: Request, __: Principal, decision: Decision) -> None:
    """How whoever asked stands to the case, and by which rule it was decided."""
    if decision.action is not None:
        looking.now().relation, looking.now().reason = decision.relation, decision.reason
