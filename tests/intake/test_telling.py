"""Where the duty is another authority's, it is told: due, reminded of, attested, explained when late."""

from datetime import date, timedelta

import pytest

from services.intake.casework import ClassifyTrigger, CorrectAwareness, RecordAuthorityTold, RecordJurisdiction
from services.intake.commands import OFFICERS
from shared.duties.life import RaiseReminder
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyFellAway, DutyMet, LatenessExplained, ReminderRaised
from shared.events.intake import CaseSnoozed, JurisdictionRecorded, ReclassificationProposed, SnoozeEnded
from shared.events.telling import OtherAuthorityTold
from shared.sealed import Sealed
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, death_known, elsewhere, given, met, notified, reported

HAMPSHIRE, PORTSMOUTH = "authority/E10000014", "authority/E06000044"
BARNSLEY = ("E08000016", "E08000038")  # an older code and a newer one
(arose,) = [event for event in elsewhere if isinstance(event, DutyArose)]
ours = asked.record_jurisdiction
theirs_and_home = RecordJurisdiction(
    country="England", incident_la_code="E10000014", residence_la_code="E06000044"
)


def owed(events: list[Event]) -> list[str]:
    return [event.owed_to for event in events if isinstance(event, DutyArose)]


def told(text: str, **changes: object) -> RecordAuthorityTold:
    return asked.tell_authority.model_copy(update={"told_at": at(text), **changes})


def test_the_authority_whose_duty_it_is_should_be_told_within_five_working_days() -> None:
    """Aware on Thu 2 April 2026; Good Friday and Easter Monday are no working days: Mon 13 April."""
    assert (arose.owed_to, arose.strength) == (HAMPSHIRE, "should")
    assert (arose.due.rule, arose.due.start, arose.due.due_on) == ("notification", ex.AWARE_AT, date(2026, 4, 13))
    assert arose.due.policy == "2026"


def test_so_should_the_one_where_the_child_lives() -> None:
    said = given(*aware).when(theirs_and_home, at=ex.AWARE_AT).happened
    assert owed(said) == [HAMPSHIRE, PORTSMOUTH]
    assert len({event.duty for event in said if isinstance(event, DutyArose)}) == 2


def test_before_this_authority_is_aware_it_owes_nobody_word_and_then_it_does() -> None:
    said = given(*reported).when(asked.elsewhere).happened
    assert [type(event) for event in said] == [JurisdictionRecorded]
    assert owed(given(*reported, *said).when(asked.record_awareness, at=ex.AWARE_AT).happened) == [HAMPSHIRE]


def test_where_the_duty_is_ours_the_notifier_tells_them_and_nothing_is_owed_here() -> None:
    given(*aware).when(ours).then(ex.jurisdiction)


def test_whom_nobody_in_england_has_to_be_told_nobody_is() -> None:
    abroad = RecordJurisdiction(country="Scotland")
    assert owed(given(*aware).when(abroad).happened) == []


def test_telling_it_is_attested_and_meets_the_duty() -> None:
    said = given(*elsewhere).when(asked.tell_authority, at=at("2026-04-07T10:00Z"))
    assert said.then_one(OtherAuthorityTold) == ex.authority_told.model_copy(update={"duty": arose.duty})
    met_ = said.then_one(DutyMet)
    assert (met_.duty, met_.late, met_.evidence) == (arose.duty, False, "told by person:team-manager")


def test_it_is_kept_sealed_how_it_was_told() -> None:
    said = given(*elsewhere).when(asked.tell_authority, at=at("2026-04-07T10:00Z"))
    assert isinstance(said.then_one(OtherAuthorityTold).account, Sealed)


@pytest.mark.parametrize(("told_at", "late"), [("2026-04-13T22:59Z", False), ("2026-04-13T23:00Z", True)])
def test_late_is_by_the_london_date_of_the_telling_and_closed_with_the_reason(told_at: str, late: bool) -> None:
    """London is an hour ahead: 23:00 UTC on the 13th is the 14th there."""
    later = at("2026-04-20T09:00Z")
    without = given(*elsewhere).when(told(told_at), at=later)
    assert (without.refused.rule if without.refused else "") == ("explain-lateness" if late else "")
    said = given(*elsewhere).when(told(told_at, late_because="Nobody knew whom to ring."), at=later)
    assert said.then_one(DutyMet).late is late
    assert any(isinstance(event, LatenessExplained) for event in said.happened) is late


def test_it_is_reminded_of_like_any_duty() -> None:
    said = given(*elsewhere).when(RaiseReminder(duty=arose.duty, step="one working day"))
    assert said.then_one(ReminderRaised).duty == arose.duty


def test_another_code_of_the_same_authority_is_the_same_authority() -> None:
    """Barnsley has an older code and a newer one."""
    barnsley = RecordJurisdiction(country="England", incident_la_code="E08000016")
    history = (*aware, *given(*aware).when(barnsley, at=ex.AWARE_AT).happened)
    newer = asked.tell_authority.model_copy(update={"la_code": "E08000038"})
    assert (
        given(*history).when(newer, at=at("2026-04-07T10:00Z")).then_one(OtherAuthorityTold).la_code == "E08000016"
    )


def test_named_by_another_code_the_same_authority_is_owed_word_once() -> None:
    older, newer = (RecordJurisdiction(country="England", incident_la_code=code) for code in BARNSLEY)
    history = (*aware, *given(*aware).when(older, at=ex.AWARE_AT).happened)
    assert [type(event) for event in given(*history).when(newer).happened] == [JurisdictionRecorded]
    said = given(*history).when(told("2026-04-07T10:00Z", la_code=BARNSLEY[0]), at=at("2026-04-07T10:00Z"))
    assert owed(given(*history, *said.happened).when(newer).happened) == []


@pytest.mark.parametrize(
    ("told_at", "rule"),
    [("2026-04-02T15:49Z", "not-before-awareness"), ("2026-04-08T10:00Z", "not-in-the-future")],
)
def test_nobody_is_told_before_we_know_or_in_the_future(told_at: str, rule: str) -> None:
    refused = given(*elsewhere).when(told(told_at), at=at("2026-04-07T10:00Z")).refused
    assert refused and (refused.rule, refused.field) == (rule, "/told_at")


def test_whoever_is_not_owed_word_is_not_attested_as_told() -> None:
    given(*elsewhere).when(told("2026-04-07T09:00Z", la_code="E06000044")).then_refused("no-such-duty")


def test_found_to_be_ours_after_all_it_is_owed_from_here_no_longer() -> None:
    said = given(*elsewhere).when(ours)
    assert said.then_one(DutyFellAway).duty == arose.duty
    given(*elsewhere, *said.happened).when(asked.tell_authority).then_refused("not-owed")


@pytest.mark.parametrize("facts", [{"looked_after": True}, {"care_leaver": True}])
def test_of_a_death_in_care_or_after_it_the_notifier_tells_wherever_it_was(facts: dict[str, bool]) -> None:
    born = date(2011, 2, 3) if "looked_after" in facts else date(2004, 2, 3)
    classify = ClassifyTrigger(suspicion="neither", born_on=born, happened_on=date(2026, 4, 1), **facts)
    history = (*death_known, *given(*death_known).when(asked.elsewhere, at=ex.AWARE_AT).happened)
    fell = [event for event in given(*history).when(classify).happened if isinstance(event, DutyFellAway)]
    assert [event.duty for event in history if isinstance(event, DutyArose) and event.owed_to == HAMPSHIRE] == [
        event.duty for event in fell if event.reason == "not to be told from here any longer"
    ]


def test_considered_and_not_notified_here_it_is_told_all_the_same() -> None:
    history = (*met, *given(*met).when(asked.elsewhere, at=ex.AWARE_AT).happened)
    said = given(*history).when(asked.decide_not_to_notify).happened
    assert not [event for event in said if isinstance(event, DutyFellAway)]


def test_withdrawn_its_notification_tells_nobody_and_word_is_owed_from_here() -> None:
    """The way that a refusal of record-jurisdiction prescribes: withdraw, then record that it is theirs."""
    given(*notified).when(asked.elsewhere).then_refused("already-notified")
    assert owed(given(*notified, ex.reclassified).when(asked.elsewhere).happened) == [HAMPSHIRE]


def test_nothing_is_owed_from_here_while_a_notification_tells_them_and_once_it_is_withdrawn_word_is() -> None:
    of_class_b = ex.notify_decided.model_copy(update={"trigger_class": "B"})
    history = (*met, of_class_b, *given(*met, of_class_b).when(asked.elsewhere).happened)
    assert owed(list(history)) == []
    proposed = given(*history).when(asked.withdraw, actor=asked.PROPOSER).then_one(ReclassificationProposed)
    confirm = asked.confirm.model_copy(update={"proposal": proposed.proposal})
    assert owed(given(*history, proposed).when(confirm, actor=asked.CONFIRMER).happened) == [HAMPSHIRE]


@pytest.mark.parametrize("facts", [{"looked_after": True}, {"care_leaver": True}])
def test_of_such_a_death_decided_not_to_be_notified_no_notifier_tells_and_word_is_owed_from_here(
    facts: dict[str, bool],
) -> None:
    born = date(2011, 2, 3) if "looked_after" in facts else date(2004, 2, 3)
    classify = ClassifyTrigger(suspicion="neither", born_on=born, happened_on=date(2026, 4, 1), **facts)
    history = (*death_known, *given(*death_known).when(classify).happened)
    history = (*history, *given(*history).when(asked.elsewhere).happened)
    assert HAMPSHIRE not in owed(list(history))
    decided = given(*history).when(asked.decide_not_to_notify).happened
    assert owed(decided) == [HAMPSHIRE]


def test_a_corrected_awareness_counts_again_and_keeps_the_old_date_on_record() -> None:
    """Aware on Wed 1 April after all: due on Fri 10 April."""
    earlier = CorrectAwareness(incident_aware_at=at("2026-04-01T09:00Z"), reason="The night book says so.")
    said = given(*elsewhere).when(earlier, id=ex.QUARANTINE)
    assert said.then_one(DutyFellAway).duty == arose.duty
    again = said.then_one(DutyArose)
    assert again.duty != arose.duty and again.due.due_on == date(2026, 4, 10)


def test_whoever_was_told_is_not_owed_it_again() -> None:
    was_told = given(*elsewhere).when(asked.tell_authority, at=at("2026-04-07T10:00Z")).happened
    earlier = CorrectAwareness(incident_aware_at=at("2026-04-01T09:00Z"), reason="The night book says so.")
    assert owed(given(*elsewhere, *was_told).when(earlier).happened) == []
    assert owed(given(*elsewhere, *was_told).when(theirs_and_home).happened) == [PORTSMOUTH]


def test_a_duty_that_comes_sooner_wakes_whoever_would_sleep_past_it() -> None:
    """The child dies on Fri 3 April: due at the overview panel on Sunday, and the case slept until Thursday."""
    asleep = (*aware, CaseSnoozed(until_on=date(2026, 4, 9), due_on=date(2026, 4, 13), reason=Sealed.of("r")))
    friday = at("2026-04-03T12:00Z")
    dies = asked.child_died.model_copy(update={"known_at": friday - timedelta(hours=1)})
    assert given(*asleep).when(dies, at=friday).then_one(SnoozeEnded).because == "the due date moved"


def test_it_is_a_command_of_officers() -> None:
    assert RecordAuthorityTold in OFFICERS
