"""What must hold once the faults have stopped: L P O F D Q S, over what was told, Kafka, the logs and the mail."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from aiokafka import TopicPartition

from shared.calendar import england_and_wales
from shared.event_log import EventLog
from shared.events.base import Recorded
from shared.events.dispatch import DispatchAttempted, DispatchDue
from shared.events.duties import (
    DeadlineMissed,
    DutyArose,
    DutyFellAway,
    DutyMet,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
)
from shared.events.intake import INTAKE, IncidentReported
from shared.events.notifier import NOTIFIER
from shared.verify import verify
from tests.simulation.clock import LONDON, DomainClock
from tests.simulation.installation import SERVICES, Installation, Running
from tests.simulation.story import Told

UNDISTURBED_SECONDS = 2.0  # so long, in virtual time, may a worker that nothing disturbs take to notice
RECOVERY_SECONDS = 9.0  # after something went wrong
VERIFIED_TIMES = 5
LONG = timedelta(hours=12)  # a mail server that was busy is asked again after minutes


async def problems(at: Installation, told: Told) -> list[str]:
    said = {name: _on_kafka(at, name) for name in SERVICES}
    found = [*(f"told: {wrong}" for wrong in told.wrong)]
    found += _lost(told, said)
    found += _order(said)
    found += _mail(at, said["notifier"])
    found += _deadlines(at, said["notifier"])
    found += _reminders(at, said["notifier"])
    for name in SERVICES:
        found += [f"F S {name}: {problem}" for problem in await at.ask(name, _verified)]
    return found


async def _verified(running: Running) -> list[str]:
    """What is found again and again: a service goes on publishing and marking while it is looked at."""
    found: list[str] = []
    for _ in range(VERIFIED_TIMES):
        found = [p for finding in await verify(running.service, "simulated") for p in finding.problems]
        if not found:
            break
        await asyncio.sleep(1)
    return found


async def unsettled(at: Installation) -> str:
    """What is still on its way; empty when nothing is."""
    for name in SERVICES:
        if not at.running[name]:
            return f"{name} does not run"
        if not at.running[name][-1].application.status.accepting:
            return f"{name} does not accept"
        left = await _left(at, name)
        if left:
            return f"{name}: {left}"
    return ""


async def _left(at: Installation, name: str) -> str:
    connection = await at.server.connect(f"postgresql://simulated/{name}")
    try:
        for what, query in _LEFT:
            if count := await connection.fetchval(query, name):
                return f"{count} {what}"
        for row in await connection.fetch("SELECT topic, partition, next_offset FROM log.consumed"):
            partition = at.kafka.partition(TopicPartition(row["topic"], row["partition"]))
            if any(partition.readable(row["next_offset"], committed_only=True)):
                return f"not heard: {row['topic']}"
        if name == "notifier" and await connection.fetchval(
            "SELECT count(*) FROM dispatches WHERE state = 'attempted'"
        ):
            return "attempted, and no outcome"
        return ""
    finally:
        await connection.close()


_LEFT = (
    ("unpublished", "SELECT count(*) FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL"),
    (
        "keys unpublished",
        "SELECT count(*) FROM log.case_key WHERE made_here AND kafka_offset IS NULL AND $1 <> ''",
    ),
    ("parked", "SELECT count(*) FROM log.parked WHERE $1 <> ''"),
)


def _on_kafka(at: Installation, name: str) -> list[Recorded]:
    log = EventLog(says=NOTIFIER if name == "notifier" else INTAKE)
    return [log.read(value) for value in at.kafka.committed(f"{name}.events")]


def _lost(told: Told, said: dict[str, list[Recorded]]) -> Iterator[str]:
    """L: whatever somebody was told is kept has been published, once."""
    opened = Counter(
        (r.data.reported_by.agency, r.data.reported_by.report)
        for r in said["intake"]
        if isinstance(r.data, IncidentReported)
    )
    yield from (f"L: {report} is there {opened[report]} times" for report in told.reports if opened[report] != 1)
    ids = {recorded.id for name in SERVICES for recorded in said[name]}
    yield from (f"L: {r.type} {r.id} was told and is gone" for r in told.events if r.id not in ids)


def _order(said: dict[str, list[Recorded]]) -> Iterator[str]:
    """S: each stream stands on Kafka in order, from 1, without gap or repeat."""
    for name, all_ in said.items():
        streams: dict[str, list[int]] = defaultdict(list)
        for recorded in all_:
            streams[recorded.subject].append(recorded.version)
        for subject, versions in streams.items():
            if versions != list(range(1, len(versions) + 1)):
                yield f"S {name}: {subject} stands as {versions}"


def _mail(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """O: one unmarked copy of each notice at most, all by one name. P: its attempt was on Kafka before it left."""
    ids = {str(r.data.dispatch): r.data.message_id for r in said if isinstance(r.data, DispatchAttempted)}
    due = {str(r.data.dispatch) for r in said if isinstance(r.data, DispatchDue)}
    plain = Counter(mail.dispatch for mail in at.post.mailbox if not mail.marked)
    yield from (f"O: {count} unmarked copies of {dispatch}" for dispatch, count in plain.items() if count > 1)
    for mail in at.post.mailbox:
        if mail.dispatch not in due or not mail.attempt_on_kafka:
            yield f"P: {mail.dispatch} left before its attempt was on Kafka"
        if mail.mail.message_id != ids.get(mail.dispatch):
            yield f"O: {mail.dispatch} went under another name"


def _reminders(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """P: what a reminder tells of was on Kafka before it left. D: whoever was to be told was, or it was over."""
    for mail in at.post.reminders:
        if not mail.attempt_on_kafka:
            yield f"P: {mail.mail.message_id} left before what it tells of was on Kafka"
    told = {(r.data.duty, r.data.step) for r in said if isinstance(r.data, ReminderMailed | ReminderUndeliverable)}
    over = {r.data.duty for r in said if isinstance(r.data, DutyMet | DutyFellAway)}
    for recorded in said:
        it = recorded.data
        if not isinstance(it, ReminderRaised | DeadlineMissed):
            continue
        step = it.step if isinstance(it, ReminderRaised) else "missed"
        long_ago = at.clock.now() - recorded.time > LONG
        if long_ago and it.duty not in over and (it.duty, step) not in told:
            yield f"D: {it.role} was never told of {step} of {it.duty}"


def _deadlines(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """D: each reminder, and each date that passed, was noticed at its instant: not before, and soon after."""
    noticed: dict[tuple[str, str], datetime] = {}
    closed: dict[str, datetime] = {}
    for recorded in said:
        match recorded.data:
            case ReminderRaised(duty=duty, step=step):
                noticed[str(duty), step] = recorded.time
            case DeadlineMissed(duty=duty):
                noticed[str(duty), "missed"] = recorded.time
            case DutyMet(duty=duty) | DutyFellAway(duty=duty):
                closed[str(duty)] = recorded.time
    now = at.clock.now()
    for recorded in said:
        if isinstance(recorded.data, DutyArose):
            yield from _duty(at, recorded, closed.get(str(recorded.data.duty), now), noticed)


def _duty(
    at: Installation, arose: Recorded, until: datetime, noticed: dict[tuple[str, str], datetime]
) -> Iterator[str]:
    duty = str(arose.data.duty)
    for step, instant in _steps(arose.data.due.due_on):
        if step not in ("four office hours", "missed") and instant <= arose.time:
            continue  # whoever learns of it late is reminded once all the same, by the last
        came = noticed.get((duty, step))
        owed_from = max(instant, arose.time)
        if came and came < instant:
            yield f"D: {step} of {duty} came {instant - came} too early"
        waited = _undisturbed(at, at.clock.virtual(owed_from), at.clock.virtual(came or until))
        if (came or until > owed_from) and waited > UNDISTURBED_SECONDS:
            how = "came" if came else "was still missing"
            yield f"D: {step} of {duty} {how} {(came or until) - owed_from} late"


def _steps(due_on: date) -> Iterator[tuple[str, datetime]]:
    """Counted here anew: nine o'clock in London on the days before, one on the last, and the end of the day."""
    calendar = england_and_wales().guessing()
    day, before = due_on, []
    while len(before) < 2:
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            before.append(day)
    yield "one working day", _london(before[0], time(9))
    yield "two working days", _london(before[1], time(9))
    last = due_on if calendar.is_working_day(due_on) else before[0]
    yield "four office hours", _london(last, time(13))
    yield "missed", _london(due_on + timedelta(days=1), time(0)) - timedelta(microseconds=1)


def _london(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def _undisturbed(at: Installation, start: float, end: float) -> float:
    """How much of this while nothing was wrong, nor had just been."""
    free, reached = 0.0, start
    for when in at.world.disturbed:
        if when + RECOVERY_SECONDS <= reached:
            continue
        if when >= end:
            break
        free += max(0.0, when - reached)
        reached = max(reached, when + RECOVERY_SECONDS)
    return free + max(0.0, end - reached)


__all__ = ["DomainClock", "problems", "unsettled"]
