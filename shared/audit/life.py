"""In which life of its server the audit log was compared with its copy on Kafka.

As shared/compared.py has it for the event log: whoever was compared after the server began cannot be behind.
"""

from shared.event_log import Database

_LIFE = (
    "pg_postmaster_start_time()::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())"
    " || '/' || pg_relation_filenode('log.audit')"
)


async def remember(db: Database) -> None:
    await db.execute(
        f"INSERT INTO log.audit_met (life) VALUES ({_LIFE})"
        " ON CONFLICT (only_row) DO UPDATE SET life = excluded.life WHERE audit_met.life <> excluded.life"
    )


async def is_newest(db: Database) -> bool:
    """Whether it was compared in this life, so that it cannot be behind."""
    return bool(await db.fetchval(f"SELECT EXISTS (SELECT FROM log.audit_met WHERE life = {_LIFE})"))
