"""Times from which a statutory date counts: two people sign where one moves a date or is recorded after it.

Dates, by working days: of Thu 2 April 2026 (Good Friday 3 and Easter Monday 6 do not count) Mon 13 April. Of Wed 1
April Fri 10 April. Of Tue 7 April Tue 14 April: see test_clocks.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.casework import ClassifyTrigger, CorrectAwareness, CorrectCriteriaMet
from services.intake.commands import (
    CountReleased,
    CountTakenOver,
    RecordAwareness,
    RecordCriteriaMet,
    SetDutiesAside,
    TakeUpDuties,
)
from services.intake.decider.dates import next_due_on
from shared.decider import Command
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CriteriaMetCorrected,
    NotifiableCriteriaMet,
    NotifyDecided,
)
from shared.events.merging import CaseReleased
from shared.sealed import Sealed
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.examples import CONFIRMER, PROPOSER
from tests.intake.stories import at, aware, death_known, death_reported, given, met, notified, reported

FRIDAY, MONDAY, TUESDAY = date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 14)
THE_DAY_BEFORE, AFTER_EASTER = at("2026-04-01T20:15Z"), at("2026-04-07T09:30Z")
IN_TIME = at("2026-04-08T09:00Z")
OTHER = "person:head-of-service"


def awareness(when: datetime) -> CorrectAwareness:
    return CorrectAwareness(incident_aware_at=when, reason="The night book says so.")


def criteria(when: datetime) -> CorrectCriteriaMet:
    return CorrectCriteriaMet(criteria_met_at=when, reason="The second opinion came then.")


def after(history: tuple[Event, ...], command: Command, number: int = 8) -> tuple[Event, ...]:
    """What has happened once the proposer has asked for this."""
    then = given(*history).when(command, actor=PROPOSER, at=IN_TIME, id=UUID(int=number))
    assert then.refused is None, then.refused
    return (*history, *then.happened)


def waiting(history: tuple[Event, ...]) -> BackdatingProposed:
    return [event for event in history if isinstance(event, BackdatingProposed)][-1]


def confirm(history: tuple[Event, ...]) -> ConfirmBackdating:
    return ConfirmBackdating(proposal=waiting(history).proposal)


def refuse(history: tuple[Event, ...]) -> RefuseBackdating:
    return RefuseBackdating(proposal=waiting(history).proposal, reasons="The night book is of another night.")


def due_on(history: tuple[Event, ...]) -> date | None:
    return next_due_on(given().decider.state(history))


# Which needs a second person.


def test_an_earlier_time_counts_at_once_and_awaits_a_second_person() -> None:
    history = after(aware, awareness(THE_DAY_BEFORE))
    it = waiting(history)
    assert (it.clock, it.previous, it.at, it.counts_from) == (
        "awareness",
        ex.AWARE_AT,
        THE_DAY_BEFORE,
        THE_DAY_BEFORE,
    )
    assert (it.previous_due_on, it.due_on, it.proposed_by) == (MONDAY, FRIDAY, PROPOSER)
    assert due_on(history) == FRIDAY


def test_nobody_gets_more_time_before_a_second_person_has_said_so() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    it = waiting(history)
    assert (it.previous, it.at, it.counts_from) == (ex.AWARE_AT, AFTER_EASTER, ex.AWARE_AT)
    assert not [event for event in history if isinstance(event, AwarenessCorrected)]
    assert due_on(history) == MONDAY


def test_later_criteria_wait_for_a_second_person_too() -> None:
    history = after(met, criteria(AFTER_EASTER))
    assert (waiting(history).clock, waiting(history).due_on) == ("criteria met", TUESDAY)
    assert due_on(history) == MONDAY


def test_earlier_criteria_count_at_once() -> None:
    late = ex.criteria_met.model_copy(update={"criteria_met_at": AFTER_EASTER})
    history = after((*aware, late), criteria(ex.CRITERIA_MET_AT))
    assert (waiting(history).previous, waiting(history).counts_from) == (AFTER_EASTER, ex.CRITERIA_MET_AT)
    assert due_on(history) == MONDAY


@pytest.mark.parametrize(
    ("history", "command"),
    [
        (aware, awareness(ex.AWARE_AT - timedelta(minutes=40))),
        (met, awareness(THE_DAY_BEFORE)),
        (met, criteria(ex.CRITERIA_MET_AT + timedelta(hours=2))),
    ],
    ids=["the same day", "the criteria are later", "criteria of the same day"],
)
def test_a_correction_that_moves_no_statutory_date_takes_one_person(
    history: tuple[Event, ...], command: Command
) -> None:
    said = given(*history).when(command, at=IN_TIME).happened
    assert [type(event) for event in said] in ([AwarenessCorrected], [CriteriaMetCorrected])


def test_minutes_are_a_statutory_date_where_hours_are_counted() -> None:
    """A death is for the overview panel within 48 hours of knowing."""
    later = ex.AWARE_AT + timedelta(minutes=40)
    assert not [event for event in after(death_known, awareness(later)) if isinstance(event, AwarenessCorrected)]
    earlier = after(death_known, awareness(ex.AWARE_AT - timedelta(minutes=40)))
    assert waiting(earlier).counts_from == ex.AWARE_AT - timedelta(minutes=40)
    assert [event.due.start for event in earlier if isinstance(event, DutyArose)][-1] == waiting(earlier).at


def test_a_time_that_nobody_could_count_from_is_no_more_time() -> None:
    """From before there was a duty: what can be counted from counts at once, so that it can be decided on."""
    long_ago = ex.became_aware.model_copy(update={"incident_aware_at": at("2017-06-01T09:00Z")})
    history = after((*reported, long_ago), awareness(ex.AWARE_AT))
    assert waiting(history).counts_from == ex.AWARE_AT
    assert due_on(history) == MONDAY


def test_a_time_that_nobody_can_count_from_takes_no_date_away_by_one_word() -> None:
    history = after(aware, awareness(at("2017-06-01T09:00Z")))
    assert (waiting(history).due_on, due_on(history)) == (None, MONDAY)


def test_what_is_recorded_after_its_date_counts_and_awaits_a_second_person() -> None:
    late = RecordAwareness(
        incident_aware_at=ex.AWARE_AT, channel="a file", late_because="Nobody had passed it on."
    )
    said = given(*reported).when(late, at=at("2026-04-14T08:00Z"), actor=PROPOSER)
    assert said.then_one(AuthorityBecameAware).incident_aware_at == ex.AWARE_AT
    it = said.then_one(BackdatingProposed)
    assert (it.previous, it.at, it.counts_from, it.due_on) == (None, ex.AWARE_AT, ex.AWARE_AT, MONDAY)
    assert it.reason == Sealed.of("Nobody had passed it on.")


def test_criteria_that_are_recorded_after_their_date_count_and_await_a_second_person() -> None:
    said = given(*aware).when(asked.record_criteria, at=at("2026-04-14T08:00Z"))
    assert said.then_one(NotifiableCriteriaMet)
    assert said.then_one(BackdatingProposed).clock == "criteria met"


def test_what_was_recorded_in_another_system_in_its_time_is_asked_of_nobody() -> None:
    """It comes in by whoever oversees, with its original dates, marked as imported."""
    imported = given(*reported).when(asked.record_awareness, at=at("2026-06-01T08:00Z"), actor="import:manager")
    imported.then(ex.became_aware)
    corrected = given(*aware).when(awareness(AFTER_EASTER), actor="import:manager", at=IN_TIME)
    assert corrected.then_one(BackdatingProposed), "a correction is a person's"


def test_what_is_recorded_on_its_last_day_is_not_late() -> None:
    """Monday 13 April until midnight in London, which is 23:00 by UTC."""
    given(*reported).when(asked.record_awareness, at=at("2026-04-13T22:59Z")).then(ex.became_aware)
    said = given(*reported).when(asked.record_awareness, at=at("2026-04-13T23:00Z"))
    assert said.then_one(BackdatingProposed)


# The second signature.


def test_another_person_confirms_and_only_then_is_there_more_time() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    said = given(*history).when(confirm(history), actor=CONFIRMER, at=IN_TIME)
    moved = said.then_one(AwarenessCorrected)
    assert said.then_one(BackdatingConfirmed).confirmed_by == CONFIRMER
    assert (moved.previous, moved.incident_aware_at) == (ex.AWARE_AT, AFTER_EASTER)
    assert due_on((*history, *said.happened)) == TUESDAY


def test_what_counts_already_is_confirmed_as_it_is() -> None:
    history = after(aware, awareness(THE_DAY_BEFORE))
    given(*history).when(confirm(history), actor=CONFIRMER, at=IN_TIME).then(
        BackdatingConfirmed(proposal=waiting(history).proposal, clock="awareness", confirmed_by=CONFIRMER)
    )


def test_the_first_persons_reason_is_kept() -> None:
    box: Sealed[str] = Sealed(key=ex.CASE, box="AAAA")  # as it is folded: never open
    history = after(aware, awareness(AFTER_EASTER))
    as_kept = (*aware, waiting(history).model_copy(update={"reason": box}))
    said = given(*as_kept).when(confirm(history), actor=CONFIRMER, at=IN_TIME)
    assert said.then_one(AwarenessCorrected).reason == box


@pytest.mark.parametrize("when", [THE_DAY_BEFORE, AFTER_EASTER], ids=["earlier", "later"])
def test_whoever_proposed_it_does_not_confirm_it(when: datetime) -> None:
    history = after(aware, awareness(when))
    given(*history).when(confirm(history), actor=PROPOSER, at=IN_TIME).then_refused("two-people")


def test_a_refusal_brings_back_what_counted_before() -> None:
    history = after(met, criteria(at("2026-04-02T15:55Z")))
    assert not [event for event in history if isinstance(event, BackdatingProposed)], "the same day"
    late = ex.criteria_met.model_copy(update={"criteria_met_at": AFTER_EASTER})
    history = after((*aware, late), criteria(ex.CRITERIA_MET_AT))
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME)
    assert said.then_one(BackdatingRefused).clock == "criteria met"
    assert said.then_one(CriteriaMetCorrected).criteria_met_at == AFTER_EASTER
    assert due_on((*history, *said.happened)) == TUESDAY


def test_a_refusal_of_what_did_not_count_moves_nothing() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME).happened
    assert [type(event) for event in said] == [BackdatingRefused]
    assert due_on((*history, *said)) == MONDAY


def test_what_was_recorded_late_counts_until_it_is_corrected_even_when_it_is_refused() -> None:
    late = given(*reported).when(asked.record_awareness, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    history = (*reported, *late)
    said = given(*history).when(refuse(history), actor=CONFIRMER).happened
    assert [type(event) for event in said] == [BackdatingRefused]
    assert due_on((*history, *said)) == MONDAY


def test_what_does_not_count_yet_is_taken_back_by_whoever_proposed_it() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    given(*history).when(refuse(history), actor=PROPOSER, at=IN_TIME).then_one(BackdatingRefused)


def test_what_counts_is_not_taken_back_by_whoever_proposed_it() -> None:
    """Else one person could give time back, and nobody would be asked about what was recorded late."""
    history = after(aware, awareness(THE_DAY_BEFORE))
    given(*history).when(refuse(history), actor=PROPOSER, at=IN_TIME).then_refused("two-people")
    late = given(*reported).when(asked.record_awareness, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    given(*reported, *late).when(refuse(tuple(late)), actor=PROPOSER).then_refused("two-people")


def test_nobody_confirms_what_nobody_has_given_a_reason_for() -> None:
    late = given(*reported).when(asked.record_awareness, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    history = (*reported, *late)
    given(*history).when(confirm(history), actor=CONFIRMER).then_refused("reason-first")
    why = asked.record_awareness.model_copy(update={"late_because": "Nobody had passed it on."})
    explained = (*history, *given(*history).when(why, actor=PROPOSER, id=UUID(int=9)).happened)
    assert [type(event) for event in explained[-2:]] == [BackdatingLapsed, BackdatingProposed]
    given(*explained).when(why, actor=PROPOSER).then_nothing()
    given(*explained).when(confirm(history), actor=CONFIRMER).then_refused("settled")
    given(*explained).when(confirm(explained), actor=CONFIRMER).then_one(BackdatingConfirmed)


def test_criteria_that_were_recorded_late_are_explained_by_recording_them_again() -> None:
    late = given(*aware).when(asked.record_criteria, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    why: RecordCriteriaMet = asked.record_criteria.model_copy(update={"late_because": "It was found in a file."})
    said = given(*aware, *late).when(why, actor=PROPOSER, id=UUID(int=9))
    assert said.then_one(BackdatingProposed).reason == Sealed.of("It was found in a file.")


def test_what_is_settled_stays_settled() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    confirmed = (*history, *given(*history).when(confirm(history), actor=CONFIRMER, at=IN_TIME).happened)
    given(*confirmed).when(confirm(history), actor=CONFIRMER).then_nothing()
    given(*confirmed).when(refuse(history), actor=CONFIRMER).then_refused("settled")
    refused = (*history, *given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME).happened)
    given(*refused).when(refuse(history), actor=CONFIRMER).then_nothing()
    given(*refused).when(confirm(history), actor=CONFIRMER).then_refused("settled")


def test_only_what_was_proposed_is_signed() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    other = ConfirmBackdating(proposal=UUID(int=99))
    given(*history).when(other, actor=CONFIRMER).then_refused("no-such-proposal")
    given(*aware).when(RefuseBackdating(proposal=UUID(int=99), reasons="r")).then_refused("no-such-proposal")


# While it waits.


def test_proposing_it_again_says_nothing_and_is_no_second_signature() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    given(*history).when(awareness(AFTER_EASTER), actor=PROPOSER, at=IN_TIME).then_nothing()
    given(*history).when(awareness(AFTER_EASTER), actor=OTHER, at=IN_TIME).then_refused("already-proposed")


def test_another_proposal_takes_the_place_of_the_one_that_waits() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    history = after(history, awareness(THE_DAY_BEFORE), 9)
    (gone,) = [event for event in history if isinstance(event, BackdatingLapsed)]
    assert gone.because == "proposed otherwise"
    assert due_on(history) == FRIDAY, "what is due earlier never waits for anybody"


def test_a_refusal_goes_back_to_what_two_people_stood_behind() -> None:
    """Not to a time that only waited: Thursday was recorded, Wednesday proposed, then Tuesday in its place."""
    history = after(aware, awareness(THE_DAY_BEFORE))
    history = after(history, awareness(THE_DAY_BEFORE - timedelta(days=1)), 9)
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME)
    assert said.then_one(AwarenessCorrected).incident_aware_at == ex.AWARE_AT


def test_what_waits_is_not_made_light_of_by_a_smaller_correction() -> None:
    history = after(aware, awareness(THE_DAY_BEFORE))
    history = after(history, awareness(THE_DAY_BEFORE - timedelta(minutes=5)), 9)
    assert waiting(history).previous == ex.AWARE_AT


def test_no_decision_waits_for_a_signature_and_it_counts_from_the_safe_time() -> None:
    history = after(met, criteria(AFTER_EASTER))
    decided = given(*history).when(asked.decide_to_notify, at=IN_TIME).then_one(NotifyDecided)
    assert decided.clock_starts_at == ex.CRITERIA_MET_AT


def test_a_decided_notification_is_counted_anew_once_it_is_confirmed() -> None:
    history = after(notified, criteria(AFTER_EASTER))
    said = given(*history).when(confirm(history), actor=CONFIRMER, at=IN_TIME)
    assert said.then_one(CriteriaMetCorrected).clock_starts_at == AFTER_EASTER


def test_criteria_that_moved_meanwhile_are_not_put_before_the_awareness() -> None:
    friday_before = at("2026-03-27T09:00Z")
    history = after(aware, awareness(friday_before))
    history = (*history, ex.criteria_met.model_copy(update={"criteria_met_at": THE_DAY_BEFORE}))
    given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME).then_refused("not-before-awareness")


# Merging.


def test_a_merge_is_nobodys_typing_and_answers_what_waits() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    said = given(*history).when(CountTakenOver(incident_aware_at=THE_DAY_BEFORE), at=IN_TIME)
    assert said.then_one(BackdatingLapsed).because == "another report"
    assert said.then_one(AwarenessCorrected).incident_aware_at == THE_DAY_BEFORE
    assert not [event for event in said.happened if isinstance(event, BackdatingProposed)]


def test_of_a_merged_case_nobody_signs_anything() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    given(*history).when(SetDutiesAside()).then(
        BackdatingLapsed(proposal=waiting(history).proposal, clock="awareness", because="merged")
    )


def test_a_refusal_never_brings_back_the_awareness_of_a_case_that_was_parted() -> None:
    taken = given(*aware).when(CountTakenOver(incident_aware_at=THE_DAY_BEFORE), at=IN_TIME).happened
    history = after((*aware, *taken), awareness(THE_DAY_BEFORE - timedelta(days=1)))
    parted = CaseReleased(merged="other", incident_aware_at=THE_DAY_BEFORE - timedelta(days=1))
    assert given(*history, parted).when(CountReleased(), at=IN_TIME).then_one(BackdatingLapsed)


# What a review found.


def adult(*, on: date) -> ClassifyTrigger:
    return ClassifyTrigger(suspicion="neither", looked_after=False, care_leaver=False, born_on=on)


@pytest.mark.parametrize("told", [True, False], ids=["the duty fell away", "none arose"])
def test_nobody_gets_more_hours_by_making_a_child_grown_up_for_a_while(told: bool) -> None:
    """The hours would run from the later time once the child is a child again."""
    grown_up, child = adult(on=date(1990, 1, 1)), adult(on=date(2015, 1, 1))
    history: tuple[Event, ...] = death_known if told else (death_reported,)
    history = after(history, grown_up)
    history = history if told else after(history, asked.record_awareness)
    history = after(history, awareness(ex.AWARE_AT + timedelta(minutes=40)))
    assert waiting(history).counts_from == ex.AWARE_AT
    arose = [event for event in after(history, child, 9) if isinstance(event, DutyArose)][-1]
    assert arose.due.start == ex.AWARE_AT


def test_blanks_are_no_reason_for_a_late_recording() -> None:
    blank = asked.record_awareness.model_copy(update={"late_because": " "})
    late = given(*reported).when(blank, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    assert waiting(tuple(late)).reason is None
    given(*reported, *late).when(blank, actor=PROPOSER).then_nothing()


def test_what_was_asked_before_there_was_a_reason_is_the_same_request_when_it_is_repeated() -> None:
    """A request is known again by this text: here as it was before there was `late_because`."""
    aware_as_before = '{"incident_aware_at":"2026-04-02T15:50:00Z","channel":"telephone"}'
    asked_now = RecordAwareness(incident_aware_at=at("2026-04-02T15:50Z"), channel="telephone")
    assert asked_now.model_dump_json() == aware_as_before
    met_as_before = '{"limb":"in area","suspicion":"known","criteria_met_at":"2026-04-02T15:50:00Z"}'
    met_now = RecordCriteriaMet(limb="in area", suspicion="known", criteria_met_at=at("2026-04-02T15:50Z"))
    assert met_now.model_dump_json() == met_as_before
    assert "late_because" in asked_now.model_copy(update={"late_because": "l"}).model_dump_json()


@pytest.mark.parametrize("signs", [confirm, refuse])
def test_nobody_signs_what_is_counted_from_an_awareness_that_left_with_a_parted_case(
    signs: Callable[[tuple[Event, ...]], Command],
) -> None:
    """The only awareness was the other case's. Once there is one again, what waits is signed."""
    late = ex.criteria_met.model_copy(update={"criteria_met_at": AFTER_EASTER})
    history = after((*aware, late), criteria(ex.CRITERIA_MET_AT))
    signed = signs(history)
    parted = (*history, CaseReleased(merged="other", incident_aware_at=None))
    if isinstance(signed, RefuseBackdating):
        given(*parted).when(signed, actor=CONFIRMER).then_refused("aware-first")
    history = (*parted, ex.became_aware)
    assert not given(*history).when(signed, actor=CONFIRMER, at=IN_TIME).refused


def test_a_refusal_goes_back_no_further_than_what_a_merged_case_knew() -> None:
    """Thursday was recorded, the Monday before proposed, and the other case knew on the Wednesday between them."""
    history = after(aware, awareness(at("2026-03-30T09:00Z")))
    merged = given(*history).when(CountTakenOver(incident_aware_at=THE_DAY_BEFORE), at=IN_TIME).happened
    history = (*history, *merged)
    assert (waiting(history).previous, waiting(history).previous_due_on) == (THE_DAY_BEFORE, FRIDAY)
    assert waiting(history).proposed_by == PROPOSER
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME)
    assert said.then_one(AwarenessCorrected).incident_aware_at == THE_DAY_BEFORE
    assert due_on((*history, *said.happened)) == FRIDAY


def test_a_later_time_that_waits_does_not_pass_over_what_a_merged_case_knew() -> None:
    history = after(aware, awareness(AFTER_EASTER))
    between = CountTakenOver(incident_aware_at=at("2026-04-03T09:00Z"))
    given(*history).when(between, at=IN_TIME).then(
        BackdatingLapsed(proposal=waiting(history).proposal, clock="awareness", because="another report")
    )


def test_what_a_merged_case_knew_later_than_all_that_waits_changes_nothing() -> None:
    later = CountTakenOver(incident_aware_at=at("2026-04-07T20:00Z"))
    for when in (THE_DAY_BEFORE, AFTER_EASTER):
        given(*after(aware, awareness(when))).when(later, at=IN_TIME).then_nothing()


def recorded_late() -> tuple[Event, ...]:
    late = given(*reported).when(asked.record_awareness, at=at("2026-04-14T08:00Z"), actor=PROPOSER).happened
    return (*reported, *late)


def still_asked(history: tuple[Event, ...]) -> list[tuple[datetime, str]]:
    waits = given().decider.state(history).backdatings.values()
    return [(it.at, it.proposed_by) for it in waits]


def test_a_merge_that_is_undone_withdraws_no_question_about_a_late_recording() -> None:
    history = recorded_late()
    merged = (*history, *given(*history).when(SetDutiesAside()).happened)
    assert not still_asked(merged)
    undone = (*merged, *given(*merged).when(TakeUpDuties(), id=UUID(int=9)).happened)
    assert still_asked(undone) == [(ex.AWARE_AT, PROPOSER)]
    given(*undone).when(confirm(undone), actor=PROPOSER).then_refused("two-people")
    given(*undone).when(TakeUpDuties(), id=UUID(int=10)).then_nothing()


def test_a_case_that_is_parted_withdraws_no_question_about_a_late_recording() -> None:
    history = recorded_late()
    taken = (*history, *given(*history).when(CountTakenOver(incident_aware_at=THE_DAY_BEFORE)).happened)
    assert not still_asked(taken)
    parted = (*taken, CaseReleased(merged="other", incident_aware_at=ex.AWARE_AT))
    parted = (*parted, *given(*parted).when(CountReleased(), id=UUID(int=9)).happened)
    assert still_asked(parted) == [(ex.AWARE_AT, PROPOSER)]


@pytest.mark.parametrize("when", [THE_DAY_BEFORE, AFTER_EASTER], ids=["earlier", "later"])
def test_a_refused_correction_leaves_the_late_recording_under_it_to_be_signed(when: datetime) -> None:
    history = after(recorded_late(), awareness(when), 9)
    assert waiting(history).previous == ex.AWARE_AT
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME, id=UUID(int=10)).happened
    assert still_asked((*history, *said)) == [(ex.AWARE_AT, PROPOSER)]
    assert due_on((*history, *said)) == MONDAY


def test_a_confirmed_correction_answers_the_late_recording_under_it() -> None:
    history = after(recorded_late(), awareness(THE_DAY_BEFORE), 9)
    history = (*history, *given(*history).when(confirm(history), actor=CONFIRMER, at=IN_TIME).happened)
    assert not still_asked(history)
    history = after(history, awareness(ex.AWARE_AT), 10)
    said = given(*history).when(refuse(history), actor=CONFIRMER, at=IN_TIME, id=UUID(int=11)).happened
    assert not still_asked((*history, *said)), "two people stand behind what counts"


def test_an_awareness_of_a_death_that_is_recorded_after_its_48_hours_awaits_a_second_person() -> None:
    """The notification's day is still to come: Monday 13 April."""
    ended = ex.AWARE_AT + timedelta(hours=48)
    in_time = given(death_reported).when(asked.record_awareness, at=ended, actor=PROPOSER).happened
    assert not [event for event in in_time if isinstance(event, BackdatingProposed)]
    said = given(death_reported).when(asked.record_awareness, at=ended + timedelta(minutes=1), actor=PROPOSER)
    assert (said.then_one(BackdatingProposed).due_on, said.then_one(DutyArose).due.due_at) == (MONDAY, ended)
    harmed = given(*reported).when(asked.record_awareness, at=ended + timedelta(minutes=1), actor=PROPOSER)
    harmed.then(ex.became_aware)
