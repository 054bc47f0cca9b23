"""Which cases answer to what somebody looks for: filters, order and pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.console.views import paging
from services.console.views.cases import CaseRow
from services.console.views.paging import Among, Order
from shared.event_log import Database

PER_PAGE = 25
MOST_EXPORTED = 10_000
Owing = Literal["anything", "overdue", "nothing"]
Asked = Annotated[str, Field(max_length=100)]

# Only what is asked for stands in the query: of a hundred thousand cases few are then looked at. The beginning of
# a reference is a range of the index, by bytes: up to the last character that there is.
_BEGINS = "subject ~>=~ lower({0}) AND subject ~<=~ (lower({0}) || chr(1114111))"
_ASKED = {
    # Capitals, as the publisher gives them: under a policy no index is asked by `upper(public_reference)`.
    "q": f"({_BEGINS} OR public_reference = upper({{0}}))",
    "area": "la_code = {0}",
    "trigger_class": "trigger_class = {0}",
    "agency": "agency = {0}",
    "assigned_to": "assigned_to = {0}",
}
# The next value behind the last one, by the index, as often as there are values: not over all cases.
_VALUES = """
WITH RECURSIVE value AS (
    (SELECT {0} AS it FROM cases WHERE {0} IS NOT NULL ORDER BY {0} LIMIT 1)
    UNION ALL
    SELECT (SELECT {0} FROM cases WHERE {0} > value.it ORDER BY {0} LIMIT 1) FROM value WHERE value.it IS NOT NULL
)
SELECT it FROM value WHERE it IS NOT NULL ORDER BY 1
"""


class Search(BaseModel):
    """Empty is any. `q`: the beginning of a case's reference, or a public one. `assigned_to`, `team`: whose."""

    model_config = ConfigDict(frozen=True)
    ASKED: ClassVar[Mapping[str, str]] = _ASKED

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
    def of(cls, asked: Mapping[str, str]) -> Self:
        """From an address. What cannot be meant is left out, as if nobody had asked for it."""
        return cls(**{name: value.strip() for name, value in asked.items() if _fits(name, value)})

    def filters(self) -> dict[str, str]:
        return self.model_dump(exclude={"order", "page"}, exclude_defaults=True)

    def without(self, name: str) -> str:
        return self.address(**{name: "", "page": 1})

    def address(self, **other: object) -> str:
        """The query of this search, or of one like it: whoever is given it sees the same."""
        return urlencode(self.model_copy(update=other).model_dump(exclude_defaults=True))


class RegisterSearch(Search):
    """What may be looked for by whoever may not know what a case is about: a public reference would lead to its
    report.
    """

    ASKED = {"q": _BEGINS, "assigned_to": _ASKED["assigned_to"]}

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        may = {*cls.ASKED, "owing", "order", "page"}
        return super().of({name: value for name, value in asked.items() if name in may})


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
    among, skip = _among(search, today, members), (search.page - 1) * per_page
    match search.owing:
        case "":
            how_many = await paging.count(db, among, owing=False)
            rows = await paging.both(db, among, search.order, per_page, skip)
        case "nothing":
            how_many = await paging.count(db, among, owing=False) - await paging.count(db, among, owing=True)
            rows = await paging.owing_nothing(db, among, search.order, per_page, skip)
        case "anything" | "overdue":
            how_many = await paging.count(db, among, owing=True)
            rows = await paging.owing(db, among, search.order, per_page, skip)
    return Found(cases=[FoundCase(**row) for row in rows], how_many=how_many)


def _among(search: Search, today: date, members: Sequence[str]) -> Among:
    """The conditions of what is asked, and the values that they are about."""
    conditions, values = ["true"], list[object]()
    for name, condition in search.ASKED.items():
        if value := getattr(search, name):
            values.append(value)
            conditions.append(condition.format(f"${len(values)}"))
    if search.team:
        values.append(list(members))
        conditions.append(f"assigned_to = ANY (${len(values)})")
    due = ""
    if search.owing == "overdue":
        values.append(today)
        due = f"next_due < ${len(values)}"
    return Among(" AND ".join(conditions), values, due, few=bool(search.q))


async def choices(db: Database) -> dict[str, list[str]]:
    """What there is to filter by: the values that some case has."""
    names = ("la_code", "trigger_class", "agency", "assigned_to")
    return {name: [row[0] for row in await db.fetch(_VALUES.format(name))] for name in names}
