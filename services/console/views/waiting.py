"""What waits for a person and has no date by law, the longest waiting first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from services.console.views.cases import UNDECIDED
from services.console.waits.changes import changes
from services.console.waits.wait import (
    DUE,
    GROUPS,
    OF_A_PAIR,
    PORTAL,
    SETTLED,
    Agreed,
    Begun,
    Change,
    Done,
    Group,
    What,
)
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.recipients import RecipientChangeConfirmed
from shared.writes import Write

SCHEMA = """
CREATE TABLE waits (
    subject text NOT NULL, what text NOT NULL, item text NOT NULL, source text NOT NULL, name text NOT NULL,
    by text NOT NULL, asked text NOT NULL, recipient text NOT NULL, channel text NOT NULL, other text,
    since timestamptz NOT NULL, open boolean NOT NULL DEFAULT true,
    PRIMARY KEY (subject, what, item));
CREATE INDEX ON waits (what, since) WHERE open;
CREATE TABLE reached_by (recipient text PRIMARY KEY, channel text NOT NULL);
"""
_BEGUN = """
INSERT INTO waits VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (subject, what, item) DO UPDATE
SET name = excluded.name, by = excluded.by, asked = excluded.asked, since = excluded.since, open = true,
    recipient = coalesce(nullif(excluded.recipient, ''), waits.recipient),
    channel = coalesce(nullif(excluded.channel, ''), waits.channel)
"""
_REACHED = (
    "INSERT INTO reached_by VALUES ($1, $2) ON CONFLICT (recipient) DO UPDATE SET channel = excluded.channel"
)
_DONE = "DELETE FROM waits WHERE subject = $1 AND what = $2 AND ($3 = '' OR item = $3)"
_AGREED = "UPDATE waits SET open = $3, since = $4 WHERE subject = $1 AND what = $2"
# Two cases that were found alike from both sides are one pair, and whichever way it was settled, it was settled.
# Of what was erased nothing waits, whatever is heard of it later: no service answers about it any more.
# How a recipient is reached may have been changed since something fell due: the notifier says so.
_WAITING = f"""
FROM waits AS w WHERE open AND what = ANY($1::text[]) AND (what <> 'duplicate' OR NOT EXISTS (
    SELECT 1 FROM waits AS o WHERE (o.subject, o.item) IN ((w.subject, w.item), (w.item, w.subject))
       AND (o.what = '{SETTLED}' OR (o.what = 'duplicate' AND o.subject < w.subject))))
  AND NOT EXISTS (SELECT FROM erasures AS e WHERE e.subject IN (w.subject, w.item))
  AND (what <> 'dispatch' OR name <> '{DUE}'
       OR coalesce((SELECT channel FROM reached_by AS r WHERE r.recipient = w.recipient), channel) = '{PORTAL}')
"""
_UNDECIDED = f"FROM cases WHERE {UNDECIDED} AND (snoozed_until IS NULL OR snoozed_until <= $1)"
_DECISIONS = (
    "SELECT subject, 'decision' AS what, '' AS item, 'intake' AS source,"
    " CASE WHEN reopened_at IS NOT NULL THEN 'reopened' WHEN aware_at IS NULL THEN 'awareness' ELSE '' END"
    " AS name,"
    " '' AS by, coalesce(assigned_to, '') AS asked, '' AS recipient, coalesce(reopened_at, reported_at) AS since"
    f" {_UNDECIDED}"
    " ORDER BY reported_at, subject"
)


class WaitRow(BaseModel):
    """`source`: the service at which it is done. The rest as an event began it: see `waits.wait.Begun`."""

    subject: str
    what: str
    item: str
    source: str
    name: str
    by: str
    asked: str
    recipient: str
    since: datetime


@dataclass(frozen=True)
class Waits:
    """The longest waiting of `how_many`."""

    rows: list[WaitRow]
    how_many: int


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case RecipientChangeConfirmed(recipient=recipient, channel=channel):
            write(_REACHED, recipient, channel)
    for change in changes(recorded.data):
        _changed(write, recorded, change)


def _changed(write: Write, recorded: Recorded, change: Change) -> None:
    match change:
        case Begun() as it:
            other = it.item if it.what in OF_A_PAIR else None
            said = (it.what, it.item, recorded.source, it.name, it.by, it.asked, it.recipient, it.channel, other)
            write(_BEGUN, recorded.subject, *said, recorded.time)
        case Done(what=what, item=item):
            write(_DONE, recorded.subject, what, item)
        case Agreed(what=what, back=back):
            write(_AGREED, recorded.subject, what, back, recorded.time)


async def waiting(
    db: Database, group: Group, today: date, limit: int, skip: int = 0, but: Collection[What] = ()
) -> Waits:
    """One page of a group, without the kinds in `but`, which are not for whoever asks."""
    if group == "undated":
        return await _found(db, _DECISIONS, _UNDECIDED, today, limit, skip)
    ordered = f"SELECT * {_WAITING} ORDER BY since, subject, what, item"
    shown = [what for what in GROUPS[group] if what not in but]
    return await _found(db, ordered, _WAITING, shown, limit, skip)


async def _found(db: Database, query: str, counted: str, asked: object, limit: int, skip: int) -> Waits:
    rows = await db.fetch(f"{query} LIMIT $2 OFFSET $3", asked, limit, skip)
    return Waits([WaitRow(**row) for row in rows], await db.fetchval(f"SELECT count(*) {counted}", asked))


async def all_waiting(db: Database, today: date, limit: int, but: Collection[What] = ()) -> Mapping[Group, Waits]:
    """Every group, the beginning of each."""
    return {group: await waiting(db, group, today, limit, but=but) for group in GROUPS}
