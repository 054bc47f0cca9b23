"""The pages on which staff act: what can be done, a form for it, a last look, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around, you
from services.console.catalogue import Catalogue
from services.console.drafts import Drafts, Place
from services.console.needed import Needed
from services.console.people.looker import looker, typist
from services.console.proving import Proving
from services.console.records import CannotRead, Records
from services.console.typed import Sent, from_elsewhere, sent
from services.console.work.actions import FILE, Action
from services.console.work.answers import answers
from services.console.work.forms import Form
from services.console.work.next_step import next_steps
from services.console.work.own_ids import with_own_ids
from services.console.work.sending import Done, Upload, send
from shared.edge import CODE
from shared.web.problems import away

NOT_KEPT = (FILE, "The document could not be kept just now. Choose it again in a moment.")
REHEARSALS = ("check", "dry_run")  # what the services call it when nothing is to be kept
STEPS = ("step", "add", "quietly")  # what a button says: no part of what was typed


class Acting:
    """Answers for `/work`. What it sends to a service bears the person's name, a key and the version they saw."""

    def __init__(
        self, records: Records, around: Around, catalogue: Catalogue, drafts: Drafts, needed: Needed
    ) -> None:
        self._records = records
        self._needed = needed
        self._around = around
        self._addresses = catalogue.addresses
        self.catalogue = catalogue
        self._drafts = drafts
        self._proving = Proving(records, around)

    async def everything(self, request: Request) -> Response:
        """What can be done that is not about one case."""
        done, offered = await self.done(request), await self.catalogue.all(looker(request).person)
        return self._around.page(request, "work", offered=offered, done=done)

    async def done(self, request: Request) -> tuple[Action, str] | None:
        """What was just done, as the address says, in our own words."""
        service, _, id_ = request.query_params.get("done", "").partition(".")
        action = await self.catalogue.action(service, id_) if service in self._addresses else None
        return (action, request.query_params.get("receipt", "")) if action else None

    async def ask(self, request: Request, service: str, id_: str) -> Response:
        """The form, filled in with what the address says, or as its draft was left."""
        action = await self.catalogue.action(service, id_)
        if action is None:
            return self._around.page(request, "no-action", 404)
        said = dict(request.query_params)
        if kept := await self._drafts.opened(said.get("draft", ""), typist(request)):
            return self._shown(request, _form(action, kept))
        parameters = {name: said.pop(name, "") for name in action.parameters}
        try:
            seen = await self._version(request, action, parameters)
        except CannotRead:
            return self._around.page(request, "cannot-read", 503)
        ids = {"key": str(uuid4()), "draft": str(uuid4()), "version": seen}
        form = Form(action, parameters, with_own_ids(action, {**said, **ids}))
        begun = await self._drafts.begun(typist(request), _place(form))
        return self._shown(request, form, begun=begun)

    async def answer(self, request: Request, service: str, id_: str) -> Response:
        """What was typed: kept; and shown again with what is wrong, shown once more to be checked, or sent."""
        action = await self.catalogue.action(service, id_)
        if action is None or from_elsewhere(request):
            return self._around.page(request, "no-action", 404)
        came = await sent(request)
        form, kept = await self._kept(typist(request), _form(action, came))
        step = came.fields.get("step")
        if came.fields.get("quietly"):
            return Response(status_code=204, headers={"Draft": form.value("draft")}) if kept else away()
        if step == "keep" and kept:
            return RedirectResponse("/drafts", 303)
        if came.fields.get("add"):
            return self._shown(request, form.with_another_row(came.fields["add"]))
        if step in ("change", "keep"):
            return self._shown(request, form)
        found = answers(action.fields, form.typed)
        if wrong := (*_nobody(request, form), *_not_codes(form), *found.missing):
            return self._shown(request, replace(form, errors=wrong), 422)
        if step == "send":
            again = self._proving.of_action(request, action, _draft_of(form))
            return again or await self._send(request, form, found.document)
        if form.file and not kept:
            return self._shown(request, replace(form, errors=(NOT_KEPT,)), 503)
        return self._around.page(request, "check", form=form)

    async def _kept(self, who: str, form: Form) -> tuple[Form, bool]:
        """With the file that was sent before, where none came now; under another id where that is another's."""
        if form.file is None and form.action.media:
            before = await self._drafts.opened(form.value("draft"), who)
            form = form.with_file(before.file if before else None)
        id_ = await self._drafts.keep(form.value("draft"), who, _place(form), Sent(dict(form.typed), form.file))
        return (replace(form, typed={**form.typed, "draft": id_}) if id_ else form), bool(id_)

    async def _send(self, request: Request, form: Form, document: Mapping[str, object]) -> Response:
        action = form.action
        headers = {"Actor": you(request), "Idempotency-Key": form.value("key")}
        if action.on_a_case and form.value("version"):
            headers["If-Match"] = f'"{form.value("version")}"'
        upload = Upload(form.file.bytes, form.file.media_type) if form.file else None
        address = self._addresses[action.service]
        outcome = await send(address, action, form.parameters, document, headers, upload)
        if isinstance(outcome, Done):
            return await self._went(request, form, outcome, rehearsed=_rehearsed(document))
        again = replace(form, errors=outcome.errors, changed=outcome.changed)
        return await self._overtaken(request, again) if outcome.changed else self._shown(request, again, 422)

    async def _overtaken(self, request: Request, form: Form) -> Response:
        """Somebody was quicker: what they did, beside what was typed. Another version is another request."""
        case, before = form.parameters["case"], form.value("version")
        if not await self._needed.sees(request, case):
            return self._shown(request, form, 409)
        try:
            seen = await self._heard(case, form.action)
            news = await self._records.news(case, form.action.service, int(before) if before.isdecimal() else 0)
        except CannotRead:
            seen, news = before, []
        again = replace(form, typed={**form.typed, "version": seen, "key": str(uuid4())})
        await self._kept(typist(request), again)
        return self._shown(request, again, 409, news=news)

    async def _went(self, request: Request, form: Form, outcome: Done, rehearsed: str) -> Response:
        """Where it was done from, which says so; after a file, all that its owner told of it.

        What was only rehearsed can be sent in earnest from there, with the file that was chosen.
        """
        action = form.action
        if rehearsed:
            earnest = {**form.typed, rehearsed: "no", "key": str(uuid4())}
            return self._around.page(request, "told", form=form, told=outcome.told, earnest=earnest, then=())
        await self._drafts.discard(form.value("draft"), typist(request))
        if action.media:
            then = list(next_steps(form, (await self.catalogue.of(action.service)).actions))
            return self._around.page(request, "told", form=form, told=outcome.told, earnest=None, then=then)
        where = f"/cases/{form.parameters['case']}" if action.on_a_case else "/work"
        said = urlencode({"done": f"{action.service}.{action.id}", "receipt": outcome.receipt})
        return RedirectResponse(f"{where}?{said}", 303)

    def _shown(self, request: Request, form: Form, status: int = 200, **shown: Any) -> Response:
        return self._around.page(request, "form", status, **{"begun": (), "news": (), **shown, "form": form})

    async def _version(self, request: Request, action: Action, parameters: Mapping[str, str]) -> str:
        """What the owner had said of this case when the form was opened, as far as it was heard here. Nothing of a
        case that is closed to them: a conflict is declared, or glass broken, whatever has happened since.
        """
        case = parameters.get("case", "")
        if not action.on_a_case or not CODE.fullmatch(case) or not await self._needed.sees(request, case):
            return ""
        return await self._heard(case, action)

    async def _heard(self, case: str, action: Action) -> str:
        return str(await self._records.version(case, action.service) or "")


def _form(action: Action, came: Sent) -> Form:
    # A document's name is no document: it stands among what was typed only while its bytes are here.
    apart = (*STEPS, FILE) if action.media else STEPS
    typed = {name: value for name, value in came.fields.items() if name not in apart}
    parameters = {name: typed.get(f"in.{name}", "") for name in action.parameters}
    return Form(action, parameters, with_own_ids(action, typed)).with_file(came.file)


def _rehearsed(document: Mapping[str, object]) -> str:
    """The field that asks for a rehearsal, where it does; else empty."""
    return next((name for name in REHEARSALS if document.get(name) is True), "")


def _place(form: Form) -> Place:
    action = form.action
    case = form.parameters.get("case", "")
    return Place(f"/work/{action.service}/{action.id}", action.title, case if CODE.fullmatch(case) else "")


def _draft_of(form: Form) -> str:
    """The address of the form as it was kept."""
    return f"{_place(form).path}?{urlencode({'draft': form.value('draft')})}"


def _nobody(request: Request, form: Form) -> list[tuple[str, str]]:
    """Whoever's session has ended says who they are, and finds this form again as it is."""
    if you(request):
        return []
    return [
        (
            f"/you?{urlencode({'back': _draft_of(form)})}",
            "Say who you are first: you come back here, and nothing is lost.",
        )
    ]


def _not_codes(form: Form) -> list[tuple[str, str]]:
    return [
        (f"in.{name}", "This is not a reference: letters, digits and . _ : / - only.")
        for name, value in form.parameters.items()
        if not CODE.fullmatch(value)
    ]
