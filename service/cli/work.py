"""`presales work`"""

import asyncio
import os
import signal
from typing import Annotated

import structlog
import typer
from prometheus_client import start_http_server

from service import logs
from service.cli.failures import UsageError
from service.cli.options import DataDir, Embedded, settings_with
from service.composition import runtime, working
from service.persistence.open_database import database_url
from service.settings import Settings

_log = structlog.get_logger(__name__)


def work(
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Jobs to run at once.")] = None,
    metrics_port: Annotated[
        int | None, typer.Option("--metrics-port", help="Serve this worker's metrics at this port.")
    ] = None,
    data_dir: DataDir = None,
    embedded: Embedded = None,
) -> None:
    """Work on jobs and timers, beside `serve --no-worker`; start as many as needed."""
    settings = settings_with(job_threads=threads, metrics_port=metrics_port, data_dir=data_dir, embedded=embedded)
    logs.configure(settings.log_level, settings.log_format)
    _serve_metrics(settings)
    with database_url(settings) as url:
        os.environ["DATABASE_URL"] = url
        asyncio.run(_until_told_to_stop(settings_with()))


def _serve_metrics(settings: Settings) -> None:
    if settings.metrics_port is None:
        return
    try:
        start_http_server(settings.metrics_port, addr=settings.host)
    except OSError as error:
        raise UsageError(f"Expected port {settings.metrics_port} to be free, but: {error.strerror}.") from error


async def _until_told_to_stop(settings: Settings) -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with working(settings, runtime(settings)):
        _log.info("working", threads=settings.job_threads)
        await told.wait()
    _log.info("stopped")
