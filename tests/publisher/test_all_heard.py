"""Nothing is stated of a case before the publisher has heard all that Kafka holds. With PostgreSQL alone."""

import pytest
from aiokafka.errors import KafkaConnectionError

from services.publisher.all_heard import TOPICS, AllHeard
from shared.compared import Truncated
from shared.event_log import NotOpen
from shared.keys import sealed_under
from shared.sealing import new_key
from shared.service import Service
from tests.contracts import examples_keeping as kx
from tests.publisher import examples as ex
from tests.publisher.conftest import HeldInMind
from tests.publisher.stories import hear

pytestmark = pytest.mark.real
CLUSTER = "this-kafka"


async def taken_in(service: Service, topic: str, partition: int, next_offset: int, cluster: str = CLUSTER) -> None:
    sql = "INSERT INTO log.consumed VALUES ($1, $2, $3, $4)"
    await service.log.pool.execute(sql, topic, partition, cluster, next_offset)


async def test_all_that_kafka_holds_was_taken_in(service: Service) -> None:
    await taken_in(service, "notifier.events", 1, 7)
    kafka = HeldInMind({("notifier.events", 1): 7})
    assert await AllHeard(service, kafka, lambda: True).waiting() == set()


async def test_while_our_own_log_may_lack_something_nothing_is_known(service: Service) -> None:
    with pytest.raises(NotOpen):
        await AllHeard(service, HeldInMind(), lambda: False).waiting()


@pytest.mark.parametrize("topic", TOPICS)
async def test_one_record_of_any_service_that_was_not_taken_in_is_too_many(service: Service, topic: str) -> None:
    await taken_in(service, topic, 1, 6)
    with pytest.raises(NotOpen):
        await AllHeard(service, HeldInMind({(topic, 1): 7}), lambda: True).waiting()


async def test_of_a_partition_that_was_never_heard_nothing_was_taken_in(service: Service) -> None:
    with pytest.raises(NotOpen):
        await AllHeard(service, HeldInMind({("reviews.events", 0): 1}), lambda: True).waiting()


async def test_an_offset_of_another_kafka_says_nothing_of_this_one(service: Service) -> None:
    await taken_in(service, "reviews.events", 0, 7, cluster="the-one-before")
    with pytest.raises(NotOpen):
        await AllHeard(service, HeldInMind({("reviews.events", 0): 1}), lambda: True).waiting()


@pytest.mark.parametrize("error", [KafkaConnectionError(), Truncated()])
async def test_without_an_answer_from_kafka_nothing_is_known(service: Service, error: Exception) -> None:
    with pytest.raises(NotOpen):
        await AllHeard(service, HeldInMind(fails=error), lambda: True).waiting()


async def test_of_what_waits_for_what_it_builds_on_the_case_is_told(service: Service) -> None:
    lifted = sealed_under(kx.hold_lifted, ex.CASE, new_key())
    await hear(service, "intake", lifted, after=1)  # the report itself is still on its way
    assert await AllHeard(service, HeldInMind(), lambda: True).waiting() == {ex.CASE}
