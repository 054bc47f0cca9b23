"""What four services said of very many cases, ten events each, the newest still open: the console's past."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from msgspec.structs import replace

from deploy.bench.sending import KeyedRecord
from shared.calendar import london_date
from shared.events.base import Event, Recorded, encode, event_type
from shared.events.duties import DeadlineMissed, DutyArose, DutyMet
from shared.events.intake import AuthorityBecameAware, IncidentReported, NotifiableCriteriaMet, NotifyDecided
from shared.events.notifier import NotificationOpened, NotificationSubmitted
from shared.events.report import ReportDetails, ReportedBy
from shared.ids import NAMESPACE
from shared.keys import sealed_under, write_key
from shared.policy import policy_on
from shared.sealed import Sealed
from shared.sealing import new_key, wrap

EVENTS_A_CASE = 10
PARTNER = "integrated-care-board"
OPEN_OF = 50  # one case in so many still owes something
_FIRST = datetime(2019, 1, 7, 9, tzinfo=UTC)
_APART = timedelta(minutes=35)  # a hundred thousand in seven years
_AREAS = ("E06000045", "E10000014", "E06000044")
_TEXT: Sealed[str] = Sealed.of("A sentence such as people write of what they decided.")
_DETAILS: Sealed[ReportDetails] = Sealed.of(ReportDetails(children=(), outline="An account of what was seen."))


def case_id(number: int) -> str:
    return str(uuid5(NAMESPACE, f"bench/case/{number}"))


def key_of(number: int, wrapping_key: bytes) -> tuple[bytes, KeyedRecord]:
    """The case's key, and its record on case-keys."""
    case, key = case_id(number), new_key()
    return key, (case.encode(), write_key(case, wrap(key, case, wrapping_key)))


def said_by_intake(number: int, key: bytes) -> list[Recorded]:
    return _recorded("intake", number, key, list(_reported(number)), {})


def said_by_notifier(number: int, key: bytes) -> list[Recorded]:
    story = list(_notified(number))
    return _recorded("notifier", number, key, story, {"intake": EVENTS_A_CASE - len(story)})


def _at(number: int) -> datetime:
    return _FIRST + number * _APART


def _reported(number: int) -> Iterator[Event]:
    at = _at(number)
    by = ReportedBy(agency="hospital", report=f"bench-{number}", agency_reference=f"BENCH-{number}")
    yield IncidentReported(
        reported_by=by,
        la_code=_AREAS[number % len(_AREAS)],
        harm="serious harm",
        incident_on=at.date(),
        incident_precision="exact",
        agency_aware_at=at,
        children=1,
        details=_DETAILS,
    )
    yield AuthorityBecameAware(reported_by=by, incident_aware_at=at, channel="desk")
    yield NotifiableCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=at)
    yield NotifyDecided(
        reported_by=by,
        trigger_class="A",
        clock_starts_at=at,
        incident_aware_at=at,
        grounds="",
        authority="Director",
        partner_views={},
        reasons=_TEXT,
    )


def _notified(number: int) -> Iterator[Event]:
    at, notification = _at(number), uuid5(NAMESPACE, f"bench/notification/{number}")
    due = policy_on(london_date(at)).deadline("notification", at).due()
    panel, partner = (uuid5(notification, to) for to in ("panel", "partner"))
    yield NotificationOpened(
        notification=notification, trigger_class="A", clock_starts_at=at, incident_aware_at=at
    )
    for duty, owed_to, strength in (
        (panel, "national-panel", "must"),
        (partner, "integrated-care-board", "should"),
    ):
        yield DutyArose(duty=duty, about=notification, owed_to=owed_to, strength=strength, due=due)
    yield NotificationSubmitted(
        notification=notification, trigger_class="A", submitted_at=at + timedelta(days=1), incident_aware_at=at
    )
    yield _met(panel, at)
    yield DeadlineMissed(duty=partner, due_on=due.due_on) if number % OPEN_OF == 0 else _met(partner, at)


def _met(duty: UUID, at: datetime) -> Event:
    return DutyMet(duty=duty, met_at=at + timedelta(days=1), late=False, working_days_late=0, evidence="bench")


def _recorded(source: str, number: int, key: bytes, story: list[Event], heard: dict[str, int]) -> list[Recorded]:
    """In order, each with the hash of the one before it."""
    case, before, made = case_id(number), b"", list[Recorded]()
    for version, event in enumerate(story, 1):
        id_ = uuid5(NAMESPACE, f"{case}/{source}/{version}")
        unwired = Recorded(
            id=id_,
            source=source,
            type=event_type(source, type(event)),
            subject=case,
            version=version,
            time=_at(number),
            cause=id_,
            correlation=id_,
            actor="person:officer",
            data=sealed_under(event, case, key),
            heard=heard,
            prevhash=sha256(before).hexdigest() if before else "",
            policy="2026",
            command=id_.hex,
        )
        before = encode(unwired)
        made.append(replace(unwired, wire=before))
    return made
