"""Which cases answer to what somebody looks for: filters, order and pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.console.views.cases import CaseRow
from shared.event_log import Database

PER_PAGE = 25
MOST_EXPORTED = 10_000
Order = Literal["due", "newest", "oldest"]
Owing = Literal["anything", "overdue", "nothing"]
Asked = Annotated[str, Field(max_length=100)]

_OWED = "SELECT subject, min(due_on) AS next_due FROM duties WHERE state IN ('open', 'missed') GROUP BY subject"
_FOUND = f"""
FROM cases LEFT JOIN ({_OWED}) AS owed USING (subject)
WHERE ($1 = '' OR starts_with(subject, lower($1)) OR upper(public_reference) = upper($1))
  AND ($2 = '' OR la_code = $2) AND ($3 = '' OR trigger_class = $3) AND ($4 = '' OR agency = $4)
  AND ($5 = '' OR assigned_to = $5)
  AND (CASE $6 WHEN 'anything' THEN next_due IS NOT NULL WHEN 'nothing' THEN next_due IS NULL
       WHEN 'overdue' THEN next_due < $7 ELSE true END)
  AND ($8 = '' OR assigned_to = ANY ($9))
"""
_ORDER: Mapping[Order, str] = {
    "due": "next_due NULLS LAST, opened_at DESC, subject",
    "newest": "opened_at DESC, subject",
    "oldest": "opened_at, subject",
}


class Search(BaseModel):
    """Empty is any. `q`: the beginning of a case's reference, or a public one. `assigned_to`, `team`: whose."""

    model_config = ConfigDict(frozen=True)

    q: Asked = ""
    area: Asked = ""
    trigger_class: Asked = ""
    agency: Asked = ""
    assigned_to: Asked = ""
    team: Asked = ""
    owing: Owing | Literal[""] = ""
    order: Order = "due"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Search":
        """From an address. What cannot be meant is left out, as if nobody had asked for it."""
        return cls(**{name: value.strip() for name, value in asked.items() if _fits(name, value)})

    def filters(self) -> dict[str, str]:
        return self.model_dump(exclude={"order", "page"}, exclude_defaults=True)

    def without(self, name: str) -> str:
        return self.address(**{name: "", "page": 1})

    def address(self, **other: object) -> str:
        """The query of this search, or of one like it: whoever is given it sees the same."""
        return urlencode(self.model_copy(update=other).model_dump(exclude_defaults=True))


def _fits(name: str, value: str) -> bool:
    try:
        return name in Search.model_fields and bool(Search.model_validate({name: value.strip()}))
    except ValidationError:
        return False


class FoundCase(CaseRow):
    next_due: date | None


class Found(BaseModel):
    """One page of `how_many`."""

    cases: list[FoundCase]
    how_many: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.how_many // PER_PAGE))


async def found(
    db: Database, search: Search, today: date, members: Sequence[str] = (), per_page: int = PER_PAGE
) -> Found:
    """`members`: of the team that is searched for."""
    asked = (
        *(search.q, search.area, search.trigger_class, search.agency, search.assigned_to, search.owing, today),
        *(search.team, list(members)),
    )
    how_many = await db.fetchval(f"SELECT count(*) {_FOUND}", *asked)
    rows = await db.fetch(
        f"SELECT cases.*, next_due {_FOUND} ORDER BY {_ORDER[search.order]} LIMIT $10 OFFSET $11",
        *asked,
        per_page,
        (search.page - 1) * per_page,
    )
    return Found(cases=[FoundCase(**row) for row in rows], how_many=how_many)


async def choices(db: Database) -> dict[str, list[str]]:
    """What there is to filter by: the values that some case has."""
    names = ("la_code", "trigger_class", "agency", "assigned_to")
    query = "SELECT DISTINCT {0} FROM cases WHERE {0} IS NOT NULL ORDER BY 1"
    return {name: [row[0] for row in await db.fetch(query.format(name))] for name in names}
