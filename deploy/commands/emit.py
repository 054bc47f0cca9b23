"""`cspr emit`: partner agencies' events from a file to their topics, as the agencies would send them."""

import asyncio
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped, unused-ignore]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]

from deploy.commands.events_in import events_in
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.local.record import Record
from deploy.partnership import agencies
from services.reviews.agency_return import TYPE as AGENCY_RETURN
from shared.broker import client as at
from shared.topics import incidents_of, returns_of

_AT_ONCE = 500  # records waiting for Kafka's answer
_MOST_BYTES = 4 * 1024 * 1024
_HEADERS = [("content-type", b"application/cloudevents+json; charset=utf-8")]


@dataclass(frozen=True)
class Outgoing:
    """A line as it goes to Kafka, its bytes untouched."""

    topic: str
    key: bytes
    value: bytes

    @property
    def agency(self) -> str:
        return self.topic.split(".")[1]


class AgencyTurnedAway(Exception):
    """Kafka no longer knows these agencies."""

    def __init__(self, agencies: str) -> None:
        super().__init__(
            f"turned away, so nothing was sent: {agencies} (cspr agency kafka rotate lets one in again)"
        )


class BadLine(Exception):
    """Why a line cannot be sent. It never quotes the line: that may tell of a child."""


def emit(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="One CloudEvent, or one a line; - is stdin.")],
    data_dir: DataDir = None,
) -> None:
    """Send each event to the topic of the agency that its source names: a return to its topic of returns."""
    record = running(data_dir)
    good, bad = sort_out(events_in(file.read()), agencies(Path(record.partnership)))
    try:
        asyncio.run(send_as_agencies(record, good))
    except AgencyTurnedAway as away:
        say_error(str(away))
        raise SystemExit(1) from None
    except KafkaError as error:
        say_error(f"Kafka did not take every event; send the file again ({type(error).__name__})")
        raise SystemExit(1) from None
    for sentence in bad:
        say_error(sentence)
    typer.echo(f"{len(good)} sent, {len(bad)} not")
    if bad:
        raise SystemExit(1)


def sort_out(lines: Iterable[bytes], known: Collection[str]) -> tuple[list[Outgoing], list[str]]:
    """What can be sent, and a sentence for each line that cannot."""
    good, bad = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            good.append(outgoing(line.strip(), known))
        except BadLine as problem:
            bad.append(f"line {number}: {problem}")
    return good, bad


def outgoing(line: bytes, known: Collection[str]) -> Outgoing:
    """Only what routing needs is looked at; whether the report is right, intake says."""
    try:
        event = json.loads(line)
    except ValueError:
        raise BadLine("it is not JSON") from None
    if not isinstance(event, dict):
        raise BadLine("it is not a JSON object")
    source, subject = event.get("source"), event.get("subject")
    if not isinstance(source, str) or source not in known:
        raise BadLine("its source is not an agency of this partnership")
    if not isinstance(subject, str) or not subject:
        raise BadLine("it has no subject")
    topic = returns_of(source) if event.get("type") == AGENCY_RETURN else incidents_of(source)
    return Outgoing(topic, subject.encode(), line)


async def send_as_agencies(record: Record, events: Sequence[Outgoing]) -> None:
    """Each agency's as that agency. Raises AgencyTurnedAway before any is sent, and KafkaError."""
    users = {event.agency: record.kafka_users.of_agency(event.agency) for event in events}
    brokers = {agency: record.broker(user) for agency, user in users.items() if user}
    if away := users.keys() - brokers.keys():
        raise AgencyTurnedAway(", ".join(sorted(away)))
    for agency, broker in brokers.items():
        await send(broker, [event for event in events if event.agency == agency])


async def send(bootstrap: str, events: Sequence[Outgoing]) -> None:
    """Returns once Kafka has acknowledged all; raises KafkaError when it would not."""
    producer = AIOKafkaProducer(
        **at(bootstrap),
        acks="all",
        enable_idempotence=True,  # a retry after a lost answer is not a second report
        max_request_size=_MOST_BYTES,
    )
    await producer.start()
    try:
        for start in range(0, len(events), _AT_ONCE):
            answers = [
                await producer.send(event.topic, event.value, event.key, headers=_HEADERS)
                for event in events[start : start + _AT_ONCE]
            ]
            await asyncio.gather(*answers)
    finally:
        await producer.stop()
