"""The agency that reported is told: that we have it, that we looked, what came of it. Each once."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from services.intake.commands import TellAgency, TellRefusal
from services.intake.feedback import feedback
from services.intake.merging.commands import AnswerMerged
from services.intake.outcome import NOT_NOTIFIED, OUTCOMES
from services.intake.reactions import react
from shared.decider import Ask
from shared.events.base import Event, Recorded
from shared.events.intake import OutcomeTold, ReportAcknowledged, ReportedBy, TriggerClass
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er

given = Given(feedback).given
TO_HOSPITAL = "feedback/hospital"
TO_PANEL, TO_OTHERS, WITHDRAWN = OUTCOMES["A"], OUTCOMES["B"], OUTCOMES["D"]
NEWS = ("received", "screened", TO_PANEL, TO_OTHERS, NOT_NOTIFIED, WITHDRAWN)


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


def tell(news: str, by: ReportedBy = ex.reported_by, case: str = ex.CASE) -> TellAgency:
    return TellAgency.model_validate({"reported_by": by, "case": case, "news": news})


tell_refusal = TellRefusal(quarantine=ex.QUARANTINE, offset=7, reason="Field required", pointer="/data/harm")


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (ex.incident_reported, "received"),
        (ex.became_aware, "screened"),
        (ex.notify_decided, TO_PANEL),
        (ex.not_notify_decided, NOT_NOTIFIED),
        (ex.reclassified, WITHDRAWN),
    ],
)
def test_the_reporting_agency_is_told_on_its_own_stream(event: Event, news: str) -> None:
    assert next(iter(react(recorded(event)))) == Ask(TO_HOSPITAL, tell(news))


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        (ex.became_aware, AnswerMerged(news="screened")),
        (ex.notify_decided, AnswerMerged(news="notified", outcome=TO_PANEL)),
        (ex.not_notify_decided, AnswerMerged(news="not notified", outcome=NOT_NOTIFIED)),
        (ex.reclassified, AnswerMerged(news="not notified", outcome=WITHDRAWN)),
    ],
)
def test_the_agencies_of_merged_cases_are_told_too(event: Event, answer: AnswerMerged) -> None:
    assert list(react(recorded(event)))[1:] == [Ask(ex.CASE, answer)]


@pytest.mark.parametrize(
    ("answered", "news"),
    [
        ({"news": "screened"}, "screened"),
        ({"news": "notified", "outcome": TO_OTHERS}, TO_OTHERS),
        ({"news": "not notified", "outcome": WITHDRAWN}, WITHDRAWN),
        ({"news": "notified", "outcome": None}, TO_PANEL),  # as earlier releases said it
        ({"news": "not notified", "outcome": None}, NOT_NOTIFIED),
    ],
)
def test_a_merged_report_is_answered_in_the_same_words(answered: dict[str, str], news: str) -> None:
    said = er.answered.model_copy(update={"outcome": None, **answered})
    (told,) = react(recorded(said))
    assert told == Ask("feedback/police", tell(news, said.reported_by, said.case))


@pytest.mark.parametrize(
    ("class_", "outcome"),
    [
        ("A", "to be notified to the national Panel"),
        ("B", "to be notified to the Secretary of State and Ofsted"),
        ("C", "to be notified to the Secretary of State and Ofsted"),
    ],
)
def test_of_classes_b_and_c_nobody_is_told_that_the_panel_is_notified(class_: TriggerClass, outcome: str) -> None:
    """The Panel considers neither a looked-after child's death without abuse or neglect nor a care leaver's."""
    decided = ex.notify_decided.model_copy(update={"trigger_class": class_})
    reclassified = ex.reclassified.model_copy(update={"trigger_class": class_})
    for event in (decided, reclassified):
        assert next(iter(react(recorded(event)))) == Ask(TO_HOSPITAL, tell(outcome))


def test_an_outcome_that_changes_is_told_anew_and_one_that_changes_back_once_more() -> None:
    told: list[Event] = []
    for number, news in enumerate((NOT_NOTIFIED, TO_PANEL, TO_PANEL, WITHDRAWN, TO_PANEL)):
        told += given(*told).when(tell(news), id=UUID(int=number)).happened
    assert [event.outcome for event in told if isinstance(event, OutcomeTold)] == [
        NOT_NOTIFIED,
        TO_PANEL,
        WITHDRAWN,
        TO_PANEL,
    ]


def test_a_reclassification_of_an_earlier_release_tells_nobody() -> None:
    """It does not say whom."""
    assert list(react(recorded(ex.reclassified.model_copy(update={"reported_by": None})))) == []


def test_a_partners_record_that_was_set_aside_is_told_to_that_partner() -> None:
    assert list(react(recorded(ex.quarantined))) == [Ask(TO_HOSPITAL, tell_refusal)]


def test_a_record_of_ours_that_was_set_aside_is_told_to_nobody() -> None:
    ours = ex.quarantined.model_copy(update={"topic": "case-keys"})
    assert list(react(recorded(ours))) == []


@pytest.mark.parametrize("event", [ex.criteria_met, ex.proposed], ids=["criteria", "proposed"])
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
    given().when(tell(TO_PANEL)).then(ex.outcome_told)
    not_notified = ex.outcome_told.model_copy(update={"outcome": "considered and not notified"})
    given().when(tell(NOT_NOTIFIED)).then(not_notified)
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
