"""What must exist before a service starts: its topics, as the table says, and its database."""

from collections.abc import Mapping, Sequence

from deploy.access.granting import Granted, grant
from deploy.access.rights import everybody, rights_of
from deploy.access.users import KafkaUsers, agency_of
from deploy.postgres import provision as provision_database
from shared import topics
from shared.broker import Broker


async def provision_topics(bootstrap: str, agencies: Sequence[str]) -> list[str]:
    """Make the missing topics; then refuse (TopicsDiffer) if any is not as the table says."""
    table = topics.topics_for(agencies)
    made = await topics.provision(bootstrap, table)
    await topics.guard(bootstrap, table)
    return made


async def provision_access(broker: Broker, users: KafkaUsers, agencies: Sequence[str]) -> Granted:
    """Everybody of this partnership known to Kafka, each with their rights; all others gone, and all other rights.

    Raises KafkaError, and TimeoutError when the broker does not come to go by it.
    """
    ours = everybody(agencies)
    users.ensure(ours, agencies)
    passwords = {user: word for user, word in users.live().items() if user in ours or agency_of(user) in agencies}
    return await grant(broker, passwords, rights_of(passwords, agencies))


async def provision_databases(admin_url: str, passwords: Mapping[str, str]) -> None:
    """One database and one role for each service, with its password."""
    for service, password in passwords.items():
        await provision_database(admin_url, service, password)
