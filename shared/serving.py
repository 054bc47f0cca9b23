"""An app as a server: its own lines in the log, its own meaning of signals, whom it believes who asks, and TLS."""

import uvicorn
from fastapi import FastAPI

from shared.settings import TlsSettings
from shared.tls import Shown


def serve(app: FastAPI, settings: TlsSettings, proxies: str = "") -> uvicorn.Server:
    """A server that leaves logging and signals' meaning to us: SIGTERM ends the lifespan above.

    With a certificate it answers over TLS alone; it raises OSError or ssl.SSLError when that cannot be read.
    `proxies`: whose X-Forwarded-For says who asks, addresses or networks with commas between; nobody's otherwise,
    for whoever asks can write that header. (Left to itself, uvicorn believes everybody on this machine.)
    """
    shown = Shown(settings.tls_certificate, settings.tls_key) if settings.tls_certificate else None
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
            ssl_context_factory=(lambda _, __: shown.context()) if shown else None,
        )
    )
