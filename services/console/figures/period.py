"""Which days are counted, and by whose knowledge."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from shared.calendar import LONDON

YEAR_BEGINS = (4, 1)  # the Department for Education counts notifications by years from 1 April
EARLIEST = date(2018, 1, 1)  # safeguarding partners, and with them these duties, began in 2018


class Period(BaseModel):
    """Days `first` to `last`, both included, by what was known at the end of `known_on`."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date
    known_on: date

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if not EARLIEST <= self.first <= self.last:
            raise ValueError
        return self

    def known_until(self) -> datetime:
        return ends(self.known_on)

    def address(self) -> dict[str, str]:
        return {"from": str(self.first), "until": str(self.last), "known_on": str(self.known_on)}


class NoPeriod(Exception):
    """What was asked for is no period. `field`: which of them; `rule`: what it must be."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(field, rule)
        self.field, self.rule = field, rule


def ends(day: date) -> datetime:
    """The last instant of London's day: a microsecond before midnight."""
    return datetime.combine(day, time.max, LONDON)


def year_from(first: date) -> date:
    """The last day of the twelve months that begin then; those that begin on 29 February end on 28 February."""
    if (first.month, first.day) == (2, 29):
        return date(first.year + 1, 2, 28)
    return first.replace(year=first.year + 1) - timedelta(days=1)


def current_year(today: date) -> date:
    """The first day of the counting year that `today` is in."""
    begins = date(today.year, *YEAR_BEGINS)
    return begins if today >= begins else begins.replace(year=today.year - 1)


def asked(query: Mapping[str, str], today: date, yearly: bool) -> Period:
    """From an address: `from`, `until` (not of a yearly report, which is twelve months), `known_on`.

    Nothing asked: the year that today is in, as it is known today. Raises NoPeriod.
    """
    first = _day(query, "from", current_year(today))
    last = year_from(first) if yearly else _day(query, "until", year_from(first))
    known_on = day_known(query, today)
    try:
        return Period(first=first, last=last, known_on=known_on)
    except ValidationError:
        rule = "must not be before 1 January 2018" if first < EARLIEST else "must not be after the last day"
        raise NoPeriod("from", rule) from None


def years_alone(period: Period, today: date) -> Period:
    """The same, of whoever may not list every case: two periods that overlap, or what was known on two days, would
    tell by their difference of a case that is closed to them. Raises NoPeriod.
    """
    begins = (period.first.month, period.first.day) == YEAR_BEGINS
    if not begins:
        raise NoPeriod("from", "must be a 1 April: some cases are closed to you, so whole years alone are told")
    if period.last != year_from(period.first):
        raise NoPeriod("until", "must be the next 31 March: some cases are closed to you, so whole years are told")
    if period.known_on != today:
        raise NoPeriod("known_on", "must be today: some cases are closed to you, so no earlier day is told")
    return period


def day_known(query: Mapping[str, str], today: date) -> date:
    """`known_on` of an address, or today. Raises NoPeriod."""
    known_on = _day(query, "known_on", today)
    if known_on > today:
        raise NoPeriod("known_on", "must not lie in the future: nobody knows yet what will be known then")
    return known_on


def _day(query: Mapping[str, str], name: str, otherwise: date) -> date:
    said = query.get(name, "").strip()
    try:
        day = date.fromisoformat(said) if said else otherwise
    except ValueError:
        raise NoPeriod(name, "must be a day, as 2026-04-01") from None
    if day.year > 9000:
        raise NoPeriod(name, "must not be after the year 9000")
    return day
