"""How each agency's system is, and what of its records waits for a person: as intake and reviews tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from services.console.explained import Explained, explained
from services.console.neighbours import told
from shared.topics import SERVICES_THAT_SAY

OF_AGENCIES = ("intake", "reviews")  # who reads what agencies send


class Count(BaseModel):
    detail: str
    times: int
    last_at: datetime

    @property
    def explained(self) -> Explained | None:
        return explained(self.detail)


class Partner(BaseModel):
    """As intake's `/partners` tells it. `state`: not yet conformant, conformant, suspended."""

    agency: str
    state: str
    last_heard_at: datetime | None
    sample_passed_at: datetime | None
    conformant_at: datetime | None
    suspended_at: datetime | None
    versions: list[Count]
    tests: list[Count]
    refusals: list[Count]

    @property
    def reports(self) -> int:
        return sum(each.times for each in self.versions)

    @property
    def refused(self) -> int:
        return sum(each.times for each in self.refusals)


class SetAside(BaseModel):
    """A record that waits for a person, or was discarded by one. `service`: who set it aside, and settles it.
    `kept_until`: of one that was discarded, the day on which what it says is destroyed.
    """

    service: str = ""
    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str
    at: datetime
    state: str = "waiting"
    kept_until: date | None = None
    purged_at: datetime | None = None

    @property
    def agency(self) -> str:
        """Whose it is; empty for one of our own services'."""
        first, _, rest = self.topic.partition(".")
        return rest.partition(".")[0] if first == "partner" else ""

    @property
    def explained(self) -> Explained | None:
        return explained(self.reason)


@dataclass(frozen=True)
class Partners:
    """`agencies` is None while intake is away. `aside` waits; `discarded` is kept for a while. `silent`: services
    that did not tell what they set aside.
    """

    agencies: list[Partner] | None
    aside: Sequence[SetAside]
    silent: Sequence[str]
    discarded: Sequence[SetAside] = ()

    def of(self, agency: str) -> list[SetAside]:
        return [each for each in self.aside if each.agency == agency]


_PARTNERS = TypeAdapter(list[Partner])
_ASIDE = TypeAdapter(list[SetAside])


async def partners(addresses: Mapping[str, str]) -> Partners:
    """The oldest record first; of those that were discarded, the one that is purged next."""
    agencies = await told(addresses.get("intake", ""), "/partners", _PARTNERS)
    aside: list[SetAside] = []
    silent: list[str] = []
    for service in SERVICES_THAT_SAY:
        rows = await told(addresses.get(service, ""), "/quarantine", _ASIDE)
        if rows is None:
            silent.append(service)
        aside += [each.model_copy(update={"service": service}) for each in rows or ()]
    waiting = sorted((each for each in aside if each.state == "waiting"), key=lambda each: each.at)
    return Partners(agencies, waiting, silent, _discarded(aside))


def _discarded(aside: Iterable[SetAside]) -> list[SetAside]:
    found = ((it.kept_until, it) for it in aside if it.state == "discarded" and it.kept_until and not it.purged_at)
    return [it for _, it in sorted(found, key=lambda each: (each[0], each[1].quarantine))]


async def one(addresses: Mapping[str, str], service: str, id_: str) -> SetAside | None:
    """None: no such record, or its service is away."""
    try:
        wanted = UUID(id_)
    except ValueError:
        return None
    found = await told(addresses.get(service, ""), f"/quarantine/{wanted}", TypeAdapter(SetAside))
    return found.model_copy(update={"service": service}) if found else None
