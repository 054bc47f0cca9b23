"""Reviews, wired. Start reading here."""

import services.reviews as package
from services.reviews import http
from services.reviews.chronology_http import chronology_routes
from services.reviews.decider import deciders
from services.reviews.feedback import feedback
from services.reviews.gathering_http import gathering_routes
from services.reviews.openings import openings
from services.reviews.partner_http import partner_routes
from services.reviews.partners import door, reader
from services.reviews.reactions import react
from services.reviews.settings import ReviewsSettings
from services.reviews.showing import showing_routes
from services.reviews.standing import standing_routes
from services.reviews.views import asked, learning, national, recurrences, reminders, reviews, spreading, watch
from services.reviews.worker import composer
from shared import partnership, quarantine, suspended
from shared.alarms import waiting as alarms
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application, serve
from shared.clock import clock
from shared.dispatch import directory, post
from shared.dispatch.channels import channels, mail
from shared.dispatch.sender import Sender
from shared.dispatch.signatures import secrets_of
from shared.duties import agenda, board, holidays, recounting
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.own import Own
from shared.service import Service
from shared.topics import CASE_KEYS, events_of, returns_of
from shared.web.api import api
from shared.web.dispatches import dispatch_routes
from shared.web.receipts import receipt_routes
from shared.web.recounts import recount_routes

settings = ReviewsSettings()
ours = partnership.load(settings.partnership)
agencies = [agency.id for agency in ours.agencies]
secrets = secrets_of(settings.recipient_secrets)
keyring = Keyring(settings.wrapping_key_file.read_bytes())

service = Service(
    log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
    deciders=[*deciders(ours), openings, feedback, quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[
        reviews,
        asked,
        learning,
        national,
        recurrences,
        reminders,
        spreading,
        watch,
        suspended,
        directory,
        holidays,
        *(Own(REVIEWS.source, view) for view in (board, agenda, alarms, post, quarantine)),
    ],
    react=react,
)

standing = suspended.Suspended(service)
compose = composer(service, ours)
application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, events_of("intake"), events_of("notifier"), *map(returns_of, agencies)],
    read_partner=reader(agencies, standing),
    prepare=standing.look,
    timetables=[recounting, Reminding(ours.escalation), asked, post, reminders, watch],
    tasks=[
        Sender(service, compose, channels(settings, ours, secrets), ours),
        Mailing(service, mail(settings, ours), ours, settings.services.get("console", "")),
    ],
)

routes = [
    *http.routes(service, door(agencies)),
    *partner_routes(service, agencies),
    gathering_routes(service, ours),
    chronology_routes(service, ours),
    showing_routes(service, ours),
    standing_routes(service, ours),
    dispatch_routes(service, ours, compose),
    receipt_routes(service, secrets),
    recount_routes(service),
]
app = api(application, package.__doc__ or "", routes)
server = serve(app, settings)
