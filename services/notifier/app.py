"""The notifier, wired. Start reading here."""

import services.notifier as package
from services.notifier import access_over, http
from services.notifier.actions import ACTIONS
from services.notifier.canary import Stub, canary
from services.notifier.decider import notifier
from services.notifier.reactions import react
from services.notifier.recipient_http import recipient_routes
from services.notifier.recipients import recipients
from services.notifier.settings import NotifierSettings
from services.notifier.views import notifications, recipient_changes
from services.notifier.worker import composer
from shared import canary as canaries
from shared import erasing, partnership, purging, quarantine, reasons, set_aside
from shared.alarms import waiting as alarms
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.clock import clock
from shared.dispatch import directory, post
from shared.dispatch.channels import channels, mail
from shared.dispatch.sender import Sender
from shared.dispatch.signatures import secrets_of
from shared.duties import agenda, board, holidays, recounting
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.keys import Keyring
from shared.need import relations
from shared.need.closed import policies
from shared.own import Own
from shared.service import Service
from shared.serving import serve
from shared.tombstones import Tombstones
from shared.topics import CASE_KEYS, events_of
from shared.web.api import api
from shared.web.dispatches import dispatch_routes
from shared.web.receipts import receipt_routes
from shared.web.recounts import recount_routes
from shared.web.rules import RECEIPTS, Rules, by_route
from shared.wrapped_by import wrapping_of

settings = NotifierSettings()
ours = partnership.load(settings.partnership)
secrets = secrets_of(settings.recipient_secrets)
keyring = Keyring(wrapping_of(settings))

service = Service(
    log=EventLog(says=NOTIFIER, hears=[INTAKE]),
    deciders=[notifier(ours), recipients(ours, secrets), canary, reasons.opening, quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[
        relations,
        notifications,
        directory,
        holidays,
        recipient_changes,
        *(Own(NOTIFIER.source, view) for view in (board, agenda, alarms, post, set_aside)),
        erasing,
        canaries,
    ],
    closing=policies,
    react=react,
)

compose = composer(service, ours, console=settings.console_link)
application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, events_of("intake")],
    timetables=[recounting, Reminding(ours.escalation), post, access_over, purging, Stub()],
    tasks=[
        Mailing(service, mail(settings, ours), ours, settings.console_link),
        Sender(service, compose, channels(settings, ours, secrets), ours),
        Tombstones(service, settings.broker, of_records=True),
    ],
)

routes = [
    *http.routes(service, ours),
    dispatch_routes(service, ours, compose),
    receipt_routes(service, secrets),
    recount_routes(service),
    recipient_routes(service, ours),
]
app = api(application, package.__doc__ or "", routes, Rules(signed=RECEIPTS, actions=by_route(ACTIONS)))
server = serve(app, settings)
