"""Puts the service together: settings, database, commands, worker, application."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI

from service import logs, metrics
from service.api.app import application
from service.api.edge import Service
from service.api.wakeups import Wakeups
from service.commands.runtime import Runtime
from service.engine import Limits
from service.handler_runner import HandlerRunner
from service.identity.authenticator import authenticator
from service.persistence.channels import INSTANCE_ENDED, JOB_AVAILABLE
from service.persistence.database import Database
from service.presales.parameters import ParameterFiles
from service.settings import Settings, get_settings
from service.worker.worker import Worker

#: connections of a worker besides those of its jobs: timers and sweeps
_SWEEPS = 5


def runtime(settings: Settings) -> Runtime:
    """What the commands of this process share."""
    parameters = ParameterFiles(settings.bpmn_dir / "parameters")
    return Runtime(HandlerRunner(parameters), Limits(collection=settings.collection_limit))


def connect(settings: Settings, connections: int) -> Database:
    """The database that the settings name. Raises ValueError if they name none."""
    if settings.database_url is None:
        raise ValueError("Expected DATABASE_URL to be set. `presales serve` starts a database and sets it.")
    return Database(
        settings.database_url,
        pool_size=connections,
        lock_timeout=settings.lock_timeout,
        pinnable_clock=settings.pinnable_clock,
    )


def create_service(settings: Settings) -> Service:
    """The service on the database that the settings name."""
    database = connect(settings, settings.threads)
    return Service(
        settings=settings,
        database=database,
        runtime=runtime(settings),
        authenticator=authenticator(settings.users_file),
        wakeups=Wakeups(database.url, (JOB_AVAILABLE, INSTANCE_ENDED)),
    )


@asynccontextmanager
async def working(settings: Settings, shared: Runtime) -> AsyncIterator[None]:
    """A worker, with connections of its own, as long as the block lasts."""
    database = connect(settings, settings.job_threads + _SWEEPS)
    try:
        async with Worker(database, shared, threads=settings.job_threads).running():
            yield
    finally:
        database.dispose()


def create_app() -> FastAPI:
    """The application, from the environment's settings: the factory that uvicorn calls in each process."""
    settings = get_settings()
    logs.configure(settings.log_level, settings.log_format)
    return assemble(create_service(settings))


def assemble(service: Service) -> FastAPI:
    """The application of a service, with a worker beside it unless the settings say that it is elsewhere."""

    def beside() -> AbstractAsyncContextManager[None]:
        return working(service.settings, service.runtime) if service.settings.embedded_worker else nullcontext()

    return application(service, metrics.request_answered, beside)
