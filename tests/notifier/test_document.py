"""The notification as its recipient reads it, and the mail that carries it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.notifier.document import Contents, text
from shared.dispatch.fields import fields
from shared.events.intake import Child, ReportDetails
from shared.events.report import Relative
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


def titles(it: Contents) -> list[str]:
    return [line for line in written(it).splitlines() if line.startswith("CHILD")]


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
        "CHILD 1\n"
        "Name:       Ffion Example-ap-Gwilym\n"
        "Born:       Mon 3 Nov 2025\n"
        "NHS number: 9434765919\n"
        "Address:    1 Nowhere Lane, Portsea\n"
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
    assert titles(contents(*NAMES)) == [
        "CHILD 1",
        "CHILD 2",
        "CHILD 3",
        "CHILD 4",
        "CHILD 5 (FURTHER INFORMATION)",
        "CHILD 6 (FURTHER INFORMATION)",
    ]
    assert "Name: Ffion Example" in section(contents(*NAMES), "CHILD 6 (FURTHER INFORMATION)")


@pytest.mark.parametrize("number", [1, 3, 4])
def test_up_to_four_need_no_further_information(number: int) -> None:
    assert "FURTHER" not in written(contents(*NAMES[:number]))


def test_under_the_policy_of_2018_one_child_is_listed_and_the_others_follow() -> None:
    assert titles(contents("Ada", "Bryn", structured=1)) == ["CHILD 1", "CHILD 2 (FURTHER INFORMATION)"]


def test_what_is_not_known_of_a_child_is_left_out() -> None:
    assert section(contents("Ada"), "CHILD 1") == "Name: Ada Example\nBorn: not known"


def test_an_unborn_child_has_the_date_it_is_expected() -> None:
    unborn = Child(first_name="Unborn", last_name="", expected_date_of_birth=date(2026, 8, 1))
    it = replace(contents(), details=ReportDetails(children=(unborn,), outline="x"))
    assert section(it, "CHILD 1") == "Name:     Unborn\nExpected: Sat 1 Aug 2026"


def test_a_child_who_died_has_the_date() -> None:
    died = Child(
        first_name="Ada", last_name="Example", date_of_birth=date(2020, 1, 1), date_of_death=date(2026, 4, 2)
    )
    it = replace(contents(), details=ReportDetails(children=(died,), outline="x"))
    assert "Died: Thu 2 Apr 2026" in section(it, "CHILD 1")


@pytest.mark.parametrize("name", ["Siân Ŵyn", "محمد عبد الله", "Łucja", "Ọláyínká"])
def test_a_name_is_written_as_it_was_given(name: str) -> None:
    assert f"Name: {name} Example" in written(contents(name))


def test_each_thing_known_of_a_child_is_a_field_that_can_be_copied_into_the_form() -> None:
    child = ex.child.model_copy(
        update={
            "sex": "F",
            "legal_status": "C1",
            "placing_la_code": "E10000014",
            "child_protection_plan": "current",
            "child_protection_category": "NEG",
            "child_in_need": False,
            "health": "Asthma.\n\nAn inhaler: at school.",
            "family": (Relative(name="Gwen Example", relationship="parent", in_household=True),),
        }
    )
    it = replace(contents(), details=ex.details.model_copy(update={"children": (child,)}))
    found = {each.name: each.value for each in fields(written(it)) if each.section == "CHILD 1"}
    assert found == {
        "Name": "Ffion Example-ap-Gwilym",
        "Born": "Mon 3 Nov 2025",
        "NHS number": "9434765919",
        "Address": "1 Nowhere Lane, Portsea",
        "Sex": "female",
        "Legal status": "C1",
        "Placed by": "Hampshire",
        "Child in need": "no",
        "Child protection plan": "now (NEG)",
        "Parent": "Gwen Example; in the household",
        "Health": "Asthma.\n\nAn inhaler: at school.",
    }


def test_a_time_of_which_nobody_is_sure_says_so() -> None:
    details = ex.details.model_copy(update={"incident_time": "14:20", "incident_time_precision": "approximate"})
    assert "Thu 2 Apr 2026, about 14:20" in written(replace(contents(), details=details))


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
