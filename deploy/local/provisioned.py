"""What the services find on the servers before the first of them starts: topics, rights and databases."""

from collections.abc import Sequence

from deploy.local.kafka import LocalKafka
from deploy.local.keys import Keys
from deploy.local.postgres import LocalPostgres
from deploy.local.watch import Report
from deploy.provisioning import provision_access, provision_databases, provision_topics


async def provision(
    kafka: LocalKafka,
    postgres: LocalPostgres,
    keys: Keys,
    services: Sequence[str],
    agencies: Sequence[str],
    report: Report,
) -> None:
    """Made where it is missing, and set where it differs; told a second time it has nothing to do.

    `agencies`: their ids. Both servers are ready, and there is a password for each of `services`.
    """
    made = await provision_topics(kafka.bootstrap, agencies)
    report(f"topics are as they must be ({len(made)} made)")
    granted = await provision_access(kafka.bootstrap, keys.kafka, agencies)
    report(f"rights are as they must be ({granted})")
    await provision_databases(postgres.admin_url, {name: keys.password(name) for name in services})
    report("databases are as they must be")
