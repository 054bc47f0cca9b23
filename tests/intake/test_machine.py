"""Any order of commands on a case, or on the officers' absences: the rules hold."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.casework import (
    AssignCase,
    ClassifyTrigger,
    ConfirmReclassification,
    ConsultPartner,
    CorrectAwareness,
    CorrectCriteriaMet,
    DeclineReclassification,
    EndAbsence,
    ProposeReclassification,
    ProposeWithdrawal,
    RecordAbsence,
    RecordAuthorityTold,
    RecordChildDeathNotified,
    RecordChildDied,
    RecordJurisdiction,
    RecordNewInformation,
    RecordPartnerAwareness,
    SnoozeCase,
    WakeCase,
)
from services.intake.commands import (
    DecideNotToNotify,
    DecideToNotify,
    RecordAwareness,
    RecordCriteriaMet,
    RecordReport,
)
from services.intake.decider import absences, incident
from services.intake.decider.dates import next_due_on
from services.intake.decider.death_review import PANEL
from shared.calendar import london_date
from shared.decider import Command
from shared.events.backdating import BackdatingConfirmed, BackdatingProposed, BackdatingRefused
from shared.events.duties import DutyArose
from shared.events.intake import (
    INTAKE,
    AbsenceEnded,
    AbsenceRecorded,
    AwarenessCorrected,
    CaseSnoozed,
    Country,
    CriteriaMetCorrected,
    DecisionReopened,
    IncidentReclassified,
    NotifyDecided,
    NotNotifyDecided,
    ReclassificationProposed,
    SnoozeEnded,
)
from shared.policy import clock_starts
from tests import examples as ex
from tests.intake import examples as asked
from tests.machine import BEGUN, AnyOrder

PEOPLE = ("person:a", "person:b", "person:c")
people = st.sampled_from(PEOPLE)
classes = st.sampled_from(["A", "B", "C", "D"])
moments = st.integers(0, 600).map(lambda hours: BEGUN + timedelta(hours=hours))
days = st.integers(-2, 30).map(lambda number: date(2026, 4, 1) + timedelta(days=number))
yes_or_no = st.booleans()
codes = st.sampled_from([None, "E06000045", "E10000014", "E06000044"])


class CaseInAnyOrder(AnyOrder):
    decider = incident(ex.partnership())
    vocabulary = INTAKE

    @rule(died=yes_or_no)
    def report(self, died: bool) -> None:
        harm = "death" if died else "serious harm"
        self.ask(RecordReport(report=asked.report(data={"harm": harm})))

    @rule(at=moments, corrected=yes_or_no, actor=people)
    def awareness(self, at: datetime, corrected: bool, actor: str) -> None:
        wrong = CorrectAwareness(incident_aware_at=at, reason="r")
        aware = RecordAwareness(incident_aware_at=at, channel="telephone", late_because="l")
        self.ask(wrong if corrected else aware, actor)

    @rule(at=moments, corrected=yes_or_no, here=yes_or_no, actor=people)
    def criteria(self, at: datetime, corrected: bool, here: bool, actor: str) -> None:
        limb: Any = "in area" if here else "resident here, outside England"
        met = RecordCriteriaMet(limb=limb, suspicion="known", criteria_met_at=at)
        self.ask(CorrectCriteriaMet(criteria_met_at=at, reason="r") if corrected else met, actor)

    @precondition(lambda self: self.backdatings())
    @rule(data=st.data(), actor=people, confirms=yes_or_no)
    def sign(self, data: st.DataObject, actor: str, confirms: bool) -> None:
        id_ = data.draw(st.sampled_from(self.backdatings()))
        confirm = ConfirmBackdating(proposal=id_)
        self.ask(confirm if confirms else RefuseBackdating(proposal=id_, reasons="r"), actor)

    @rule(country=st.sampled_from(get_args(Country)), where=codes, home=codes)
    def jurisdiction(self, country: Country, where: str | None, home: str | None) -> None:
        self.ask(RecordJurisdiction(country=country, incident_la_code=where, residence_la_code=home))

    @rule(suspicion=st.sampled_from(["known", "neither"]), looked_after=yes_or_no, care_leaver=yes_or_no)
    def facts(self, suspicion: Any, looked_after: bool, care_leaver: bool) -> None:
        self.ask(ClassifyTrigger(suspicion=suspicion, looked_after=looked_after, care_leaver=care_leaver))

    @rule(at=moments, partner=st.sampled_from(["police", "integrated-care-board", "chief-officer-of-police"]))
    def partners(self, at: datetime, partner: str) -> None:
        self.ask(RecordPartnerAwareness(partner=partner, aware_at=at))
        self.ask(ConsultPartner(partner=partner, view="notify", consulted_at=at))

    @rule(class_=classes, actor=people)
    def decide_to_notify(self, class_: Any, actor: str) -> None:
        if class_ != "D":
            self.decided(DecideToNotify(trigger_class=class_, grounds="g", authority="d", reasons="r"), actor)

    @rule(class_=classes, actor=people)
    def decide_not_to_notify(self, class_: Any, actor: str) -> None:
        self.decided(DecideNotToNotify(trigger_class=class_, grounds="g", authority="d", reasons="r"), actor)

    def decided(self, command: Command, actor: str) -> None:
        """Nothing is decided of what the authority does not know."""
        aware_at = self.state.aware_at
        said = self.ask(command, actor)
        assert aware_at or not said

    @rule(at=moments, told_by=people)
    def news(self, at: datetime, told_by: str) -> None:
        considered = self.state.decision == "do not notify"
        said = self.ask(RecordNewInformation(told_by=told_by, received_at=at, information="i"))
        assert any(isinstance(event, DecisionReopened) for event in said) == (considered and bool(said))

    @rule(class_=classes, actor=people, asked_for=st.sampled_from([None, *PEOPLE]))
    def propose(self, class_: Any, actor: str, asked_for: str | None) -> None:
        self.ask(ProposeReclassification(trigger_class=class_, asked=asked_for, reasons="r"), actor)

    @rule(actor=people)
    def withdraw(self, actor: str) -> None:
        self.ask(ProposeWithdrawal(reasons="r"), actor)

    @precondition(lambda self: self.proposals())
    @rule(data=st.data(), actor=people, confirms=yes_or_no)
    def settle(self, data: st.DataObject, actor: str, confirms: bool) -> None:
        id_ = data.draw(st.sampled_from(self.proposals()))
        confirm = ConfirmReclassification(proposal=id_)
        self.ask(confirm if confirms else DeclineReclassification(proposal=id_, reasons="r"), actor)

    @rule(at=moments, told=yes_or_no)
    def death(self, at: datetime, told: bool) -> None:
        notified = RecordChildDeathNotified(notified_at=at, reference="r-1")
        self.ask(notified if told else RecordChildDied(known_at=at))

    @rule(
        at=moments,
        code=st.sampled_from(["E06000045", "E10000014", "E06000044"]),
        late_because=st.sampled_from(["", "r"]),
    )
    def tell(self, at: datetime, code: str, late_because: str) -> None:
        told = RecordAuthorityTold(
            la_code=code, told_by="person:a", told_at=at, account="a", late_because=late_because
        )
        self.ask(told)

    @rule(officer=people, deputy=people)
    def assign(self, officer: str, deputy: str) -> None:
        self.ask(AssignCase(officer=officer, deputy=deputy))

    @rule(day=days)
    def snooze(self, day: date) -> None:
        for event in self.ask(SnoozeCase(until_on=day, reason="r")):
            due_on = next_due_on(self.state)
            assert isinstance(event, CaseSnoozed) and due_on and day <= due_on == event.due_on

    @rule()
    def wake(self) -> None:
        self.ask(WakeCase())

    def proposals(self) -> list[UUID]:
        return [event.proposal for event in self.said if isinstance(event, ReclassificationProposed)]

    def backdatings(self) -> list[UUID]:
        return [event.proposal for event in self.said if isinstance(event, BackdatingProposed)]

    @invariant()
    def two_different_people_signed_each_time(self) -> None:
        by = {event.proposal: event.proposed_by for event in self.said if isinstance(event, BackdatingProposed)}
        for event in self.said:
            assert not isinstance(event, BackdatingConfirmed) or event.confirmed_by != by[event.proposal]

    @invariant()
    def nobody_got_more_time_by_one_persons_word(self) -> None:
        for before, event in pairwise(self.said):
            if isinstance(event, AwarenessCorrected | CriteriaMetCorrected) and event.previous_due_on:
                sooner = event.due_on and event.due_on <= event.previous_due_on
                assert sooner or isinstance(before, BackdatingConfirmed | BackdatingRefused)

    @invariant()
    def what_waits_and_does_not_count_would_be_due_later(self) -> None:
        for clock, waits in self.state.backdatings.items():
            counts = self.state.aware_at if clock == "awareness" else self.state.criteria_met_at
            assert counts == waits.counts_from

    @invariant()
    def the_criteria_are_not_met_before_awareness(self) -> None:
        if self.state.criteria_met_at:
            assert self.state.aware_at and self.state.criteria_met_at >= self.state.aware_at

    @invariant()
    def nothing_is_decided_to_be_notified_without_awareness_nor_a_without_criteria(self) -> None:
        if self.state.decision == "notify":
            assert self.state.aware_at
            assert self.state.trigger_class != "A" or self.state.criteria_met_at

    @invariant()
    def whoever_sleeps_sleeps_past_no_due_date(self) -> None:
        due_on, until_on = next_due_on(self.state), self.state.snoozed_until
        if until_on and until_on > london_date(self.now) and due_on:
            assert until_on <= due_on

    @invariant()
    def whoever_is_decided_does_not_sleep(self) -> None:
        if self.state.decision in ("notify", "do not notify") and self.state.snoozed_until:
            assert self.state.snoozed_until <= london_date(self.now)

    @invariant()
    def two_different_people_signed_each_reclassification(self) -> None:
        for event in self.said:
            if isinstance(event, IncidentReclassified):
                assert event.proposed_by and event.proposed_by != event.second_signature

    @invariant()
    def the_classes_of_reclassifications_follow_one_another(self) -> None:
        kinds = (NotifyDecided, IncidentReclassified)
        footing = [event for event in self.said if isinstance(event, kinds)]
        for before, after in pairwise(footing):
            assert isinstance(after, IncidentReclassified)
            assert before.trigger_class == after.previous != after.trigger_class

    @invariant()
    def a_notification_is_decided_once_and_after_that_none_is_decided_against(self) -> None:
        decided = [type(event) for event in self.said if isinstance(event, NotifyDecided | NotNotifyDecided)]
        assert decided.count(NotifyDecided) <= 1
        assert NotifyDecided not in decided[:-1]

    @invariant()
    def between_two_decisions_not_to_notify_something_was_new(self) -> None:
        turns = [event for event in self.said if isinstance(event, NotNotifyDecided | DecisionReopened)]
        assert all(type(one) is not type(other) for one, other in pairwise(turns))
        assert not turns or isinstance(turns[0], NotNotifyDecided)

    @invariant()
    def every_clock_that_was_said_is_the_later_of_two(self) -> None:
        last = self.said[-1] if self.said else None
        if isinstance(last, NotifyDecided):
            assert last.clock_starts_at == clock_starts(self.state.aware_at, self.state.criteria_met_at)

    @invariant()
    def a_death_that_is_known_is_the_overview_panels(self) -> None:
        if self.state.died and self.state.aware_at:
            assert any(isinstance(event, DutyArose) and event.owed_to == PANEL for event in self.said)

    @invariant()
    def to_nobody_is_anything_owed_twice(self) -> None:
        owed = [duty.owed_to for duty in self.state.duties.values() if duty.open]
        assert len(set(owed)) == len(owed)

    @invariant()
    def where_the_duty_is_anothers_whoever_is_concerned_is_owed_word_or_was_told(self) -> None:
        where, classified = self.state.jurisdiction, self.state.classified
        of_class_a = classified is None or classified.trigger_class in ("A", "D")
        if where and not where.ours and self.state.aware_at and self.state.decision != "notify" and of_class_a:
            seen_to = {duty.owed_to for duty in self.state.duties.values() if duty.open or duty.met}
            assert {f"authority/{each.la_code}" for each in where.to_be_told} <= seen_to

    @invariant()
    def whom_the_notifier_tells_nobody_here_is_owed(self) -> None:
        where = self.state.jurisdiction
        if self.state.decision == "notify" or where is None or where.ours:
            assert not [d for d in self.state.duties.values() if d.open and d.owed_to.startswith("authority/")]

    @invariant()
    def what_was_woken_was_asleep(self) -> None:
        turns = [event for event in self.said if isinstance(event, CaseSnoozed | SnoozeEnded)]
        for before, after in pairwise([None, *turns]):
            assert not isinstance(after, SnoozeEnded) or isinstance(before, CaseSnoozed)


class AbsencesInAnyOrder(AnyOrder):
    decider = absences
    vocabulary = INTAKE

    @rule(officer=people, deputy=people, day=days, length=st.integers(0, 9))
    def away(self, officer: str, deputy: str, day: date, length: int) -> None:
        until_on = day + timedelta(days=length)
        self.ask(RecordAbsence(officer=officer, deputy=deputy, from_on=day, until_on=until_on))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def back(self, data: st.DataObject) -> None:
        known = [event.absence for event in self.said if isinstance(event, AbsenceRecorded)]
        self.ask(EndAbsence(absence=data.draw(st.sampled_from(known))))

    @invariant()
    def whoever_is_away_has_one_deputy_and_that_one_is_there(self) -> None:
        ended = {event.absence for event in self.said if isinstance(event, AbsenceEnded)}
        current = [it for it in self.said if isinstance(it, AbsenceRecorded) and it.absence not in ended]
        for day in (date(2026, 3, 28) + timedelta(days=number) for number in range(45)):
            today = [it for it in current if it.from_on <= day <= it.until_on]
            away = [it.officer for it in today]
            assert len(away) == len(set(away))
            assert not {it.deputy for it in today} & set(away)


CaseInAnyOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
AbsencesInAnyOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_a_case = CaseInAnyOrder.TestCase
test_absences = AbsencesInAnyOrder.TestCase
