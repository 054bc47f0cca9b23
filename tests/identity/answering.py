"""Everything of ours that answers over HTTP, as it is wired, connected to nothing; and what can be asked of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from deploy.documents import SERVICES
from deploy.watcher.app import watcher
from deploy.watcher.settings import WatcherSettings
from shared.clock import WallClock
from shared.identity.minting import minted
from tests.identity.tokens import Authorities, agency_key, partnership_file
from tests.identity.wiring import wired

ANSWERING = (*SERVICES, "site", "watcher")
_ID = re.compile(r"\{(\w+)(:path)?\}")
_NO_ROUTES = [("GET", "/nowhere"), ("DELETE", "/health/live"), ("POST", "/nowhere/x"), ("GET", "/openapi.json")]


@dataclass(frozen=True)
class Answering:
    """`token`: of a person, for this service; empty where none is asked for."""

    name: str
    app: FastAPI
    token: str = ""

    def routes(self) -> Iterator[tuple[str, str]]:
        """Method and pattern, of those in no document too."""
        for each in iter_route_contexts(self.app.router.routes):
            for method in sorted(each.methods or ()):
                yield method, str(each.path)

    def asked(self) -> list[tuple[str, str]]:
        """The same, as a request may have it; and what no route answers. No stream: it would have no end."""
        found = [(method, _ID.sub("x", path)) for method, path in self.routes() if path != "/changes"]
        return [*found, *_NO_ROUTES]

    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)  # the answer to a fault is one, too
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx.AsyncClient(transport=transport, base_url=f"http://{self.name}.test", headers=headers)


def answering(name: str, trust: Authorities) -> Answering:
    partnership = partnership_file(trust.file.parent, {"hospital": [agency_key().text]})
    if name == "watcher":
        return Answering(name, watcher(WatcherSettings(partnership=partnership)))
    it = wired("publisher" if name == "site" else name, trust, partnership, CSPR_REQUESTS_PER_SECOND="100000")
    it.application.status.accepting = True
    if name == "site":
        return Answering(name, it.public)
    said = {"actor": "person:m.ellis", "audience": name, "clock": WallClock()}
    return Answering(name, it.app, minted(trust.signers["console"], **said))
