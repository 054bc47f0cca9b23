"""Two servers in one process and one event loop: a signal stops both, gracefully."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

import uvicorn


class _Server(uvicorn.Server):
    """Leaves signals alone: uvicorn's own handling would stop the last server, then kill the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Servers:
    def __init__(self, *servers: uvicorn.Server) -> None:
        self._servers = [_Server(server.config) for server in servers]

    def run(self) -> None:
        asyncio.run(self.serve())

    async def serve(self) -> None:
        """Until SIGTERM or SIGINT; requests in hand are answered first."""
        loop = asyncio.get_running_loop()
        for told_to_stop in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(told_to_stop, self.stop)
        await asyncio.gather(*(server.serve() for server in self._servers))

    def stop(self) -> None:
        for server in self._servers:
            server.should_exit = True
