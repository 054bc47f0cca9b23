"""What is known of whoever looks, while they are answered: who, for what, at which case, and whose keys it took.

One for each request, and for each turn of a worker. It is filled in where each thing is found out, and becomes an
entry of the audit log before the answer goes out (`shared/web/audited.py`). It never holds content.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass
class Looking:
    """`asked`: the names of the filters, never what they were set to. `address`: where nobody knows who it is.

    `note`: what this was, where the route does not say it (`signed in`); noted whatever the route is. `unnoted`:
    the route shows no case. `turned_away`: whatever the status is, as where people are led to sign in.
    `rows`: how many lines a list or an export had. `may_open`: what the route may open anything for (see
    shared/need/openings.py); None: it is no route, but a task of ours. `opened`: the keys that were used, and what
    for each. `purpose`: what whoever asks states that they open something for.
    """

    request: str = field(default_factory=lambda: uuid4().hex)
    actor: str = ""
    org: str = ""
    issuer: str = ""
    action: str = ""
    case: str = ""
    relation: str = ""
    reason: str = ""
    purpose: str = ""
    address: str = ""
    note: str = ""
    asked: tuple[str, ...] = ()
    rows: int | None = None
    unnoted: bool = False
    turned_away: bool = False
    may_open: frozenset[str] | None = None
    opened: dict[str, set[str]] = field(default_factory=dict)


_now: ContextVar[Looking | None] = ContextVar("looking", default=None)


def now() -> Looking:
    """Of the request that is being answered; outside of any, one that nobody ever reads."""
    return _now.get() or Looking()


@contextmanager
def begun(looking: Looking) -> Iterator[Looking]:
    token = _now.set(looking)
    try:
        yield looking
    finally:
        _now.reset(token)
