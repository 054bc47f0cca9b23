"""The notifier, wired. Start reading here."""

import services.notifier as package
from services.notifier import http
from services.notifier.decider import notifier
from services.notifier.reactions import react
from services.notifier.settings import NotifierSettings
from services.notifier.views import notifications
from services.notifier.worker import composer
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
from shared.keys import Keyring
from shared.own import Own
from shared.service import Service
from shared.topics import CASE_KEYS, events_of
from shared.web.api import api

settings = NotifierSettings()
ours = partnership.load(settings.partnership)
keyring = Keyring(settings.wrapping_key_file.read_bytes())

service = Service(
    log=EventLog(says=NOTIFIER, hears=[INTAKE]),
    deciders=[notifier(ours), quarantine.quarantine],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[notifications, *(Own(NOTIFIER.source, view) for view in (board, agenda, post, quarantine))],
    react=react,
)

application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, events_of("intake")],
    timetables=[agenda, post],
    tasks=[Sender(service, composer(service, ours), SmtpPost(settings.smtp, ours.sender))],
)

app = api(application, package.__doc__ or "", http.routes(service))
server = serve(app, settings)
