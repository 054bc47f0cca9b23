"""Where officers draft, approve and record, and where everybody sees what is owed to whom."""

from fastapi import APIRouter

from services.notifier.commands import OFFICERS
from services.notifier.views import notifications
from services.notifier.views.notifications import NotificationRow
from shared.decider import Refused
from shared.edge import Code
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.commands import command_routes
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes


def routes(service: Service) -> list[APIRouter]:
    router = APIRouter(tags=["notifications"])

    @router.get("/notifications", responses=documented(422))
    async def list_notifications(as_of: AsOf = None) -> list[NotificationRow]:
        """Every notification, the newest first."""
        async with as_known(service, as_of) as db:
            return await notifications.all_notifications(db)

    @router.get("/notifications/{case}", responses=documented(404, 422))
    async def read_notification(case: Code, as_of: AsOf = None) -> NotificationRow:
        """One case's notification and where it stands."""
        async with as_known(service, as_of, case) as db:
            found = await notifications.one(db, case)
        if found is None:
            raise Refused("no-such-case", "No notification is due on this case.")
        return found

    return [router, owed_routes(service), command_routes(service, *OFFICERS), quarantine_routes(service)]
