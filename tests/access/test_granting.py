"""A broker goes by the table: what is missing is given, what is too much is taken away, and at once."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from deploy.access.granting import grant
from deploy.access.protocol import CreateAcls
from deploy.access.rights import rights_of
from deploy.access.users import MAY_ALL
from deploy.local.kafka import LocalKafka
from deploy.provisioning import provision_access
from shared.broker import client
from shared.kafka_reading import cluster_id
from tests.access.asking import TOPIC, connected
from tests.access.conftest import AGENCIES
from tests.toys import until

pytestmark = pytest.mark.real
INCIDENTS = "partner.hospital.incidents"
_ALLOW, _LITERAL, _OF_TOPICS, _ALL = 3, 3, 2, 2


async def provisioned(broker: LocalKafka):
    return await provision_access(broker.bootstrap, broker.users, AGENCIES)


async def test_told_twice_it_has_nothing_to_do(broker: LocalKafka) -> None:
    await provisioned(broker)
    again = await provisioned(broker)
    assert (again.given, again.taken, again.turned_away, again.limited) == (0, 0, (), 0)


async def test_a_right_that_is_not_in_the_table_is_taken_away(broker: LocalKafka) -> None:
    await _given_by_hand(broker, (_OF_TOPICS, "*", _LITERAL, "User:*", "*", _ALL, _ALLOW))
    async with connected(broker.known_as("partner.police")) as asked:
        assert (await asked.reads(["intake.events"]))["intake.events"] != TOPIC  # what was too much was there
        assert (await provisioned(broker)).taken == 1
        assert (await asked.reads(["intake.events"]))["intake.events"] == TOPIC


async def _given_by_hand(broker: LocalKafka, acl: tuple[int, str, int, str, str, int, int]) -> None:
    """Until the broker goes by it: the controller answers before."""
    admin = AIOKafkaAdminClient(**client(broker.bootstrap))
    await admin.start()
    try:
        await admin._send_request(CreateAcls([acl]))
    finally:
        await admin.close()
    async with connected(broker.known_as("witness")) as asked:

        async def may_read() -> bool:
            return (await asked.reads(["case-keys"]))["case-keys"] != TOPIC

        await until(may_read)


async def test_a_rotated_agency_loses_the_connection_it_has_and_its_password_at_once(broker: LocalKafka) -> None:
    await provisioned(broker)
    before = broker.known_as(broker.users.of_agency("hospital") or "")
    async with connected(before) as asked:
        assert (await asked.writes([INCIDENTS]))[INCIDENTS] != TOPIC
        after = broker.users.rotate("hospital")
        assert (await provisioned(broker)).turned_away == (before.login.user,)
        assert (await asked.writes([INCIDENTS]))[INCIDENTS] == TOPIC  # the very next thing it asks
    with pytest.raises(KafkaConnectionError):
        await cluster_id(before)
    async with connected(broker.known_as(after)) as asked:
        assert (await asked.writes([INCIDENTS]))[INCIDENTS] != TOPIC


async def test_a_revoked_agency_is_let_in_no_more_and_others_go_on(broker: LocalKafka) -> None:
    await provisioned(broker)
    police = broker.known_as(broker.users.of_agency("police") or "")
    hospital = broker.known_as(broker.users.of_agency("hospital") or "")
    async with connected(police) as asked, connected(hospital) as another:
        broker.users.revoke("police")
        await provisioned(broker)
        assert (await asked.reads(["partner.police.feedback"]))["partner.police.feedback"] == TOPIC
        assert (await another.writes([INCIDENTS]))[INCIDENTS] != TOPIC
    with pytest.raises(KafkaConnectionError):
        await cluster_id(police)
    broker.users.rotate("police")
    await provisioned(broker)


async def test_a_password_that_changed_in_the_file_is_the_one_that_is_let_in(broker: LocalKafka) -> None:
    await provisioned(broker)
    passwords = {user: word for user, word in broker.users.live().items() if user not in MAY_ALL}
    changed = {**passwords, "console": "a-new-password-of-the-console-0123456789"}
    await grant(broker.bootstrap, changed, rights_of(changed, AGENCIES))
    await cluster_id(broker.bootstrap.as_("console", changed["console"]))
    with pytest.raises(KafkaConnectionError):
        await cluster_id(broker.known_as("console"))
    await provisioned(broker)
    await cluster_id(broker.known_as("console"))
