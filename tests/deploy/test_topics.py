"""Topics are made as the table says, and the guard tells any that are not."""

import itertools
from dataclasses import replace

import pytest

from deploy.local.kafka import LocalKafka
from shared.topics import Topic, TopicsDiffer, differences, guard, provision, topics_for

_numbers = itertools.count(1)


def some_topics() -> list[Topic]:
    """The whole table under names that no other test uses."""
    number = next(_numbers)
    return [replace(topic, name=f"t{number}.{topic.name}") for topic in topics_for(["police"])]


async def test_provisioned_topics_pass_the_guard(kafka: LocalKafka) -> None:
    topics = some_topics()
    assert await provision(kafka.bootstrap, topics) == [topic.name for topic in topics]
    await guard(kafka.bootstrap, topics)


async def test_provisioning_again_makes_nothing(kafka: LocalKafka) -> None:
    topics = some_topics()
    await provision(kafka.bootstrap, topics[:2])
    assert await provision(kafka.bootstrap, topics) == [topic.name for topic in topics[2:]]
    assert await provision(kafka.bootstrap, topics) == []


async def test_a_missing_topic_is_named(kafka: LocalKafka) -> None:
    [topic, *_] = some_topics()
    assert await differences(kafka.bootstrap, [topic]) == [
        f"Topic {topic.name} is missing, or Kafka's user operator may not see it."
    ]


async def test_differing_partitions_and_settings_are_named(kafka: LocalKafka) -> None:
    [right, *_] = some_topics()
    wrong = replace(right, partitions=1, settings={**right.settings, "retention.ms": "1000"})
    await provision(kafka.bootstrap, [wrong])
    with pytest.raises(TopicsDiffer) as told:
        await guard(kafka.bootstrap, [right])
    assert told.value.sentences == (
        f"Topic {right.name} has 1 partitions; it must have 4.",
        f"Topic {right.name} has retention.ms=1000; it must have retention.ms=-1.",
    )


def test_every_event_is_kept_for_ever() -> None:
    events = [topic for topic in topics_for([]) if topic.name.endswith(".events")]
    assert len(events) == 4
    for topic in events:
        assert topic.settings["retention.ms"] == topic.settings["retention.bytes"] == "-1"
        assert topic.settings["cleanup.policy"] == "delete"


@pytest.mark.parametrize(
    ("replicas", "setting", "value"),
    [(1, "flush.messages", "1"), (3, "min.insync.replicas", "2")],
)
def test_an_answer_means_kept(replicas: int, setting: str, value: str) -> None:
    """Alone, on disk; in a cluster, with two."""
    for topic in topics_for(["police"], replicas):
        assert topic.settings[setting] == value
        assert topic.replicas == replicas
