"""Whatever anybody does in whatever order: what is published was certified, sent, approved and free to be.

The judge does not ask the decider's state: it reads the story from the beginning, each time anew.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.publisher.advance_copies import due_for
from services.publisher.beforehand import ApprovePublication
from services.publisher.commands import (
    REACTIONS,
    WORKER,
    Publish,
    SchedulePublication,
    SendAdvanceCopies,
    TakeDown,
)
from services.publisher.ending import ENDING
from services.publisher.passage import RecordScan
from services.publisher.publication import Publication, evolve
from services.publisher.text import text_hash
from shared.calendar import london_date
from shared.decider import Command, Occasion, Refused
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events.anonymity import CertificateVoided
from shared.events.base import Event
from shared.events.beforehand import (
    ApprovalTakenBack,
    CopyCommentsReceived,
    CopyRegardHad,
    LimitedToImprovements,
    PublicationApproved,
)
from shared.events.dispatch import DispatchDue, DispatchHandedOver, DispatchRefused
from shared.events.holding import PublicationEnded, PublicationHeld, PublicationReleased
from shared.events.publisher import (
    AnonymityCertificateSigned,
    DraftSaved,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from tests.publisher import examples as ex
from tests.publisher.test_decider_repeats import WHATEVER

PEOPLE = (ex.WRITER, ex.FIRST, ex.SECOND, "person:chair")
UNASKED = (*REACTIONS, *ENDING, *WORKER)
Told = list[tuple[datetime, str, Event]]  # when, by whom, what


def last(story: Told, *kinds: type[Event]) -> int:
    """Where one of these was said last; -1 if it never was."""
    return max((at for at, (_, _, event) in enumerate(story) if isinstance(event, kinds)), default=-1)


def of(kind: type[Event], story: Told) -> list[Event]:
    return [event for _, _, event in story if isinstance(event, kind)]


def judge(story: Told, published: ReportPublished, on: date) -> None:
    """The invariants of a publication, from the story before it."""
    hash_ = published.text_hash
    drafts = of(DraftSaved, story)
    assert text_hash(published.text) == hash_ == drafts[-1].text_hash
    void = last(story, DraftSaved, CertificateVoided, LimitedToImprovements)
    scheduled, approved = last(story, PublicationScheduled), last(story, PublicationApproved)
    taken_back = last(story, ApprovalTakenBack, PublicationHeld, PublicationEnded)
    assert max(void, taken_back) < approved and void < scheduled < approved
    two_people(story, void, approved)
    held = {event.hold for event in of(PublicationHeld, story)}
    assert held == {event.hold for event in of(PublicationReleased, story)}
    assert last(story, PublicationHeld) < scheduled
    (day,) = {event.publish_on for _, _, event in (story[scheduled], story[approved])}
    assert day <= on
    assert copied(story, hash_, day) >= set(ex.RECIPIENTS)
    comments = {event.comment for event in of(CopyCommentsReceived, story)}
    assert comments == {event.comment for event in of(CopyRegardHad, story)}


def two_people(story: Told, void: int, approved: int) -> None:
    drafters = {event.drafter for event in of(DraftSaved, story)}
    signed = {event.signed_by for event in of(AnonymityCertificateSigned, story[void + 1 :])}
    assert len(signed) == 2 and not signed & drafters
    scheduler = story[last(story, PublicationScheduled)][1]
    approver = story[approved][1]
    assert approver != scheduler and approver not in drafters


def copied(story: Told, hash_: str, day: date) -> set[str]:
    """To whom a copy of this very text went in time, and did not come back."""
    due = due_for(day)
    assert due
    copies = {e.dispatch: e.recipient for e in of(DispatchDue, story) if e.document_hash == hash_}
    sent = {e.dispatch for e in of(DispatchHandedOver, story) if london_date(e.handed_over_at) <= due.due_on}
    back = {e.dispatch for e in of(DispatchRefused, story)}
    return {copies[id_] for id_ in sent - back if id_ in copies}


class APublication(RuleBasedStateMachine):
    @initialize(begins=st.sampled_from([ex.accepted_so_far, ex.drafted_so_far, ex.certified_so_far]))
    def begin(self, begins: tuple[Event, ...]) -> None:
        self.at = ex.ACCEPTED_AT
        self.story: Told = []
        self.live = Publication()
        self.number = 1000
        self.keep(begins, ex.WRITER)

    def keep(self, said: Iterable[Event], who: str) -> None:
        for event in said:
            if isinstance(event, ReportPublished):
                judge(self.story, event, london_date(self.at))
            self.story.append((self.at, who, event))
            self.live = evolve(self.live, event)

    def ask(self, command: Command, who: str) -> bool:
        self.number += 1
        occasion = Occasion(self.at, who, UUID(int=self.number))
        try:
            said = ex.decider().decide(command, self.live, occasion)
        except Refused:
            assert not isinstance(command, UNASKED), f"{type(command).__name__} was refused, and nobody is there"
            return False
        self.keep(said, who)
        again = Occasion(self.at, PEOPLE[-1] if who == PEOPLE[0] else who, UUID(int=self.number + 10**6))
        if isinstance(command, UNASKED):
            assert ex.decider().decide(command, self.live, again) == []
        return bool(said)

    @rule(command=st.sampled_from(WHATEVER), who=st.sampled_from(PEOPLE))
    def anything(self, command: Command, who: str) -> None:
        self.ask(command, who)

    @rule(days=st.integers(0, 12))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(words=st.sampled_from([ex.text, ex.other_text]))
    def draft_and_certify(self, words: ex.PublicText) -> None:
        self.ask(ex.save(words), ex.WRITER)
        self.certify()

    @precondition(lambda self: self.live.text_hash and not self.live.certified)
    @rule()
    def certify(self) -> None:
        hash_, asked = self.live.text_hash, self.live.passage.asked
        self.ask(RecordScan(text_hash=hash_, edition="1", opened=1, found=(), asked=asked), "service:publisher")
        for person in (ex.FIRST, ex.SECOND):
            self.ask(ex.sign(hash_), person)

    @precondition(lambda self: self.live.certified and not self.live.published_on)
    @rule(weeks=st.integers(2, 4))
    def send(self, weeks: int) -> None:
        self.ask(SendAdvanceCopies(publish_on=london_date(self.at) + timedelta(weeks=weeks)), ex.WRITER)
        for id_, copy in list(self.live.dispatches.items()):
            self.ask(AttemptDispatch(dispatch=id_, attempt=copy.attempts + 1), "service:publisher")
            self.ask(RecordHandOver(dispatch=id_, attempt=copy.attempts + 1, response="250"), "service:publisher")

    @precondition(lambda self: self.live.certified and not self.live.published_on)
    @rule(weeks=st.integers(0, 4), who=st.sampled_from(PEOPLE), second=st.sampled_from(PEOPLE))
    def choose_a_day(self, weeks: int, who: str = ex.WRITER, second: str = ex.SECOND) -> None:
        day = london_date(self.at) + timedelta(weeks=weeks)
        self.ask(SchedulePublication(publish_on=day), who)
        if self.live.publish_on:
            hash_, day = self.live.text_hash, self.live.publish_on
            self.ask(ApprovePublication(text_hash=hash_, publish_on=day, untold_because="Nobody."), second)

    @precondition(lambda self: self.live.publish_on and not self.live.published_on)
    @rule(words=st.sampled_from([ex.text, ex.other_text]), waits=st.booleans())
    def the_day_comes(self, words: ex.PublicText, waits: bool) -> None:
        if waits and self.live.publish_on:
            self.at = max(self.at, datetime.combine(self.live.publish_on, self.at.timetz()))
        self.ask(Publish(text=words), "service:publisher")

    @precondition(lambda self: self.live.certified and not self.live.published_on)
    @rule(weeks=st.integers(0, 3), words=st.sampled_from([ex.text, ex.other_text]))
    def go_straight_on(self, weeks: int, words: ex.PublicText) -> None:
        """By people who may, for a day that may be too soon after the copies."""
        self.send(2)
        self.choose_a_day(weeks, PEOPLE[-1], ex.SECOND)
        if self.live.publish_on:
            self.the_day_comes(words, waits=True)

    @precondition(lambda self: self.live.published_on)
    @rule()
    def the_year_runs(self) -> None:
        self.ask(TakeDown(), "service:publisher")

    @invariant()
    def replayed_it_is_what_it_is(self) -> None:
        assert reduce(evolve, [event for _, _, event in self.story], Publication()) == self.live

    @invariant()
    def it_is_published_once_and_taken_down_after_it(self) -> None:
        events = [event for _, _, event in self.story]
        assert len(of(ReportPublished, self.story)) <= 1
        assert len(of(ReportTakenDown, self.story)) <= len(of(ReportPublished, self.story))
        if (at := last(self.story, ReportPublished)) >= 0:
            later = (PublicationScheduled, PublicationApproved)  # a correction has neither
            assert not [event for event in events[at:] if isinstance(event, later)]

    @invariant()
    def it_is_owed_to_the_public_until_it_is_public_or_over(self) -> None:
        open_ = self.live.open_duty("practice-review", "public") is not None
        assert open_ == (not self.live.published_on and not self.live.ended)


APublication.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestWhateverAnybodyDoes = APublication.TestCase


def test_the_machine_does_reach_publication() -> None:
    """Otherwise it would prove nothing."""
    machine = APublication()
    machine.begin(ex.certified_so_far)
    machine.send(2)
    machine.choose_a_day(2, ex.WRITER, ex.SECOND)
    machine.the_day_comes(ex.text, waits=True)
    assert of(ReportPublished, machine.story)
