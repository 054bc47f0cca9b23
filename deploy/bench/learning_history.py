"""What reviews said of very many cases: a rapid review each, its learning, and ten actions in every state."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from msgspec.structs import replace

from deploy.bench.sending import KeyedRecord
from services.reviews.decider.dates import practice_review_due
from services.reviews.themes import EDITIONS
from shared.events.base import Event, Recorded, encode, event_type
from shared.events.learning import (
    ActionAgreed,
    ActionImplemented,
    ActionProposed,
    ActionStarted,
    BriefingDisseminated,
    EvidenceAdded,
    FindingRecorded,
    LearningReminderRaised,
    RecommendationIssued,
)
from shared.events.parallel import ParallelProcessLinked
from shared.events.reviews import PracticeReviewInitiated, RapidReviewOpened
from shared.ids import NAMESPACE
from shared.keys import sealed_under, write_key
from shared.sealed import Sealed
from shared.sealing import new_key, wrap

ACTIONS_A_CASE = 10
_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
_FOUND, _DUE = date(2016, 1, 1), date(2026, 9, 1)
_EDITION = EDITIONS[-1]
_THEMES = tuple(_EDITION.themes)
_OWNERS = tuple(f"Organisation {number}" for number in range(20))
_TEXT: Sealed[str] = Sealed.of("A sentence such as people write of what they found.")


def case_id(number: int) -> str:
    return str(uuid5(NAMESPACE, f"bench/learning/{number}"))


def theme_of(number: int) -> str:
    return _THEMES[number % len(_THEMES)]


def owner_of(number: int) -> str:
    return _OWNERS[number % len(_OWNERS)]


def key_of(number: int, wrapping_key: bytes) -> tuple[bytes, KeyedRecord]:
    """The case's key, and its record on case-keys."""
    case, key = case_id(number), new_key()
    return key, (case.encode(), write_key(case, wrap(key, case, wrapping_key)))


def said_of(number: int, key: bytes) -> Iterator[Recorded]:
    """In order, each with the hash of the one before it."""
    case, before = case_id(number), b""
    for version, event in enumerate(_story(number), 1):
        id_ = uuid5(NAMESPACE, f"{case}/{version}")
        unwired = Recorded(
            id=id_,
            source="reviews",
            type=event_type("reviews", type(event)),
            subject=case,
            version=version,
            time=_AT + timedelta(minutes=number),
            cause=id_,
            correlation=id_,
            actor="person:manager",
            data=sealed_under(event, case, key),
            prevhash=sha256(before).hexdigest() if before else "",
            policy="2026-04",
            command=id_.hex,
        )
        before = encode(unwired)
        yield replace(unwired, wire=before)


def _story(number: int) -> Iterator[Event]:
    """Nothing of it is due for a reminder, so that nothing but what is asked keeps the service busy."""
    review = uuid5(NAMESPACE, f"bench/review/{number}")
    yield RapidReviewOpened(rapid_review=review, notification=review)
    yield _initiated(review)
    yield _process(review, number)
    yield FindingRecorded(
        finding="F1",
        theme=theme_of(number),
        aspects=_EDITION.themes[theme_of(number)][:1],
        vocabulary=_EDITION.id,
        organisations=(owner_of(number),),
        found_on=_FOUND + timedelta(days=number % 3_650),
        text=_TEXT,
    )
    fields = {"owner": owner_of(number), "due_on": _DUE, "text": _TEXT}
    yield RecommendationIssued(recommendation="R1", findings=("F1",), **fields)
    for briefed in range(2):
        yield BriefingDisseminated(briefing="B1", organisation=owner_of(number + briefed), sent_on=_FOUND)
    for action in range(1, ACTIONS_A_CASE + 1):
        yield from _action(number, action)


def _initiated(review: UUID) -> Event:
    return PracticeReviewInitiated(practice_review=review, decided_on=_DUE, due=practice_review_due(_DUE))


def _process(review: UUID, number: int) -> Event:
    """To be asked about on a day that has not come."""
    return ParallelProcessLinked(
        process=review,
        kind="criminal",
        owner=owner_of(number),
        reference=_TEXT,
        status="under way",
        review_on=date(2036, 1, 1) + timedelta(days=number % 365),
        reason=_TEXT,
    )


def _action(number: int, action: int) -> Iterator[Event]:
    """A tenth is overdue and was reminded of; of the others some are agreed, some in progress, some claimed."""
    reference = f"A{action}"
    overdue = action == 1
    due_on = _DUE if overdue else date(2036, 1, 1) + timedelta(days=(number * 7 + action) % 700)
    owner = owner_of(number + action)
    fields = {"action": reference, "recommendation": "R1", "owner": owner, "due_on": due_on}
    yield ActionProposed(**fields, text=_TEXT)
    if action > ACTIONS_A_CASE // 2:
        return
    yield ActionAgreed(action=reference)
    if overdue:
        yield LearningReminderRaised(action=reference, step="due soon", due_on=due_on)
        yield LearningReminderRaised(action=reference, step="overdue", due_on=due_on)
    elif action <= 4:
        yield ActionStarted(action=reference)
        if action <= 3:
            yield ActionImplemented(action=reference, implemented_on=_DUE, claimed_by="person:owner")
            yield EvidenceAdded(action=reference, evidence="E1", kind="data", document_hash="", text=_TEXT)
