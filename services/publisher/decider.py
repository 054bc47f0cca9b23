"""A publication: from the beginning of the review to the day its report is taken down."""

from functools import partial
from uuid import uuid5

from services.publisher import (
    advance_copies,
    anonymity,
    beginning,
    caring,
    correcting,
    ending,
    gating,
    held,
    limiting,
    preparing,
    repository,
    scheduling,
    sending,
)
from services.publisher.approval import came_back
from services.publisher.beforehand import BEFOREHAND, LimitToImprovements
from services.publisher.care import CARE
from services.publisher.collecting import ChooseRepositoryNaming, SubmitToRepository
from services.publisher.commands import (
    OFFICERS,
    REACTIONS,
    WORKER,
    MakeReady,
    OpenPublication,
    Publish,
    PublishCorrigendum,
    SaveDraft,
    SchedulePublication,
    SendAdvanceCopies,
    SignAnonymityCertificate,
    TakeDown,
)
from services.publisher.corrections import ApproveCorrection, WaiveSevenDays
from services.publisher.ending import ENDING, EndPublication
from services.publisher.held import HOLDING
from services.publisher.passage import PASSAGE
from services.publisher.publication import Publication, evolve
from services.publisher.text import lacks, reference, text_hash
from shared.calendar import london_date
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.publisher import (
    DraftSaved,
    PublicText,
    ReportPublished,
    ReportTakenDown,
)
from shared.partnership import Partnership
from shared.policy import policy_on
from shared.sealed import Sealed

PUBLIC = "public"


def decide(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    if isinstance(command, (*REACTIONS, *ENDING, *WORKER)):
        return _unasked(partnership, command, it, occasion)
    if isinstance(command, duties.COMMANDS) and it.duties:
        return duties.decide(command, it.duties, occasion)  # also those of a stream that is no publication's
    if isinstance(command, dispatching.COMMANDS) and it.id is None and it.dispatches:
        return dispatching.decide(command, it.dispatches, occasion)  # an answer to a request for a copy
    if it.id is None:
        raise Refused("no-such-case", "No publication is due on this case.")
    if isinstance(command, dispatching.COMMANDS):
        said = dispatching.decide(command, it.dispatches, occasion)
        return [*said, *advance_copies.consequences(it, said), *came_back(it, said)]
    if it.ended and not isinstance(command, duties.COMMANDS):
        raise Refused("publication-ended", "Nothing is to be published of this review any more.")
    if isinstance(command, PASSAGE):
        return gating.decide(command, it, occasion)
    if isinstance(command, BEFOREHAND):
        return preparing.decide(partnership, command, it, occasion)
    if isinstance(command, CARE):
        return caring.decide(partnership, command, it, occasion)
    return _by_staff(partnership, command, it, occasion)


def _by_staff(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    match command:
        case SaveDraft():
            return _save(command, it, occasion)
        case SignAnonymityCertificate():
            return anonymity.sign(command, it, occasion)
        case SendAdvanceCopies():
            return sending.decide(partnership, command, it, occasion)
        case SchedulePublication():
            return scheduling.schedule(partnership, command, it, occasion)
        case ChooseRepositoryNaming():
            return repository.choose(command, it)
        case WaiveSevenDays() | ApproveCorrection():
            return correcting.decide(partnership, command, it, occasion)
    return duties.decide(command, it.duties, occasion)


def _unasked(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    """Of a reaction or the worker: never refused, for they cannot do anything about it."""
    match command:
        case OpenPublication():
            return beginning.open_it(command, it, occasion)
        case MakeReady():
            return beginning.make_ready(command, it)
        case Publish():
            return _publish(command, it, occasion)
        case PublishCorrigendum():
            return correcting.publish(partnership, command, it, occasion)
        case TakeDown():
            return _take_down(it, occasion)
        case SubmitToRepository():
            return repository.submit(partnership, it, occasion)
        case LimitToImprovements():
            return limiting.decide(command, it)
        case EndPublication():
            return ending.decide(command, it)
    if isinstance(command, HOLDING):
        return held.decide(command, it.held, published=it.published_on is not None)
    return gating.decide(command, it, occasion)


def _save(command: SaveDraft, it: Publication, occasion: Occasion) -> list[Event]:
    assert it.id
    text = PublicText(**command.model_dump())
    hash_ = text_hash(text)
    if hash_ == it.text_hash:
        return []
    if it.published_on:
        correcting.may_draft(it, text, hash_)
    elif text.correction:
        raise Refused("nothing-to-correct", "It is not public yet, so that there is nothing to correct.")
    if not it.report_hash:
        raise Refused("not-accepted-yet", "The partners have not accepted the report yet.")
    saved = DraftSaved(
        publication=it.id,
        text_hash=hash_,
        text=Sealed.of(text),
        drafter=occasion.actor,
        lacks=lacks(text),
    )
    return [saved, *advance_copies.void(it)]


def _publish(command: Publish, it: Publication, occasion: Occasion) -> list[Event]:
    today = london_date(occasion.at)
    if it.id is None or it.publish_on is None or it.published_on or today < it.publish_on:
        return []  # never raise to the worker: a newer draft or another day has overtaken it
    if not it.approved:
        return []  # something came after the second person agreed
    hash_ = text_hash(command.text)
    if hash_ != it.text_hash:
        return []  # not the text that was certified, sent and scheduled
    named = reference(it.id, today.year)
    return [
        ReportPublished(
            publication=it.id,
            reference=named,
            kind=it.kind,
            published_on=today,
            text_hash=hash_,
            text=command.text,
            pdf_hash=command.pdf_hash,
            pdf_made_with=command.pdf_made_with,
            scope="improvements only" if it.beforehand.limited else "full report",
        ),
        *duties.met(it.open_duty("practice-review", PUBLIC), occasion.at, f"published as {named}"),
        DutyArose(
            duty=uuid5(it.id, "duty/take-down"),
            about=it.id,
            owed_to=PUBLIC,
            strength="should",
            due=policy_on(today).deadline("take-down", today).due(),
        ),
    ]


def _take_down(it: Publication, occasion: Occasion) -> list[Event]:
    duty = it.open_duty("take-down", PUBLIC)
    today = london_date(occasion.at)
    if it.id is None or duty is None or today < duty.due.due_on:
        return []  # never raise to the worker: taken down before, or the year has not fully run
    down = ReportTakenDown(publication=it.id, taken_down_on=today)
    return [down, *duties.met(duty, occasion.at, f"taken down on {today}")]


COMMANDS: tuple[type[Command], ...] = tuple(
    dict.fromkeys((*REACTIONS, *ENDING, *OFFICERS, *WORKER, *duties.COMMANDS, *dispatching.COMMANDS))
)


def publisher(partnership: Partnership) -> Decider[Publication]:
    return Decider(commands=COMMANDS, initial=Publication(), decide=partial(decide, partnership), evolve=evolve)
