"""Who may ask for which route, where tokens say who asks. Whatever is not named is for persons alone: a route that
is added is open to nobody else until it is named.

What a person then sees or may do, or an agency of its own, is the business of the route.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from shared.need.decision import Action

Asker = Literal["person", "agency", "service", "health", "signed", "session"]
HEALTH = (
    "GET /health/live",
    "GET /health/ready",
    "GET /health/views",
    "GET /status",
    "GET /metrics",
    "GET /asyncapi.json",
    "GET /openapi.json",
)
ASIDE = ("GET /quarantine", "GET /quarantine/{quarantine_id}", "GET /duties/moved-by-holiday")  # of every service
OF_EVERY_SERVICE: Mapping[Action, Sequence[str]] = {  # what routes do that several services have
    "operate": ASIDE[:2],
    "list metadata": ("GET /duties/moved-by-holiday", "GET /duties", "GET /dispatches/waiting", "GET /erasures"),
    "read metadata": (
        "GET /erasures/{case}",
        "GET /cases/{case}/duties",
        "GET /cases/{case}/dispatches",
    ),
    "read": (
        "GET /cases/{case}/reasons",
        "GET /cases/{case}/dispatches/{dispatch}/to-copy",
        "GET /cases/{case}/dispatches/{dispatch}/proofs/{proof}",
    ),
    "see who looked": ("GET /cases/{case}/who-looked",),
    "audit": ("GET /audit",),
    "oversee": (  # what was set aside may be about anybody
        "GET /quarantine/{quarantine_id}/record",
        "POST /quarantine/{quarantine_id}/discard-record",
        "POST /quarantine/{quarantine_id}/replay-record",
    ),
}
WHO_SENDS = (  # commands of every service that sends something; each names what they count as there
    "attest-portal-submission",
    "record-receipt",
    "record-validation",
    "record-refusal",
    "record-bounce",
    "resolve-doubt",
    "acknowledge-duty",
    "explain-lateness",
    "dispatches/{dispatch}/proofs",
)
RECEIPTS = ("POST /receipts",)  # a recipient signs them: see shared/web/receipts.py


@dataclass(frozen=True)
class Rules:
    """Each route as `POST /cases/{case}/…`. `agencies`: theirs as well as persons'. `services`: our own services'
    alone. `shown`: read by the console for its pages too, whoever looks at them. `signed`: whoever asks proves it
    by the request's own signature. `pages`: all is for people with a session in a browser, unless its path begins
    as one of `but`. `actions`: what each route that persons may ask for does; of one that is not
    named nobody knows, and no person may.
    """

    agencies: Collection[str] = ()
    services: Collection[str] = ()
    shown: Collection[str] = ()
    signed: Collection[str] = ()
    pages: bool = False
    but: tuple[str, ...] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)

    def needs_token(self, method: str, path: str) -> bool:
        """Before it is known which route answers; the routes that need none have no names in their paths."""
        asked = f"{'GET' if method == 'HEAD' else method} {path}"
        if asked in HEALTH or asked in self.signed:
            return False
        return not self.pages or path.startswith(self.but)

    def of(self, method: str, route: str) -> frozenset[Asker]:
        """Who may ask for a route by its pattern."""
        named = f"{method} {route}"
        if named in HEALTH:
            return frozenset({"health"})
        if named in self.signed:
            return frozenset({"signed"})
        if self.pages and not route.startswith(self.but):
            return frozenset({"session"})
        if named in self.services:
            return frozenset({"service"})
        return frozenset({"person", *self._besides(named)})

    def action(self, method: str, route: str) -> Action | None:
        """None where nobody said what it does."""
        return self.actions.get(f"{'GET' if method == 'HEAD' else method} {route}")

    def _besides(self, named: str) -> Iterator[Asker]:
        if named in self.agencies:
            yield "agency"
        if named in (*self.shown, *ASIDE):
            yield "service"


def of_case(*commands: str) -> tuple[str, ...]:
    """The routes of these commands on a case."""
    return tuple(f"POST /cases/{{case}}/{command}" for command in commands)


def by_route(actions: Mapping[Action, Sequence[str]]) -> Mapping[str, Action]:
    """What each route does, with those of every service. Raises ValueError where one is said to do two."""
    found: dict[str, Action] = {}
    for action, routes in (*OF_EVERY_SERVICE.items(), *actions.items()):
        for route in routes:
            if found.setdefault(route, action) != action:
                raise ValueError(f"{route} is said to do two things")
    return found


PERSONS_ALONE = Rules(actions=by_route({}))
