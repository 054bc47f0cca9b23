"""What is asked of people once more before they do what cannot be undone, or take much away: that it is they."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.people.looker import fresh
from services.console.records import Records
from services.console.session import FRESH_MINUTES
from services.console.work.actions import Action
from shared import looking

# What is public or gone once it is done and cannot be called back, or opens what is closed: by its service, and by
# its command's name there.
WEIGHTY = frozenset(
    {
        ("publisher", "SchedulePublication"),
        ("publisher", "ApprovePublication"),
        ("intake", "ApproveErasure"),
        ("intake", "BreakGlass"),
    }
)


class Proving:
    def __init__(self, records: Records) -> None:
        self._records = records

    def of_action(self, request: Request, action: Action, back: str) -> Response | None:
        """Where they prove it and come back from, where they must; `back`: the form, as its draft was kept."""
        return self.anew(request, back) if (action.service, action.id) in WEIGHTY else None

    def anew(self, request: Request, back: str) -> Response | None:
        if fresh(request, FRESH_MINUTES, self._records.now()):
            return None
        looking.now().turned_away, looking.now().reason = True, "prove-anew"
        return RedirectResponse(f"/sign-in?{urlencode({'minutes': FRESH_MINUTES, 'back': back})}", 303)
