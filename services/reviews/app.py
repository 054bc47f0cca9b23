"""Reviews, wired. Start reading here."""

import services.reviews as package
from services.reviews.asked_by import RULES
from services.reviews.decider import deciders
from services.reviews.feedback import feedback
from services.reviews.openings import openings
from services.reviews.partners import reader
from services.reviews.reactions import react
from services.reviews.routing import routes
from services.reviews.settings import ReviewsSettings
from services.reviews.views import TIMETABLES, VIEWS
from services.reviews.worker import composer
from shared import partnership, purging, quarantine, suspended
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.clock import clock
from shared.dispatch.channels import channels, mail
from shared.dispatch.sender import Sender
from shared.dispatch.signatures import secrets_of
from shared.duties import recounting
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.malware.scanned import scanning
from shared.malware.scanning import Scanning, scanner
from shared.need.closed import policies
from shared.service import Service
from shared.serving import serve
from shared.tombstones import Tombstones
from shared.topics import CASE_KEYS, events_of, returns_of
from shared.web.api import api
from shared.wrapped_by import wrapping_of

settings = ReviewsSettings()
ours = partnership.load(settings.partnership)
agencies = [agency.id for agency in ours.agencies]
secrets = secrets_of(settings.recipient_secrets)
keyring = Keyring(wrapping_of(settings))

service = Service(
    log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
    deciders=[*deciders(ours), openings, feedback, scanning, quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=VIEWS,
    closing=policies,
    react=react,
    scans_documents=bool(settings.scanner),
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
    timetables=[recounting, Reminding(ours.escalation), *TIMETABLES, purging],
    tasks=[
        Mailing(service, mail(settings, ours), ours, settings.console_link),
        Sender(service, compose, channels(settings, ours, secrets), ours),
        Tombstones(service, settings.broker, of_records=True),
        Scanning(service, scanner(settings.scanner)),
    ],
)

app = api(application, package.__doc__ or "", routes(service, ours, compose, secrets), RULES)
server = serve(app, settings)
