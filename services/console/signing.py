"""Who acts: a declaration that is believed (0009), kept for as long as they are at the desk."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.around import Around, keep_who
from services.console.session import within
from services.console.typed import from_elsewhere, sent
from shared.edge import CODE
from shared.web.problems import documented

WRONG = "Enter your staff reference, such as person:m.ellis: letters, digits and . _ : / - only"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    303: {"description": "Kept; where they were"},
    422: {"description": "The form as it was left, with what is wrong", "content": _PAGE},
}


def signing_routes(around: Around) -> APIRouter:
    router = APIRouter(tags=["work"], default_response_class=HTMLResponse)

    @router.get("/you")
    async def who(request: Request) -> Response:
        """Asks who acts."""
        return around.page(request, "you", back=request.query_params.get("back", "/"), wrong="")

    @router.post("/you", responses={**_ANSWERS, **documented(413, 415)}, openapi_extra=_FORM)
    async def say_who(request: Request) -> Response:
        """Keeps who acts, in a cookie, and goes back to where they were."""
        typed = (await sent(request)).fields
        said, back = typed.get("you", "").strip(), typed.get("back", "/")
        if from_elsewhere(request) or not CODE.fullmatch(said):
            return around.page(request, "you", 422, back=back, wrong=WRONG)
        answer = RedirectResponse(within(back), 303)
        keep_who(answer, said)
        return answer

    return router
