"""Who looked at a case: what each service and the console noted of it, as one list, the newest first.

Each counts its own entries, so the next page goes on in each where this one ended.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from services.console.neighbours import told
from shared import formulas
from shared.audit import asked
from shared.audit.asked import LAST, Looked
from shared.event_log import EventLog
from shared.topics import SERVICES_THAT_SAY

OWN = "console"
PER_PAGE = 50
AT_ONCE = 500  # of an export, from each service
MOST_EXPORTED = 10_000
COLUMNS = (
    *("at", "service", "actor", "org", "action", "outcome", "reason", "relation", "purpose", "opened", "rows"),
    *("times", "address", "request", "number"),
)
_ENTRIES = TypeAdapter(list[Looked])


@dataclass(frozen=True)
class Seen:
    """`away`: the services that did not tell. `older`: where each goes on, by its name; empty at the end."""

    entries: Sequence[Looked]
    away: Sequence[str] = ()
    older: Mapping[str, int] = field(default_factory=dict)


async def seen(
    log: EventLog, addresses: Mapping[str, str], case: str, before: Mapping[str, int], actor: str, limit: int
) -> Seen:
    """Up to `limit` entries. Raises one of shared.faults.OURS."""

    async def of(service: str) -> Sequence[Looked] | None:
        start = before.get(service, LAST)
        if service == OWN:
            return await asked.about(log, case, start, limit)
        query = {"before": str(start), "limit": str(limit)}
        return await told(addresses[service], f"/cases/{case}/who-looked", _ENTRIES, query, actor)

    names = [OWN, *(name for name in SERVICES_THAT_SAY if name in addresses)]
    found = dict(zip(names, await asyncio.gather(*map(of, names)), strict=True))
    return merged({name: rows for name, rows in found.items() if rows is not None}, before, names, limit)


def merged(
    found: Mapping[str, Sequence[Looked]], before: Mapping[str, int], names: Sequence[str], limit: int
) -> Seen:
    """The newest of all; those of one service stay in its own order. Whoever did not tell is asked again."""
    left = {name: deque(rows) for name, rows in found.items() if rows}
    goes_on = {name: before[name] for name in names if name in before}
    shown: list[Looked] = []
    while left and len(shown) < limit:
        newest = max(left, key=lambda name: left[name][0].at)
        shown.append(left[newest].popleft())
        goes_on[newest] = shown[-1].number
        if not left[newest]:
            del left[newest]
    is_more = bool(left) or any(len(rows) == limit for rows in found.values())
    return Seen(shown, [name for name in names if name not in found], goes_on if is_more else {})


async def all_seen(log: EventLog, addresses: Mapping[str, str], case: str, actor: str) -> Seen:
    """For an export: up to MOST_EXPORTED entries. Raises OURS."""
    entries: list[Looked] = []
    page = await seen(log, addresses, case, {}, actor, AT_ONCE)
    away = set(page.away)
    entries += page.entries
    while page.older and len(entries) < MOST_EXPORTED:
        page = await seen(log, addresses, case, page.older, actor, AT_ONCE)
        away |= set(page.away)
        entries += page.entries
    return Seen(entries, sorted(away), page.older)


def subject(action: str) -> str:
    """What was looked at, in words: `GET /cases/{case}/learning/actions` is `learning, actions`."""
    method, _, path = action.partition(" ")
    parts = [part.replace("-", " ") for part in path.split("/") if part and not part.startswith("{")]
    if path == "/cases/{case}":
        return "the case"
    words = ", ".join(parts[1:] if parts[:1] == ["cases"] and len(parts) > 1 else parts)
    return {"work": f"by itself: {path}", "GET": words, "HEAD": words}.get(
        method, f"sent: {words}" if words else ""
    )


def as_csv(entries: Sequence[Looked]) -> str:
    """A row an entry."""
    return formulas.as_csv(COLUMNS, (each.model_dump(mode="json") for each in entries))
