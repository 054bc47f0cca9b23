"""Which days count as working days, by a calendar that carries its own version.

No source of the serious incident duty defines "working day". We count Monday to Friday less the
bank holidays of England and Wales, with Good Friday and Christmas Day, by analogy with reg 2 of
the Children Act 1989 Representations Procedure (England) Regulations 2006. The Freedom of
Information Act 2000 s10(6) differs: a bank holiday in any part of the United Kingdom is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from shared.bank_holidays import packaged

LONDON = ZoneInfo("Europe/London")
SATURDAY, SUNDAY = 5, 6
DAYS_IN_WEEK = 7
ONE_DAY = timedelta(days=1)
WEEKEND = {SATURDAY: "Saturday", SUNDAY: "Sunday"}

CIVIL = "civil"  # the calendar of months, hours and years: every day counts
PROCLAIMED = "Proclaimed holiday"

# Proclaimed in February 2026; the data packaged with govuk-bank-holidays 0.19 is older than that.
SCOTTISH_EXTRA_DAY = date(2026, 6, 15)


class NaiveInstant(ValueError):
    """A date and time without a zone: it names no instant, so no day can be counted from it."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(f"{instant.isoformat()} has no zone; write it with one, such as Z or +01:00")


class BeyondCalendar(ValueError):
    """A day outside the years for which the bank holidays are known."""

    def __init__(self, day: date, calendar: "WorkingCalendar") -> None:
        super().__init__(
            f"calendar {calendar.version} does not know {day}: "
            f"it covers {calendar.covers_from} to {calendar.covers_to}"
        )


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of a place: Monday to Friday less `holidays`, a mapping of day to name.

    Equal calendars have equal versions. Asking about a day outside `covers_from` to `covers_to`
    (both included) raises `BeyondCalendar`: a guess would be stored as a due date.
    """

    name: str
    holidays: Mapping[date, str] = field(hash=False)
    covers_from: date
    covers_to: date
    added: frozenset[date] = frozenset()

    @property
    def version(self) -> str:
        """Place, years, and each day proclaimed since: `england-and-wales/2012-2028+2026-07-10`.

        The days are sorted, so the order in which they were heard of does not matter.
        """
        proclaimed = "".join(f"+{day}" for day in sorted(self.added))
        return f"{self.name}/{self.covers_from.year}-{self.covers_to.year}{proclaimed}"

    def why_not(self, day: date) -> str | None:
        """Why `day` does not count ("Saturday", "Easter Monday"); None for a working day.

        Raises `BeyondCalendar`.
        """
        if not self.covers_from <= day <= self.covers_to:
            raise BeyondCalendar(day, self)
        return WEEKEND.get(day.weekday()) or self.holidays.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts. Raises `BeyondCalendar`."""
        return self.why_not(day) is None

    def working_days(self, after: date, until: date) -> int:
        """How many there are after `after` up to and including `until`; 0 when that is not later.

        By weeks and known holidays, not day by day: a date may have been missed for years. Raises
        `BeyondCalendar`, for the first day that is not known.
        """
        if until <= after:
            return 0
        first = after + ONE_DAY
        if not self.covers_from <= first <= self.covers_to:
            raise BeyondCalendar(first, self)
        if until > self.covers_to:
            raise BeyondCalendar(self.covers_to + ONE_DAY, self)
        weeks, rest = divmod((until - after).days, DAYS_IN_WEEK)
        weekdays = 5 * weeks + sum((first.weekday() + n) % DAYS_IN_WEEK < SATURDAY for n in range(rest))
        return weekdays - sum(first <= day <= until and day.weekday() < SATURDAY for day in self.holidays)

    def guessing(self) -> "WorkingCalendar":
        """This calendar for reminders and the like, where a wrong guess costs nothing: beyond its years it
        knows weekends only. Never for a due date."""
        return replace(self, covers_from=date.min, covers_to=date.max)

    def extended(self, day: date, name: str) -> "WorkingCalendar":
        """This calendar with one more holiday, as a new version; itself if `day` is one already.

        Raises `BeyondCalendar`: one more holiday does not make an unknown year known.
        """
        if not self.covers_from <= day <= self.covers_to:
            raise BeyondCalendar(day, self)
        if day in self.holidays:
            return self
        holidays = MappingProxyType({**self.holidays, day: name})
        return replace(self, holidays=holidays, added=self.added | {day})

    def without(self, day: date) -> "WorkingCalendar":
        """This calendar, and `day` not added after all; itself if it was not added."""
        if day not in self.added:
            return self
        holidays = {each: name for each, name in self.holidays.items() if each != day}
        return replace(self, holidays=MappingProxyType(holidays), added=self.added - {day})


@lru_cache(maxsize=256)
def calendar_of(version: str) -> WorkingCalendar:
    """The calendar that counted by this version: its place, its years, and each day that was proclaimed by then.

    For what counts no working days, "civil", that of England and Wales: an office is closed on its holidays all
    the same. Raises ValueError for a version of no calendar.
    """
    if version == CIVIL:
        return england_and_wales()
    named, *proclaimed = version.split("+")
    place, _, years = named.partition("/")
    if place not in _PLACES:
        raise ValueError("not a version of a calendar that is known")
    first, _, last = years.partition("-")
    whole = _PLACES[place]()
    found = replace(
        whole,
        holidays=MappingProxyType({day: name for day, name in whole.holidays.items() if day not in whole.added}),
        covers_from=date(int(first), 1, 1),
        covers_to=date(int(last), 12, 31),
        added=frozenset(),
    )
    for day in map(date.fromisoformat, proclaimed):
        found = found.extended(day, whole.holidays.get(day, PROCLAIMED))
    return found


def london_date(instant: datetime) -> date:
    """The civil date in Europe/London at `instant`. Raises `NaiveInstant`."""
    if instant.utcoffset() is None:
        raise NaiveInstant(instant)
    return instant.astimezone(LONDON).date()


@cache
def england_and_wales() -> WorkingCalendar:
    """The calendar of the safeguarding duties; includes Good Friday and Christmas Day."""
    return _calendar("england-and-wales", packaged(BankHolidays.ENGLAND_AND_WALES))


@cache
def any_uk() -> WorkingCalendar:
    """The calendar of Freedom of Information Act 2000 s10(6): a holiday in any part of the UK."""
    holidays = {
        **packaged(BankHolidays.SCOTLAND, ", Scotland"),
        **packaged(BankHolidays.NORTHERN_IRELAND, ", Northern Ireland"),
        **packaged(BankHolidays.ENGLAND_AND_WALES),  # last: a shared holiday needs no place
    }
    extra = "Extra bank holiday, Scotland"
    return _calendar("any-uk", holidays).extended(SCOTTISH_EXTRA_DAY, extra)


_PLACES = {"england-and-wales": england_and_wales, "any-uk": any_uk}


def _calendar(name: str, holidays: Mapping[date, str]) -> WorkingCalendar:
    """A calendar over the whole years of `holidays`: GOV.UK publishes a year at a time."""
    return WorkingCalendar(
        name=name,
        holidays=MappingProxyType(dict(holidays)),
        covers_from=date(min(holidays).year, 1, 1),
        covers_to=date(max(holidays).year, 12, 31),
    )
