"""A record that could not be taken in: opened on purpose, put right by hand, and taken in after all."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, TypeAdapter

from services.console.around import Around, you
from services.console.catalogue import Catalogue
from services.console.drafts import Drafts, Place
from services.console.neighbours import told
from services.console.partner_facts import OF_AGENCIES, SetAside, one
from services.console.people.looker import looker, typist
from services.console.typed import Sent, from_elsewhere, sent
from services.console.work.actions import Action
from services.console.work.forms import Form
from services.console.work.schema import Field
from services.console.work.sending import Done, send
from shared.need.can import needed
from shared.need.openings import of_purpose
from shared.purposes import Purpose
from shared.web.problems import away

FOR: Purpose = "to mend it"
TITLE = "Mend a record and take it in"
_PATH = "/quarantine/{quarantine_id}/replay-record"
_FIELDS = (
    Field("document", "The record", "text", required=True, hint="Put right what is wrong in it; the rest stays."),
    Field("reason", "Why it may be taken in after all", "text", required=True, hint="Who told you what is right"),
)
_STEPS = ("step", "quietly")


class _Record(BaseModel):
    text: str


class Mending:
    def __init__(self, around: Around, catalogue: Catalogue, drafts: Drafts) -> None:
        self._around = around
        self._catalogue = catalogue
        self._drafts = drafts

    async def ask(self, request: Request, service: str, id_: str) -> Response:
        """What it says, which is recorded with who asked; or as a draft of it was left."""
        aside = await self._aside(service, id_)
        if aside is None:
            return self._around.page(request, "no-record", 404)
        if not _mends(request):
            return self._not_theirs(request, aside)
        kept = await self._drafts.opened(request.query_params.get("draft", ""), typist(request))
        typed = kept.fields if kept else await self._opened(request, aside)
        form = _form(aside, {"key": str(uuid4()), "draft": str(uuid4()), **typed})
        return self._shown(request, aside, form)

    async def answer(self, request: Request, service: str, id_: str) -> Response:
        """As it was put right: kept, and sent to who had set it aside."""
        aside, came = await self._aside(service, id_), (await sent(request)).fields
        if aside is None or from_elsewhere(request):
            return self._around.page(request, "no-record", 404)
        if not _mends(request):
            return self._not_theirs(request, aside)
        form = _form(aside, {name: value for name, value in came.items() if name not in _STEPS})
        place = Place(_address(aside), TITLE)
        kept = await self._drafts.keep(form.value("draft"), typist(request), place, Sent(dict(form.typed)))
        form = replace(form, typed={**form.typed, "draft": kept or form.value("draft")})
        if came.get("quietly"):
            return Response(status_code=204, headers={"Draft": form.value("draft")}) if kept else away()
        if kept and came.get("step") == "keep":
            return RedirectResponse("/drafts", 303)
        document, wrong = _document(form, as_it_came=came.get("step") == "as it came")
        if wrong := [*_nobody(request, aside, form), *wrong]:
            return self._shown(request, aside, replace(form, errors=wrong), 422)
        return await self._send(request, aside, form, document)

    async def _send(self, request: Request, aside: SetAside, form: Form, document: Mapping[str, Any]) -> Response:
        headers = {"Actor": you(request), "Idempotency-Key": form.value("key")}
        address = self._catalogue.addresses[aside.service]
        outcome = await send(address, form.action, form.parameters, document, headers)
        if isinstance(outcome, Done):
            await self._drafts.discard(form.value("draft"), typist(request))
            return RedirectResponse(f"/partners?{urlencode({'took': outcome.told.get('case', '')})}", 303)
        # What is wrong inside the document has no field of its own: its place is told.
        told = [
            (where, f"/{where.partition('.')[2].replace('.', '/')}: {what}" if "." in where else what)
            for where, what in outcome.errors
        ]
        again = replace(form, errors=told, typed={**form.typed, "key": str(uuid4())})
        return self._shown(request, aside, again, 422)

    async def _aside(self, service: str, id_: str) -> SetAside | None:
        found = await one(self._catalogue.addresses, service, id_) if service in OF_AGENCIES else None
        return found if found and found.agency else None

    async def _opened(self, request: Request, aside: SetAside) -> dict[str, str]:
        if not you(request):
            return {}
        address, path = self._catalogue.addresses[aside.service], f"/quarantine/{aside.quarantine}/record"
        asked = {"purpose": FOR}
        record = await told(address, path, TypeAdapter(_Record), asked, you(request))
        return {"document": _pretty(record.text)} if record else {}

    def _shown(self, request: Request, aside: SetAside, form: Form, status: int = 200) -> Response:
        return self._around.page(request, "mend", status, aside=aside, form=form, whose=())

    def _not_theirs(self, request: Request, aside: SetAside) -> Response:
        """Why they cannot mend it, and who does."""
        mends = of_purpose(FOR)
        whose = mends.roles if mends else ()
        return self._around.page(request, "mend", 403, aside=aside, form=_form(aside, {}), whose=whose)


def _mends(request: Request) -> bool:
    """Whether a record is opened for them to mend it: not for everybody who oversees."""
    person = looker(request).principal()
    return person is None or bool(needed(tuple(person.roles), "oversee", FOR))


def _address(aside: SetAside) -> str:
    return f"/partners/mend/{aside.service}/{aside.quarantine}"


def _form(aside: SetAside, typed: Mapping[str, str]) -> Form:
    parameters = {"quarantine_id": str(aside.quarantine)}
    action = Action(aside.service, "replay_record", _PATH, TITLE, "", tuple(parameters), _FIELDS)
    return Form(action, parameters, typed)


def _pretty(text: str) -> str:
    """Over several lines, where it is JSON; else as it came."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _document(form: Form, *, as_it_came: bool) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """For its owner; and (field, what to do) for what is missing or no JSON."""
    found: dict[str, Any] = {"reason": form.value("reason").strip()}
    wrong = [] if found["reason"] else [("reason", "Enter: why it may be taken in after all")]
    if as_it_came:
        return found, wrong
    try:
        found["document"] = json.loads(form.value("document"))
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # NaN, or half a character
    except json.JSONDecodeError as error:
        wrong.insert(0, ("document", f"It is no JSON: look at line {error.lineno}, column {error.colno}"))
    except (ValueError, RecursionError):
        wrong.insert(0, ("document", "It is no JSON that can be read"))
    return found, wrong


def _nobody(request: Request, aside: SetAside, form: Form) -> list[tuple[str, str]]:
    if you(request):
        return []
    here = f"{_address(aside)}?{urlencode({'draft': form.value('draft')})}"
    return [
        (f"/you?{urlencode({'back': here})}", "Say who you are first: you come back here, and nothing is lost.")
    ]
