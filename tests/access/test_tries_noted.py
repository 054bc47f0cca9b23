"""Who tried to come in at Kafka, and what was denied to whom, is a line of a file of its own: never a password."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError

from deploy.local.kafka import LocalKafka
from shared.kafka_reading import cluster_id
from shared.producers import in_turn
from tests.toys import until

pytestmark = pytest.mark.real
NO_PASSWORD = "not-the-password"
AT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z "


def log(broker: LocalKafka) -> Path:
    return broker.log_dir / "kafka-access.log"


def lines(broker: LocalKafka, pattern: str) -> int:
    """How many are like this one."""
    return len(re.findall(AT + pattern, log(broker).read_text(), re.MULTILINE))


def more(broker: LocalKafka, pattern: str, than: int = 0) -> Callable[[], Awaitable[bool]]:
    async def are_there() -> bool:
        return lines(broker, pattern) > than

    return are_there


async def test_a_password_that_is_refused_is_a_line_with_where_it_came_from(broker: LocalKafka) -> None:
    with pytest.raises(KafkaConnectionError):
        await cluster_id(broker.bootstrap.as_("intake", NO_PASSWORD))
    refused = r"INFO Selector .*Failed authentication with /127\.0\.0\.1 .*invalid credentials.*SCRAM-SHA-512"
    await until(more(broker, refused))
    assert NO_PASSWORD not in log(broker).read_text()


async def test_whoever_is_let_in_is_a_line_with_where_they_came_from(broker: LocalKafka) -> None:
    let_in = r"DEBUG Selector .*listenerType=BROKER.* Successfully authenticated with /127\.0\.0\.1"
    before = lines(broker, let_in)
    await cluster_id(broker.known_as("intake"))
    await until(more(broker, let_in, before))


async def test_what_is_denied_is_a_line_with_who_asked_for_what_and_from_where(broker: LocalKafka) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        async with in_turn(broker.known_as("notifier"), "notifier") as (producer, _), producer.transaction():
            await (await producer.send("intake.events", b"not ours to say"))
    denied = r"INFO logger Principal = User:notifier is Denied operation = WRITE from host = 127\.0\.0\.1 "
    await until(more(broker, denied + r"on resource = Topic:LITERAL:intake\.events"))


async def test_nothing_else_is_in_it_and_no_password(broker: LocalKafka) -> None:
    await cluster_id(broker.known_as("intake"))
    text = log(broker).read_text()
    kinds = r"(DEBUG|INFO) Selector .*(Successfully|Failed) authenticat|INFO logger Principal = User:"
    assert [line for line in text.splitlines() if not re.match(f"{AT}({kinds})", line)] == []
    assert not [user for user, password in broker.users.live().items() if password in text]
