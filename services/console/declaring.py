"""Where nobody signs in: a name is asked for, believed, and kept for as long as they are at the desk (0009)."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around
from services.console.people.door import DECLARED, keep_declared, names_a_person
from services.console.session import within
from services.console.typed import from_elsewhere, sent

WRONG = "Enter your staff reference, such as person:m.ellis: person: and then letters, digits and . _ : / - only"


class Declaring:
    def __init__(self, around: Around) -> None:
        self._around = around

    async def who(self, request: Request) -> Response:
        return self._around.page(request, "you", back=request.query_params.get("back", "/"), wrong="")

    async def say_who(self, request: Request) -> Response:
        typed = (await sent(request)).fields
        said, back = typed.get("you", "").strip(), typed.get("back", "/")
        if from_elsewhere(request) or not names_a_person(said):
            return self._around.page(request, "you", 422, back=back, wrong=WRONG)
        answer = RedirectResponse(within(back), 303)
        keep_declared(answer, said)
        return answer

    async def ask(self, request: Request) -> Response:
        return RedirectResponse("/you", 303)

    async def begin(self, request: Request, issuer: str) -> Response:
        return RedirectResponse("/you", 303)

    async def came_back(self, request: Request) -> Response:
        return RedirectResponse("/you", 303)

    async def account(self, request: Request) -> Response:
        return RedirectResponse("/you", 303)

    async def end_one(self, request: Request) -> Response:
        """Nobody has a session."""
        return self._around.page(request, "no-action", 404)

    async def leave(self, request: Request) -> Response:
        return _forgotten(self._around.page(request, "signed-out", there="", ended=True))

    async def locked(self, request: Request) -> Response:
        back = within(request.query_params.get("back", "/"))
        return _forgotten(self._around.page(request, "locked", back=back))


def _forgotten(answer: Response) -> Response:
    answer.delete_cookie(DECLARED, httponly=True, samesite="strict")
    return answer
