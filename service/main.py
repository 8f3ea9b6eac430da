"""Puts the service together: settings, database, commands, worker, application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from service import metrics
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


def runtime(settings: Settings) -> Runtime:
    """What the commands of this process share."""
    parameters = ParameterFiles(settings.bpmn_dir / "parameters")
    return Runtime(HandlerRunner(parameters), Limits())


def create_service(settings: Settings) -> Service:
    """The service on the database that the settings name. Raises ValueError if they name none."""
    if settings.database_url is None:
        raise ValueError("Expected DATABASE_URL to be set. `presales serve` starts a database and sets it.")
    database = Database(
        settings.database_url,
        pool_size=settings.threads,
        lock_timeout=settings.lock_timeout,
        pinnable_clock=settings.pinnable_clock,
    )
    return Service(
        settings=settings,
        database=database,
        runtime=runtime(settings),
        authenticator=authenticator(settings.users_file),
        wakeups=Wakeups(settings.database_url, (JOB_AVAILABLE, INSTANCE_ENDED)),
    )


def create_app() -> FastAPI:
    """The application, from the environment's settings: the factory that uvicorn calls in each process."""
    return assemble(create_service(get_settings()))


def assemble(service: Service) -> FastAPI:
    """The application of a service."""

    @asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        await asyncio.sleep(0)
        yield

    return application(service, metrics.request_answered, beside)
