"""Intake, wired. Start reading here."""

import services.intake as package
from services.intake import http
from services.intake.agencies import agency_standing
from services.intake.amending import amending, amendment_feedback
from services.intake.asked_by import RULES
from services.intake.blocked import malware_feedback
from services.intake.canary import canary
from services.intake.decider import deciders
from services.intake.feedback import feedback
from services.intake.glass_alarm import waiting_letters as glass_letters
from services.intake.holidays import calendar_keeping
from services.intake.keeping import keeping as record_keeping
from services.intake.merging import merging
from services.intake.need import need
from services.intake.openings import openings
from services.intake.partners import reader
from services.intake.reactions import react
from services.intake.settings import IntakeSettings
from services.intake.token_desk import TokenDesk
from services.intake.token_http import token_routes
from services.intake.views import (
    absences,
    assignments,
    backdatings,
    cases,
    clocks,
    considered,
    duplicates,
    glass,
    keeping,
    partners,
    proposed_holidays,
    signatures,
    tested,
)
from services.intake.worker import Finder
from shared import canary as canaries
from shared import erasing, partnership, purging, quarantine, set_aside, suspended
from shared.alarms import waiting as alarms
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.clock import WallClock, clock
from shared.dispatch.channels import mail
from shared.duties import agenda, board, holidays, recounting
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.keys import Keyring
from shared.malware import held
from shared.malware.scanned import scanning
from shared.malware.scanning import Scanning, scanner
from shared.need import relations
from shared.need.closed import policies
from shared.service import Service
from shared.serving import serve
from shared.tombstones import Tombstones
from shared.topics import CASE_KEYS, incidents_of
from shared.web.api import api
from shared.wrapped_by import wrapping_of

settings = IntakeSettings()
ours = partnership.load(settings.partnership)
agencies = [agency.id for agency in ours.agencies]
keyring = Keyring(wrapping_of(settings))

service = Service(
    log=EventLog(says=INTAKE),
    deciders=[
        *deciders(ours),
        merging,
        record_keeping(ours),
        need,
        amending,
        agency_standing,
        calendar_keeping,
        feedback,
        amendment_feedback,
        malware_feedback,
        scanning,
        openings,
        canary,
        quarantine.quarantine,
    ],
    keyring=keyring,
    clock=clock(settings.clock_file),
    views=[
        relations,
        cases,
        duplicates,
        glass,
        tested,
        partners,
        clocks,
        considered,
        signatures,
        assignments,
        absences,
        suspended,
        holidays,
        proposed_holidays,
        board,
        agenda,
        alarms,
        set_aside,
        keeping,
        erasing,
        held,
        backdatings,
        canaries,
    ],
    closing=policies,
    react=react,
    scans_documents=bool(settings.scanner),
)

standing = suspended.Suspended(service)

application = Application(
    service,
    settings,
    partnership=ours,
    hears=[CASE_KEYS, *map(incidents_of, agencies)],
    read_partner=reader(agencies, standing),
    prepare=standing.look,
    timetables=[recounting, Reminding(ours.escalation), purging],
    tasks=[
        Finder(service),
        Tombstones(service, settings.broker),
        Mailing(service, mail(settings, ours), ours, settings.console_link, glass_letters),
        Scanning(service, scanner(settings.scanner)),
    ],
)

desk = TokenDesk(service, settings.signing_key_file, settings.partnership, settings.tokens_at, WallClock())
app = api(application, package.__doc__ or "", [*http.routes(service, ours), token_routes(desk)], RULES)
server = serve(app, settings)
