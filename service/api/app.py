"""The application: routes, problems, documentation."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI

from service.api import docs, openapi, problems
from service.api.body_limit import BodyLimit
from service.api.cross_site import CrossSiteGuard
from service.api.edge import Service
from service.api.routes import (
    calculations,
    case_papers,
    cases,
    decisions,
    deployments,
    documents,
    element_instances,
    evaluation,
    forms,
    incidents,
    instance_overview,
    jobs,
    messages,
    metrics,
    notices,
    process_definitions,
    process_instances,
    products,
    system,
    user_tasks,
    variables,
    verification,
)
from service.api.tracing import Observer, Tracing

#: what runs beside the requests as long as the application does
Beside = Callable[[], AbstractAsyncContextManager[None]]

#: routes are tried in this order: those that are called most come first
ROUTERS: tuple[APIRouter, ...] = (
    user_tasks.router,
    process_instances.router,
    jobs.router,
    system.router,
    metrics.router,
    evaluation.router,
    deployments.router,
    process_definitions.router,
    instance_overview.router,
    element_instances.router,
    variables.router,
    messages.router,
    incidents.router,
    decisions.router,
    forms.router,
    documents.router,
    cases.router,
    case_papers.router,
    verification.router,
    calculations.router,
    notices.router,
    products.router,
)


def application(service: Service, observe: Observer, beside: Beside) -> FastAPI:
    """The application for a service; `beside` is entered before the first request and left after the last."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = service.settings.threads
        await service.wakeups.start()
        try:
            async with beside():
                yield
        finally:
            await service.wakeups.stop()
            service.database.dispose()

    app = FastAPI(
        title="Presales",
        version=version("presales"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    openapi.install(app)
    docs.install(app)
    unguarded = service.settings.is_loopback and service.settings.users_file is None
    app.add_middleware(BodyLimit)
    app.add_middleware(CrossSiteGuard, loopback=unguarded)
    app.add_middleware(Tracing, observe=observe)
    return app
