"""Birthdays, where a duty turns on one."""

from datetime import date

from shared.counting import anniversary

CARE_LEAVER_AGE_LIMIT = 25


def attains(birth: date, age: int) -> date:
    """The day on which someone born on `birth` attains `age` years: from its first moment.

    Family Law Reform Act 1969 s9(1). Born on 29 February: 1 March in a common year; that is
    practice in England and Wales and no statute that we could read.
    """
    return anniversary(birth, age)


def care_leaver_in_scope(birth: date, death: date) -> bool:
    """Whether a care leaver's death is one to notify by age: the 25th birthday had not begun.

    Working Together 2023 chapter 5, "up to and including the age of 24". A policy says whether
    care leavers are notified at all: see `Policy.care_leavers_under`.
    """
    return death < attains(birth, CARE_LEAVER_AGE_LIMIT)
