"""What is asked of the audit log: who looked at a case, and all there is, the newest first."""

from collections.abc import Collection, Sequence

from pydantic import AwareDatetime, BaseModel

from shared.audit.entry import content_of
from shared.audit.writing import Pools
from shared.event_log import EventLog
from shared.events.base import event_type
from shared.events.intake import INTAKE, CaseAssigned
from shared.identity.principal import Role

# Who answers for cases, or looks after it that others do.
OVERSEE: frozenset[Role] = frozenset(
    {
        *("decision-maker", "safeguarding partner lead", "business manager", "independent scrutineer"),
        *("legal and data protection", "auditor"),
    }
)
LAST = 2**62
_ABOUT = """
SELECT entry FROM log.audit WHERE subject = $1 AND number < $2 ORDER BY number DESC LIMIT $3
"""
_ALL = "SELECT entry FROM log.audit WHERE number < $1 ORDER BY number DESC LIMIT $2"
_ASSIGNED = """
SELECT wire FROM log.event_log WHERE subject = $1 AND source = $2 AND type = $3 ORDER BY version DESC LIMIT 1
"""


class Looked(BaseModel):
    """One entry. `at`: real time, UTC. `actor`: who; of nobody known, `address`. `action`: the route, or a worker.

    `outcome`: allowed, denied (and `reason`, a rule's name), or nothing: there was no such thing. `opened`: with
    the case's key. `asked`: by which filters. `rows`: how many lines there were. `times`: so many alike.
    `request`: the same of all that one request looked at.
    """

    number: int
    at: AwareDatetime
    service: str
    actor: str = ""
    org: str = ""
    issuer: str = ""
    action: str = ""
    note: str = ""
    case: str = ""
    relation: str = ""
    outcome: str = ""
    reason: str = ""
    purpose: str = ""
    opened: bool = False
    asked: tuple[str, ...] = ()
    rows: int | None = None
    times: int | None = None
    address: str = ""
    request: str = ""


async def about(log: Pools, case: str, before: int, limit: int) -> Sequence[Looked]:
    """Of this case. Raises one of shared.faults.OURS."""
    return [_looked(row["entry"]) for row in await log.pool.fetch(_ABOUT, case, before, limit)]


async def entries(log: Pools, before: int, limit: int) -> Sequence[Looked]:
    """Of all, and of none. Raises one of shared.faults.OURS."""
    return [_looked(row["entry"]) for row in await log.pool.fetch(_ALL, before, limit)]


async def answers_for(log: EventLog, case: str, actor: str, roles: Collection[Role]) -> bool:
    """Whether they oversee cases, or this one is theirs: assigned to them, or to whom they stand in for."""
    if OVERSEE.intersection(roles):
        return True
    of_intake = INTAKE.source, event_type(INTAKE.source, CaseAssigned)
    wire = await log.pool.fetchval(_ASSIGNED, case, *of_intake)
    assigned = log.read(wire).data if wire else None
    return isinstance(assigned, CaseAssigned) and actor in (assigned.officer, assigned.deputy)


def _looked(wire: bytes) -> Looked:
    return Looked.model_validate(content_of(wire))
