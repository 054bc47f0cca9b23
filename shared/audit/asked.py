"""What is asked of the audit log: who looked at a case, and all there is, the newest first."""

from collections.abc import Collection, Sequence

from pydantic import AwareDatetime, BaseModel

from shared.audit.entry import content_of
from shared.audit.writing import Pools

LAST = 2**62
_ABOUT = """
SELECT entry FROM log.audit WHERE subject = $1 AND number < $2 ORDER BY number DESC LIMIT $3
"""
_ALL = """
SELECT entry FROM log.audit WHERE number < $1 AND subject <> ALL($3::text[]) ORDER BY number DESC LIMIT $2
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


async def entries(log: Pools, before: int, limit: int, without: Collection[str] = ()) -> Sequence[Looked]:
    """Of all cases but those `without`, and of none. Raises one of shared.faults.OURS."""
    return [_looked(row["entry"]) for row in await log.pool.fetch(_ALL, before, limit, list(without))]


def _looked(wire: bytes) -> Looked:
    return Looked.model_validate(content_of(wire))
