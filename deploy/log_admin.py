"""What only the owner of a service's database may ask or change: is it there, is it drained, send it again."""

from deploy.postgres import connected
from shared.crash import CrashPoint

BEFORE_FORGET = CrashPoint("republish-before-commit")
AFTER_FORGET = CrashPoint("republish-after-commit")


async def exists(admin_url: str, service: str) -> bool:
    async with connected(admin_url) as admin:
        return bool(await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service))


async def unpublished(admin_url: str, service: str) -> int:
    """Events and keys that only this database holds."""
    async with connected(admin_url, service) as owner:
        count: int = await owner.fetchval(
            "SELECT (SELECT count(*) FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL)"
            " + (SELECT count(*) FROM log.case_key WHERE made_here AND kafka_offset IS NULL)",
            service,
        )
    return count


async def forget_marks(admin_url: str, service: str) -> int:
    """As if nothing of this service ever reached any Kafka. Its keys go again too: whoever has one may say it."""
    async with connected(admin_url, service) as owner, owner.transaction():
        await owner.execute("DELETE FROM log.met_kafka")
        await owner.execute("UPDATE log.case_key SET made_here = true, kafka_offset = NULL")
        await owner.execute("UPDATE log.erased SET tombstone = NULL")
        done: str = await owner.execute(
            "UPDATE log.event_log SET kafka_partition = NULL, kafka_offset = NULL WHERE source = $1", service
        )
        BEFORE_FORGET()
    AFTER_FORGET()
    return int(done.split()[-1])
