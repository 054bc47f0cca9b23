"""`python -m deploy.provision`: topics, databases and the wrapping key, before the services start.

For an installation of containers; `cspr up` does the same by itself. Told twice, it does nothing new.
"""

import asyncio
from pathlib import Path

from pydantic import SecretStr

from deploy.access.users import KafkaUsers
from deploy.local.keys import Keys
from deploy.local.service import SERVICES
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from deploy.provisioning import provision_access, provision_databases, provision_topics
from shared.settings import KafkaSettings


class ProvisionSettings(KafkaSettings):
    """From the environment, names beginning with CSPR_."""

    admin_url: SecretStr
    database_password: SecretStr  # every service's: each reaches its own database only
    data_dir: Path  # its folder `keys` is shared with the services
    partnership: Path = DEFAULT_PARTNERSHIP
    kafka_users: Path  # the file of Kafka's users and their passwords


async def provision(settings: ProvisionSettings) -> None:
    Keys(settings.data_dir).ensure(())
    ours = agencies(settings.partnership)
    await provision_topics(settings.broker, ours)
    await provision_access(settings.broker, KafkaUsers(settings.kafka_users), ours)
    password = settings.database_password.get_secret_value()
    passwords = dict.fromkeys(SERVICES, password)
    await provision_databases(settings.admin_url.get_secret_value(), passwords)


if __name__ == "__main__":
    asyncio.run(provision(ProvisionSettings()))  # type: ignore[call-arg, unused-ignore]
