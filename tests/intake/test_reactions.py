"""The agency that reported is told: that we have it, that we looked, what came of it. Each once."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.intake.commands import TellAgency, TellRefusal
from services.intake.feedback import feedback
from services.intake.merging.commands import AnswerMerged
from services.intake.reactions import react
from shared.decider import Ask
from shared.events.base import Event, Recorded
from shared.events.intake import OutcomeTold, ReportAcknowledged
from shared.events.merging import News
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er

given = Given(feedback).given
TO_HOSPITAL = "feedback/hospital"
NEWS = ("received", "screened", "notified", "not notified")


def recorded(event: Event) -> Recorded:
    return Recorded(
        id=UUID(int=9),
        source="intake",
        type="",
        subject=ex.CASE,
        version=1,
        time=ex.SENT_AT,
        cause=UUID(int=9),
        correlation=UUID(int=9),
        actor="agency:hospital",
        data=event,
    )


def tell(news: str) -> TellAgency:
    return TellAgency.model_validate({"reported_by": ex.reported_by, "case": ex.CASE, "news": news})


tell_refusal = TellRefusal(quarantine=ex.QUARANTINE, offset=7, reason="Field required", pointer="/data/harm")


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (ex.incident_reported, "received"),
        (ex.became_aware, "screened"),
        (ex.notify_decided, "notified"),
        (ex.not_notify_decided, "not notified"),
    ],
)
def test_the_reporting_agency_is_told_on_its_own_stream(event: Event, news: str) -> None:
    assert next(iter(react(recorded(event)))) == Ask(TO_HOSPITAL, tell(news))


@pytest.mark.parametrize(
    ("event", "news"),
    [(ex.became_aware, "screened"), (ex.notify_decided, "notified"), (ex.not_notify_decided, "not notified")],
)
def test_the_agencies_of_merged_cases_are_told_too(event: Event, news: News) -> None:
    assert list(react(recorded(event)))[1:] == [Ask(ex.CASE, AnswerMerged(news=news))]
    (told,) = react(recorded(er.answered))
    assert told.subject == "feedback/police"


def test_a_partners_record_that_was_set_aside_is_told_to_that_partner() -> None:
    assert list(react(recorded(ex.quarantined))) == [Ask(TO_HOSPITAL, tell_refusal)]


def test_a_record_of_ours_that_was_set_aside_is_told_to_nobody() -> None:
    ours = ex.quarantined.model_copy(update={"topic": "case-keys"})
    assert list(react(recorded(ours))) == []


@pytest.mark.parametrize("event", [ex.criteria_met, ex.reclassified], ids=["criteria", "reclassified"])
def test_nothing_is_told_of_the_authoritys_own_working(event: Event) -> None:
    assert list(react(recorded(event))) == []


def test_what_we_tell_sets_nothing_off() -> None:
    for told in (ex.acknowledged, ex.screened, ex.outcome_told, ex.refused):
        assert list(react(replace(recorded(told), subject=TO_HOSPITAL))) == []


def test_nothing_personal_is_told() -> None:
    """Only references and constants: the fields of a feedback event are these and no more."""
    assert set(ReportAcknowledged.model_fields) == {"reported_by", "case", "test"}
    assert set(OutcomeTold.model_fields) == {"reported_by", "case", "outcome"}


def test_each_news_has_its_event() -> None:
    given().when(tell("received")).then(ex.acknowledged)
    given().when(tell("screened")).then(ex.screened)
    given().when(tell("notified")).then(ex.outcome_told)
    not_notified = ex.outcome_told.model_copy(update={"outcome": "considered and not notified"})
    given().when(tell("not notified")).then(not_notified)
    given().when(tell_refusal).then(ex.refused)


@pytest.mark.parametrize("command", [*map(tell, NEWS), tell_refusal], ids=[*NEWS, "refusal"])
def test_the_same_news_is_told_once(command: TellAgency | TellRefusal) -> None:
    said = given().when(command).happened
    given(*said).when(command, id=UUID(int=2)).then_nothing()


def test_an_agency_is_told_of_each_of_its_reports() -> None:
    other = ex.reported_by.model_copy(update={"report": "rep-0002"})
    second = tell("received").model_copy(update={"reported_by": other})
    given(ex.acknowledged).when(second).then(ReportAcknowledged(reported_by=other, case=ex.CASE))


def test_each_refused_record_is_told() -> None:
    other = tell_refusal.model_copy(update={"quarantine": UUID(int=0x52)})
    assert len(given(ex.refused).when(other).happened) == 1
