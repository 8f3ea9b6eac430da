"""The application that uvicorn serves: settings, logs, routes, and a worker beside them."""

from contextlib import AbstractAsyncContextManager, nullcontext

from fastapi import FastAPI

from service import logs, metrics
from service.api.app import application
from service.api.edge import Service
from service.api.wakeups import Wakeups
from service.composition import connect, runtime, working
from service.identity.authenticator import authenticator
from service.persistence.channels import INSTANCE_ENDED, JOB_AVAILABLE
from service.settings import Settings, get_settings


def create_app() -> FastAPI:
    """The application, from the environment's settings: the factory that uvicorn calls in each process."""
    settings = get_settings()
    logs.configure(settings.log_level, settings.log_format)
    return assemble(create_service(settings))


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


def assemble(service: Service) -> FastAPI:
    """The application of a service, with a worker beside it unless the settings say that it is elsewhere."""

    def beside() -> AbstractAsyncContextManager[None]:
        return working(service.settings, service.runtime) if service.settings.embedded_worker else nullcontext()

    return application(service, metrics.request_answered, beside)
