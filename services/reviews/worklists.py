"""What waits for somebody in what was learned, across all reviews: to be settled, measured, answered, audited."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from services.reviews.paging import After, Limit, known_theme, page, place
from services.reviews.views import recurrences, register, spreading
from services.reviews.views.recurrences import SuspectedRow
from services.reviews.views.register import ActionRow
from services.reviews.views.spreading import AuditRow, BriefingGiven
from shared.calendar import london_date
from shared.edge import Name
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.problems import documented


class RecurrencePage(BaseModel):
    """`next`: what to ask for as `after`; none on the last page."""

    findings: list[SuspectedRow]
    next: str | None


class ImpactPage(BaseModel):
    actions: list[ActionRow]
    next: str | None


class BriefingPage(BaseModel):
    briefings: list[BriefingGiven]
    next: str | None


class AuditPage(BaseModel):
    audits: list[AuditRow]
    next: str | None


def worklist_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["learning"])

    @router.get("/learning/recurrences", responses=documented(422))
    async def list_recurrences(
        theme: Name | None = None, limit: Limit = 25, after: After = None, as_of: AsOf = None
    ) -> RecurrencePage:
        """Findings that may be earlier ones again and wait for a person to say so; the latest first."""
        async with as_known(service, as_of) as db:
            rows = await recurrences.suspected(db, limit + 1, place(after), known_theme(theme))
        found, then = page(rows, limit, lambda row: (row.found_on, row.subject, row.finding))
        return RecurrencePage(findings=found, next=then)

    @router.get("/learning/impact-awaited", responses=documented(422))
    async def list_impact_awaited(
        due: bool = False, limit: Limit = 25, after: After = None, as_of: AsOf = None
    ) -> ImpactPage:
        """Verified actions whose impact at six or twelve months is not measured yet, the soonest first.

        `due`: only those that can be measured by now.
        """
        today = london_date(as_of or service.clock.now())
        async with as_known(service, as_of) as db:
            rows = await register.impact_awaited(db, today, limit + 1, place(after), due=due)
        found, then = page(rows, limit, _measured)
        return ImpactPage(actions=found, next=then)

    _spreading(router, service)
    return router


def _spreading(router: APIRouter, service: Service) -> None:
    @router.get("/learning/briefings", responses=documented(422))
    async def list_briefings(
        awaited: bool = False, limit: Limit = 25, after: After = None, as_of: AsOf = None
    ) -> BriefingPage:
        """Who was given which briefing, when, and what they did with it; `awaited`: only what nobody answered."""
        async with as_known(service, as_of) as db:
            rows = await spreading.briefings(db, limit + 1, place(after), awaited=awaited)
        found, then = page(
            rows, limit, lambda row: (row.sent_on, row.subject, f"{row.briefing}/{row.organisation}")
        )
        return BriefingPage(briefings=found, next=then)

    @router.get("/learning/audits", responses=documented(422))
    async def list_audits(
        open: bool = False, limit: Limit = 25, after: After = None, as_of: AsOf = None
    ) -> AuditPage:
        """Audits of all reviews by the day for which each is planned; `open`: only those not concluded."""
        async with as_known(service, as_of) as db:
            rows = await spreading.audits(db, limit + 1, place(after), open_=open)
        found, then = page(rows, limit, lambda row: (row.planned_for, row.subject, row.audit))
        return AuditPage(audits=found, next=then)


def _measured(row: ActionRow) -> tuple[date, str, str]:
    assert row.measure_next_on
    return row.measure_next_on, row.subject, row.action
