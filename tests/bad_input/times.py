"""Times that are none, and dates that are only odd."""

from typing import Any

from tests.bad_input.made import CANARY, BadInputCase, refused, taken, with_child
from tests.intake.examples import JsonObject, child

IN_FUTURE, EARLIER, LATE = (
    "the incident lies in the future",
    "the agency was aware before the incident",
    "the agency was aware five working days ago or more",
)
OVER, BORN_LATER = "a child was 18 or over", "a child was born after the incident"
LONG_AGO = "the incident lies more than a year before the agency knew"
AWARE, ON = "/data/agency_aware_at", "/data/incident_on"
INSTANT, DATE = "must be a valid date and time", "must be a valid date"


def aware(name: str, rule: str, at: Any) -> BadInputCase:
    return refused(f"aware: {name}", AWARE, rule, data={"agency_aware_at": at}, planted=str(at))


def on(name: str, rule: str, day: Any) -> BadInputCase:
    return refused(f"on: {name}", ON, rule, data={"incident_on": day}, planted=str(day))


TIMES = [
    aware("no zone", "timezone", "2026-04-02T16:30:00"),
    aware("24:00", "valid datetime", "2026-04-02T24:00:00Z"),
    aware("a leap second", "valid datetime", "2026-04-02T23:59:60Z"),
    aware("only a date", INSTANT, "2026-04-02"),
    aware("seconds since 1970", INSTANT, 1775143800),
    aware("seconds since 1970 as a text", INSTANT, "1775143800"),
    refused("aware: minus one as a text", AWARE, INSTANT, data={"agency_aware_at": "-1"}),
    aware("a zone of 25 hours", "valid datetime", "2026-04-02T16:30:00+25:00"),
    aware("a zone by name", "valid datetime", "2026-04-02T16:30:00 Europe/London"),
    aware("a week's day", INSTANT, "2026-W14-4T16:30:00Z"),
    aware("before 1900", "before 1900", "1899-12-31T23:59:59Z"),
    aware("the first year", "before 1900", "0001-01-01T00:00:00+14:00"),
    aware("the last year", "after 2099", "9999-12-31T23:59:59-12:00"),
    aware("a year of five digits", INSTANT, "12026-04-02T16:30:00Z"),
    aware("29 February of a common year", "valid datetime", "2026-02-29T12:00:00Z"),
    aware("in words", INSTANT, f"yesterday, says {CANARY}"),
    on("before 1900", "before 1900", "1899-12-31"),
    on("after 2099", "after 2099", "2100-01-01"),
    on("no such day", "valid date", "2026-02-30"),
    on("without hyphens", DATE, "20260402"),
    on("the English way", DATE, "02/04/2026"),
    on("with a time", DATE, "2026-04-02T00:00:00Z"),
    on("as a number", DATE, 20260402),
    on("seconds since 1970 as a text", DATE, "1775088000"),
    with_child("zero for a date of birth", "/date_of_birth", DATE, date_of_birth="0"),
    refused(
        "a time of the event without a zone", "/time", "timezone", time="2026-04-02T16:30:00", planted="16:30"
    ),
    taken(
        "aware: at the first 01:30 of two",
        LATE,
        data={"agency_aware_at": "2025-10-26T01:30:00+01:00", "incident_on": None},
    ),
    taken(
        "aware: at the second 01:30 of two",
        LATE,
        data={"agency_aware_at": "2025-10-26T01:30:00+00:00", "incident_on": None},
    ),
    taken(
        "aware: at 01:30 when there was none",
        data={"agency_aware_at": "2026-03-29T01:30:00+00:00", "incident_on": None},
    ),
    taken("aware: in another zone", data={"agency_aware_at": "2026-04-02T21:15:00.123456789+05:45"}),
]


def born(name: str, *flags: str, data: JsonObject | None = None, **fields: Any) -> BadInputCase:
    return taken(name, *flags, children=[child(last_name=CANARY, **fields)], data=data)


DATES = [
    taken("an incident tomorrow", IN_FUTURE, EARLIER, data={"incident_on": "2026-04-03"}),
    taken(
        "an incident in 2099",
        IN_FUTURE,
        EARLIER,
        data={"incident_on": "2099-12-31"},
        children=[{"first_name": CANARY}],
    ),
    taken("an incident in 1900", LONG_AGO, BORN_LATER, data={"incident_on": "1900-01-01"}),
    taken("aware the day before", EARLIER, data={"agency_aware_at": "2026-04-01T22:59:59Z"}),
    taken(
        "aware the day after tomorrow",
        "the agency was aware in the future",
        data={"agency_aware_at": "2026-04-04T00:00:00Z"},
    ),
    taken(
        "aware five working days ago",
        LATE,
        data={"agency_aware_at": "2026-03-26T12:00:00Z", "incident_on": "2026-03-26"},
    ),
    taken(
        "aware four working days ago",
        data={"agency_aware_at": "2026-03-27T12:00:00Z", "incident_on": "2026-03-27"},
    ),
    born("born after the incident", BORN_LATER, "a child's birth lies in the future", date_of_birth="2026-04-03"),
    born("eighteen that day", OVER, date_of_birth="2008-04-02"),
    born("eighteen the day after", date_of_birth="2008-04-03"),
    born("eighteen, born on a leap day", OVER, date_of_birth="2008-02-29", data={"incident_on": "2026-03-01"}),
    born("seventeen, born on a leap day", date_of_birth="2008-02-29", data={"incident_on": "2026-02-28"}),
    born("unborn", date_of_birth=None, expected_date_of_birth="2026-08-01"),
    born("died before birth", "a child died before birth", date_of_death="2025-11-02"),
    born("a death to come", "a child's death lies in the future", date_of_death="2026-04-03"),
]
