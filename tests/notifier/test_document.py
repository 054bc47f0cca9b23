"""The notification as its recipient reads it, and the mail that carries it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.notifier.document import Contents, text
from shared.events.intake import Child, ReportDetails
from tests import examples as ex

NAMES = ["Ada", "Bryn", "Caitlin", "Dafydd", "Eira", "Ffion"]


def contents(*names: str, structured: int = 4) -> Contents:
    children = tuple(Child(first_name=name, last_name="Example") for name in names) or ex.details.children
    return Contents(
        case=ex.CASE,
        trigger_class="A",
        clock_starts_at=ex.CRITERIA_MET_AT,
        reported=ex.incident_reported.model_copy(update={"children": len(children)}),
        details=ex.details.model_copy(update={"children": children}),
        aware=ex.became_aware,
        criteria=ex.criteria_met,
        decided=ex.notify_decided,
        grounds="serious harm, abuse suspected",
        narrative="What the authority knows so far.",
        structured=structured,
    )


def written(it: Contents) -> str:
    return text(it, ex.partnership())


def section(it: Contents, title: str) -> str:
    """The body of one section."""
    _, _, rest = written(it).partition(f"\n\n{title}\n")
    return rest.partition("\n\n")[0]


def test_it_reads_as_a_whole() -> None:
    assert written(contents()) == (
        "NOTIFYING AUTHORITY\n"
        "Authority:       Portsea and Meon Council (E06000045)\n"
        "Decided by:      Director of Children's Services\n"
        "Reference:       0F6C2A4E\n"
        "Case identifier: 0f6c2a4e-7d1b-5c3a-8e9f-1a2b3c4d5e6f\n"
        "Contact:         partnership@portsea-meon.example\n"
        "\n"
        "TRIGGER\n"
        "Class:            A: abuse or neglect known or suspected (Children Act 2004, section 16C)\n"
        "Nature:           serious harm\n"
        "Abuse or neglect: suspected\n"
        "Where:            in area\n"
        "Grounds:          serious harm, abuse suspected\n"
        "\n"
        "DATES\n"
        "Incident:        Thu 2 Apr 2026\n"
        "Authority aware: Thu 2 Apr 2026, 16:50\n"
        "Criteria met:    Thu 2 Apr 2026, 17:05\n"
        "Time runs from:  Thu 2 Apr 2026, 17:05\n"
        "\n"
        "CHILDREN\n"
        "1. Ffion Example-ap-Gwilym; born Mon 3 Nov 2025; NHS number 9434765919; 1 Nowhere Lane, Portsea\n"
        "\n"
        "INCIDENT\n"
        "Place: At home\n"
        "\n"
        "Brought in unresponsive; injuries that nobody could explain.\n"
        "\n"
        "THE AUTHORITY'S ACCOUNT\n"
        "What the authority knows so far.\n"
    )


def test_four_children_are_listed_in_full_and_two_more_follow_as_further_information() -> None:
    lines = section(contents(*NAMES), "CHILDREN").splitlines()
    assert [line.partition(";")[0] for line in lines] == [
        "1. Ada Example",
        "2. Bryn Example",
        "3. Caitlin Example",
        "4. Dafydd Example",
        "Further information: 2 more in this incident",
        "5. Eira Example",
        "6. Ffion Example",
    ]


@pytest.mark.parametrize("number", [1, 3, 4])
def test_up_to_four_need_no_further_information(number: int) -> None:
    assert "Further information" not in written(contents(*NAMES[:number]))


def test_under_the_policy_of_2018_one_child_is_listed_and_the_others_follow() -> None:
    lines = section(contents("Ada", "Bryn", structured=1), "CHILDREN").splitlines()
    assert lines[1] == "Further information: 1 more in this incident"


def test_what_is_not_known_of_a_child_is_left_out() -> None:
    assert section(contents("Ada"), "CHILDREN") == "1. Ada Example; date of birth not known"


def test_an_unborn_child_has_the_date_it_is_expected() -> None:
    unborn = Child(first_name="Unborn", last_name="", expected_date_of_birth=date(2026, 8, 1))
    it = replace(contents(), details=ReportDetails(children=(unborn,), outline="x"))
    assert section(it, "CHILDREN") == "1. Unborn; date of birth not known; expected Sat 1 Aug 2026"


def test_a_child_who_died_has_the_date() -> None:
    died = Child(
        first_name="Ada", last_name="Example", date_of_birth=date(2020, 1, 1), date_of_death=date(2026, 4, 2)
    )
    it = replace(contents(), details=ReportDetails(children=(died,), outline="x"))
    assert "died Thu 2 Apr 2026" in section(it, "CHILDREN")


@pytest.mark.parametrize("name", ["Siân Ŵyn", "محمد عبد الله", "Łucja", "Ọláyínká"])
def test_a_name_is_written_as_it_was_given(name: str) -> None:
    assert f"1. {name} Example" in written(contents(name))


def test_times_are_london_times() -> None:
    aware = ex.became_aware.model_copy(update={"incident_aware_at": datetime(2026, 6, 30, 23, 30, tzinfo=UTC)})
    assert "Authority aware: Wed 1 Jul 2026, 00:30" in written(replace(contents(), aware=aware))


def test_a_death_without_abuse_or_neglect_says_nothing_of_criteria() -> None:
    it = written(replace(contents(), trigger_class="B", clock_starts_at=ex.AWARE_AT, criteria=None))
    assert "Class:   B: death of a looked-after child" in it
    assert "Criteria met" not in it and "Abuse or neglect" not in it


@pytest.mark.parametrize(
    ("precision", "day", "line"),
    [
        ("exact", date(2026, 4, 2), "Incident:        Thu 2 Apr 2026"),
        ("approximate", date(2026, 4, 2), "Incident:        Thu 2 Apr 2026 (approximate)"),
        ("unknown", None, "Incident:        not known"),
    ],
)
def test_how_exactly_the_day_is_known_is_told(precision: str, day: date | None, line: str) -> None:
    changes = {"incident_precision": precision, "incident_on": day}
    reported = ex.incident_reported.model_copy(update=changes)
    assert line in written(replace(contents(), reported=reported)).splitlines()


def test_a_place_that_was_not_reported_is_not_made_up() -> None:
    details = ex.details.model_copy(update={"place": ""})
    assert "Place: not recorded" in written(replace(contents(), details=details))
