"""The console, wired. Start reading here."""

import services.console as package
from services.console import http, speech
from services.console.actions import ACTIONS
from services.console.around import Around
from services.console.entrance import entrance
from services.console.exporting import asked_for
from services.console.exporting import purging as asked_long_ago
from services.console.exporting.decider import exporting
from services.console.needed import Needed, let_in_by
from services.console.people.door import BY_TOKEN
from services.console.records import Records
from services.console.settings import ConsoleSettings
from services.console.views import cases, counted, waiting
from shared import canary, erasing, partnership, purging, quarantine, set_aside, watched
from shared.application import Application
from shared.clock import clock
from shared.duties import board
from shared.event_log import EventLog
from shared.events import exports
from shared.events.base import QUARANTINE, Vocabulary
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.need import joint, relations
from shared.need import publications as to_be_published
from shared.need.closed import policies
from shared.own import Own
from shared.service import Service
from shared.serving import serve
from shared.topics import SERVICES_THAT_SAY, events_of
from shared.web.api import api
from shared.web.audited import Audited
from shared.web.rules import Rules, by_route
from shared.wrapped_by import wrapping_of

settings = ConsoleSettings()
ours = partnership.load(settings.partnership)
speech.begin(settings.signing_key_file, settings.services, settings.tls_ca)

service = Service(
    # All that it notes, for itself: a record that it could not read, which would stop a partition otherwise, and
    # what became of that; and who may take many cases away.
    log=EventLog(
        says=Vocabulary.of("console", *QUARANTINE, *exports.EVENTS, published=False),
        hears=[INTAKE, NOTIFIER, REVIEWS, PUBLISHER],
    ),
    deciders=[quarantine.quarantine, exporting],
    keyring=Keyring(wrapping_of(settings)),
    clock=clock(settings.clock_file),
    views=[
        relations,
        to_be_published,
        joint,
        cases,
        counted,
        waiting,
        board,
        Own("console", set_aside),
        asked_for,
        watched,
        erasing,
        canary,
    ],
    closing=policies,
)

application = Application(
    service,
    settings,
    partnership=ours,
    hears=[events_of(name) for name in SERVICES_THAT_SAY],
    timetables=[purging, asked_long_ago],
)

records = Records(application, ours)
around = Around(records, ours, believed=not settings.by_issuers)
way_in = entrance(application, settings, around)
# People have sessions; what commands ask has a token.
rules = Rules(pages=True, but=BY_TOKEN, actions=by_route(ACTIONS))
needed = Needed(application, rules, around)
routes = http.routes(application, ours, records, way_in, needed)
app = let_in_by(way_in.guarding(api(application, package.__doc__ or "", routes, rules)), needed)
app.add_middleware(Audited, notes=application.audit.notes)  # around the guard, whose refusals are noted too
server = serve(app, settings)
