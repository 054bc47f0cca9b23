"""What must exist before a service starts: its topics, as the table says, and its database."""

from collections.abc import Mapping, Sequence

from deploy.postgres import provision as provision_database
from shared import topics


async def provision_topics(bootstrap: str, agencies: Sequence[str]) -> list[str]:
    """Make the missing topics; then refuse (TopicsDiffer) if any is not as the table says."""
    table = topics.topics_for(agencies)
    made = await topics.provision(bootstrap, table)
    await topics.guard(bootstrap, table)
    return made


async def provision_databases(admin_url: str, passwords: Mapping[str, str]) -> None:
    """One database and one role for each service, with its password."""
    for service, password in passwords.items():
        await provision_database(admin_url, service, password)
