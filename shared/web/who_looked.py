"""Who looked at a case, for whoever answers for it; and all entries of the audit log, for auditors.

An entry says who, when and what was asked for; never what was shown.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from shared.audit import asked
from shared.audit.asked import LAST, Looked
from shared.edge import Code
from shared.event_log import EventLog
from shared.need.opened import is_open
from shared.web.asking import principal_of
from shared.web.bodies import BodyRefused
from shared.web.needing import kept_out_of
from shared.web.problems import documented

MOST = 500
Before = Annotated[int, Query(ge=1, le=LAST, description="Entries with a smaller number: the next page")]
Limit = Annotated[int, Query(ge=1, le=MOST)]


def who_looked_routes(log: EventLog) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/cases/{case}/who-looked", response_model=list[Looked], responses=documented(403, 422, 503))
    async def who_looked(case: Code, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Each read of the case here, each refusal, and each use of its key, the newest first."""
        return list(await asked.about(log, case, before, limit)) if is_open(case) else []

    return router


def entry_routes(log: EventLog) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/audit", response_model=list[Looked], responses=documented(403, 422, 503))
    async def audit_log(request: Request, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Every entry of this service's audit log, the newest first; none of a case that a conflict closes."""
        if principal_of(request) is None:  # where actors are declared nobody is known to be an auditor
            raise BodyRefused(403, "not-for-your-role", "All entries are for an auditor whose token says so.")
        return list(await asked.entries(log, before, limit, await kept_out_of(request)))

    return router
