"""Before each page: whether whoever is signed in may see it, by the same rule as in every service."""

import structlog
from fastapi import FastAPI, Request, Response

from services.console.around import Around
from services.console.people.door import for_machines
from services.console.people.looker import looker
from shared.application import Application
from shared.event_log import NotOpen
from shared.faults import OURS
from shared.identity.principal import Principal
from shared.need.can import CONFLICT, NOT_RELATED, REFUSALS, some_way
from shared.need.decision import Action, Decision
from shared.need.seen import LOOKING
from shared.web.asking import Decided
from shared.web.needing import Needing
from shared.web.noting import note_decision
from shared.web.problems import away, problem
from shared.web.rules import Rules

log = structlog.get_logger()


class NotLetIn(Exception):
    """Not for them, or not this case."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


class NobodyKnows(Exception):
    """How they stand to the case cannot be read now."""


class Needed:
    """A dependency of every page. It decides on who signed in, or has a token: where all are believed it lets
    everybody by, and whoever has not signed in the door turns away before. `decided`: as in Asking.
    """

    def __init__(
        self, application: Application, rules: Rules, around: Around, decided: Decided = note_decision
    ) -> None:
        self._needing = Needing(application.service, application.partnership)
        self._rules, self._around, self._decided = rules, around, decided

    async def __call__(self, request: Request) -> None:
        """Raises NotLetIn and NobodyKnows."""
        LOOKING.set(None)  # of whoever asked before, where several requests are answered in one task
        person = looker(request).principal()
        if person is None:
            return
        action = self._rules.action(request.method, request.scope["route"].path_format)
        decision = await self._decision(person, action, request.path_params.get("case", ""))
        await self._decided(request, person, decision)
        if not decision.allowed:
            raise NotLetIn(decision)

    async def _decision(self, person: Principal, action: Action | None, case: str) -> Decision:
        # Not in a task of its own: what lists may show is known to the task that asks.
        try:
            return await self._needing.decision(person, action, case)
        except (TimeoutError, NotOpen, *OURS) as error:
            raise NobodyKnows from error

    async def sees(self, request: Request, case: str) -> bool:
        """Whether whoever asks may read this case, where a page that is not of it shows something of it."""
        person = looker(request).principal()
        if person is None:
            return believed(request)
        decision = await self._decision(person, "read", case)
        await self._decided(request, person, decision)
        return decision.allowed

    async def reads(self, request: Request, case: str) -> bool:
        """Whether whoever was let in to a case's page may read what it is about. Not noted as a refusal: the page
        shows what they may see.
        """
        person = looker(request).principal()
        if person is None:
            return believed(request)
        return (await self._decision(person, "read", case)).allowed

    async def sees_all(self, request: Request) -> bool:
        """Whether whoever asks may list every case there is, none being closed to them. Raises NobodyKnows."""
        person = looker(request).principal()
        if person is None:
            return believed(request)
        try:
            return (await self._needing.visible(person, "list metadata")).all
        except (TimeoutError, NotOpen, *OURS) as error:
            raise NobodyKnows from error

    async def narrow(self, request: Request) -> None:
        """What is listed from now on in this request is of cases of which whoever asks may know what is due; for
        whoever may not know that of any, nothing.
        """
        person = looker(request).principal()
        if person is not None:
            await self._needing.narrow(person, "list metadata")

    async def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, NotLetIn)
        it = error.decision
        log.warning("need.refused", reason=it.reason)
        if for_machines(request):
            return problem(403, it.reason, REFUSALS[it.reason])
        closed = it.case if it.reason == NOT_RELATED else ""
        shown = {
            "closed": closed,
            "conflict": it.reason == CONFLICT,
            "broken": request.query_params.get("done") == "intake.BreakGlass",
            "may_break": may_break(request),
        }
        return self._around.page(request, "closed", 403, **shown)

    async def unknown(self, request: Request, _: Exception) -> Response:
        return away() if for_machines(request) else self._around.page(request, "cannot-read", 503)


def believed(request: Request) -> bool:
    """Whether nobody has to prove anything here, so that whoever comes may see everything. Who has not signed in
    where people do may see nothing.
    """
    return looker(request).believed


def oversees(request: Request) -> bool:
    """Whether whoever asks may agree to what others ask for: to show what waits for that. The route that does
    it is decided by itself.
    """
    person = looker(request).principal()
    return believed(request) if person is None else some_way(person.roles, "oversee")


def may_break(request: Request) -> bool:
    """Whether whoever asks may break the glass of a case that is closed to them: to offer it."""
    person = looker(request).principal()
    return person is not None and some_way(person.roles, "break glass")


def let_in_by(app: FastAPI, needed: Needed) -> FastAPI:
    app.add_exception_handler(NotLetIn, needed.refused)
    app.add_exception_handler(NobodyKnows, needed.unknown)
    return app
