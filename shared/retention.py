"""How long a case's records are kept: a table by record class, which a partnership may set for itself.

No national period for the working files of notifications, rapid reviews and practice reviews was found. The rows
are the periods that others keep, with where each is from; whatever nobody has classed is kept for the longest.
All count from the closing: a date of birth is never held in the clear, and from birth would always end sooner.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.calendar import london_date
from shared.events.keeping import RecordClass

ASIDE: Literal["record set aside"] = "record set aside"
MANY_CASES: Literal["file of many cases"] = "file of many cases"
FROM = "the day on which the last fact of the case was recorded by any service"


class Period(BaseModel):
    """A row of the table. `years` are calendar years, and `days` are added; `confidence`: how sure it is that
    others keep it so.
    """

    model_config = ConfigDict(frozen=True)

    record_class: RecordClass | Literal["record set aside", "file of many cases"]
    years: int
    days: int = 0
    counted_from: str = FROM
    source: str
    confidence: Literal["verified", "second hand", "ours"]


_NORTHUMBERLAND = "R (C) v Northumberland County Council [2015] EWHC 2134 (Admin): the council's policy"
TABLE: tuple[Period, ...] = (
    Period(
        record_class="adopted child",
        years=100,
        source=f"{_NORTHUMBERLAND}, adoption, 100 years",
        confidence="verified",
    ),
    Period(
        record_class="looked-after child",
        years=75,
        source=f"{_NORTHUMBERLAND}, looked-after children, 75 years from birth; counted here from the closing",
        confidence="verified",
    ),
    Period(
        record_class="child sexual abuse",
        years=75,
        source="Independent Inquiry into Child Sexual Abuse, final report, part H.5: 75 years for what is known",
        confidence="second hand",
    ),
    Period(
        record_class="child protection",
        years=35,
        source=f"{_NORTHUMBERLAND}, child protection, 35 years after closure",
        confidence="verified",
    ),
    Period(
        record_class="other safeguarding",
        years=30,
        source="Hartlepool and Rutland, appropriate policy documents: 30 years",
        confidence="second hand",
    ),
)


# It names no case, and goes by no case's period. A report that was discarded by mistake is missed long before by
# its agency, which was told. What waits for a person is never purged: a child's case may be behind it.
SET_ASIDE = Period(
    record_class=ASIDE,
    years=0,
    days=180,
    counted_from="the day on which a person discarded it",
    source="no source: as short as it can be while whoever discarded it by mistake can still take it in",
    confidence="ours",
)

# What a file was asked for is about many cases, or anybody's name, and goes by no case's period either.
EXPORTED = Period(
    record_class=MANY_CASES,
    years=0,
    days=180,
    counted_from="the last day on which it could be fetched, or on which it was declined, or asked for in vain",
    source="no source: for as long as somebody may have to be asked what they took it for",
    confidence="ours",
)


def purged_from(discarded_at: datetime) -> date:
    """The first day, in London, on which a record that was discarded is purged."""
    return london_date(discarded_at) + timedelta(days=SET_ASIDE.days)


def table_of(own: Mapping[RecordClass, int]) -> tuple[Period, ...]:
    """The table with a partnership's own years in it; what is not classed comes last, kept for the longest."""
    years: Mapping[str, int] = dict(own.items())
    rows = [
        row.model_copy(
            update={"years": years[row.record_class], "source": "the partnership's own", "confidence": "ours"}
        )
        if row.record_class in years
        else row
        for row in TABLE
    ]
    longest = max(row.years for row in rows)
    unknown = Period(
        record_class="unclassified",
        years=longest,
        source="nobody has said what kind of record it is: the longest of the table",
        confidence="ours",
    )
    return (*rows, unknown)


def years_of(record_class: RecordClass, own: Mapping[RecordClass, int]) -> int:
    return next(row.years for row in table_of(own) if row.record_class == record_class)


def keep_until(closed_on: date, years: int) -> date:
    """The first day on which it may be erased: the corresponding date, of 29 February the 28th."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return closed_on.replace(year=closed_on.year + years, day=28)
