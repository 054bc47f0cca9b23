"""The topics: a table, how to make them, and the guard that refuses to run on others.

A partition count is fixed at birth: adding one later sends a case's next event elsewhere,
and its order is gone. A default setting would forget events after a week.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka.admin import (  # type: ignore[import-untyped, unused-ignore]
    AIOKafkaAdminClient,
    NewTopic,
)
from aiokafka.admin.config_resource import (  # type: ignore[import-untyped, unused-ignore]
    ConfigResource,
    ConfigResourceType,
)
from aiokafka.errors import for_code  # type: ignore[import-untyped, unused-ignore]

from shared.broker import client, user_of

SERVICES_THAT_SAY = ("intake", "notifier", "reviews", "publisher")
SERVICES_THAT_TELL_AGENCIES = ("intake", "reviews")  # on each agency's feedback
SERVICES_THAT_NOTE = (*SERVICES_THAT_SAY, "console")  # who looked, each on a topic of its own
CASE_KEYS = "case-keys"

_HOUR_MS = 3600 * 1000
_DAY_MS = 24 * _HOUR_MS
_SEEN_SECONDS = 30
_ALREADY_THERE = 36  # Kafka's error code TOPIC_ALREADY_EXISTS

_SAFE = {
    "max.message.bytes": str(4 * 1024 * 1024),
    "unclean.leader.election.enable": "false",
}
_FOR_EVER = {
    **_SAFE,
    "cleanup.policy": "delete",
    "retention.ms": "-1",
    "retention.bytes": "-1",
}
_KEYS = {
    **_SAFE,
    "cleanup.policy": "compact",
    # Erasure must happen: a deleted key may stay a day at the most, however quiet the topic.
    "max.compaction.lag.ms": str(_DAY_MS),
    "segment.ms": str(_HOUR_MS),
    "min.cleanable.dirty.ratio": "0.01",
    # A service that was away hears of the deletion for a month.
    "delete.retention.ms": str(30 * _DAY_MS),
}
_PASSING = {
    **_SAFE,
    "cleanup.policy": "delete",
    "retention.ms": str(14 * _DAY_MS),
    # Only a closed segment can be forgotten: with the default of a week, 14 days would be 21.
    "segment.ms": str(_HOUR_MS),
}
# One broker has no replica to lose: it flushes before it answers. Three flush when they like.
_ALONE = {"flush.messages": "1"}
_REPLICATED = {"min.insync.replicas": "2"}


class TopicsDiffer(Exception):
    """Kafka's topics are not those of the table; each sentence says which and how."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class Topic:
    """A topic as it must be."""

    name: str
    partitions: int
    settings: Mapping[str, str] = field(hash=False)
    replicas: int = 1


def events_of(service: str) -> str:
    return f"{service}.events"


def audit_of(service: str) -> str:
    return f"{service}.audit"


def incidents_of(agency: str) -> str:
    return f"partner.{agency}.incidents"


def returns_of(agency: str) -> str:
    return f"partner.{agency}.returns"


def feedback_to(agency: str) -> str:
    return f"partner.{agency}.feedback"


def topics_for(agencies: Sequence[str], replicas: int = 1) -> list[Topic]:
    """The whole table for a partnership's agencies; `replicas` is 3 in a cluster."""
    kept = _ALONE if replicas == 1 else _REPLICATED
    services = [Topic(events_of(service), 4, {**_FOR_EVER, **kept}, replicas) for service in SERVICES_THAT_SAY]
    # In one order, which is that of the chain.
    audits = [Topic(audit_of(name), 1, {**_FOR_EVER, **kept}, replicas) for name in SERVICES_THAT_NOTE]
    keys = Topic(CASE_KEYS, 1, {**_KEYS, **kept}, replicas)
    partners = [
        Topic(name_of(agency), 1, {**_PASSING, **kept}, replicas)
        for agency in agencies
        for name_of in (incidents_of, returns_of, feedback_to)
    ]
    return [*services, *audits, keys, *partners]


async def provision(bootstrap: str, topics: Sequence[Topic]) -> list[str]:
    """Make the topics that are missing and leave the rest alone; the names of those made."""
    async with _admin(bootstrap) as admin:
        there = set(await admin.list_topics())
        missing = [topic for topic in topics if topic.name not in there]
        if not missing:
            return []
        answer = await admin.create_topics(
            [
                NewTopic(topic.name, topic.partitions, topic.replicas, None, dict(topic.settings))
                for topic in missing
            ]
        )
        for name, code, message in answer.topic_errors:
            if code not in (0, _ALREADY_THERE):  # two may provision at once
                raise for_code(code)(f"topic {name}: {message}")
        await _seen(admin, {topic.name for topic in missing})
        return [topic.name for topic in missing]


async def guard(bootstrap: str, topics: Sequence[Topic]) -> None:
    """Raise TopicsDiffer unless every topic is as the table says."""
    sentences = await differences(bootstrap, topics)
    if sentences:
        raise TopicsDiffer(sentences)


async def differences(bootstrap: str, topics: Sequence[Topic]) -> list[str]:
    """A sentence for each topic that is missing, or whose partitions or settings differ."""
    async with _admin(bootstrap) as admin:
        partitions = {
            described["topic"]: len(described["partitions"]) for described in await admin.describe_topics()
        }
        there = [topic for topic in topics if topic.name in partitions]
        settings = await _settings(admin, there)
    missing = f"is missing, or Kafka's user {user_of(bootstrap)} may not see it"
    sentences = [f"Topic {topic.name} {missing}." for topic in topics if topic.name not in partitions]
    for topic in there:
        sentences += _compared(topic, partitions[topic.name], settings[topic.name])
    return sentences


async def _seen(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    """The controller answers before the brokers have heard: wait until they tell of the topics."""
    async with asyncio.timeout(_SEEN_SECONDS):
        while not names <= set(await admin.list_topics()):
            await asyncio.sleep(0.05)


def _compared(topic: Topic, partitions: int, settings: Mapping[str, str]) -> list[str]:
    sentences = []
    if partitions != topic.partitions:
        sentences.append(f"Topic {topic.name} has {partitions} partitions; it must have {topic.partitions}.")
    return sentences + [
        f"Topic {topic.name} has {name}={settings.get(name)}; it must have {name}={wanted}."
        for name, wanted in topic.settings.items()
        if settings.get(name) != wanted
    ]


async def _settings(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> dict[str, dict[str, str]]:
    if not topics:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    found: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs(asked):
        for code, message, _, name, entries in answer.resources:
            if code:
                raise for_code(code)(f"topic {name}: {message}")
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**client(bootstrap))
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()
