"""An installation whose services are born by fork, and whose dead Kafka forgets at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.group import LeaveGroupRequest

from deploy.local.clock_file import ClockStart
from deploy.local.ports import Ports, free_base_port
from deploy.local.runtime import Runtime
from deploy.local.scanner import LocalScanner
from deploy.local.service import Witnessing
from shared.broker import client as at
from tests.faults.nursery import Forked
from tests.faults.releases import RELEASE


class Installation(Runtime):
    """As `cspr up` makes one, but that a service starts again in a fraction of a second."""

    release = ""  # of the services: see tests/faults/releases.py

    def _make_services(self) -> None:
        super()._make_services()
        for service in self.services.values():
            service.child.env = {**(service.child.env or {}), RELEASE: self.release}
            service.child = Forked(service.child)

    async def stop(self) -> None:
        await super().stop()
        for service in self.services.values():
            assert isinstance(service.child, Forked)
            service.child.close()


@asynccontextmanager
async def installed(
    services: Sequence[str],
    witness: Witnessing | None = None,
    watched: bool = False,
    clock: ClockStart | None = None,
    release: str = "",
    scanned: bool = False,
    signatures: Path | None = None,
) -> AsyncIterator[Installation]:
    """`scanned`: with a malware scanner that knows a test's signature alone, or those in `signatures`."""
    with TemporaryDirectory(prefix="cspr-faults-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data, port = Path(folder) / "data", free_base_port()
        scanner = LocalScanner(data, Ports(port).of("scanner"), signatures or data) if scanned else None
        runtime = Installation(data, port, clock, services, witness=witness, watched=watched, scanner=scanner)
        runtime.release = release
        await runtime.start()
        try:
            yield runtime
        finally:
            await runtime.stop()


async def bury(bootstrap: str, group: str) -> None:
    """Tell the group that its dead members left. By itself it would wait for them for 10 s."""
    admin = AIOKafkaAdminClient(**at(bootstrap))
    await admin.start()
    try:
        (answer,) = await admin.describe_consumer_groups([group])
        coordinator = await admin.find_coordinator(group)
        for described in answer.groups:
            for member in described[5]:
                await admin._send_request_to_node(coordinator, LeaveGroupRequest(group, member[0]))
    finally:
        await admin.close()
