"""The services as they are wired in production, on an installation's fakes. A test compares the two wirings."""

import hashlib
from typing import Any

from pydantic import SecretStr

from services.intake.agencies import agency_standing
from services.intake.amending import amending, amendment_feedback
from services.intake.blocked import malware_feedback
from services.intake.decider import deciders as intakes
from services.intake.feedback import feedback
from services.intake.glass_alarm import waiting_letters as glass_letters
from services.intake.holidays import calendar_keeping
from services.intake.keeping import keeping as record_keeping
from services.intake.merging import merging
from services.intake.need import need
from services.intake.openings import openings
from services.intake.partners import reader
from services.intake.reactions import react as intake_reacts
from services.intake.views import (
    absences,
    assignments,
    backdatings,
    cases,
    clocks,
    considered,
    glass,
    keeping,
    partners,
    proposed_holidays,
    signatures,
    tested,
)
from services.notifier.decider import notifier as notifiers
from services.notifier.reactions import react as notifier_reacts
from services.notifier.recipients import recipients
from services.notifier.views import notifications, recipient_changes
from services.notifier.worker import composer as notices
from services.publisher.covering import covering
from services.publisher.decider import publisher as publishers
from services.publisher.past_reviews import past_reviews
from services.publisher.reactions import react as publisher_reacts
from services.publisher.requests import copy_requests
from services.publisher.scanning import Scanning
from services.publisher.views import pseudonyms, publications, timetable, unscanned
from services.publisher.views import requests as requests_view
from services.publisher.views import site as site_view
from services.publisher.worker import Publishing
from services.publisher.worker import composer as copies
from services.reviews.decider import deciders as reviewers
from services.reviews.feedback import feedback as feedback_of_reviews
from services.reviews.openings import openings as openings_of_reviews
from services.reviews.partners import reader as reader_of_returns
from services.reviews.reactions import react as reviews_react
from services.reviews.views import TIMETABLES, VIEWS
from services.reviews.worker import composer as letters
from shared import erasing, purging, quarantine, reasons, set_aside, suspended
from shared.alarms import waiting as alarms
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.decider import Decider
from shared.dispatch import directory, post
from shared.dispatch.sender import Sender
from shared.duties import agenda, board, holidays, recounting
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.malware import held
from shared.malware.scanned import scanning
from shared.need import joint, relations
from shared.need import publications as to_be_published
from shared.own import Own
from shared.service import Service
from shared.settings import Settings
from shared.topics import CASE_KEYS, events_of, incidents_of, returns_of
from tests.simulation.partnership import SECRETS

WRAPPING_KEY = bytes(range(32))
# Two searches, for reports of one incident and for words on the site: they say nothing outside, and their SQL is
# beyond what SQLite can be taught. The canary is no part of any story, and would fill each with its own. Nobody
# looks at anything (`audited`): tests/audit has who looked.
NOT_SIMULATED = (
    "services.intake.views.duplicates",
    "services.intake.worker",
    "shared.tombstones",
    "services.intake.canary",
    "services.notifier.canary",
    "services.publisher.views.search",
    "shared.canary",
    "shared.malware.scanning",
)


def intake(at: Any) -> Application:
    agencies = [agency.id for agency in at.partnership.agencies]
    own = [
        merging,
        record_keeping(at.partnership),
        need,
        amending,
        agency_standing,
        calendar_keeping,
        feedback,
        amendment_feedback,
        malware_feedback,
        scanning,
        openings,
        quarantine.quarantine,
    ]
    counted = [relations, cases, glass, tested, partners, clocks, considered, signatures, assignments, absences]
    counted += [suspended, holidays, proposed_holidays]
    service = _service(
        at,
        log=EventLog(says=INTAKE),
        deciders=[*intakes(at.partnership), *own],
        views=[
            *counted,
            board,
            agenda,
            alarms,
            set_aside,
            keeping,
            erasing,
            held,
            backdatings,
        ],  # without duplicates: see NOT_SIMULATED
        react=intake_reacts,
    )
    standing = suspended.Suspended(service)
    return Application(
        service,
        audited=False,
        settings=_settings("intake"),
        partnership=at.partnership,
        hears=[CASE_KEYS, *map(incidents_of, agencies)],
        read_partner=reader(agencies, standing),
        prepare=standing.look,
        timetables=[recounting, Reminding(at.partnership.escalation), purging],
        tasks=[Mailing(service, at.post, at.partnership, "", glass_letters)],
    )


def notifier(at: Any) -> Application:
    ours = at.partnership
    service = _service(
        at,
        log=EventLog(says=NOTIFIER, hears=[INTAKE]),
        deciders=[notifiers(ours), recipients(ours, SECRETS), reasons.opening, quarantine.quarantine],
        views=[relations, notifications, directory, holidays, recipient_changes, *_own("notifier"), erasing],
        react=notifier_reacts,
    )
    return Application(
        service,
        audited=False,
        settings=_settings("notifier"),
        partnership=ours,
        hears=[CASE_KEYS, events_of("intake")],
        timetables=at.timetables(),
        tasks=[
            Mailing(service, at.post, ours, ""),
            Sender(service, notices(service, ours, _printed), at.channels, ours),
        ],
    )


def reviews(at: Any) -> Application:
    ours = at.partnership
    agencies = [agency.id for agency in ours.agencies]
    service = _service(
        at,
        log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
        deciders=[*reviewers(ours), openings_of_reviews, feedback_of_reviews, scanning, quarantine.quarantine],
        views=list(VIEWS),
        react=reviews_react,
    )
    standing = suspended.Suspended(service)
    return Application(
        service,
        audited=False,
        settings=_settings("reviews"),
        partnership=ours,
        hears=[CASE_KEYS, events_of("intake"), events_of("notifier"), *map(returns_of, agencies)],
        read_partner=reader_of_returns(agencies, standing),
        prepare=standing.look,
        timetables=[recounting, Reminding(ours.escalation), *TIMETABLES, purging],
        tasks=[
            Mailing(service, at.post, ours, ""),
            Sender(service, letters(service, ours, _printed), at.channels, ours),
        ],
    )


def publisher(at: Any) -> Application:
    ours = at.partnership
    service = _service(
        at,
        log=EventLog(says=PUBLISHER, hears=[INTAKE, NOTIFIER, REVIEWS]),
        deciders=[publishers(ours), covering, past_reviews, copy_requests, reasons.opening, quarantine.quarantine],
        views=[
            *(relations, to_be_published, joint),
            *(publications, site_view, requests_view, timetable, unscanned, pseudonyms, directory, holidays),
            *_own("publisher"),
            erasing,
        ],
        react=publisher_reacts,
    )
    return Application(
        service,
        audited=False,
        settings=_settings("publisher"),
        partnership=ours,
        hears=[CASE_KEYS, events_of("intake"), events_of("notifier"), events_of("reviews")],
        timetables=[
            *(Scanning(service, ours), Publishing(service, ours)),
            *(recounting, Reminding(ours.escalation), post, purging),
        ],
        tasks=[
            Mailing(service, at.post, ours, ""),
            Sender(service, copies(service, ours), at.channels, ours),
        ],
    )


def _own(name: str) -> list[Own]:
    return [Own(name, view) for view in (board, agenda, alarms, post, set_aside)]


def _service(at: Any, *, deciders: list[Decider[Any]], views: list[Any], **more: Any) -> Service:
    return Service(deciders=deciders, views=views, keyring=Keyring(WRAPPING_KEY), clock=at.clock, **more)


async def _printed(html: str) -> bytes:
    """No thread runs on virtual time; and of a PDF only its being the same each time matters here."""
    return b"%PDF-" + hashlib.sha256(html.encode()).digest()


def _settings(name: str) -> Settings:
    return Settings.model_construct(kafka="simulated", database_url=SecretStr(f"postgresql://simulated/{name}"))
