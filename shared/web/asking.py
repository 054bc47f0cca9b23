"""Whether whoever a token speaks for may ask for this route, is still one of us, and has not asked too often."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from shared import suspended
from shared.agency_keys import AgencyKeys
from shared.application import Application
from shared.identity.door import Door
from shared.identity.principal import Principal, Role
from shared.identity.refused import NotVerified
from shared.need.can import NOT_FOR_ROLE, REFUSALS
from shared.need.decision import Decision
from shared.need.opened import opened
from shared.need.openings import asked_as, stated_on
from shared.need.seen import LOOKING
from shared.web.bearer import PRINCIPAL, Bearer, refusal
from shared.web.bodies import BodyRefused
from shared.web.bucket import Buckets, TooMany
from shared.web.needing import BESIDE, ELSEWHERE, Needing
from shared.web.noting import note, note_decision
from shared.web.problems import problem
from shared.web.rules import Rules

log = structlog.get_logger()
CONTRIBUTOR: Role = "agency contributor"
Decided = Callable[[Request, Principal, Decision], Awaitable[None]]


class Asking:
    """A dependency of every route but those of health. Where actors are declared it lets everybody by.

    `decided` is told each decision about a person before it takes effect, and may raise: then nothing is answered.
    """

    def __init__(self, application: Application, rules: Rules, decided: Decided = note_decision) -> None:
        self._decided = decided
        self._service, self._rules = application.service, rules
        self._needing = Needing(application.service, application.partnership)
        self._keys = AgencyKeys(application.settings.partnership)
        self._buckets = Buckets(application.settings.requests_per_second)
        self._knows_suspended = suspended in application.service.views

    async def __call__(self, request: Request) -> None:
        """Raises BodyRefused (403), NotVerified (401), TooMany (429) and KeysUnreadable (503)."""
        LOOKING.set(None)  # of whoever asked before, where several requests are answered in one task
        principal = principal_of(request)
        note(request, principal)
        if principal is None:
            return
        if principal.kind != "service":  # the console asks for all who look at it
            self._buckets.take(principal.actor)
        route = request.scope["route"].path_format
        askers = self._rules.of(request.method, route)
        if principal.kind not in askers:
            log.warning("identity.refused", reason="not-for-such")
            raise BodyRefused(403, "not-for-such", "This is not for whoever the token speaks for.")
        if principal.kind == "agency":
            await self._still_believed(principal)
            _as_an_agency(request)
        if principal.kind == "person":
            await self._needs_to_know(request, principal, route, of_agencies="agency" in askers)

    async def _needs_to_know(
        self, request: Request, principal: Principal, route: str, *, of_agencies: bool
    ) -> None:
        """Raises BodyRefused, and asyncpg's errors and NotOpen where nobody can say."""
        action = self._rules.action(request.method, route)
        purpose = stated_on(asked_as(request.method, route), request.query_params.get("purpose", ""))
        outside = list(principal.roles) == [CONTRIBUTOR]  # who is of an agency alone, may what agencies may

        async def decide(case: str) -> Decision:
            decision = await self._needing.decision(
                principal, action, case, of_agencies=of_agencies, purpose=purpose
            )
            if outside and not of_agencies:
                decision = replace(decision, allowed=False, relation="none", reason=NOT_FOR_ROLE)
            await self._decided(request, principal, decision)
            if not decision.allowed:
                log.warning("need.refused", reason=decision.reason)
                raise BodyRefused(403, decision.reason, REFUSALS[decision.reason])
            return decision

        request.scope.setdefault("state", {})[ELSEWHERE] = decide
        if action is not None:
            request.scope["state"][BESIDE] = partial(self._needing.visible, principal, action)
        decision = await decide(request.path_params.get("case", ""))
        if decision.relation == "own agency" or outside:
            await self._as_its_agency(request, principal.org)

    async def _as_its_agency(self, request: Request, agency: str) -> None:
        """A contributor sees and sends what its agency may, no more: what routes read is the agency."""
        if self._knows_suspended and agency in await suspended.suspended(self._service.log.pool):
            raise NotVerified("revoked")
        _as_an_agency(request)
        headers = request.scope["headers"]
        headers[:] = [(name, value) for name, value in headers if name != b"actor"]
        headers.append((b"actor", f"agency:{agency}".encode()))

    async def _still_believed(self, principal: Principal) -> None:
        """A token lives for minutes; what is taken back is taken back now."""
        _, _, agency = principal.actor.partition(":")
        known = self._keys.whose(principal.via)
        gone = known is None or known[0] != agency
        if gone or (self._knows_suspended and agency in await suspended.suspended(self._service.log.pool)):
            raise NotVerified("revoked")


def _as_an_agency(request: Request) -> None:
    """Which rows are its own, the routes know themselves; of a case, it is lent no other."""
    LOOKING.set(None)
    if case := request.path_params.get("case", ""):
        opened().cases([case])
    else:
        opened().everything()


def principal_of(request: Request) -> Principal | None:
    """Whom the request's token speaks for; None where actors are declared."""
    found: Principal | None = request.scope.get("state", {}).get(PRINCIPAL)
    return found


def believe_tokens(app: FastAPI, door: Door, rules: Rules) -> None:
    """From now on a request says who asks by a token, and is answered by a problem if it does not."""
    app.add_middleware(Bearer, door=door, rules=rules)


def add_refusals(app: FastAPI, audience: str) -> None:
    """What `Asking` raises, as problems."""

    async def not_verified(_: Request, error: NotVerified) -> JSONResponse:
        return refusal(error.reason, audience)

    async def asked_too_often(_: Request, error: TooMany) -> JSONResponse:
        return too_many(error)

    app.add_exception_handler(NotVerified, not_verified)  # type: ignore[arg-type]
    app.add_exception_handler(TooMany, asked_too_often)  # type: ignore[arg-type]


def too_many(error: TooMany) -> JSONResponse:
    """The refusal of whoever asks too often."""
    log.warning("identity.refused", reason="too-many")
    detail = "You ask too often. Nothing was kept; please send it again later."
    return problem(429, "too-many", detail, headers={"Retry-After": str(error.retry_after)})
