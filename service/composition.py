"""Puts together what every command of the service needs: database, handlers, engine limits, worker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from service import clock
from service.commands.runtime import Runtime
from service.engine import Limits
from service.handler_runner import HandlerRunner
from service.identity.authenticator import authenticator
from service.persistence.database import Database
from service.presales.exposure_watch import watch_exposure
from service.presales.papers.local_signatures import LocalSignatures
from service.presales.parameters import ParameterFiles
from service.presales.records import readers
from service.presales.staff_messages import StaffMessages
from service.presales.stages.known_days import check_calendars
from service.presales.stages.watch import StageWatch
from service.settings import Settings
from service.worker.worker import Worker

_log = structlog.get_logger(__name__)

#: connections of a worker besides those of its jobs: timers and sweeps
_SWEEPS = 6


def handlers(settings: Settings) -> HandlerRunner:
    """The registered handlers, with the parameter sets beside the diagrams and the installation's seal."""
    return HandlerRunner(
        ParameterFiles(settings.bpmn_dir / "jurisdictions"),
        signature_provider=LocalSignatures(settings.signing_key),
        public_url=settings.public_url,
        house_style=settings.house_style_dir,
        message_provider=StaffMessages(),
    )


def runtime(settings: Settings) -> Runtime:
    """What the commands of this process share."""
    runner = handlers(settings)
    register = authenticator(settings.users_file).registered if settings.users_file is not None else None
    return Runtime(
        runner,
        Limits(collection=settings.collection_limit),
        readers=readers(runner.parameters, register),
        watchers=(StageWatch(runner.parameters), watch_exposure),
    )


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


@asynccontextmanager
async def working(settings: Settings, shared: Runtime) -> AsyncIterator[None]:
    """A worker, with connections of its own, as long as the block lasts."""
    _warn_of_unknown_days(settings)
    database = connect(settings, settings.job_threads + _SWEEPS)
    try:
        async with Worker(database, shared, threads=settings.job_threads).running():
            yield
    finally:
        database.dispose()


def _warn_of_unknown_days(settings: Settings) -> None:
    for each in check_calendars(ParameterFiles(settings.bpmn_dir / "jurisdictions"), clock.now().date()):
        _log.warning("calendar_to_be_mended", file=each.file, rule=each.rule, problem=f"{each.message} {each.remedy}")
