"""How the broker is set, and why. docker-compose.yml says the same (a test compares)."""

from collections.abc import Mapping
from pathlib import Path

KAFKA_VERSION = "4.4.0"

# Never trust a default with someone's data: what matters is said even where it is the default.
BROKER: Mapping[str, str] = {
    # KRaft, broker and controller in one process: a partnership's own machine needs no second one.
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "PLAINTEXT",
    # A mistyped topic must be an error: one made on the fly forgets after a week.
    "auto.create.topics.enable": "false",
    # Topics say their own partition count (shared/topics.py); this only stops a surprise.
    "num.partitions": "1",
    "default.replication.factor": "1",
    # One broker: its own bookkeeping cannot be copied to a second.
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # The default is 50 of each: 100 open logs for a handful of groups and relays.
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    # A report with long sealed text must fit; topics repeat it as max.message.bytes.
    "message.max.bytes": str(4 * 1024 * 1024),
    # A replica that missed acknowledged records may never lead: better away than forgetful.
    "unclean.leader.election.enable": "false",
    # One consumer a group is usual here: waiting 3 s for others only delays a start.
    "group.initial.rebalance.delay.ms": "0",
    # A relay's fence lives in its transactional id. Three weeks of silence and it is forgotten: then the next
    # publishing fails once, and the relay makes its producer anew.
    "transactional.id.expiration.ms": str(21 * 24 * 3600 * 1000),
    # After a crash the controller first waits for the old broker's lease to end: 9 s by default.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    # Group offsets are a lag hint only (the truth is in PostgreSQL), kept for a month.
    "offsets.retention.minutes": str(30 * 24 * 60),
    # An erased case's key must leave the compacted topic: look every 15 s for what is due.
    "log.cleaner.enable": "true",
    "log.cleaner.backoff.ms": "15000",
}


def server_properties(log_dir: Path, port: int, controller_port: int) -> dict[str, str]:
    """The broker's whole configuration here; it listens on the loopback address only."""
    return {
        **BROKER,
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        # A fixed voter list, not one kept in the log: the same data may come back on another port.
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "log.dirs": str(log_dir),
    }


# Warnings to one small file; the JVM's own standard output stays empty.
LOG4J2 = """\
<Configuration status="ERROR">
  <Appenders>
    <RollingFile name="file" fileName="{log}" filePattern="{log}.%i">
      <PatternLayout pattern="%d{{ISO8601}} %p %c{{1}} %m%n"/>
      <Policies><SizeBasedTriggeringPolicy size="5 MB"/></Policies>
      <DefaultRolloverStrategy max="2"/>
    </RollingFile>
  </Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="file"/></Root></Loggers>
</Configuration>
"""
