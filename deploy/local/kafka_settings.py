"""How the broker is set, and why. docker-compose.yml says the same (a test compares)."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.access.users import BROKER as BROKER_USER
from deploy.access.users import CONTROLLER, MAY_ALL

KAFKA_VERSION = "4.4.0"

# Never trust a default with someone's data: what matters is said even where it is the default.
BROKER: Mapping[str, str] = {
    # KRaft, broker and controller in one process: a partnership's own machine needs no second one.
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "CLIENT",
    # Everybody says who they are, and may do what the table of rights says (deploy/access/rights.py): no more.
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
    # Metadata holds the SCRAM users, so whoever serves metadata cannot be asked by SCRAM.
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": "false",
    "super.users": ";".join(f"User:{user}" for user in MAY_ALL),
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


@dataclass(frozen=True)
class Place:
    """Where a broker is, as itself and as others see it. Its controller is for itself alone, on the loopback."""

    logs: str
    listens: str  # host:port; no host: everywhere
    advertised: str
    controller_port: int


@dataclass(frozen=True)
class Certified:
    """For encrypted lines, PEM files: the broker's key with its certificates, and who signed them."""

    key_and_certificates: str
    authorities: str


def server_properties(
    place: Place, passwords: Mapping[str, str], certified: Certified | None = None
) -> dict[str, str]:
    """The broker's whole configuration. It holds secrets: of the broker and of the controller."""
    here = f"127.0.0.1:{place.controller_port}"
    line = "SASL_SSL" if certified else "SASL_PLAINTEXT"
    return {
        **BROKER,
        **(_encrypted(certified) if certified else {}),
        "listener.security.protocol.map": f"CLIENT:{line},CONTROLLER:SASL_PLAINTEXT",
        "listeners": f"CLIENT://{place.listens},CONTROLLER://{here}",
        "advertised.listeners": f"CLIENT://{place.advertised}",
        # A fixed voter list, not one kept in the log: the same data may come back on another port.
        "controller.quorum.voters": f"1@{here}",
        "log.dirs": place.logs,
        "listener.name.client.scram-sha-512.sasl.jaas.config": _scram(passwords[BROKER_USER]),
        "listener.name.controller.plain.sasl.jaas.config": _plain(passwords[CONTROLLER]),
    }


# As in shared/tls.py, by Java's names: those of TLS 1.3, and of 1.2 ECDHE with AES-GCM or ChaCha20.
_SEALED = ("AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256", "AES_128_GCM_SHA256")
CIPHERS = (
    *(f"TLS_{each}" for each in _SEALED),
    *(f"TLS_ECDHE_{signed}_WITH_{each}" for signed in ("ECDSA", "RSA") for each in _SEALED),
)


def _encrypted(certified: Certified) -> dict[str, str]:
    return {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": certified.key_and_certificates,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": certified.authorities,
        "ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
        "ssl.cipher.suites": ",".join(CIPHERS),
    }


def _scram(password: str) -> str:
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    return f'{module} required username="{BROKER_USER}" password="{password}";'


def _plain(password: str) -> str:
    """Both ends: who asks, and who may."""
    module = "org.apache.kafka.common.security.plain.PlainLoginModule"
    return f'{module} required username="{CONTROLLER}" password="{password}" user_{CONTROLLER}="{password}";'


def scram_arguments(passwords: Mapping[str, str]) -> list[str]:
    """For `kafka-storage format`: who must be there before anybody can make the others."""
    return [
        part
        for user in MAY_ALL
        if user != CONTROLLER
        for part in ("--add-scram", f"SCRAM-SHA-512=[name={user},password={passwords[user]}]")
    ]


# Warnings to one file. To another each that came in or was turned away, and whatever was denied to whom; of what
# a selector says nothing else. The JVM's own standard output stays empty.
_LOG4J2 = """\
<Configuration status="ERROR">
  <Appenders>
    <RollingFile name="warnings" fileName="{log}" filePattern="{log}.%i">
      <PatternLayout pattern="%d{{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}{{UTC}} %p %c{{1}} %m%n"/>
      <Policies><SizeBasedTriggeringPolicy size="5 MB"/></Policies>
      <DefaultRolloverStrategy max="2"/>
    </RollingFile>
    <RollingFile name="access" fileName="{access}" filePattern="{access}.%i">
      <PatternLayout pattern="%d{{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}{{UTC}} %p %c{{1}} %m%n%ex{{none}}"/>
      <RegexFilter regex="(?s)(Principal = |\\[SocketServer .*(Successfully|Failed) authenticat).*"/>
      <Policies><SizeBasedTriggeringPolicy size="20 MB"/></Policies>
      <DefaultRolloverStrategy max="9"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <Logger name="kafka.authorizer.logger" level="INFO" additivity="false"><AppenderRef ref="access"/></Logger>
    <Logger name="org.apache.kafka.common.network.Selector" level="DEBUG" additivity="false">
      <AppenderRef ref="access"/><AppenderRef ref="warnings" level="WARN"/>
    </Logger>
    <Root level="WARN"><AppenderRef ref="warnings"/></Root>
  </Loggers>
</Configuration>
"""


def log4j2(folder: str) -> str:
    """Kafka's own logs, in this folder."""
    return _LOG4J2.format(log=f"{folder}/kafka.log", access=f"{folder}/kafka-access.log")
