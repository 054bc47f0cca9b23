"""Every credential against every topic, group and transactional id, on a real broker: no unexpected allow.

The table is written out here, by hand, from what each is for: it is not the one that the rights are made from.
"""

import pytest
from aiokafka.errors import KafkaConnectionError

from deploy.local.kafka import LocalKafka
from shared.broker import Broker
from shared.kafka_reading import cluster_id
from shared.topics import topics_for
from tests.access.asking import ANOTHER_REASON, CLUSTER, GROUP, TOPIC, TRANSACTIONAL_ID, connected
from tests.access.conftest import AGENCIES

pytestmark = pytest.mark.real

EVENTS = ["intake.events", "notifier.events", "reviews.events", "publisher.events"]
AUDITS = ["intake.audit", "notifier.audit", "reviews.audit", "publisher.audit", "console.audit"]
FEEDBACK = ["partner.hospital.feedback", "partner.police.feedback"]
INCIDENTS = ["partner.hospital.incidents", "partner.police.incidents"]
RETURNS = ["partner.hospital.returns", "partner.police.returns"]

MAY_WRITE = {
    "intake": {"intake.events", "intake.audit", "case-keys", *FEEDBACK},
    "notifier": {"notifier.events", "notifier.audit", "case-keys"},
    "reviews": {"reviews.events", "reviews.audit", "case-keys", *FEEDBACK},
    "publisher": {"publisher.events", "publisher.audit", "case-keys"},
    "console": {"console.audit"},
    "watcher": set(),
    "witness": set(),
    "partner.hospital": {"partner.hospital.incidents", "partner.hospital.returns"},
    "partner.police": {"partner.police.incidents", "partner.police.returns"},
}
MAY_READ = {
    "intake": {"intake.audit", "case-keys", "intake.events", *INCIDENTS},
    "notifier": {"notifier.audit", "case-keys", "intake.events", "notifier.events"},
    "reviews": {"reviews.audit", "case-keys", "intake.events", "notifier.events", "reviews.events", *RETURNS},
    "publisher": {"publisher.audit", "case-keys", *EVENTS},
    "console": {"console.audit", *EVENTS},
    "watcher": {"case-keys", *EVENTS, *INCIDENTS, *RETURNS},
    "witness": {*EVENTS, *AUDITS},
    "partner.hospital": {"partner.hospital.feedback"},
    "partner.police": {"partner.police.feedback"},
}
MAY_JOIN = {
    "intake": {"intake"},
    "notifier": {"notifier"},
    "reviews": {"reviews"},
    "publisher": {"publisher"},
    "console": {"console"},
    "watcher": set(),
    "witness": set(),
    "partner.hospital": {"partner.hospital.feedback-reader"},
    "partner.police": {"partner.police.feedback-reader"},
}
MAY_PUBLISH_AS = {
    "intake": {"relay-intake", "relay-intake-2", "relay-intake.audit"},
    "notifier": {"relay-notifier", "relay-notifier-2", "relay-notifier.audit"},
    "reviews": {"relay-reviews", "relay-reviews-2", "relay-reviews.audit"},
    "console": {"relay-console.audit"},
    "publisher": {"relay-publisher", "relay-publisher-2", "relay-publisher.audit"},
}
USERS = sorted(MAY_WRITE)
TOPICS = [topic.name for topic in topics_for(AGENCIES)]
GROUPS = sorted(set().union(*MAY_JOIN.values()) | {"partner.hospital", "partner.hospital2.x", "anything"})
IDS = sorted(set().union(*MAY_PUBLISH_AS.values()) | {"relay-console", "partner.hospital.x", "anything"})


def test_the_table_speaks_of_every_user_and_every_topic(broker: LocalKafka) -> None:
    assert sorted(broker.users.live().keys() - {"operator", "broker", "controller"}) == USERS == sorted(MAY_READ)
    assert sorted(TOPICS) == sorted([*EVENTS, *AUDITS, "case-keys", *FEEDBACK, *INCIDENTS, *RETURNS])


@pytest.mark.parametrize("user", USERS)
async def test_nobody_writes_or_reads_a_topic_that_is_not_theirs_to(broker: LocalKafka, user: str) -> None:
    async with connected(broker.known_as(user)) as asked:
        written, read = await asked.writes(TOPICS), await asked.reads(TOPICS)
    assert {topic for topic, code in written.items() if code != TOPIC} == MAY_WRITE[user]
    assert {topic for topic, code in read.items() if code != TOPIC} == MAY_READ[user]
    assert {written[topic] for topic in MAY_WRITE[user]} <= {ANOTHER_REASON["write"]}
    assert {read[topic] for topic in MAY_READ[user]} <= {ANOTHER_REASON["read"]}


@pytest.mark.parametrize("user", USERS)
async def test_nobody_uses_a_group_or_a_transactional_id_that_is_not_theirs(broker: LocalKafka, user: str) -> None:
    async with connected(broker.known_as(user)) as asked:
        joined, published = await asked.joins(GROUPS), await asked.publishes_as(IDS)
    assert {group for group, code in joined.items() if code != GROUP} == MAY_JOIN[user]
    assert {each for each, code in published.items() if code != TRANSACTIONAL_ID} == MAY_PUBLISH_AS.get(
        user, set()
    )


@pytest.mark.parametrize("user", USERS)
async def test_nobody_but_the_operator_changes_topics_rights_or_users(broker: LocalKafka, user: str) -> None:
    topic = min(MAY_READ[user])
    async with connected(broker.known_as(user)) as asked:
        done = await asked.administers(topic)
    assert set(done.values()) <= {TOPIC, CLUSTER}, done


async def test_whoever_does_not_say_who_they_are_or_says_it_wrongly_is_let_in_nowhere(broker: LocalKafka) -> None:
    nobody = Broker(str(broker.bootstrap))
    wrong = broker.bootstrap.as_("intake", "not the password")
    unknown = broker.bootstrap.as_("nobody", broker.users.password("intake"))
    to_the_controller = Broker(f"127.0.0.1:{broker.controller_port}", broker.known_as("intake").login)
    unasked = Broker(f"127.0.0.1:{broker.controller_port}")
    for each in (nobody, wrong, unknown, to_the_controller, unasked):
        with pytest.raises(KafkaConnectionError):
            await cluster_id(each)
