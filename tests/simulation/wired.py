"""The services as they are wired in production, on an installation's fakes. A test compares the two wirings."""

import hashlib
from typing import Any

from pydantic import SecretStr

from services.intake.agencies import agency_standing
from services.intake.amending import amending, amendment_feedback
from services.intake.decider import deciders as intakes
from services.intake.feedback import feedback
from services.intake.merging import merging
from services.intake.openings import openings
from services.intake.partners import reader
from services.intake.reactions import react as intake_reacts
from services.intake.views import absences, assignments, cases, clocks, considered, partners, signatures, tested
from services.notifier.decider import notifier as notifiers
from services.notifier.reactions import react as notifier_reacts
from services.notifier.recipients import recipients
from services.notifier.views import notifications, recipient_changes
from services.notifier.worker import composer as notices
from services.reviews.decider import deciders as reviewers
from services.reviews.feedback import feedback as feedback_of_reviews
from services.reviews.openings import openings as openings_of_reviews
from services.reviews.partners import reader as reader_of_returns
from services.reviews.reactions import react as reviews_react
from services.reviews.views import asked, learning, national, recurrences, reminders, spreading, watch
from services.reviews.views import reviews as all_reviews
from services.reviews.worker import composer as letters
from shared import quarantine, suspended
from shared.alarms import waiting as alarms
from shared.alarms.mailing import Mailing
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.decider import Decider
from shared.dispatch import directory, post
from shared.dispatch.sender import Sender
from shared.duties import agenda, board
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.own import Own
from shared.service import Service
from shared.settings import Settings
from shared.topics import CASE_KEYS, events_of, incidents_of, returns_of
from tests.simulation.partnership import SECRETS

WRAPPING_KEY = bytes(range(32))
# The search for reports of one incident says nothing outside, and its SQL is beyond what SQLite can be taught.
NOT_SIMULATED = ("services.intake.views.duplicates", "services.intake.worker")


def intake(at: Any) -> Application:
    agencies = [agency.id for agency in at.partnership.agencies]
    own = [merging, amending, agency_standing, feedback, amendment_feedback, openings, quarantine.quarantine]
    counted = [cases, tested, partners, clocks, considered, signatures, assignments, absences, suspended]
    service = _service(
        at,
        log=EventLog(says=INTAKE),
        deciders=[*intakes(at.partnership), *own],
        views=[*counted, board, agenda, alarms, quarantine],  # without duplicates: see NOT_SIMULATED
        react=intake_reacts,
    )
    standing = suspended.Suspended(service)
    return Application(
        service,
        _settings("intake"),
        partnership=at.partnership,
        hears=[CASE_KEYS, *map(incidents_of, agencies)],
        read_partner=reader(agencies, standing),
        prepare=standing.look,
        timetables=[Reminding(at.partnership.escalation)],
        tasks=[Mailing(service, at.post, at.partnership, "")],
    )


def notifier(at: Any) -> Application:
    ours = at.partnership
    service = _service(
        at,
        log=EventLog(says=NOTIFIER, hears=[INTAKE]),
        deciders=[notifiers(ours), recipients(ours, SECRETS), quarantine.quarantine],
        views=[notifications, directory, recipient_changes, *_own("notifier")],
        react=notifier_reacts,
    )
    return Application(
        service,
        _settings("notifier"),
        partnership=ours,
        hears=[CASE_KEYS, events_of("intake")],
        timetables=at.timetables(),
        tasks=[
            Sender(service, notices(service, ours, _printed), at.channels, ours),
            Mailing(service, at.post, ours, ""),
        ],
    )


def reviews(at: Any) -> Application:
    ours = at.partnership
    agencies = [agency.id for agency in ours.agencies]
    learned = [learning, national, recurrences, reminders, spreading]
    service = _service(
        at,
        log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
        deciders=[*reviewers(ours), openings_of_reviews, feedback_of_reviews, quarantine.quarantine],
        views=[all_reviews, asked, *learned, watch, suspended, directory, *_own("reviews")],
        react=reviews_react,
    )
    standing = suspended.Suspended(service)
    return Application(
        service,
        _settings("reviews"),
        partnership=ours,
        hears=[CASE_KEYS, events_of("intake"), events_of("notifier"), *map(returns_of, agencies)],
        read_partner=reader_of_returns(agencies, standing),
        prepare=standing.look,
        timetables=[Reminding(ours.escalation), asked, post, reminders, watch],
        tasks=[
            Sender(service, letters(service, ours, _printed), at.channels, ours),
            Mailing(service, at.post, ours, ""),
        ],
    )


def _own(name: str) -> list[Own]:
    return [Own(name, view) for view in (board, agenda, alarms, post, quarantine)]


def _service(at: Any, *, deciders: list[Decider[Any]], views: list[Any], **more: Any) -> Service:
    return Service(deciders=deciders, views=views, keyring=Keyring(WRAPPING_KEY), clock=at.clock, **more)


async def _printed(html: str) -> bytes:
    """No thread runs on virtual time; and of a PDF only its being the same each time matters here."""
    return b"%PDF-" + hashlib.sha256(html.encode()).digest()


def _settings(name: str) -> Settings:
    return Settings.model_construct(kafka="simulated", database_url=SecretStr(f"postgresql://simulated/{name}"))
