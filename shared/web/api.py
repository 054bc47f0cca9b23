"""A service's HTTP API, put together."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI, Request

from shared import tracing
from shared.application import Application
from shared.event_log import NotOpen
from shared.web.erased import NotErased, erasure_routes
from shared.web.health import health_routes
from shared.web.problems import add_problem_handlers, document_problems, documented
from shared.web.traced import Traced

READING = ("GET", "HEAD")


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
        responses=documented(410, 503),
    )
    if tracing.wanted():
        app.add_middleware(Traced)
    add_problem_handlers(app)
    document_problems(app)
    app.include_router(health_routes(application, doc))
    app.include_router(erasure_routes(application.service))

    async def only_when_accepting(request: Request) -> None:
        """Before the log has taken in what it lacks, a command would be decided on what was forgotten."""
        if request.method not in READING and not application.status.accepting:
            raise NotOpen

    before_each = [Depends(only_when_accepting)]
    if application.service.log.says.published:  # the console opens no seal: its page shows the certificate itself
        before_each.append(Depends(NotErased(application.service)))
    for router in routers:
        app.include_router(router, dependencies=before_each)
    return app
