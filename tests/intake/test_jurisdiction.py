"""Whose the duty is: limb (a) the authority where it happened, limb (b) outside England the one of residence."""

from dataclasses import dataclass

import pytest

from services.intake.casework import RecordJurisdiction
from services.intake.commands import RecordCriteriaMet
from shared.events.base import Event
from shared.events.intake import (
    ConcernedAuthority,
    Connection,
    Country,
    JurisdictionRecorded,
    Limb,
    NotifyDecided,
)
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import aware, given, met, notified, reported

OURS = "E06000045"
PORTSMOUTH, HAMPSHIRE = "E06000044", "E10000014"
IN_AREA: Limb = "in area"
OUTSIDE: Limb = "resident here, outside England"


def other(code: str, connection: Connection) -> ConcernedAuthority:
    return ConcernedAuthority(la_code=code, connection=connection)


@dataclass(frozen=True)
class Row:
    country: Country
    where: str | None
    home: str | None
    limb: Limb
    held_by: str | None
    to_be_told: tuple[ConcernedAuthority, ...] = ()


TABLE = [
    Row("England", OURS, OURS, IN_AREA, OURS),
    Row("England", OURS, None, IN_AREA, OURS),  # the home is not known yet
    Row("England", OURS, HAMPSHIRE, IN_AREA, OURS, (other(HAMPSHIRE, "home"),)),
    Row("England", HAMPSHIRE, OURS, IN_AREA, HAMPSHIRE, (other(HAMPSHIRE, "incident"),)),
    Row("England", HAMPSHIRE, HAMPSHIRE, IN_AREA, HAMPSHIRE, (other(HAMPSHIRE, "incident"),)),
    Row(
        "England",
        HAMPSHIRE,
        PORTSMOUTH,
        IN_AREA,
        HAMPSHIRE,
        (other(HAMPSHIRE, "incident"), other(PORTSMOUTH, "home")),
    ),
    Row("Scotland", None, OURS, OUTSIDE, OURS),
    Row("Wales", None, OURS, OUTSIDE, OURS),
    Row("Northern Ireland", None, OURS, OUTSIDE, OURS),
    Row("elsewhere", None, OURS, OUTSIDE, OURS),
    Row("Wales", None, HAMPSHIRE, OUTSIDE, HAMPSHIRE, (other(HAMPSHIRE, "home"),)),
    Row("Scotland", None, None, OUTSIDE, None),  # nobody in England has the duty
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.country}-{row.where}-{row.home}")
def test_the_duty_is_where_it_happened_and_outside_england_where_the_child_lives(row: Row) -> None:
    command = RecordJurisdiction(country=row.country, incident_la_code=row.where, residence_la_code=row.home)
    given(*reported).when(command).then(
        JurisdictionRecorded(
            country=row.country,
            incident_la_code=row.where,
            residence_la_code=row.home,
            limb=row.limb,
            held_by=row.held_by,
            ours=row.held_by == OURS,
            to_be_told=row.to_be_told,
        )
    )


def test_two_codes_of_one_authority_are_one_authority() -> None:
    """Barnsley and Sheffield each have an older and a newer code."""
    command = RecordJurisdiction(country="England", incident_la_code="E08000016", residence_la_code="E08000038")
    said = given(*reported).when(command).then_one(JurisdictionRecorded)
    assert said.to_be_told == (other("E08000016", "incident"),)


def test_in_england_somebodys_area_it_was() -> None:
    nowhere = RecordJurisdiction(country="England", residence_la_code=OURS)
    given(*reported).when(nowhere).then_refused("where-in-england")


def test_outside_england_there_is_no_english_authoritys_area() -> None:
    both = RecordJurisdiction(country="Wales", incident_la_code=OURS, residence_la_code=OURS)
    given(*reported).when(both).then_refused("outside-england")


def recorded(**changes: object) -> Event:
    return ex.jurisdiction.model_copy(update=changes)


def test_anothers_duty_is_not_notified_here() -> None:
    theirs = recorded(held_by=HAMPSHIRE, ours=False)
    given(*met, theirs).when(asked.decide_to_notify).then_refused("another-authoritys-duty")
    assert given(*met, theirs).when(asked.decide_not_to_notify).refused is None


def test_our_own_is() -> None:
    given(*met, ex.jurisdiction).when(asked.decide_to_notify).then_one(NotifyDecided)


def test_what_was_decided_to_notify_does_not_become_anothers_by_a_stroke() -> None:
    moved = RecordJurisdiction(country="England", incident_la_code=HAMPSHIRE)
    given(*notified).when(moved).then_refused("already-notified")


def test_the_criteria_agree_with_where_it_happened() -> None:
    abroad = recorded(country="Wales", incident_la_code=None, residence_la_code=OURS, limb=OUTSIDE)
    given(*aware, abroad).when(asked.record_criteria).then_refused("another-limb")
    limb_b = RecordCriteriaMet(limb=OUTSIDE, suspicion="suspected", criteria_met_at=ex.CRITERIA_MET_AT)
    assert given(*aware, abroad).when(limb_b).refused is None


@pytest.mark.parametrize("class_", ["B", "C"])
def test_of_a_death_in_care_or_after_it_the_authority_tells_that_cared_wherever_it_was(class_: str) -> None:
    """Placed in another area, a looked-after child dies there: Children Act 1989, Schedule 2, paragraph 20."""
    there = ex.jurisdiction.model_copy(update={"ours": False, "held_by": HAMPSHIRE})
    tell = asked.decide_to_notify.model_copy(update={"trigger_class": class_})
    assert given(*aware, there).when(tell).then_one(NotifyDecided).trigger_class == class_


def test_such_a_notification_becomes_class_a_only_where_that_duty_is_ours() -> None:
    there = ex.jurisdiction.model_copy(update={"ours": False, "held_by": HAMPSHIRE})
    of_b = ex.notify_decided.model_copy(update={"trigger_class": "B"})
    to_a = asked.propose.model_copy(update={"trigger_class": "A"})
    given(*met, there, of_b).when(to_a).then_refused("another-authoritys-duty")
    elsewhere = RecordJurisdiction(country="England", incident_la_code=HAMPSHIRE, residence_la_code=OURS)
    given(*met, of_b).when(elsewhere).then_one(JurisdictionRecorded)
    given(*notified).when(elsewhere).then_refused("already-notified")
