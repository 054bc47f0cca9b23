"""A service's HTTP API, put together."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI, Request

from shared import tracing
from shared.application import Application
from shared.event_log import NotOpen
from shared.identity.door import door
from shared.web.asking import Asking, add_refusals, believe_tokens
from shared.web.audited import Audited
from shared.web.described import describe_tokens
from shared.web.erased import NotErased, erasure_routes
from shared.web.headers import SafeApp
from shared.web.health import health_routes
from shared.web.problems import add_problem_handlers, document_problems, documented
from shared.web.rules import PERSONS_ALONE, Rules
from shared.web.traced import Traced
from shared.web.who_looked import entry_routes, who_looked_routes

READING = ("GET", "HEAD")


def api(application: Application, doc: str, routers: Sequence[APIRouter], rules: Rules = PERSONS_ALONE) -> FastAPI:
    """`doc` is the service's own docstring: its purpose, what it hears and says. `rules`: who may ask for what.

    Raises Exposed and IssuersUnreadable.
    """
    name = application.service.name
    believes = door(application.settings.issuers, name, application.settings.host)
    app = SafeApp(
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
    add_refusals(app, name)
    document_problems(app)
    describe_tokens(app, rules)
    if believes:
        believe_tokens(app, believes, rules)
    _include(app, application, doc, routers, rules)
    if application.audit.kept and not rules.pages:
        app.add_middleware(Audited, notes=application.audit.notes)  # the last is around all others
    return app


def _include(app: FastAPI, application: Application, doc: str, routers: Sequence[APIRouter], rules: Rules) -> None:
    app.include_router(health_routes(application, doc))

    async def not_aside() -> None:
        """First of all: what a newer release shows is not in the tables that this one asks for."""
        if application.status.stands_aside:
            raise NotOpen

    async def only_when_accepting(request: Request) -> None:
        """Before the log has taken in what it lacks, a command would be decided on what was forgotten."""
        if request.method not in READING and not application.status.accepting:
            raise NotOpen

    asking = [Depends(not_aside), Depends(Asking(application, rules))]
    app.include_router(erasure_routes(application.service), dependencies=asking)
    if application.audit.kept:
        app.include_router(entry_routes(application.service.log), dependencies=asking)
        if not rules.pages:  # the console has a page for it
            app.include_router(who_looked_routes(application.service.log), dependencies=asking)
    before_each = [*asking, Depends(only_when_accepting)]
    if application.service.log.says.published:  # the console opens no seal: its page shows the certificate itself
        before_each.append(Depends(NotErased(application.service)))
    for router in routers:
        app.include_router(router, dependencies=before_each)
