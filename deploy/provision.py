"""`python -m deploy.provision`: topics, databases and the wrapping key, before the services start.

For an installation of containers; `cspr up` does the same by itself. Told twice, it does nothing new.
"""

import asyncio
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.keys import Keys
from deploy.local.service import SERVICES
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from deploy.provisioning import provision_databases, provision_topics


class ProvisionSettings(BaseSettings):
    """From the environment, names beginning with CSPR_."""

    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    kafka: str
    admin_url: SecretStr
    database_password: SecretStr  # every service's: each reaches its own database only
    data_dir: Path  # its folder `keys` is shared with the services
    partnership: Path = DEFAULT_PARTNERSHIP


async def provision(settings: ProvisionSettings) -> None:
    Keys(settings.data_dir).ensure(())
    await provision_topics(settings.kafka, agencies(settings.partnership))
    password = settings.database_password.get_secret_value()
    passwords = dict.fromkeys(SERVICES, password)
    await provision_databases(settings.admin_url.get_secret_value(), passwords)


if __name__ == "__main__":
    asyncio.run(provision(ProvisionSettings()))  # type: ignore[call-arg, unused-ignore]
