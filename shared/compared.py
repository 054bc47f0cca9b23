"""Which Kafka our marks speak of, and whether this database was compared with it since it came to life.

A restored backup looks like a log and may be behind Kafka. What it cannot bring back is the life of the server:
whoever wrote down when it began, and was compared with Kafka after that, is still the newest there is.
"""

from shared.event_log import Database

# The server's start, the database and the table's file: a restore changes at least one of them.
_LIFE = (
    "pg_postmaster_start_time()::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())"
    " || '/' || pg_relation_filenode('log.event_log')"
)


class MarksVoid(Exception):
    """Kafka lacks what is marked as being there. Nothing may be said before a person has it said again."""


class AnotherKafka(MarksVoid):
    """The marks speak of another cluster."""


class Truncated(MarksVoid):
    """Kafka ends before a place where we have been."""


async def meet(db: Database, cluster: str) -> None:
    """Raises AnotherKafka when our marks are not of this cluster."""
    known = await db.fetchval("SELECT cluster FROM log.met_kafka")
    if known not in (None, cluster):
        raise AnotherKafka


async def remember(db: Database, cluster: str) -> None:
    """Our log holds all that this Kafka has of us."""
    await db.execute(
        f"INSERT INTO log.met_kafka (cluster, life) VALUES ($1, {_LIFE})"
        " ON CONFLICT (only_row) DO UPDATE SET cluster = excluded.cluster, life = excluded.life"
        " WHERE (met_kafka.cluster, met_kafka.life) <> (excluded.cluster, excluded.life)",
        cluster,
    )


async def is_newest(db: Database) -> bool:
    """Whether it was compared in this life, so that it cannot be behind."""
    return bool(await db.fetchval(f"SELECT EXISTS (SELECT FROM log.met_kafka WHERE life = {_LIFE})"))
