"""What a recipient would read: of the latest draft, or of a supplement, before anything of it leaves.

Whoever approves a notice has read it; whoever drafts it sees what goes with the account.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.notifier.document import sections
from services.notifier.gathering import gathered
from services.notifier.supplement import as_sections, supplement_of
from services.notifier.view import view_of
from services.notifier.views import notifications
from shared.decider import Refused
from shared.dispatch.letter import MARKING, reference
from shared.dispatch.notice import Printer, in_a_thread
from shared.dispatch.paper import Section, html_of, text_of
from shared.edge import BadInput, Code
from shared.events.base import Recorded
from shared.events.duties import DutyArose
from shared.events.intake import NotifyDecided
from shared.events.notifier import SupplementDrafted
from shared.partnership import Partnership
from shared.service import Service
from shared.web.commands import Actor
from shared.web.headers import POLICY, its_style, policy
from shared.web.needing import about, lent_of
from shared.web.problems import documented

log = structlog.get_logger()
Form = Literal["text", "page", "pdf"]
As = Annotated[Form, Query(alias="as", description="As text, as a page, or as the PDF that goes with it")]
For = Annotated[Code, Query(description="The recipient: each gets what it needs to know, and no more")]
MEDIA_TYPES: dict[Form, str] = {"text": "text/plain", "page": "text/html", "pdf": "application/pdf"}
# Nobody on the way keeps it, and what people wrote runs nothing: a page needs its own style alone.
CAREFUL = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The notice", "content": {media_type: {} for media_type in MEDIA_TYPES.values()}},
    **documented(404, 409, 422, 503),
}


def preview_routes(service: Service, partnership: Partnership, printed: Printer = in_a_thread) -> APIRouter:
    router = APIRouter(tags=["notifications"])

    @router.get("/notifications/{case}/preview", response_class=Response, responses=_FORMS)
    async def preview_notification(case: Code, recipient: For, actor: Actor, form: As = "text") -> Response:
        """The notice to one recipient as it would leave now, with the latest draft. Opens the case's seals."""
        known, revision = await _known(service, case, actor)
        _is_sent_it(partnership, known, recipient)
        log.info("notification.previewed", case=case)
        contents = await gathered(service, partnership, case, known, recipient, revision)
        told = sections(contents, partnership, view_of(partnership.recipient(recipient)))
        return await _shown("Serious incident notification", case, told, form, printed)

    @router.get("/notifications/{case}/supplements/{number}", response_class=Response, responses=_FORMS)
    async def preview_supplement(case: Code, number: int, actor: Actor, form: As = "text") -> Response:
        """Further information as it would leave now, or left, in its latest draft. Opens the case's seals."""
        known, _ = await _known(service, case, actor)
        if not any(isinstance(r.data, SupplementDrafted) and r.data.number == number for r in known):
            raise Refused("no-such-supplement", "No supplement with this number was drafted.", "/path/number")
        log.info("supplement.previewed", case=case)
        told = as_sections(case, partnership, await supplement_of(service, known, number))
        return await _shown("Further information on a notification", case, told, form, printed)

    return router


def _is_sent_it(partnership: Partnership, known: list[Recorded], recipient: str) -> None:
    """Parents, and authorities that the file does not know, are told by a person: nothing is composed for them."""
    owed = {recorded.data.owed_to for recorded in known if isinstance(recorded.data, DutyArose)}
    if recipient not in owed & {each.id for each in partnership.recipients}:
        raise Refused(
            "no-such-duty", "Nobody with this id is owed this notification and sent it.", "/query/recipient"
        )


async def _known(service: Service, case: str, actor: str) -> tuple[list[Recorded], int]:
    """All that is known of it, and the revision of its latest draft: for persons only."""
    kind, _, person = actor.partition(":")
    if kind != "person" or not person:
        raise BadInput(("/header/Actor", "must be person:…"))
    found = await notifications.one(lent_of(service), case)
    if found is None:
        raise Refused("no-such-case", "No notification is due on this case.")
    known = await about(service, case)
    if not any(isinstance(recorded.data, NotifyDecided) for recorded in known):
        raise Refused("not-heard-yet", "The decision to notify has not been heard here yet: ask again soon.")
    return known, found.revision


async def _shown(title: str, case: str, told: Sequence[Section], form: Form, printed: Printer) -> Response:
    page = html_of(f"{title} {reference(case)}", MARKING, told)
    content: str | bytes = f"{MARKING}\n\n{text_of(told)}"
    if form != "text":
        content = page if form == "page" else await printed(page)
    headers = {**CAREFUL, POLICY: policy("sandbox", *([its_style(page)] if form == "page" else []))}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
