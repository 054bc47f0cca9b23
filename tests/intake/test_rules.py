"""The table of what intake may be asked: a command, what it says, and the rule that stops it. One row a rule.

Dates: aware on Thu 2 April 2026, criteria on the same day, due on Mon 13 April (3 and 6 April are holidays).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from services.intake.casework import CorrectAwareness
from services.intake.commands import RecordAwareness, RecordCriteriaMet, RecordReport
from shared.decider import Command
from shared.events.backdating import BackdatingProposed
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    PartnerConsulted,
    TriggerClassified,
)
from shared.testing import NOON
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, considered, death_reported, given, met, notified, reported

IN_TIME = at("2026-04-03T09:00Z")  # Good Friday
AHEAD = NOON + timedelta(hours=1)
theirs = ex.jurisdiction.model_copy(update={"ours": False})
of_b = ex.classified.model_copy(update={"trigger_class": "B"})


@dataclass(frozen=True)
class Row:
    """Either `says` or `refused`; neither: a repeat, and silence."""

    rule: str
    command: Command
    given: tuple[Event, ...] = ()
    says: tuple[type[Event], ...] = ()
    refused: str = ""
    at: datetime = NOON


def early_report(agency: str) -> RecordReport:
    return RecordReport(report=asked.report(source=agency))


def aware_at(moment: datetime) -> RecordAwareness:
    return RecordAwareness(incident_aware_at=moment, channel="emergency duty team")


def met_at(moment: datetime) -> RecordCriteriaMet:
    return RecordCriteriaMet(limb="in area", suspicion="known", criteria_met_at=moment)


def silent(command: Command) -> Command:
    return command.model_copy(update={"partner_views": {}})


TABLE = [
    # A referral.
    Row("any agency may refer: health", early_report("hospital"), (), (IncidentReported,)),
    Row("any agency may refer: police", early_report("police"), (), (IncidentReported,)),
    Row("any agency may refer: education", early_report("schools"), (), (IncidentReported,)),
    Row("the same referral opens nothing new", asked.record_report, reported),
    # The authority's awareness.
    Row(
        "awareness is recorded, out of hours too",
        aware_at(ex.AWARE_AT),
        reported,
        (AuthorityBecameAware,),
        at=IN_TIME,
    ),
    Row("awareness is set once", aware_at(ex.CRITERIA_MET_AT), aware, refused="set-once"),
    Row("awareness said twice is one", aware_at(ex.AWARE_AT), aware),
    Row("awareness is not after its recording", aware_at(AHEAD), reported, refused="not-in-the-future"),
    Row("of a case that nobody reported nobody is aware", aware_at(ex.AWARE_AT), refused="no-such-case"),
    # The criteria.
    Row("criteria after awareness", met_at(ex.CRITERIA_MET_AT), aware, (NotifiableCriteriaMet,), at=IN_TIME),
    Row("criteria with awareness", met_at(ex.AWARE_AT), aware, (NotifiableCriteriaMet,), at=IN_TIME),
    Row(
        "no criteria before awareness",
        met_at(ex.AWARE_AT - timedelta(seconds=1)),
        aware,
        refused="not-before-awareness",
    ),
    Row("no criteria without awareness", met_at(ex.AWARE_AT), reported, refused="aware-first"),
    # Consulting each partner.
    Row("a partner is consulted", asked.consult, met, (PartnerConsulted,)),
    Row("one view a partner", asked.consult, (*met, ex.consulted)),
    Row("absence does not block notifying", silent(asked.decide_to_notify), met, (NotifyDecided,)),
    Row("absence does not block not notifying", silent(asked.decide_not_to_notify), met, (NotNotifyDecided,)),
    # Deciding.
    Row("decided to notify", asked.decide_to_notify, met, (NotifyDecided,)),
    Row("decided once", asked.decide_to_notify, notified),
    Row("not before awareness", asked.decide_to_notify, reported, refused="aware-first"),
    Row("class A needs the criteria", asked.decide_to_notify, aware, refused="criteria-first"),
    Row("another authority's duty", asked.decide_to_notify, (*met, theirs), refused="another-authoritys-duty"),
    Row("another class by the facts", asked.decide_to_notify, (*met, of_b), refused="classified-otherwise"),
    Row("decided late is decided", asked.decide_to_notify, met, (NotifyDecided,), at=at("2026-12-01T09:00Z")),
    Row("considered and not notified", asked.decide_not_to_notify, aware, (NotNotifyDecided,)),
    Row(
        "not notified may be looked at again",
        asked.decide_to_notify,
        (*considered, ex.criteria_met),
        (NotifyDecided,),
    ),
    Row("nothing is considered before awareness", asked.decide_not_to_notify, reported, refused="aware-first"),
    Row("considered once, unless something is new", asked.decide_not_to_notify, considered),
    Row("notified is not just undone", asked.decide_not_to_notify, notified, refused="already-notified"),
    # Correcting awareness.
    Row("a correction keeps the old date", asked.correct_awareness, met, (AwarenessCorrected,)),
    Row("after the decision too", asked.correct_awareness, notified, (AwarenessCorrected,)),
    Row("nothing to correct", asked.correct_awareness, reported, refused="aware-first"),
    Row("corrected to what it is", CorrectAwareness(incident_aware_at=ex.AWARE_AT, reason="r"), met),
    # The class.
    Row("the facts make the class", asked.classify, reported, (TriggerClassified,)),
    Row("the same facts say nothing", asked.classify, (*reported, ex.classified)),
    # The child death overview panel.
    Row(
        "a death is for the overview panel",
        asked.record_awareness,
        (death_reported,),
        (AuthorityBecameAware, DutyArose),
        at=IN_TIME,
    ),
    Row("harm is not", asked.record_awareness, reported, (AuthorityBecameAware,), at=IN_TIME),
    # Two people, where a statutory date is moved or had passed: more in test_backdating.
    Row(
        "recorded after its date it counts, and another person is asked",
        aware_at(ex.AWARE_AT),
        reported,
        (AuthorityBecameAware, BackdatingProposed),
    ),
    Row("more time waits for another person", asked.correct_criteria, met, (BackdatingProposed,)),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.rule)
def test_rule(row: Row) -> None:
    then = given(*row.given).when(row.command, at=row.at)
    if row.refused:
        then.then_refused(row.refused)
    else:
        assert then.refused is None, then.refused
        assert tuple(type(event) for event in then.happened) == row.says


REASONED = [
    asked.decide_to_notify,
    asked.decide_not_to_notify,
    asked.correct_awareness,
    asked.propose,
    asked.snooze,
]


@pytest.mark.parametrize("command", REASONED, ids=lambda command: type(command).__name__)
def test_whoever_decides_says_why(command: Command) -> None:
    (field,) = {"reason", "reasons"} & set(type(command).model_fields)
    assert type(command).model_fields[field].is_required()


@pytest.mark.parametrize("class_", ["B", "C"])
def test_classes_b_and_c_are_decided_without_criteria_and_run_from_awareness(class_: str) -> None:
    decided = (
        given(*aware)
        .when(asked.decide_to_notify.model_copy(update={"trigger_class": class_}))
        .then_one(NotifyDecided)
    )
    assert (decided.trigger_class, decided.clock_starts_at) == (class_, ex.AWARE_AT)
