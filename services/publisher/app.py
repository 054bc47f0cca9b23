"""The publisher, wired. Start reading here."""

import services.publisher as package
from services.publisher import http, request_http
from services.publisher.actions import ACTIONS
from services.publisher.all_heard import AllHeard, KafkaItself
from services.publisher.clearing_http import clearing_routes
from services.publisher.covering import covering
from services.publisher.decider import publisher
from services.publisher.past_reviews import past_reviews
from services.publisher.reactions import react
from services.publisher.requests import copy_requests
from services.publisher.scanning import Scanning
from services.publisher.servers import Servers
from services.publisher.settings import PublisherSettings
from services.publisher.site import site
from services.publisher.views import pseudonyms, publications, search, timetable, unscanned
from services.publisher.views import requests as requests_view
from services.publisher.views import site as site_view
from services.publisher.worker import Publishing, composer
from shared import canary, erasing, partnership, purging, quarantine, reasons, set_aside
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
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.malware.scanning import scanner
from shared.need import joint, relations
from shared.need import publications as to_be_published
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

settings = PublisherSettings()
ours = partnership.load(settings.partnership)
secrets = secrets_of(settings.recipient_secrets)
keyring = Keyring(wrapping_of(settings))

service = Service(
    log=EventLog(says=PUBLISHER, hears=[INTAKE, NOTIFIER, REVIEWS]),
    deciders=[publisher(ours), covering, past_reviews, copy_requests, reasons.opening, quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[
        relations,
        to_be_published,
        joint,
        publications,
        site_view,
        search,
        requests_view,
        timetable,
        unscanned,
        pseudonyms,
        directory,
        holidays,
        *(Own(PUBLISHER.source, view) for view in (board, agenda, alarms, post, set_aside)),
        erasing,
        canary,
    ],
    closing=policies,
    react=react,
    scans_documents=bool(settings.scanner),
)

compose = composer(service, ours)
application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, events_of("intake"), events_of("notifier"), events_of("reviews")],
    timetables=[
        *(Scanning(service, ours), Publishing(service, ours)),
        *(recounting, Reminding(ours.escalation), post, purging),
    ],
    tasks=[
        Mailing(service, mail(settings, ours), ours, settings.console_link),
        Sender(service, compose, channels(settings, ours, secrets), ours),
        Tombstones(service, settings.broker, of_records=True),
    ],
)

routes = [
    *http.routes(service, ours, scanner(settings.scanner)),
    *request_http.routes(service, ours),
    clearing_routes(
        service, AllHeard(service, KafkaItself(settings.broker), lambda: application.status.accepting)
    ),
    dispatch_routes(service, ours, compose),
    receipt_routes(service, secrets),
    recount_routes(service),
]
app = api(application, package.__doc__ or "", routes, Rules(signed=RECEIPTS, actions=by_route(ACTIONS)))
public = site(service, ours, is_ready=lambda: application.status.accepting)
server = Servers(
    serve(app, settings),
    serve(public, settings.model_copy(update={"port": settings.site_port}), settings.site_proxies),
)
