"""Intake's commands, row by row: what each says of a case, and what each may not do."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from services.intake.casework import ClassifyTrigger
from services.intake.commands import RecordAwareness, RecordCriteriaMet
from shared.decider import Command
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    DecisionReopened,
    IncidentReclassified,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    PartnerConsulted,
    ReclassificationProposed,
    TriggerClassified,
)
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import aware, considered, death_reported, given, met, notified, proposed, reported

NOW = ex.new_information.received_at


@dataclass(frozen=True)
class Row:
    """After `history`, `command` says `event`; `refused` is what the row's rule forbids, and by which rule."""

    history: tuple[Event, ...]
    command: Command
    event: type[Event]
    refused: tuple[tuple[Event, ...], Command, str] | None = None


LATER = RecordAwareness(incident_aware_at=ex.AWARE_AT + timedelta(hours=1), channel="e-mail")
BEFORE = asked.record_criteria.model_copy(update={"criteria_met_at": ex.AWARE_AT - timedelta(hours=1)})
NOBODY = asked.consult.model_copy(update={"partner": "hospital"})
RELEVANT = ClassifyTrigger(suspicion="neither", looked_after=True)
ROWS = {
    "any agency may refer": Row((), asked.record_report, IncidentReported),
    "awareness is set once, and corrected with a reason": Row(
        reported, asked.record_awareness, AuthorityBecameAware, (aware, LATER, "set-once")
    ),
    "the criteria are not met before the awareness": Row(
        aware, asked.record_criteria, NotifiableCriteriaMet, (aware, BEFORE, "not-before-awareness")
    ),
    "criteria need an awareness": Row(
        aware, asked.record_criteria, NotifiableCriteriaMet, (reported, asked.record_criteria, "aware-first")
    ),
    "each safeguarding partner is consulted, and nobody else": Row(
        aware, asked.consult, PartnerConsulted, (aware, NOBODY, "partners-only")
    ),
    "to notify is decided with the criteria met": Row(
        met, asked.decide_to_notify, NotifyDecided, (aware, asked.decide_to_notify, "criteria-first")
    ),
    "considered and not notified; what is notified is reclassified": Row(
        met,
        asked.decide_not_to_notify,
        NotNotifyDecided,
        (notified, asked.decide_not_to_notify, "already-notified"),
    ),
    "not notified stays reviewable": Row(considered, asked.new_information, DecisionReopened),
    "a corrected awareness keeps the old one": Row(
        aware, asked.correct_awareness, AwarenessCorrected, (reported, asked.correct_awareness, "aware-first")
    ),
    "nothing is considered of what the authority is not aware of": Row(
        aware, asked.decide_not_to_notify, NotNotifyDecided, (reported, asked.decide_not_to_notify, "aware-first")
    ),
    "reclassified by two signatures": Row(
        proposed, asked.confirm, IncidentReclassified, (met, asked.propose, "not-notified")
    ),
    "withdrawn by two signatures: the first": Row(notified, asked.withdraw, ReclassificationProposed),
    "the facts make the class": Row(met, RELEVANT, TriggerClassified),
    "a death is for the child death overview panel": Row((death_reported,), asked.record_awareness, DutyArose),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_a_command_says(row: str) -> None:
    it = ROWS[row]
    happened = given(*it.history).when(it.command, at=NOW).happened
    assert [event for event in happened if isinstance(event, it.event)]


@pytest.mark.parametrize("row", [name for name, row in ROWS.items() if row.refused])
def test_what_a_command_may_not(row: str) -> None:
    refused = ROWS[row].refused
    assert refused
    history, command, rule = refused
    given(*history).when(command, at=NOW).then_refused(rule)


@pytest.mark.parametrize("first", [asked.propose, asked.withdraw], ids=["reclassify", "withdraw"])
def test_the_second_signature_is_never_that_of_the_first(first: Command) -> None:
    said = given(*notified).when(first, at=NOW, actor=asked.PROPOSER).happened
    given(*notified, *said).when(asked.confirm, at=NOW, actor=asked.PROPOSER).then_refused("two-people")
    given(*notified, *said).when(asked.confirm, at=NOW, actor=asked.CONFIRMER).then_one(IncidentReclassified)


def test_of_a_child_who_did_not_die_nothing_is_owed_to_the_overview_panel() -> None:
    happened = given(*reported).when(asked.record_awareness, at=NOW).happened
    assert not [event for event in happened if isinstance(event, DutyArose)]


def test_the_absence_of_every_partner_blocks_no_decision() -> None:
    alone = asked.decide_to_notify.model_copy(update={"partner_views": {}})
    assert given(*met).when(alone, at=NOW).then_one(NotifyDecided).partner_views == {}


@pytest.mark.parametrize("command", [asked.decide_to_notify, asked.decide_not_to_notify])
def test_no_decision_is_without_reasons(command: Command) -> None:
    plain = command.model_dump()
    with pytest.raises(ValueError, match="reasons"):
        type(command).model_validate({**plain, "reasons": ""})


def test_awareness_and_criteria_are_recorded_for_what_was_and_not_what_will_be() -> None:
    tomorrow = NOW + timedelta(days=1)
    future = RecordAwareness(incident_aware_at=tomorrow, channel="e-mail")
    given(*reported).when(future, at=NOW).then_refused("not-in-the-future")
    criteria = RecordCriteriaMet(limb="in area", suspicion="known", criteria_met_at=tomorrow)
    given(*aware).when(criteria, at=NOW).then_refused("not-in-the-future")
