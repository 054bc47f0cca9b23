"""A report by hand: a task list, a page for each part, a last look, and in by intake's own door.

Everything is kept in a draft, part by part, so that a call may be interrupted.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around, you
from services.console.catalogue import Catalogue
from services.console.drafts import Drafts, Place
from services.console.people.looker import typist
from services.console.reporting.document import told_of
from services.console.reporting.report import (
    ACTION,
    HERE,
    Report,
    filled_in,
    report_of,
    with_another_child,
    without_child,
)
from services.console.reporting.sections import Section
from services.console.typed import Sent, from_elsewhere, sent
from services.console.work.forms import Form
from services.console.work.schema import NotAForm
from services.console.work.sending import NotDone, send
from shared.partnership import Partnership
from shared.web.problems import away

PLACE = Place(HERE, ACTION.title)
NOT_KEPT = ("", "It could not be kept just now. Continue again in a moment.")
Errors = Sequence[tuple[str, str]]


class ReportByHand:
    """Answers for `/report-by-hand`. Where intake's own document is not to be had, it says so (503)."""

    def __init__(self, around: Around, catalogue: Catalogue, drafts: Drafts, partnership: Partnership) -> None:
        self._around = around
        self._catalogue = catalogue
        self._drafts = drafts
        self._agencies = {agency.id: agency.name for agency in partnership.agencies}

    async def tasks(self, request: Request) -> Response:
        """The parts, and how far each is."""
        if (report := await self._report(request)) is None:
            return self._away(request)
        return self._around.page(request, "report-tasks", report=report)

    async def ask(self, request: Request, part: str) -> Response:
        """One part, as it was left; or the last look."""
        if (report := await self._report(request)) is None:
            return self._away(request)
        if part == "check":
            return self._check(request, report)
        if section := report.section(part):
            return self._part(request, report, section, report.form(section))
        return self._around.page(request, "no-action", 404)

    async def answer(self, request: Request, part: str) -> Response:
        """One part, filled in: kept. Of the last look: sent."""
        came, report = (await sent(request)).fields, await self._report(request)
        if report is None:
            return self._away(request)
        section = report.section(part)
        if from_elsewhere(request) or (part != "check" and section is None):
            return self._around.page(request, "no-action", 404)
        return await self._keep(request, report, section, came) if section else await self._send(request, report)

    async def _keep(self, request: Request, report: Report, section: Section, came: Mapping[str, str]) -> Response:
        report, kept = await self._kept(request, report, _typed(report, section, came))
        if came.get("quietly"):
            return Response(status_code=204, headers={"Draft": report.draft}) if kept else away()
        if kept and came.get("step"):  # another child, one fewer, or later
            return RedirectResponse(report.address(), 303)
        form = report.form(section)
        if came.get("add"):
            return self._part(request, report, section, form.with_another_row(came["add"]))
        if wrong := [*told_of(section, report.typed)[1], *([] if kept else [NOT_KEPT])]:
            return self._part(request, report, section, report.form(section, wrong), 422)
        return RedirectResponse(report.address(), 303)

    async def _kept(self, request: Request, report: Report, typed: Mapping[str, str]) -> tuple[Report, bool]:
        id_ = await self._drafts.keep(report.draft, typist(request), PLACE, Sent(dict(typed)))
        return await self._made(id_ or report.draft, typed) or report, bool(id_)

    async def _send(self, request: Request, report: Report) -> Response:
        if wrong := report.missing():
            return self._check(request, report, wrong)
        if not you(request):
            return RedirectResponse(f"/you?{urlencode({'back': report.address('check')})}", 303)
        address = self._catalogue.addresses["intake"]
        outcome = await send(address, ACTION, {}, report.document(), {"Actor": you(request)})
        if isinstance(outcome, NotDone):
            return self._check(request, report, outcome.errors)
        await self._drafts.discard(report.draft, typist(request))
        case, agency = str(outcome.told.get("case", "")), report.typed.get("source", "")
        told = {"case": case, "agency": agency, "report": report.id, "receipt": outcome.receipt}
        return RedirectResponse(f"{HERE}/sent?{urlencode(told)}", 303)

    async def went(self, request: Request) -> Response:
        """It is in: what it is called from now on, and what can be added."""
        told = {name: request.query_params.get(name, "") for name in ("case", "agency", "report", "receipt")}
        return self._around.page(request, "report-sent", told=told)

    def _part(self, request: Request, report: Report, section: Section, form: Form, status: int = 200) -> Response:
        return self._around.page(request, "report-part", status, report=report, section=section, form=form)

    def _check(self, request: Request, report: Report, errors: Errors = ()) -> Response:
        """All that was typed; what is wrong, or still missing, leads to where it is put right."""
        wrong = [(report.place_of(name), what) for name, what in errors]
        missing = [(report.place_of(name), what) for name, what in report.missing()] if not wrong else []
        shown = {"report": report, "wrong": wrong, "missing": missing}
        return self._around.page(request, "report-check", 422 if wrong else 200, **shown)

    async def _report(self, request: Request) -> Report | None:
        named = request.query_params.get("draft", "")
        kept = await self._drafts.opened(named, typist(request))
        return await self._made(_id(named), kept.fields if kept else {})

    async def _made(self, draft: str, typed: Mapping[str, str]) -> Report | None:
        schema = (await self._catalogue.of("intake")).report
        try:
            return report_of(schema, self._agencies, draft, typed) if schema else None
        except (NotAForm, KeyError):
            return None

    def _away(self, request: Request) -> Response:
        return self._around.page(request, "report-away", 503)


def _typed(report: Report, section: Section, came: Mapping[str, str]) -> dict[str, str]:
    typed = filled_in(section, report.typed, came)
    match came.get("step"), section.child:
        case "another", int():
            return with_another_child(typed)
        case "remove", int(number):
            return without_child(typed, number)
    return typed


def _id(named: str) -> str:
    """The one that the address names, so that going back and on again stays one draft."""
    try:
        return str(UUID(named))
    except ValueError:
        return str(uuid4())
