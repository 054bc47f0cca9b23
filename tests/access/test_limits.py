"""Kafka itself slows an agency down that asks too much, also one that nobody has heard of yet, and nobody else."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pydantic import SecretStr

from deploy import provision
from deploy.access.limiting import limit, limits_there
from deploy.access.limits import EACH_AGENCY, Limits, limits_of
from deploy.access.rights import everybody
from deploy.access.users import MAY_ALL
from deploy.local.kafka import LocalKafka
from deploy.partnership import agencies
from deploy.provisioning import provision_access, provision_topics
from shared.broker import client
from shared.kafka_reading import partitions_of, read_to_end
from tests.access.asking import Asked, connected
from tests.access.conftest import AGENCIES
from tests.toys import until

NAMELESS = (("user", None),)
OURS = [*MAY_ALL, *everybody(AGENCIES)]
MUCH = bytes(512 * 1024)
TIMES = 64  # together 32 MiB: two minutes' worth for an agency, a moment's for Kafka


@pytest.fixture
async def admin(broker: LocalKafka) -> AsyncIterator[AIOKafkaAdminClient]:
    made = AIOKafkaAdminClient(**client(broker.bootstrap))
    await made.start()
    yield made
    await made.close()
    await provision_access(broker.bootstrap, broker.users, AGENCIES)


def test_whoever_is_not_named_has_an_agencys_limits_and_ours_have_none() -> None:
    table = limits_of([*everybody(AGENCIES), "partner.hospital", "partner.police.2"])
    assert table[NAMELESS] == EACH_AGENCY
    assert table.keys() - {NAMELESS} == {(("user", user),) for user in OURS}
    for user in OURS:
        assert table[(("user", user),)].keys() == EACH_AGENCY.keys()
        assert min(table[(("user", user),)].values()) > 1024**5


@pytest.mark.real
async def test_kafka_says_so_and_an_agency_that_joins_or_is_rotated_changes_nothing(
    broker: LocalKafka, admin: AIOKafkaAdminClient
) -> None:
    assert await limits_there(admin) == limits_of(OURS)
    broker.users.rotate("hospital")
    joined = await provision_access(broker.bootstrap, broker.users, [*AGENCIES, "school"])
    assert joined.given and not joined.limited
    assert (await limits_there(admin))[NAMELESS] == EACH_AGENCY
    assert await limits_there(admin) == limits_of(OURS)


@pytest.mark.real
async def test_a_limit_that_is_not_in_the_table_is_taken_away_and_one_that_is_missing_set(
    broker: LocalKafka, admin: AIOKafkaAdminClient
) -> None:
    by_hand: Limits = {
        NAMELESS: {"consumer_byte_rate": 1.0},
        (("user", "partner.police"),): {"producer_byte_rate": 2.0**40},
        (("client-id", "aiokafka"), ("user", "partner.police")): {"producer_byte_rate": 2.0**40},
        (("ip", "127.0.0.1"),): {"connection_creation_rate": 1000.0},
    }
    await limit(admin, by_hand)

    async def are_by_hand() -> bool:
        return await limits_there(admin) == by_hand

    await until(are_by_hand)
    await provision_access(broker.bootstrap, broker.users, AGENCIES)
    assert await limits_there(admin) == limits_of(OURS)


@pytest.mark.real
async def test_what_provisions_containers_sets_them_too(
    broker: LocalKafka, admin: AIOKafkaAdminClient, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def elsewhere(*_: object) -> None:
        """PostgreSQL is not what this is about."""

    monkeypatch.setattr(provision, "provision_databases", elsewhere)
    await limit(admin, {})
    operator = broker.bootstrap.login
    assert operator
    settings = provision.ProvisionSettings(
        kafka=str(broker.bootstrap),
        kafka_security="sasl_plaintext",
        kafka_user=operator.user,
        kafka_password=operator.password,
        kafka_users=broker.users.file,
        admin_url=SecretStr("postgresql://nowhere"),
        database_password=SecretStr("none"),
        data_dir=tmp_path,
    )
    await provision.provision(settings)
    assert await limits_there(admin) == limits_of([*MAY_ALL, *everybody(agencies(settings.partnership))])


@pytest.mark.real
async def test_an_agencys_flood_is_held_up_while_another_is_heard_and_no_service_is(broker: LocalKafka) -> None:
    """The agency that floods joined a moment ago."""
    joined = [*AGENCIES, "school"]
    await provision_topics(broker.bootstrap, joined)
    await provision_access(broker.bootstrap, broker.users, joined)
    school, police = (broker.known_as(broker.users.of_agency(each) or "") for each in ("school", "police"))
    async with (
        connected(school) as flooding,
        connected(police) as other,
        connected(broker.known_as("intake")) as service,
    ):
        with flood(flooding, "partner.school.incidents") as (task, waits):

            async def held_up() -> bool:
                return any(waits) or task.done()

            await until(held_up)
            assert any(waits)
            assert await other.puts("partner.police.incidents", b"a child was hurt") == 0
            assert b"a child was hurt" in await heard(broker, "partner.police.incidents")
            assert [await service.puts("intake.events", MUCH) for _ in range(TIMES)] == [0] * TIMES
            assert not task.done()
    await provision_access(broker.bootstrap, broker.users, AGENCIES)


@contextmanager
def flood(asked: Asked, topic: str) -> Iterator[tuple[asyncio.Task[None], list[int]]]:
    """Much, again and again, each as soon as the one before was taken; for how long each is left unheard after."""
    waits: list[int] = []

    async def put() -> None:
        for _ in range(TIMES):
            waits.append(await asked.puts(topic, MUCH))

    task = asyncio.create_task(put())
    yield task, waits
    task.cancel()


async def heard(broker: LocalKafka, topic: str) -> list[bytes | None]:
    """By the service that reads it."""
    intake = broker.known_as("intake")
    start = dict.fromkeys(await partitions_of(intake, [topic]), 0)
    return [record.value async for record in read_to_end(intake, start)]
