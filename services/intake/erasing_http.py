"""Where a case's keeping is looked at and decided: its class, legal holds, what is due, and its erasure."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.due_file import as_csv
from services.intake.keeping import OFFICERS
from services.intake.keeping.commands import ApproveErasure, ProposeErasure
from services.intake.views import keeping
from services.intake.views.keeping import Due, Keeping
from shared import clearance, looking, set_aside
from shared.calendar import london_date
from shared.clearance import Clearance
from shared.decider import Ask, Command, Occasion, Refused
from shared.edge import Closed, Code, Reasons, Text, read
from shared.event_log import Connection
from shared.events.keeping import JointText
from shared.partnership import Partnership
from shared.retention import EXPORTED, SET_ASIDE, Period, table_of
from shared.service import Service, first_id
from shared.web.as_of import AsOf, as_known
from shared.web.bodies import body_of_request
from shared.web.commands import (
    RESPONSES,
    Actor,
    IfMatch,
    Key,
    Prefer,
    answer,
    body_of,
    cause_of,
    command_routes,
    version,
)
from shared.web.needing import seen
from shared.web.problems import documented

PageLimit = Annotated[int, Query(ge=1, le=500)]
IN_A_FILE = 25  # as many as stand on a page of a list: a file of more cases takes two people, at the console
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


class Proposal(Closed):
    """`clearance`: the `statement` of the publisher's `GET /cases/{case}/erasure-clearance`, not 15 minutes old.

    `joint_text`: needed where a joint review tells of the case too.
    """

    clearance: Text
    joint_text: JointText | None = None
    reason: Reasons


class Approval(Closed):
    """By another person than any who proposed it, with a statement of the publisher's made since."""

    proposal: UUID
    clearance: Text


def erasing_routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    return [_looked_at(service, partnership), _decided(service), command_routes(service, *OFFICERS)]


def _looked_at(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["retention"])

    @router.get("/retention")
    async def list_retention_periods() -> list[Period]:
        """How long each class of record is kept here, and where that is from; what was discarded, and what
        files of many cases were asked for.
        """
        return [*table_of(partnership.retention), SET_ASIDE, EXPORTED]

    @router.get("/retention/due", responses=documented(422))
    async def list_due_for_erasure(limit: PageLimit = 500, offset: Offset = 0) -> list[Due]:
        """Cases whose years have run, by what intake knows: to be looked at by a person; the oldest first."""
        today = london_date(service.clock.now())
        return await keeping.due(seen(service), today, partnership, limit, offset)

    @router.get("/retention/due.csv", responses={**_CSV, **documented(422)}, response_class=Response)
    async def export_due_for_erasure(offset: Offset = 0) -> Response:
        """The same list for a spreadsheet, 25 cases at a time."""
        today = london_date(service.clock.now())
        found = await keeping.due(seen(service), today, partnership, IN_A_FILE, offset)
        looking.now().rows = len(found)
        headers = {"Content-Disposition": 'attachment; filename="due.csv"'}
        return Response(as_csv(found), headers=headers, media_type="text/csv; charset=utf-8")

    @router.get("/cases/{case}/keeping", responses=documented(404, 422))
    async def read_keeping(case: Code, as_of: AsOf = None) -> Keeping:
        """How long this case is kept: its class, each legal hold, and whether its erasure is proposed."""
        async with as_known(service, as_of, case) as db:
            found = await keeping.one(db, case, partnership)
        if found is None:
            raise Refused("no-such-case", "There is no incident with this id.")
        return found

    return router


def _decided(service: Service) -> APIRouter:
    router = APIRouter(tags=["retention"])

    @router.post("/cases/{case}/propose-erasure", **_documented(Proposal, ProposeErasure))
    async def propose_erasure(
        request: Request, case: Code, actor: Actor, key: Key, if_match: IfMatch = None, prefer: Prefer = None
    ) -> Response:
        """The first signature under the erasure of a case. Refused while anything says that it is kept."""
        asked = read(await body_of_request(request), Proposal)
        stated = _stated(service, case, asked.clearance)
        command = ProposeErasure(clearance=stated, joint_text=asked.joint_text, reason=asked.reason)
        return await _do(service, case, command, actor, key, if_match, prefer)

    @router.post("/cases/{case}/approve-erasure", **_documented(Approval, ApproveErasure))
    async def approve_erasure(
        request: Request, case: Code, actor: Actor, key: Key, if_match: IfMatch = None, prefer: Prefer = None
    ) -> Response:
        """The second signature: the case's keys are destroyed, everywhere and for ever."""
        asked = read(await body_of_request(request), Approval)
        stated = _stated(service, case, asked.clearance)
        records = await set_aside.opened_as(service.log.pool, stated.cases)
        command = ApproveErasure(proposal=asked.proposal, clearance=stated, records=tuple(records))
        return await _do(service, case, command, actor, key, if_match, prefer)

    return router


def _documented(body: type[Closed], command: type[Command]) -> dict[str, Any]:
    """By its command's name, as every other command: by it the console knows what cannot be undone."""
    return {
        "operation_id": command.__name__,
        "responses": RESPONSES,
        "openapi_extra": {"requestBody": body_of(body)},
    }


def _stated(service: Service, case: str, statement: str) -> Clearance:
    """Raises BadInput; Refused where it is another case's."""
    stated = clearance.opened(statement, service.keyring.hasher(clearance.PURPOSE))
    if stated.case != case:
        raise Refused("not-this-case", "The statement is about another case.", "/clearance")
    return stated


async def _do(
    service: Service,
    case: str,
    command: ProposeErasure | ApproveErasure,
    actor: str,
    key: str,
    tag: str | None,
    prefer: str | None,
) -> Response:
    """Nothing is said of any of the cases between the look at them and the decision. Raises Refused, KeyReused."""
    occasion = Occasion(at=service.clock.now(), actor=actor, id=cause_of(actor, key))
    async with service.transaction() as tx:
        if await tx.ours(first_id(occasion.id)) is None:  # a repeat says what it said, whatever came since
            await _not_outdated(tx.connection, service.name, command.clearance)
        said = await service.carry_out(tx, Ask(case, command), occasion, if_match=version(tag))
    return await answer(service, said, prefer)


async def _not_outdated(db: Connection, source: str, stated: Clearance) -> None:
    """Raises Refused where the publisher had not heard all that we said of the case and those merged into it."""
    rows = await db.fetch(
        "SELECT subject, max(version) AS version FROM event_log WHERE source = $1 AND subject = ANY($2::text[])"
        " GROUP BY subject",
        source,
        list(stated.cases),
    )
    if {row["subject"]: row["version"] for row in rows} != dict(stated.heard):
        raise Refused("clearance-outdated", "The case went on since it was stated: ask for another.", "/clearance")
