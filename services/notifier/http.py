"""Where officers draft, approve and record, and where everybody sees what is owed to whom."""

import structlog
from fastapi import APIRouter
from fastapi.responses import Response

from services.notifier.commands import OFFICERS
from services.notifier.completeness import Lacking, lacking
from services.notifier.gathering import gathered
from services.notifier.preview import preview_routes
from services.notifier.views import notifications
from services.notifier.views.notifications import NotificationRow
from shared.decider import Refused
from shared.edge import Code
from shared.events.intake import NotifyDecided
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.commands import Actor, command_routes, entity_tag
from shared.web.needing import about, lent_of
from shared.web.owed import owed_routes
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes
from shared.web.reasons import reasons_routes

log = structlog.get_logger()


def routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    router = APIRouter(tags=["notifications"])

    @router.get("/notifications", responses=documented(422))
    async def list_notifications(as_of: AsOf = None) -> list[NotificationRow]:
        """Every notification, the newest first."""
        async with as_known(service, as_of) as db:
            return await notifications.all_notifications(db)

    @router.get("/notifications/{case}", responses=documented(404, 422))
    async def read_notification(case: Code, response: Response, as_of: AsOf = None) -> NotificationRow:
        """One case's notification and where it stands. As it is now, its `ETag` is for a command's `If-Match`."""
        if as_of is None:
            response.headers["ETag"] = await entity_tag(service, case)
        async with as_known(service, as_of, case) as db:
            found = await notifications.one(db, case)
        if found is None:
            raise Refused("no-such-case", "No notification is due on this case.")
        return found

    @router.get("/notifications/{case}/completeness", responses=documented(404, 409, 422))
    async def read_completeness(case: Code, actor: Actor, response: Response) -> list[Lacking]:
        """What the latest draft lacks that the form asks for, by field and rule. Nothing of it blocks anything."""
        found = await notifications.one(lent_of(service), case)
        if found is None:
            raise Refused("no-such-case", "No notification is due on this case.")
        known = await about(service, case)
        if not any(isinstance(recorded.data, NotifyDecided) for recorded in known):
            raise Refused("not-heard-yet", "The decision to notify has not been heard here yet.")
        log.info("notification.completeness_read", case=case)
        response.headers["Cache-Control"] = "no-store"
        return lacking(await gathered(service, partnership, case, known, "", found.revision))

    return [
        router,
        preview_routes(service, partnership),
        reasons_routes(service),
        owed_routes(service),
        command_routes(service, *OFFICERS),
        quarantine_routes(service),
    ]
