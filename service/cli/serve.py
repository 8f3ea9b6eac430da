"""`presales serve`"""

import os
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import structlog
import typer
import uvicorn

from service import clock, logs
from service.cli.failures import UsageError
from service.cli.files import read_files
from service.cli.options import DataDir, Embedded, settings_with
from service.commands.context import CommandContext
from service.commands.deploy_bundled import DeployBundled, deploy_bundled
from service.composition import connect, runtime
from service.identity import roles
from service.identity.actor import Actor
from service.identity.users import read_users
from service.persistence import schema
from service.persistence.database import Database
from service.persistence.open_database import database_url
from service.presales.catalogue.files import read_catalogues
from service.presales.catalogue.load import Change, load_catalogues
from service.settings import Settings

#: seconds that requests under way have to finish once the service is told to stop
_GRACE = 20

_log = structlog.get_logger(__name__)


def serve(  # noqa: PLR0913, PLR0917 - one for each option
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", show_default="8080")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Server processes.", show_default="1")] = None,
    worker: Annotated[
        bool | None,
        typer.Option("--worker/--no-worker", help="Work on jobs and timers as well, or leave it to `work`."),
    ] = None,
    users_file: Annotated[
        Path | None, typer.Option("--users-file", help="Users and their roles; without it nobody has to sign in.")
    ] = None,
    allow_unauthenticated_network: Annotated[
        bool | None,
        typer.Option("--allow-unauthenticated-network", help="Let anybody who reaches --host do everything."),
    ] = None,
    data_dir: DataDir = None,
    embedded: Embedded = None,
) -> None:
    """Serve the REST API, with the bundled process deployed."""
    settings = settings_with(
        host=host,
        port=port,
        workers=workers,
        embedded_worker=worker,
        users_file=users_file,
        allow_unauthenticated_network=allow_unauthenticated_network,
        data_dir=data_dir,
        embedded=embedded,
    )
    _refuse_open_network(settings)
    if settings.users_file is not None:
        read_users(settings.users_file)
    _refuse_taken_port(settings)
    logs.configure(settings.log_level, settings.log_format)
    with ExitStack() as stack:
        _log.info("starting", processes=settings.workers)
        os.environ["DATABASE_URL"] = stack.enter_context(database_url(settings))
        settings = settings_with()
        _prepare(settings)
        if settings.workers > 1:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="presales-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _log.info("serving", address=settings.host, port=settings.port)
        # uvicorn raises the signal again once it has stopped: end as usual then, so that the database is stopped too
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        uvicorn.run(
            "service.main:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )


def _refuse_open_network(settings: Settings) -> None:
    if settings.is_loopback or settings.users_file is not None or settings.allow_unauthenticated_network:
        return
    raise UsageError(
        f"Expected users to sign in before others on the network can reach the service, but there is no users file "
        f"and the address is {settings.host}. Make one with `presales users add` and pass --users-file, or listen on "
        "127.0.0.1, or say --allow-unauthenticated-network."
    )


def _refuse_taken_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise UsageError(
            f"Expected to listen on port {settings.port} of {settings.host}, but that is not possible: "
            f"{error.strerror}. Stop what listens there, or choose another with --port."
        ) from error


def _prepare(settings: Settings) -> None:
    """Migrate, and deploy and load what is bundled."""
    database = connect(settings, connections=1)
    try:
        with database.begin() as connection:
            applied = schema.migrate(connection)
        _log.info("migrated", revisions=applied)
        _deploy_bundled(settings, database)
        _load_bundled(settings, database)
    finally:
        database.dispose()


def _deploy_bundled(settings: Settings, database: Database) -> None:
    if not settings.bpmn_dir.is_dir():
        _log.warning("nothing_bundled", folder=str(settings.bpmn_dir))
        return
    command = DeployBundled(read_files([settings.bpmn_dir]))
    actor = Actor("presales", frozenset({roles.PROCESS_OWNER}))
    with database.begin() as connection:
        done = deploy_bundled(connection, command, CommandContext(runtime(settings), actor, clock.now()))
    for warning in done.warnings:
        _log.warning("bundled_file_left_alone", warning=warning)
    _log.info("deployed", files=len(done.deployment.definitions) if done.deployment is not None else 0)


def _load_bundled(settings: Settings, database: Database) -> None:
    """The catalogues of the jurisdictions, but for products that an owner has loaded since."""
    files = sorted(settings.bpmn_dir.glob("jurisdictions/*/catalogue.toml"))
    catalogues = read_catalogues({file.relative_to(settings.bpmn_dir).as_posix(): file.read_bytes() for file in files})
    actor = Actor("presales", frozenset({roles.PROCESS_OWNER}))
    with database.begin() as connection:
        context = CommandContext(runtime(settings), actor, clock.now())
        loaded = load_catalogues(connection, catalogues, context, bundled=True)
    changes = [each.change for each in loaded]
    _log.info("catalogue_loaded", **{f"{change.name.lower()}_count": changes.count(change) for change in Change})
