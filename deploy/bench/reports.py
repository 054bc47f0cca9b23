"""Incidents for the real services: what agencies send, and what intake said of it. All of it invented."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from typing import Any
from uuid import uuid5

from msgspec.structs import replace

from deploy.bench.sending import KeyedRecord
from services.intake.report import Report
from shared.edge import read
from shared.events.base import Recorded, encode, event_type
from shared.events.intake import IncidentReported
from shared.keys import sealed_under, write_key
from shared.sealed import Sealed
from shared.sealing import new_key, wrap

_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


_SYLLABLES = ("ba", "fe", "ji", "ko", "lu", "ma", "ne", "pi", "ro", "su", "ta")  # each sounds like no other
_BORN = date(2008, 6, 1)


def _name(number: int) -> str:
    """Another one, to the ear too, for each number."""
    name = ""
    while number or not name:
        number, digit = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[digit]
    return name.capitalize()


def report(number: int, agency: str) -> dict[str, Any]:
    """Of 600 bytes or so, and of another child each: of reports that are alike intake says so."""
    child = {
        "first_name": _name(3 + 7 * number),
        "last_name": _name(number),
        "date_of_birth": (_BORN + timedelta(days=number % 6_500)).isoformat(),
    }
    return {
        "specversion": "1.0",
        "id": f"bench-{number}",
        "source": agency,
        "type": "cspr.partner.incident-report.v1",
        "subject": f"BENCH-{number}",
        "time": "2026-06-01T12:00:00+01:00",
        "data": {
            "la_code": "E06000045",
            "harm": "serious harm",
            "incident_on": "2026-05-31",
            "agency_aware_at": "2026-06-01T11:30:00+01:00",
            "outline": "Brought in by ambulance; the account that was given does not explain the injury seen.",
            "place": "At home",
            "reporter_name": "A. Reporter",
            "children": [child],
        },
    }


def as_record(document: dict[str, Any]) -> KeyedRecord:
    return document["subject"].encode(), json.dumps(document).encode()


def by_agency(count: int, agencies: Iterable[str]) -> dict[str, list[KeyedRecord]]:
    """So many reports in all, each agency in its turn."""
    sent: dict[str, list[KeyedRecord]] = {}
    for number, agency in enumerate(islice(cycle(agencies), count)):
        sent.setdefault(agency, []).append(as_record(report(number, agency)))
    return sent


@dataclass(frozen=True)
class Case:
    """What intake said when it took a report in, and the wrapped key that it made."""

    said: Recorded
    key: KeyedRecord


def cases(count: int, agency: str, wrapping_key: bytes) -> Iterator[Case]:
    for number in range(count):
        yield _case(read(as_record(report(number, agency))[1], Report), wrapping_key)


def _case(report_: Report, wrapping_key: bytes) -> Case:
    subject, key, data = report_.case(), new_key(), report_.data
    event = IncidentReported(
        reported_by=report_.reported_by(),
        la_code=data.la_code,
        harm=data.harm,
        incident_on=data.incident_on,
        incident_precision=data.incident_precision,
        agency_aware_at=data.agency_aware_at,
        children=len(data.children),
        details=Sealed.of(report_.details()),
    )
    unwired = Recorded(
        id=uuid5(report_.cause(), "0"),
        source="intake",
        type=event_type("intake", IncidentReported),
        subject=subject,
        version=1,
        time=_AT,
        cause=report_.cause(),
        correlation=report_.cause(),
        actor=f"agency:{report_.source}",
        data=sealed_under(event, subject, key),
        policy="2026-04",
        command=report_.cause().hex,
    )
    wrapped = write_key(subject, wrap(key, subject, wrapping_key))
    return Case(replace(unwired, wire=encode(unwired)), (subject.encode(), wrapped))
