"""The golden files: for each event type and version, the record exactly as it stands on Kafka.

A file here is never changed: somebody's log holds records like it. `CSPR_WRITE_GOLDEN=1 pytest tests/contracts`
writes those that are missing. When a field is added to an event, its file moves to `golden/earlier/`, where it
must still be readable, and the new shape gets a file of its own.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import replace
from pydantic_core import to_json

from shared.events.base import Event, Recorded, Vocabulary, encode, event_type
from shared.events.canary import CanaryHandedOver, CanarySent
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.sealed import Sealed, replace_sealed
from tests import examples as ex
from tests.contracts.examples_backdating import BACKDATING
from tests.contracts.examples_gathering import GATHERING
from tests.contracts.examples_keeping import KEEPING
from tests.contracts.examples_learning import LEARNING
from tests.contracts.examples_need import NEED
from tests.contracts.examples_publisher import PUBLISHER as PUBLISHER_SAYS
from tests.contracts.examples_reports import REPORTS as REPORTS_SAY
from tests.contracts.examples_reports import reasons_opened
from tests.contracts.examples_reviews import REVIEWS as REVIEWS_SAYS

GOLDEN = Path(__file__).parent / "golden"
EARLIER = GOLDEN / "earlier"
VOCABULARIES: Mapping[str, Vocabulary] = {v.source: v for v in (INTAKE, NOTIFIER, REVIEWS, PUBLISHER)}
CANARY = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
SAID: Mapping[str, tuple[Event, ...]] = {
    "intake": (*ex.INTAKE, *REPORTS_SAY, *KEEPING, *NEED, *BACKDATING, CanarySent(sent_at=CANARY)),
    "notifier": (*ex.NOTIFIER, CanaryHandedOver(sent_at=CANARY), reasons_opened),
    "reviews": (*REVIEWS_SAYS, *GATHERING, *LEARNING, reasons_opened),
    "publisher": (*PUBLISHER_SAYS, reasons_opened),
}
KEY = bytes(range(32))  # a case's key; no case has it
NONCE = bytes(range(12))  # fixed, so that the same value makes the same box
_NAMESPACE = UUID(int=0x60)


def examples() -> Iterator[Recorded]:
    """Every example as its service would record it."""
    for source, said in SAID.items():
        for event in said:
            yield _recorded(source, event)


def path_of(recorded: Recorded) -> Path:
    return GOLDEN / f"{recorded.type}.json"


def read(path: Path) -> bytes:
    """The record's bytes: the file without its last newline."""
    return path.read_bytes().removesuffix(b"\n")


def write_missing() -> None:
    """Never overwrites: what is there may be in somebody's log."""
    GOLDEN.mkdir(exist_ok=True)
    for recorded in examples():
        if not path_of(recorded).exists():
            path_of(recorded).write_bytes(recorded.wire + b"\n")


def _recorded(source: str, event: Event) -> Recorded:
    type_ = event_type(source, type(event))
    id_ = uuid5(_NAMESPACE, type_)
    recorded = Recorded(
        id=id_,
        source=source,
        type=type_,
        subject=ex.CASE,
        version=3,
        time=datetime(2026, 4, 9, 10, 0, 1, 250000, tzinfo=UTC),
        cause=uuid5(id_, "cause"),
        correlation=uuid5(_NAMESPACE, "correlation"),
        actor=ex.DRAFTER,
        data=replace_sealed(event, _boxed),
        heard={} if source == "intake" else {"intake": 5},
        prevhash="ef" * 32,
        policy="2026",
        command="0123456789abcdef" * 2,
    )
    return replace(recorded, wire=encode(recorded))


def _boxed(value: Sealed[Any]) -> Sealed[Any]:
    box = NONCE + AESGCM(KEY).encrypt(NONCE, to_json(value.plain), ex.CASE.encode())
    return Sealed(key=ex.CASE, box=base64.b64encode(box).decode())
