"""A service's HTTP API, put together."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from shared.application import Application
from shared.web.health import health_routes
from shared.web.problems import add_problem_handlers, document_problems, documented


def api(application: Application, doc: str, routers: Sequence[APIRouter]) -> FastAPI:
    """`doc` is the service's own docstring: its purpose, what it hears and says."""
    name = application.service.name
    app = FastAPI(
        title=name,
        version="0.1.0",
        description=doc.strip(),
        lifespan=application.lifespan,
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        responses=documented(503),
    )
    add_problem_handlers(app)
    document_problems(app)
    app.include_router(health_routes(application, doc))
    for router in routers:
        app.include_router(router)
    return app
