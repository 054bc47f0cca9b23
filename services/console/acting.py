"""The pages on which staff act: what can be done, a form for it, a last look, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import CODE, YOU, Around, you
from services.console.catalogue import Catalogue
from services.console.records import CannotRead, Records
from services.console.work.actions import Action
from services.console.work.answers import answers
from services.console.work.forms import Form
from services.console.work.sending import Done, send
from shared.edge import MAX_BYTES
from shared.web.bodies import bytes_of_request

MOST_FIELDS = 2_000
WHO_FIRST = ("", "Say who you are first: the link is at the top of this page.")


class Acting:
    """Answers for `/work`. What it sends to a service bears the person's name, a key and the version they saw."""

    def __init__(self, records: Records, around: Around, catalogue: Catalogue) -> None:
        self._records = records
        self._around = around
        self._addresses = catalogue.addresses
        self.catalogue = catalogue

    async def everything(self, request: Request) -> Response:
        """What can be done that is not about one case."""
        done = await self.done(request)
        return self._around.page(request, "work", offered=await self.catalogue.all(), done=done)

    async def done(self, request: Request) -> tuple[Action, str] | None:
        """What was just done, as the address says, in our own words."""
        service, _, id_ = request.query_params.get("done", "").partition(".")
        action = await self.catalogue.action(service, id_) if service in self._addresses else None
        return (action, request.query_params.get("receipt", "")) if action else None

    async def ask(self, request: Request, service: str, id_: str) -> Response:
        """The form, filled in with what the address says."""
        action = await self.catalogue.action(service, id_)
        if action is None:
            return self._around.page(request, "no-action", 404)
        said = dict(request.query_params)
        parameters = {name: said.pop(name, "") for name in action.parameters}
        try:
            seen = await self._version(action, parameters)
        except CannotRead:
            return self._around.page(request, "cannot-read", 503)
        form = Form(action, parameters, {**said, "key": str(uuid4()), "version": seen})
        return self._around.page(request, "form", form=form)

    async def answer(self, request: Request, service: str, id_: str) -> Response:
        """What was typed: shown again with what is wrong, shown once more to be checked, or sent."""
        action = await self.catalogue.action(service, id_)
        if action is None or _from_elsewhere(request):
            return self._around.page(request, "no-action", 404)
        typed = await _typed(request)
        form = Form(action, {name: typed.get(f"in.{name}", "") for name in action.parameters}, typed)
        if typed.get("add"):
            return self._around.page(request, "form", form=form.with_another_row(typed["add"]))
        if typed.get("step") == "change":
            return self._around.page(request, "form", form=form)
        found = answers(action.fields, typed)
        who = [] if you(request) else [WHO_FIRST]
        if wrong := (*who, *_not_codes(form), *found.missing):
            return self._around.page(request, "form", 422, form=replace(form, errors=wrong))
        if typed.get("step") != "send":
            return self._around.page(request, "check", form=form)
        return await self._send(request, form, found.document)

    async def _send(self, request: Request, form: Form, document: Mapping[str, object]) -> Response:
        action = form.action
        headers = {"Actor": you(request), "Idempotency-Key": form.value("key")}
        if action.on_a_case and form.value("version"):
            headers["If-Match"] = f'"{form.value("version")}"'
        outcome = await send(self._addresses[action.service], action, form.parameters, document, headers)
        if isinstance(outcome, Done):
            where = f"/cases/{form.parameters['case']}" if action.on_a_case else "/work"
            return RedirectResponse(f"{where}?done={action.service}.{action.id}&receipt={outcome.receipt}", 303)
        again = replace(form, errors=outcome.errors, changed=outcome.changed)
        if outcome.changed:  # another version is another request
            seen = await self._version(action, form.parameters)
            again = replace(again, typed={**form.typed, "version": seen, "key": str(uuid4())})
        return self._around.page(request, "form", 409 if outcome.changed else 422, form=again)

    async def _version(self, action: Action, parameters: Mapping[str, str]) -> str:
        """What the owner had said of this case when the form was opened, as far as it was heard here."""
        if not action.on_a_case:
            return ""
        return str(await self._records.version(parameters["case"], action.service) or "")

    async def say_who(self, request: Request) -> Response:
        """Keeps who acts in a cookie of this console, and goes back to where they were."""
        typed = await _typed(request)
        said, back = typed.get("you", "").strip(), typed.get("back", "/")
        if _from_elsewhere(request) or not CODE.fullmatch(said):
            wrong = "Enter your staff reference, such as person:m.ellis: letters, digits and . _ : / - only"
            return self._around.page(request, "you", 422, back=back, wrong=wrong)
        to = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(to, 303)
        answer.set_cookie(YOU, said, httponly=True, samesite="strict")
        return answer

    async def ask_who(self, request: Request) -> Response:
        back = request.query_params.get("back", "/")
        return self._around.page(request, "you", back=back, wrong="")


async def _typed(request: Request) -> dict[str, str]:
    """A form's fields, the last of each name. What is no form has none. Raises BodyRefused."""
    body = (await bytes_of_request(request, MAX_BYTES)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _from_elsewhere(request: Request) -> bool:
    """Whether another site's page sent it: browsers say so, and cannot be made not to."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _not_codes(form: Form) -> list[tuple[str, str]]:
    return [
        (f"in.{name}", "This is not a reference: letters, digits and . _ : / - only.")
        for name, value in form.parameters.items()
        if not CODE.fullmatch(value)
    ]
