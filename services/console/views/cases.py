"""Every case and where it stands, from what all four services said of it."""

from datetime import datetime

from pydantic import computed_field

from services.console.milestones import Columns, columns
from services.console.stage import Milestones, stage_of
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.keeping import CaseErased
from shared.writes import Write

# Reported, and by itself neither decided nor, after new information, decided anew.
UNDECIDED = (
    "reported_at IS NOT NULL AND notify_decided_at IS NULL AND merged_at IS NULL AND erased_at IS NULL"
    " AND (not_notify_decided_at IS NULL OR reopened_at IS NOT NULL)"
)
SCHEMA = f"""
CREATE TABLE cases (
    subject text PRIMARY KEY, opened_at timestamptz NOT NULL, agency text, la_code text, harm text, children int,
    trigger_class text, reported_at timestamptz, aware_at timestamptz, not_notify_decided_at timestamptz,
    reopened_at timestamptz,
    notify_decided_at timestamptz, drafted_at timestamptz, approved_at timestamptz, withdrawn_at timestamptz,
    notified_at timestamptz, rapid_review_opened_at timestamptz, rapid_review_decided_on date, next_step text,
    rapid_review_submitted_at timestamptz, rapid_review_cancelled_at timestamptz,
    practice_review_initiated_on date, report_accepted_on date, anonymity_certified_at timestamptz,
    publish_on date, published_on date, taken_down_on date, public_reference text,
    merged_at timestamptz, merged_into text, erased_at timestamptz, assigned_to text, snoozed_until date);
CREATE INDEX ON cases (opened_at DESC, subject);
CREATE INDEX ON cases (subject text_pattern_ops);
CREATE INDEX ON cases (public_reference) WHERE public_reference IS NOT NULL;
CREATE INDEX ON cases (la_code);
CREATE INDEX ON cases (trigger_class);
CREATE INDEX ON cases (agency);
CREATE INDEX ON cases (assigned_to);
CREATE INDEX ON cases (reported_at, subject) WHERE {UNDECIDED};
"""
MOST_SHOWN = 25  # as data, at once: as many as stand on a page; more take two people


class CaseRow(Milestones):
    """One case. `opened_at` is the time of the first thing said of it that counts here."""

    subject: str
    opened_at: datetime
    agency: str | None = None
    la_code: str | None = None
    harm: str | None = None
    children: int | None = None
    trigger_class: str | None = None
    public_reference: str | None = None
    merged_into: str | None = None
    assigned_to: str | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def reference(self) -> str:
        return reference_of(self.subject)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def stage(self) -> str:
        return stage_of(self)


def reference_of(subject: str) -> str:
    """What people call the case: short enough to be read out."""
    return subject[:8].upper()


def project(write: Write, recorded: Recorded) -> None:
    changed = columns(recorded)
    if not changed:
        return
    for subject in _whose(recorded):
        _set(write, subject, recorded.time, changed)


def _whose(recorded: Recorded) -> tuple[str, ...]:
    """What was erased with it is erased, too, and hears of it from nobody else."""
    match recorded.data:
        case CaseErased(cases=cases):
            return tuple(dict.fromkeys((recorded.subject, *cases)))
    return (recorded.subject,)


def _set(write: Write, subject: str, at: datetime, changed: Columns) -> None:
    names = ["subject", "opened_at", *changed]
    places = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    replaced = ", ".join(f"{name} = excluded.{name}" for name in changed)
    write(
        f"INSERT INTO cases ({', '.join(names)}) VALUES ({places}) ON CONFLICT (subject) DO UPDATE"
        f" SET opened_at = least(cases.opened_at, excluded.opened_at), {replaced}",
        subject,
        at,
        *changed.values(),
    )


async def newest(db: Database) -> list[CaseRow]:
    """The newest first, no more than MOST_SHOWN."""
    rows = await db.fetch("SELECT * FROM cases ORDER BY opened_at DESC, subject LIMIT $1", MOST_SHOWN)
    return [CaseRow(**row) for row in rows]


async def one(db: Database, subject: str) -> CaseRow | None:
    row = await db.fetchrow("SELECT * FROM cases WHERE subject = $1", subject)
    return CaseRow(**row) if row else None
