"""An app as a server: its own lines in the log, its own meaning of signals, and whom it believes who asks."""

import uvicorn
from fastapi import FastAPI

from shared.settings import Settings


def serve(app: FastAPI, settings: Settings, proxies: str = "") -> uvicorn.Server:
    """A server that leaves logging and signals' meaning to us: SIGTERM ends the lifespan above.

    `proxies`: whose X-Forwarded-For says who asks, addresses or networks with commas between; nobody's otherwise,
    for whoever asks can write that header. (Left to itself, uvicorn believes everybody on this machine.)
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=10,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
        )
    )
