"""`python -m deploy.healthy PORT`: a container's health check; the image has no curl.

It is told by the same environment as what it asks: over TLS where that has a certificate.
"""

import asyncio
import sys

from deploy.local.probe import http_status
from shared.settings import TlsSettings
from shared.tls import believing

if __name__ == "__main__":
    told = TlsSettings()
    trusting = believing(told.tls_ca) if told.tls_certificate else None
    sys.exit(asyncio.run(http_status(int(sys.argv[1]), "/health/ready", trusting)) != 200)
