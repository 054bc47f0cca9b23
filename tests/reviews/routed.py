"""Every route of reviews as it is wired, asked on the test's own service; and the list of its reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from services.reviews.routing import routes
from services.reviews.worker import composer
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex


def app_of(service: Service) -> FastAPI:
    app = FastAPI()
    add_problem_handlers(app)
    for router in routes(service, ex.partnership(), composer(service, ex.partnership()), {}):
        app.include_router(router)
    return app


def reads(app: FastAPI) -> dict[str, set[str]]:
    """Each path that is read, and the names that its query and headers take."""
    return {
        path: {each["name"].lower() for each in methods["get"].get("parameters", ()) if each["in"] != "path"}
        for path, methods in app.openapi()["paths"].items()
        if "get" in methods
    }


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews") as made:
        yield made
