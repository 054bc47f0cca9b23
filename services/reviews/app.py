"""Reviews, wired. Start reading here."""

import services.reviews as package
from services.reviews import http
from services.reviews.decider import deciders
from services.reviews.reactions import react
from services.reviews.settings import ReviewsSettings
from services.reviews.views import reviews
from services.reviews.worker import composer
from shared import partnership, quarantine
from shared.application import Application, serve
from shared.clock import clock
from shared.dispatch import post
from shared.dispatch.email import SmtpPost
from shared.dispatch.sender import Sender
from shared.duties import agenda, board
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.own import Own
from shared.service import Service
from shared.topics import CASE_KEYS, events_of
from shared.web.api import api

settings = ReviewsSettings()
ours = partnership.load(settings.partnership)
keyring = Keyring(settings.wrapping_key_file.read_bytes())

service = Service(
    log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
    deciders=[*deciders(ours), quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[reviews, *(Own(REVIEWS.source, view) for view in (board, agenda, post, quarantine))],
    react=react,
)

application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, events_of("intake"), events_of("notifier")],
    timetables=[agenda, post],
    tasks=[Sender(service, composer(service, ours), SmtpPost(settings.smtp, ours.sender))],
)

app = api(application, package.__doc__ or "", http.routes(service))
server = serve(app, settings)
