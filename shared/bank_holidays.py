"""The bank holidays of each part of the United Kingdom, as GOV.UK publishes them and a package carries them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


def packaged(part: str, suffix: str = "") -> dict[date, str]:
    """Day to name for one part of the UK, each name followed by `suffix`."""
    days: Iterable[dict[str, str]] = _govuk().get_holidays(division=part)
    return {_day(each): f"{_name(each)}{suffix}" for each in days}


def _day(holiday: Mapping[str, object]) -> date:
    """The date of one of the package's records."""
    day = holiday["date"]
    assert isinstance(day, date), "govuk_bank_holidays gives dates"
    return day


def _name(holiday: Mapping[str, str]) -> str:
    """The title, and what GOV.UK notes of the day ("substitute day"), if anything."""
    return ", ".join(filter(None, (holiday["title"], holiday["notes"].lower())))


@cache
def _govuk() -> BankHolidays:
    """The copy inside the package, read once; never the network, or due dates would vary by it."""
    return BankHolidays(use_cached_holidays=True)
