"""What is asked of people once more before they do what cannot be undone, or take much away: that it is they."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around
from services.console.people.looker import fresh, looker
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
    """Each answers with where they prove it, or with why that was not enough; None: they may go on."""

    def __init__(self, records: Records, around: Around) -> None:
        self._records = records
        self._around = around

    def of_action(self, request: Request, action: Action, back: str) -> Response | None:
        """Where they prove it and come back from, where they must; `back`: the form, as its draft was kept."""
        return self.anew(request, back) if (action.service, action.id) in WEIGHTY else None

    def anew(self, request: Request, back: str) -> Response | None:
        """A second factor is asked for where their issuer's file says how one is told (`second_factor`)."""
        if fresh(request, FRESH_MINUTES, self._records.now()):
            return self._in_one_way_only(request, back)
        looking.now().turned_away, looking.now().reason = True, "prove-anew"
        return RedirectResponse(f"/sign-in?{urlencode({'minutes': FRESH_MINUTES, 'back': back})}", 303)

    def _in_one_way_only(self, request: Request, back: str) -> Response | None:
        """Sent to sign in once more by itself they would come back the same, and go round for ever."""
        if looker(request).second_factor is not False:
            return None
        looking.now().turned_away, looking.now().reason = True, "second-factor"
        again = f"/sign-in?{urlencode({'minutes': 0, 'back': back})}"
        return self._around.page(request, "second-factor", 403, again=again)
