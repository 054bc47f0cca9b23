"""What an agency's report may be: strict in form, lenient where refusing would itself be a risk."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.report import Report
from shared.edge import BadInput, read
from shared.events.intake import ReportDetails
from shared.sealed import Sealed
from shared.sealing import new_key, seal, unseal
from tests.intake.examples import body, child, report

NOW = datetime(2026, 4, 2, 15, 45, tzinfo=UTC)


def refusals(**changes: Any) -> tuple[tuple[str, str], ...]:
    with pytest.raises(BadInput) as refused:
        report(**changes)
    return refused.value.problems


def pointers(**changes: Any) -> list[str]:
    return [where for where, _ in refusals(**changes)]


# What is taken in.


def test_a_good_report_is_read() -> None:
    good = report()
    assert good.data.incident_on == date(2026, 4, 2)
    assert good.flags(NOW) == ()


def test_the_least_that_is_enough() -> None:
    """Little is known in the first hour: a name, what happened, and where."""
    least = report(children=[{"first_name": "Baby"}], data={"incident_on": None, "incident_precision": "unknown"})
    assert least.flags(NOW) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Siân O'Brien-Ŵyn",  # Welsh, an apostrophe, a hyphen
        "Łucja Żółć",  # Polish
        "محمد عبد الله",  # Arabic
        "Ọláyínká Adébáyọ̀",  # Yoruba, with a combining mark
        "Nguyễn Thị Ánh",  # Vietnamese
        "Madonna",  # a mononym
        "e\u0301",  # decomposed: not normalised
        "X Æ A-12",
        "Robert'); DROP TABLE children;--",  # inert, and somebody's name for all we know
        "=1+1",
        "<b>Bold</b> {{ 7*7 }} [link](http://attacker.example)",
        "\u202edesrever",  # a right-to-left override
    ],
)
def test_a_name_is_kept_as_it_was_written(name: str) -> None:
    details = report(children=[child(first_name=name, last_name="")]).details()
    assert details.children[0].first_name == name


def test_six_children_are_reported_in_one_incident() -> None:
    six = [child(first_name=f"Child{number}") for number in range(6)]
    assert len(report(children=six).details().children) == 6


def test_an_unborn_child_has_an_expected_date_and_no_other() -> None:
    unborn = child(first_name="Unborn", date_of_birth=None, expected_date_of_birth="2026-08-01")
    found = report(children=[unborn]).details().children[0]
    assert (found.date_of_birth, found.expected_date_of_birth) == (None, date(2026, 8, 1))


def test_newlines_and_tabs_belong_to_an_outline() -> None:
    outline = "First line\n\tsecond"
    assert report(data={"outline": outline}).details().outline == outline


@pytest.mark.parametrize("number", ["9434765919", "9434765870", "4505577104"])
def test_an_nhs_number_ends_in_its_check_digit(number: str) -> None:
    assert report(children=[child(nhs_number=number)]).details().children[0].nhs_number == number


def test_1900_is_not_too_early_and_2099_not_too_late() -> None:
    report(data={"incident_on": "1900-01-01"})
    report(data={"incident_on": "2099-12-31"})


# What is refused: the field, and the rule.


@pytest.mark.parametrize(
    "number",
    [
        "9434765918",  # a wrong check digit
        "1000000010",  # a remainder of 1: its check digit would be 10, and so no such number exists
        "943476591",
        "94347659190",
        "943 476 5919",
        "٩٤٣٤٧٦٥٩١٩",  # Arabic-Indic digits
        "abcdefghij",
        "",
    ],
)
def test_another_nhs_number_is_refused(number: str) -> None:
    assert pointers(children=[child(nhs_number=number)]) == ["/data/children/0/nhs_number"]


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("/data/la_code", {"data": {"la_code": "W06000001"}}),  # Welsh
        ("/data/la_code", {"data": {"la_code": "S12000036"}}),  # Scottish
        ("/data/la_code", {"data": {"la_code": "E99999999"}}),  # nobody's
        ("/data/la_code", {"data": {"la_code": "E07000223"}}),  # a district
        ("/data/la_code", {"data": {"la_code": "E0600004٥"}}),  # a digit of another script
        ("/data/la_code", {"data": {"la_code": "E06000045\n"}}),
        ("/data/harm", {"data": {"harm": "harm"}}),
        ("/data/harm", {"data": {"harm": None}}),
        ("/data/incident_precision", {"data": {"incident_precision": "about"}}),
        ("/data/incident_on", {"data": {"incident_on": "1899-12-31"}}),
        ("/data/incident_on", {"data": {"incident_on": "2100-01-01"}}),
        ("/data/incident_on", {"data": {"incident_on": "2026-02-30"}}),
        ("/data/incident_on", {"data": {"incident_on": "2026-04-02T10:00:00Z"}}),
        ("/data/incident_on", {"data": {"incident_on": 20260402}}),
        ("/data/agency_aware_at", {"data": {"agency_aware_at": "2026-04-02T16:30:00"}}),  # no zone
        ("/data/agency_aware_at", {"data": {"agency_aware_at": "2026-04-02T24:00:00Z"}}),
        ("/data/agency_aware_at", {"data": {"agency_aware_at": "2026-04-02T23:59:60Z"}}),
        ("/data/agency_aware_at", {"data": {"agency_aware_at": 1775143800}}),
        ("/data/agency_aware_at", {"data": {"agency_aware_at": "1899-12-31T23:59:59Z"}}),
        ("/data/agency_aware_at", {"data": {"agency_aware_at": "9999-12-31T23:59:59-12:00"}}),
        ("/data/outline", {"data": {"outline": ""}}),
        ("/data/outline", {"data": {"outline": "nul\x00"}}),
        ("/data/outline", {"data": {"outline": "escape\x1b[31m"}}),
        ("/data/outline", {"data": {"outline": "x" * 100_001}}),
        ("/data/place", {"data": {"place": "two\nlines"}}),
        ("/data/reporter_contact", {"data": {"reporter_contact": "a@b.example\r\nBcc: c@d.example"}}),
        ("/data/children", {"children": []}),
        ("/data/children", {"children": [child()] * 51}),
        ("/data/children", {"children": "Ffion"}),
        ("/data/children/0/first_name", {"children": [child(first_name="")]}),
        ("/data/children/0/first_name", {"children": [child(first_name=None)]}),
        ("/data/children/0/first_name", {"children": [child(first_name=True)]}),
        ("/data/children/0/first_name", {"children": [child(first_name="x" * 201)]}),
        ("/data/children/0/last_name", {"children": [child(last_name="\x00")]}),
        ("/data/children/0/date_of_birth", {"children": [child(date_of_birth="9990-01-01")]}),
        ("/data/children/0/unique_pupil_number", {"children": [child(unique_pupil_number="A1")]}),
        ("/data/children/0", {"children": [child(nickname="F")]}),
        ("/data/children/1/first_name", {"children": [child(), {"first_name": ""}]}),
        ("/data", {"data": {"surprise": 1}}),
        ("/specversion", {"specversion": "0.3"}),
        ("/type", {"type": "cspr.partner.incident-report.v3"}),
        ("/id", {"id": ""}),
        ("/id", {"id": "x" * 101}),
        ("/source", {"source": "a source"}),
        ("/subject", {"subject": None}),
        ("/time", {"time": "yesterday"}),
    ],
)
def test_bad_input_is_refused_by_its_field(where: str, changes: dict[str, Any]) -> None:
    assert pointers(**changes) == [where]


@pytest.mark.parametrize("missing", ["specversion", "id", "source", "type", "subject", "time", "data"])
def test_what_is_missing_is_named(missing: str) -> None:
    rest = {name: value for name, value in body().items() if name != missing}
    with pytest.raises(BadInput) as refused:
        read(json.dumps(rest).encode(), Report)
    assert refused.value.problems == ((f"/{missing}", "Field required"),)


def test_every_problem_is_told_at_once() -> None:
    assert pointers(children=[child(first_name="", nhs_number="1")], data={"harm": "none"}) == [
        "/data/harm",
        "/data/children/0/first_name",
        "/data/children/0/nhs_number",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"data": {"harm": "Tomasz was hurt"}},
        {"data": {"incident_on": "the day Tomasz fell"}},
        {"data": {"outline": "Tomasz\x00"}},
        {"children": [child(first_name="Tomasz" * 50)]},
        {"children": [child(nhs_number="Tomasz")]},
        {"data": {"Tomasz Example": "a child"}},
        {"source": "Tomasz Example"},
    ],
)
def test_a_refusal_does_not_echo_what_was_sent(changes: dict[str, Any]) -> None:
    assert "Tomasz" not in str(refusals(**changes))


# Oddities: taken in, with a flag for an officer.


@pytest.mark.parametrize(
    ("flag", "changes"),
    [
        ("the incident lies in the future", {"data": {"incident_on": "2026-04-03"}}),
        ("the agency was aware before the incident", {"data": {"agency_aware_at": "2026-04-01T22:59:00Z"}}),
        ("the agency was aware in the future", {"data": {"agency_aware_at": "2026-04-04T00:00:00Z"}}),
        ("a child was born after the incident", {"children": [child(date_of_birth="2026-04-03")]}),
        # Eighteen from the first moment of the birthday.
        ("a child was 18 or over", {"children": [child(), child(date_of_birth="2008-04-02")]}),
        # With the date of the incident unknown, by the day on which the agency knew.
        (
            "a child was 18 or over",
            {"children": [child(date_of_birth="2008-04-02")], "data": {"incident_on": None}},
        ),
        ("a child's birth lies in the future", {"children": [child(date_of_birth="2026-04-03")]}),
        ("a child died before birth", {"children": [child(date_of_death="2025-11-02")]}),
        ("a child's death lies in the future", {"children": [child(date_of_death="2026-04-03")]}),
        # Five working days before Thursday 2 April.
        (
            "the agency was aware five working days ago or more",
            {"data": {"agency_aware_at": "2026-03-26T23:59:00Z"}},
        ),
        ("the authority was abolished", {"data": {"la_code": "E10000006"}}),  # Cumbria
    ],
)
def test_an_oddity_is_flagged(flag: str, changes: dict[str, Any]) -> None:
    assert flag in report(**changes).flags(NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"data": {"agency_aware_at": "2026-04-01T23:00:00Z"}},  # midnight of 2 April in London
        {"children": [child(date_of_birth="2008-04-03")]},  # eighteen tomorrow
        {"children": [child(date_of_birth="2026-04-02")]},  # born that day
        {"children": [child(date_of_birth="2026-04-02", date_of_death="2026-04-02")]},  # and died
        {"data": {"incident_on": None, "agency_aware_at": "2026-03-27T00:00:00Z"}},
        {"data": {"la_code": "E08000038"}},  # Barnsley's newer code
        {"data": {"incident_on": None}},
    ],
)
def test_what_is_only_close_to_odd_is_not_flagged(changes: dict[str, Any]) -> None:
    assert report(**changes).flags(NOW) == ()


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(DAYS, DAYS, st.builds(datetime.combine, DAYS, st.times(), OFFSETS))
def test_no_date_that_is_taken_in_breaks_the_flags(incident: date, born: date, aware: datetime) -> None:
    odd = report(
        data={"incident_on": incident.isoformat(), "agency_aware_at": aware.isoformat()},
        children=[child(date_of_birth=born.isoformat())],
    )
    assert isinstance(odd.flags(NOW), tuple)


# Identity.


def test_the_same_report_opens_the_same_case() -> None:
    assert report().case() == report(data={"harm": "death"}).case()


def test_the_same_id_of_another_agency_is_another_report() -> None:
    assert report().case() != report(source="police").case()


def test_a_report_names_itself_by_the_agencys_own_references() -> None:
    by = report().reported_by()
    assert (by.agency, by.report, by.agency_reference) == ("hospital", "rep-0001", "PGH-2026-17")


def test_what_is_personal_can_be_sealed_and_opened_again() -> None:
    details = report(children=[child(nhs_number="9434765919"), child(date_of_birth=None)]).details()
    key = new_key()
    assert unseal(seal(Sealed.of(details), "case", key), ReportDetails, key) == details
