"""Whoever runs an installation is told who lacks what, and the service goes on trying."""

from collections.abc import Callable
from typing import Any

import pytest
import structlog
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)
from structlog.testing import capture_logs

from deploy.access.granting import grant
from deploy.access.rights import Right, rights_of
from deploy.access.users import MAY_ALL
from deploy.local.kafka import LocalKafka
from deploy.local.ports import free_base_port
from deploy.provisioning import provision_access
from shared.broker import Broker, Login
from shared.kafka import LazyBroker
from shared.kafka_reading import cluster_id
from shared.producers import in_turn, transactional_id
from shared.topics import TopicsDiffer, guard, topics_for
from tests.access.conftest import AGENCIES
from tests.shared.test_relay import drained
from tests.toys import toys, until

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    structlog.reset_defaults()  # another test may have configured a service's


def reasons(logs: list[Any], event: str) -> list[str]:
    return [entry["reason"] for entry in logs if entry["event"] == event]


async def test_a_wrong_password_does_not_look_like_a_network_that_is_down(broker: LocalKafka) -> None:
    with capture_logs() as logs, pytest.raises(KafkaConnectionError):
        await cluster_id(broker.bootstrap.as_("intake", "not-the-password"))
    (reason,) = reasons(logs, "kafka.password_refused")
    assert "its user intake" in reason
    assert "CSPR_KAFKA_PASSWORD" in reason
    assert "not-the-password" not in str(logs)


async def test_of_a_kafka_that_is_away_nothing_is_told_but_that(broker: LocalKafka) -> None:
    away = Broker(f"127.0.0.1:{free_base_port()}", broker.known_as("intake").login)
    with capture_logs() as logs, pytest.raises(KafkaConnectionError):
        await cluster_id(away)
    assert logs == []


async def test_a_missing_transactional_id_is_named_with_who_lacks_it(broker: LocalKafka) -> None:
    expected = (TransactionalIdAuthorizationFailed, ClusterAuthorizationFailedError)
    with capture_logs() as logs, pytest.raises(expected):
        async with in_turn(broker.known_as("notifier"), "intake"):
            pass
    (reason,) = reasons(logs, "kafka.right_missing")
    assert "Kafka's user notifier has no right to publish under the transactional id relay-intake" in reason


async def test_a_topic_that_may_not_be_written_is_named_with_who_lacks_it(broker: LocalKafka) -> None:
    with capture_logs() as logs, pytest.raises(TopicAuthorizationFailedError):
        async with in_turn(broker.known_as("notifier"), "notifier") as (producer, _), producer.transaction():
            await (await producer.send("intake.events", b"not ours to say"))
    (reason,) = reasons(logs, "kafka.right_missing")
    assert "Kafka's user notifier has no right" in reason
    assert "intake.events" in reason


async def test_a_missing_group_is_named_with_who_lacks_it(broker: LocalKafka) -> None:
    deaf = LazyBroker(broker.known_as("witness"), client_id="witness")
    deaf.subscriber("intake.events", group_id="intake")(_ignored)
    with capture_logs() as logs:
        await deaf.start()
        try:
            await until(_told(logs))
        finally:
            await deaf.stop()
    told = reasons(logs, "kafka.right_missing")
    assert "Kafka's user witness has no right to use the consumer group intake" in told[0]


async def _ignored(_: bytes) -> None:
    """Nothing comes."""


def _told(logs: list[Any]) -> Callable[[], Any]:
    async def told() -> bool:
        return bool(reasons(logs, "kafka.right_missing"))

    return told


async def test_a_topic_that_may_not_be_seen_is_told_as_missing_for_this_user(broker: LocalKafka) -> None:
    (topic,) = [topic for topic in topics_for(AGENCIES) if topic.name == "case-keys"]
    with pytest.raises(TopicsDiffer, match=r"Topic case-keys is missing, or Kafka's user console may not see it"):
        await guard(broker.known_as("console"), [topic])


async def test_a_relay_without_its_right_says_so_and_publishes_once_it_is_given(broker, database) -> None:
    users = broker.users
    users.ensure(["toy"])
    ours = {user: word for user, word in users.live().items() if user not in (*MAY_ALL, "toy")}
    rights = rights_of(ours, AGENCIES)
    async with toys(broker.bootstrap, database) as (teller, _):
        reading = {Right("toy", "topic", topic, "read") for topic in (teller.topic, "case-keys")}
        everybody = {**ours, "toy": users.password("toy")}
        await grant(broker.bootstrap, everybody, {*rights, *reading})
        teller.bootstrap = broker.known_as("toy")
        await teller.tell(1)

        with capture_logs() as logs:
            async with teller.relaying():
                await until(_told(logs))
                writing = {Right("toy", "topic", topic, "write") for topic in (teller.topic, "case-keys")}
                ids = {
                    Right("toy", "transactional-id", transactional_id(teller.name, turn), "write")
                    for turn in range(2)
                }
                await grant(broker.bootstrap, everybody, {*rights, *reading, *writing, *ids})
                await until(lambda: drained(teller))

        assert "Kafka's user toy has no right to publish" in reasons(logs, "kafka.right_missing")[0]
        assert len(await teller.on_kafka()) == 1
    await provision_access(broker.bootstrap, users, AGENCIES)


def test_a_broker_tells_its_password_to_nobody_who_writes_it_down(broker: LocalKafka) -> None:
    login = broker.known_as("intake").login
    assert isinstance(login, Login)
    password = login.password.get_secret_value()
    for text in (str(broker.bootstrap), repr(broker.known_as("intake")), f"{broker.bootstrap!r}", repr(login)):
        assert password not in text
