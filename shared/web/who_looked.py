"""Who looked at a case, for whoever answers for it; and all entries of the audit log, for auditors.

An entry says who, when and what was asked for; never what was shown.
"""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query, Request

from shared.audit import asked
from shared.audit.asked import LAST, Looked
from shared.audit.writing import Audit
from shared.edge import Code
from shared.identity.principal import Role
from shared.web.asking import principal_of
from shared.web.bodies import BodyRefused
from shared.web.problems import documented

OVERSEE: frozenset[Role] = frozenset(
    {
        *("decision-maker", "safeguarding partner lead", "business manager", "independent scrutineer"),
        *("legal and data protection", "auditor"),
    }
)
AUDIT: frozenset[Role] = frozenset({"auditor", "legal and data protection"})
MOST = 500
Before = Annotated[int, Query(ge=1, le=LAST, description="Entries with a smaller number: the next page")]
Limit = Annotated[int, Query(ge=1, le=MOST)]


def who_looked_routes(audit: Audit) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/cases/{case}/who-looked", response_model=list[Looked], responses=documented(403, 422, 503))
    async def who_looked(request: Request, case: Code, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Each read of the case here, each refusal, and each use of its key, the newest first."""
        _only(request, OVERSEE)
        return list(await asked.about(audit.log, case, before, limit))

    return router


def entry_routes(audit: Audit) -> APIRouter:
    router = APIRouter(tags=["audit"])

    @router.get("/audit", response_model=list[Looked], responses=documented(403, 422, 503))
    async def entries(request: Request, before: Before = LAST, limit: Limit = 100) -> list[Looked]:
        """Every entry of this service's audit log, the newest first."""
        _only(request, AUDIT)
        return list(await asked.entries(audit.log, before, limit))

    return router


def _only(request: Request, roles: Collection[Role]) -> None:
    """Where actors are declared nobody has roles, and all are let by."""
    principal = principal_of(request)
    if principal is not None and not set(roles).intersection(principal.roles):
        raise BodyRefused(403, "not-your-role", "This is for those who answer for cases, or audit them.")
