"""`python -m deploy.healthy PORT`: a container's health check; the image has no curl."""

import asyncio
import sys

from deploy.local.probe import http_status

if __name__ == "__main__":
    sys.exit(asyncio.run(http_status(int(sys.argv[1]), "/health/ready")) != 200)
