"""Any command given twice says nothing the second time, wherever in the story it comes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.publisher.beforehand import LimitToImprovements
from services.publisher.care import ChooseThemes, RemoveReport
from services.publisher.collecting import ChooseRepositoryNaming, SubmitToRepository
from services.publisher.commands import ListPastReview, Publish, SchedulePublication, SendAdvanceCopies, TakeDown
from services.publisher.decider import COMMANDS
from services.publisher.ending import EndPublication
from services.publisher.held import NoteHold, NoteRelease
from services.publisher.passage import AddIdentifiers, LearnOfPeople, RecordScan, SettleFinding
from services.publisher.past_reviews import past_reviews
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    KeepProof,
    NoticeDoubt,
    RecordBounce,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    ResolveDoubt,
)
from shared.duties.life import (
    AcknowledgeDuty,
    ExplainLateness,
    NoteReminderSent,
    NoticeMissedDeadline,
    RaiseReminder,
    RecountDeadline,
)
from shared.events.anonymity import Found
from shared.events.base import Event
from shared.proclaimed import Holiday
from tests.publisher import beforehand as before
from tests.publisher import corrections as co
from tests.publisher import examples as ex

PANEL, AT = ex.dispatch_to("national-panel"), ex.IN_DECEMBER
FOUND = Found(mark="a" * 16, rule="exact date", certain=False)
DAYS = (ex.PUBLISH_ON, date(2027, 1, 13))
HOLIDAY = Holiday(place="england-and-wales", day=date(2026, 12, 29), name="Day of national mourning")
WHATEVER: list[Command] = [
    ex.open_it,
    ex.make_ready,
    *(ex.save(words) for words in (ex.text, ex.other_text)),
    *(ex.sign(hash_) for hash_ in (ex.HASH, ex.OTHER_HASH)),
    *(SendAdvanceCopies(publish_on=day) for day in DAYS),
    *(SchedulePublication(publish_on=day) for day in DAYS),
    *(before.approve.model_copy(update={"publish_on": day}) for day in DAYS),
    before.name_mother,
    before.tell_mother,
    before.leave_mother,
    before.record_comments,
    before.have_regard,
    LimitToImprovements(practice_review=ex.PRACTICE_REVIEW, decision=UUID(int=5), decided_on=DAYS[0]),
    Publish(text=ex.text),
    TakeDown(),
    SubmitToRepository(),
    ex.save(co.text),
    ex.sign(co.HASH),
    RecordScan(text_hash=co.HASH, edition="1", opened=1, found=(), asked=2),
    co.waive,
    co.approve,
    co.publish,
    *(ChooseRepositoryNaming(anonymously=each) for each in (True, False)),
    NoteHold(hold=UUID(int=7)),
    NoteRelease(hold=UUID(int=7)),
    LearnOfPeople(told_by=UUID(int=5)),
    RecordScan(text_hash=ex.HASH, edition="1", opened=1, found=(FOUND,), asked=1),
    *(SettleFinding(finding=FOUND.mark, decision=each, reason="It is public.") for each in ("accept", "blur")),
    AddIdentifiers(addition=UUID(int=6), kind="worker", values=("A. Worker",)),
    ChooseThemes(themes=("Neglect",)),
    RemoveReport(ground="somebody could be identified", explanation="A street is named."),
    RemoveReport(ground="court order", explanation="Served today.", court_order="ZC27P00001"),
    AttemptDispatch(dispatch=PANEL, attempt=1),
    RecordHandOver(dispatch=PANEL, attempt=1, response="250 ok"),
    RecordFailure(dispatch=PANEL, attempt=1, failure="permanent", detail="SMTP 550"),
    NoticeDoubt(dispatch=PANEL, attempt=1),
    ResolveDoubt(dispatch=PANEL, decision="it arrived", reason="They have it."),
    RecordReceipt(dispatch=PANEL, reference="R1", received_at=AT),
    RecordValidation(dispatch=PANEL, reference="R1", validated_at=AT),
    RecordRefusal(dispatch=PANEL, reference="R1", refused_at=AT, reason="Another text was agreed."),
    RecordBounce(dispatch=PANEL, bounced_at=AT, reason="550 no such mailbox"),
    KeepProof(dispatch=PANEL, proof="ab" * 32, media_type="image/png", size_bytes=8, content="iVBORw0KGgo="),
    *(AttestPortalSubmission(dispatch=ex.dispatch_to(r), reference="P1", submitted_at=AT) for r in ex.RECIPIENTS),
    RaiseReminder(duty=ex.DUTY, step="four office hours"),
    NoticeMissedDeadline(duty=ex.DUTY),
    EndPublication(practice_review=ex.PRACTICE_REVIEW, because="another review takes its place"),
    AcknowledgeDuty(duty=ex.DUTY),
    RecountDeadline(duty=ex.copy_owed("national-panel").duty, holidays=(HOLIDAY,)),
    NoteReminderSent(duty=ex.DUTY, step="missed", role="director", outcome="mailed"),
    ExplainLateness(duty=ex.DUTY, reason="A trial came first."),
]
CORRECTED = (*co.certified_so_far, co.waived, *co.copies(2, AT), co.proposed)
BEGINNINGS = (
    (),
    ex.drafted_so_far,
    ex.certified_so_far,
    ex.sent_so_far,
    ex.scheduled_so_far,
    ex.approved_so_far,
    ex.published_so_far,
    CORRECTED,
)


def said(decider: Decider[object], command: Command, history: list[Event], occasion: Occasion) -> list[Event]:
    try:
        return decider.decide(command, decider.state(history), occasion)
    except Refused:
        return []


@given(
    beginning=st.sampled_from(BEGINNINGS),
    steps=st.lists(st.tuples(st.sampled_from(WHATEVER), st.sampled_from([ex.WRITER, ex.FIRST, ex.SECOND]))),
    days=st.integers(0, 500),
)
def test_any_command_given_twice_says_nothing_the_second_time(
    beginning: tuple[Event, ...], steps: list[tuple[Command, str]], days: int
) -> None:
    history, at = list(beginning), AT + timedelta(days=days)
    for number, (command, actor) in enumerate(steps, 100):
        history += said(ex.decider(), command, history, Occasion(at, actor, UUID(int=number)))
        assert said(ex.decider(), command, history, Occasion(at, actor, UUID(int=number + 10**6))) == []


def test_every_command_is_among_those_tried() -> None:
    assert {type(command) for command in WHATEVER} == set(COMMANDS)


def test_a_past_review_is_listed_once_and_each_has_a_reference_of_its_own() -> None:
    ted, uma = (ListPastReview(title=title, kind="practice review", year=2022) for title in ("Ted", "Uma"))
    occasion = Occasion(datetime.now().astimezone(), ex.WRITER, UUID(int=1))
    (first,) = said(past_reviews, ted, [], occasion)
    assert said(past_reviews, ted, [first], Occasion(occasion.at, ex.WRITER, UUID(int=2))) == []
    (second,) = said(past_reviews, uma, [first], occasion)  # the same occasion would give the same reference
    assert first.model_dump()["reference"] != second.model_dump()["reference"]
