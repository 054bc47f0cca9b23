"""How each agency's system is: when it was last heard, what it sends, and what of it is refused."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.agencies import AgencyConformant, AgencyResumed, AgencySuspended, SamplePassed
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, ReportRefused, ReportTested
from shared.writes import Write

SCHEMA = """
CREATE TABLE standing (
    agency text PRIMARY KEY, sample_passed_at timestamptz, conformant_at timestamptz, suspended_at timestamptz);
CREATE TABLE heard (
    agency text NOT NULL, what text NOT NULL, detail text NOT NULL, times int NOT NULL,
    last_at timestamptz NOT NULL, PRIMARY KEY (agency, what, detail));
"""
# Of many cases one row; adding and taking the later commute, so that the order of cases does not matter.
_HEARD = """
INSERT INTO heard VALUES ($1, $2, $3, 1, $4) ON CONFLICT (agency, what, detail)
DO UPDATE SET times = heard.times + 1, last_at = greatest(heard.last_at, excluded.last_at)
"""
_SINCE = """
INSERT INTO standing (agency, {0}) VALUES ($1, $2) ON CONFLICT (agency) DO UPDATE SET {0} = excluded.{0}
"""


class Count(BaseModel):
    """`detail` is a version or a rule."""

    detail: str
    times: int
    last_at: datetime


class Partner(BaseModel):
    """state: not yet conformant, conformant, suspended."""

    agency: str
    state: str
    last_heard_at: datetime | None
    sample_passed_at: datetime | None
    conformant_at: datetime | None
    suspended_at: datetime | None
    versions: list[Count]
    tests: list[Count]
    refusals: list[Count]


def project(write: Write, recorded: Recorded) -> None:
    at = recorded.time
    match recorded.data:
        case IncidentReported() if recorded.actor.startswith("person:"):
            return  # put in by hand: of the agency's system it says nothing
        case IncidentReported(reported_by=by, report_version=version):
            write(_HEARD, by.agency, "version", version, at)
        case ReportTested(reported_by=by):
            write(_HEARD, by.agency, "test", "passed", at)
        case ReportRefused(reason=reason, test=test):
            agency = recorded.subject.removeprefix("feedback/")
            write(_HEARD, agency, "test" if test else "refusal", "refused" if test else reason, at)
        case SamplePassed(agency=agency):
            write(_SINCE.format("sample_passed_at"), agency, at)
        case AgencyConformant(agency=agency):
            write(_SINCE.format("conformant_at"), agency, at)
        case AgencySuspended(agency=agency):
            write(_SINCE.format("suspended_at"), agency, at)
        case AgencyResumed(agency=agency):
            write(_SINCE.format("suspended_at"), agency, None)


async def all_of(db: Database, agencies: Collection[str]) -> list[Partner]:
    """In the order of their ids; those that were never heard, too."""
    standing = {row["agency"]: row for row in await db.fetch("SELECT * FROM standing")}
    heard = await db.fetch("SELECT * FROM heard ORDER BY times DESC, detail")
    return [
        _partner(agency, dict(standing.get(agency, {})), [dict(row) for row in heard if row["agency"] == agency])
        for agency in sorted(agencies)
    ]


def _partner(agency: str, since: dict[str, Any], heard: list[dict[str, Any]]) -> Partner:
    state = "conformant" if since.get("conformant_at") else "not yet conformant"
    counts: dict[str, list[Count]] = {"version": [], "test": [], "refusal": []}
    for row in heard:
        counts[row["what"]].append(Count(**row))
    return Partner(
        agency=agency,
        state="suspended" if since.get("suspended_at") else state,
        last_heard_at=max((row["last_at"] for row in heard), default=None),
        sample_passed_at=since.get("sample_passed_at"),
        conformant_at=since.get("conformant_at"),
        suspended_at=since.get("suspended_at"),
        versions=counts["version"],
        tests=counts["test"],
        refusals=counts["refusal"],
    )
