"""What every page has around it: whose console this is, what time it is, and who looks at it."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.console.pages import page
from services.console.people.looker import looker, you
from services.console.records import AUTHORITY, Records
from services.console.session import whole
from shared.need.can import some_way
from shared.partnership import Partnership
from shared.web.problems import RETRY_AFTER_SECONDS

__all__ = ["Around", "you"]


class Around:
    def __init__(self, records: Records, partnership: Partnership, *, believed: bool) -> None:
        self._records = records
        self._partnership = partnership
        self._believed = believed  # nobody has to prove who they are, and every page says so
        self._agencies = {agency.id: agency for agency in partnership.agencies}
        consulted = tuple((it.id, it.name) for it in partnership.with_role("safeguarding partner"))
        # By the field that asks what each thinks: whether to notify the authority decides, and is not consulted.
        deciding = ((AUTHORITY, partnership.authority.name), *consulted)
        self._partners = {"views": deciding, "partner_views": consulted}

    def page(self, request: Request, name: str, status: int = 200, **shown: object) -> HTMLResponse:
        """A page that cannot be shown now (503) says when to come again."""
        around = {
            "partnership": self._partnership,
            "now": self._records.now(),
            "agencies": self._agencies,
            "acts_for": self._acts_for,
            "partners": self._partners,
            "you": you(request),
            "person": looker(request).person,
            "believed": self._believed,
            "form_token": getattr(request.state, "form_token", ""),
            "here": request.url.path,
            "whole": whole(request),
            "cases_at": _cases_at(request),
        }
        headers = {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else None
        return HTMLResponse(page(name, **around, **shown), status, headers)

    def _acts_for(self, organisation: str) -> str:
        """An agency, the authority or a partner by its name; whoever the file does not know, by its id."""
        known = self._agencies.get(organisation)
        return known.name if known else self._records.name_of(organisation)


def _cases_at(request: Request) -> str:
    """Where whoever looks finds cases: all that a list says of them, or that they are there and what is due."""
    person = looker(request).person
    whole_list = person is None or some_way(person.roles, "list") or not some_way(person.roles, "list metadata")
    return "/cases" if whole_list else "/register"
