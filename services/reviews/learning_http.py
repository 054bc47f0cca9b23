"""The learning register over HTTP, and where a person settles whether a finding is an earlier one again."""

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.reviews.decider.learning.action import State
from services.reviews.learning_commands.findings import ConfirmRecurrence, DismissRecurrence
from services.reviews.paging import After, Limit, known_theme, page, place
from services.reviews.themes import vocabulary_on
from services.reviews.views import recurrences, register, spreading
from services.reviews.views.recurrences import RecurrenceRow
from services.reviews.views.register import ActionRow, FindingRow, Glance, RecommendationRow
from services.reviews.views.spreading import AuditRow, BriefingGiven
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Code, Name, read
from shared.service import Service
from shared.web.as_of import AsOf, as_known, not_ahead
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, answer, body_of, cause_of, command_path
from shared.web.needing import let_in_elsewhere, seen_beside
from shared.web.problems import documented


class Theme(BaseModel):
    theme: str
    aspects: list[str]


class ActionPage(BaseModel):
    """`next`: what to ask for as `after`; none on the last page."""

    actions: list[ActionRow]
    next: str | None


class FindingPage(BaseModel):
    findings: list[FindingRow]
    next: str | None


class CaseLearning(BaseModel):
    """All of one case. Texts stay sealed: each is told apart by its reference."""

    findings: list[FindingRow]
    recommendations: list[RecommendationRow]
    actions: list[ActionRow]
    recurrences: list[RecurrenceRow]
    briefings: list[BriefingGiven]
    audits: list[AuditRow]


def learning_routes(service: Service) -> list[APIRouter]:
    return [_register(service), _cases(service), _recurring(service)]


def _register(service: Service) -> APIRouter:
    router = APIRouter(tags=["learning"])

    @router.get("/themes", responses=documented(422))
    async def list_themes(as_of: AsOf = None) -> list[Theme]:
        """The kept vocabulary as it is in force today, or was at that instant."""
        not_ahead(service, as_of)
        edition = vocabulary_on(_today(service, as_of))
        return [Theme(theme=name, aspects=list(aspects)) for name, aspects in edition.themes.items()]

    @router.get("/learning/actions", responses=documented(422))
    async def list_actions(
        theme: Name | None = None,
        state: State | None = None,
        owner: Name | None = None,
        overdue: bool = False,
        limit: Limit = 25,
        after: After = None,
        as_of: AsOf = None,
    ) -> ActionPage:
        """Actions of all reviews, the soonest due first, a page at a time."""
        wanted = {"theme": known_theme(theme), "state": state, "owner": owner}
        async with as_known(service, as_of) as db:
            rows = await register.actions(
                db, _today(service, as_of), limit + 1, after=place(after), overdue=overdue, **wanted
            )
        found, then = page(rows, limit, lambda row: (row.due_on, row.subject, row.action))
        return ActionPage(actions=found, next=then)

    @router.get("/learning/findings", responses=documented(422))
    async def list_findings(
        theme: Name, limit: Limit = 25, after: After = None, as_of: AsOf = None
    ) -> FindingPage:
        """Findings of one theme in all reviews, the oldest first, a page at a time."""
        async with as_known(service, as_of) as db:
            rows = await register.findings_on(db, known_theme(theme) or "", limit + 1, place(after))
        found, then = page(rows, limit, lambda row: (row.found_on, row.subject, row.finding))
        return FindingPage(findings=found, next=then)

    @router.get("/learning/at-a-glance", responses=documented(422))
    async def at_a_glance(by: Literal["theme", "owner"] = "theme", as_of: AsOf = None) -> list[Glance]:
        """Where all actions stand, as the data of a picture: a line for each theme or owner."""
        async with as_known(service, as_of) as db:
            return await register.at_a_glance(db, by, _today(service, as_of))

    @router.get("/learning/briefings-awaited", responses=documented(422))
    async def list_briefings_awaited(organisation: Name, as_of: AsOf = None) -> list[BriefingGiven]:
        """What an organisation was given and has not yet answered; it answers with `answer-briefing`."""
        async with as_known(service, as_of) as db:
            return await spreading.awaited_from(db, organisation)

    return router


def _cases(service: Service) -> APIRouter:
    router = APIRouter(tags=["learning"])

    @router.get("/cases/{case}/learning", responses=documented(422))
    async def learning_of_case(request: Request, case: Code, as_of: AsOf = None) -> CaseLearning:
        """Findings, recommendations, actions, briefings and audits of one case, and where each stands.

        Of other findings, earlier and later, those alone are told and counted that are on cases which whoever asks
        may see.
        """
        # Whether a finding was there before is told by other cases: then all of them have to be folded.
        async with as_known(service, as_of) as db:
            beside = await seen_beside(request, service, db, case)
            return CaseLearning(
                findings=await register.findings_of(beside, case),
                recommendations=await register.recommendations_of(db, case),
                actions=await register.actions_of(db, case, _today(service, as_of)),
                recurrences=await recurrences.of_case(beside, case),
                briefings=await spreading.briefings_of(db, case),
                audits=await spreading.audits_of(db, case),
            )

    @router.get("/cases/{case}/learning/actions", responses=documented(422))
    async def actions_of_case(case: Code, as_of: AsOf = None) -> list[ActionRow]:
        """The actions of one case, the soonest due first."""
        async with as_known(service, as_of, case) as db:
            return await register.actions_of(db, case, _today(service, as_of))

    return router


def _recurring(service: Service) -> APIRouter:
    router = APIRouter(tags=["commands"])

    async def settle(asked: ConfirmRecurrence | DismissRecurrence, case: str, actor: str, key: str) -> Response:
        """Only what the rule finds; both findings are there, then, and stand on different cases."""
        earlier = (asked.earlier_case, asked.earlier_finding)
        if not await recurrences.alike(service.log.pool, case, asked.finding, *earlier):
            raise Refused("no-such-recurrence", "By the rule, this finding is not that earlier one again.")
        said = await service.do(case, asked, actor=actor, cause=cause_of(actor, key))
        return await answer(service, said, None)

    def add(command: type[ConfirmRecurrence | DismissRecurrence]) -> None:
        async def endpoint(request: Request, case: Code, actor: Actor, key: Key) -> Response:
            asked = read(await body_of_request(request), command)
            await let_in_elsewhere(request, asked.other_cases())
            return await settle(asked, case, actor, key)

        router.add_api_route(
            f"/cases/{{case}}/{command_path(command)}",
            endpoint,
            methods=["POST"],
            operation_id=command.__name__,
            summary=(command.__doc__ or "").strip().splitlines()[0],
            responses=RESPONSES,
            openapi_extra={"requestBody": body_of(command)},
        )

    add(ConfirmRecurrence)
    add(DismissRecurrence)
    return router


def _today(service: Service, as_of: datetime | None) -> date:
    return london_date(as_of or service.clock.now())
