"""Who looked at a case, for whoever answers for it; and all entries of the audit log, for auditors.

An entry says who, when and what was asked for; never what was shown.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from shared.audit import asked
from shared.audit.asked import LAST, Looked, answers_for
from shared.edge import Code
from shared.event_log import EventLog
from shared.identity.principal import Role
from shared.web.asking import principal_of
from shared.web.bodies import BodyRefused
from shared.web.problems import documented

AUDIT: frozenset[Role] = frozenset({"auditor", "legal and data protection"})
MOST = 500
Before = Annotated[int, Query(ge=1, le=LAST, description="Entries with a smaller number: the next page")]
Limit = Annotated[int, Query(ge=1, le=MOST)]


def who_looked_routes(log: EventLog) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/cases/{case}/who-looked", response_model=list[Looked], responses=documented(403, 422, 503))
    async def who_looked(request: Request, case: Code, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Each read of the case here, each refusal, and each use of its key, the newest first."""
        principal = principal_of(request)  # where actors are declared nobody has roles, and all are let by
        if principal and not await answers_for(log, case, principal.actor, principal.roles):
            raise _not_theirs()
        return list(await asked.about(log, case, before, limit))

    return router


def entry_routes(log: EventLog) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/audit", response_model=list[Looked], responses=documented(403, 422, 503))
    async def entries(request: Request, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Every entry of this service's audit log, the newest first."""
        principal = principal_of(request)  # where actors are declared nobody is known to be an auditor
        if principal is None or not AUDIT.intersection(principal.roles):
            raise _not_theirs()
        return list(await asked.entries(log, before, limit))

    return router


def _not_theirs() -> BodyRefused:
    return BodyRefused(403, "not-your-role", "This is for those who answer for the case, or audit all of them.")
