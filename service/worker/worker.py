"""The worker: procrastinate wakes it and spreads work over as many of it as there are; the sweep sees to it that
nothing is forgotten. It runs beside the application in `serve`, or alone in `work`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import procrastinate
import structlog
from sqlalchemy import make_url

from service.commands.runtime import Runtime
from service.persistence.database import Database
from service.persistence.dispatch import FIRE_TIMERS, RETRY_QUEUE, RUN_JOB, TIMER_QUEUE
from service.worker.handler_process import HandlerProcesses
from service.worker.steps import Steps
from service.worker.sweep import adopt_jobs, keep_house, sweep_jobs, sweep_stage_limits, sweep_timers

_log = structlog.get_logger(__name__)

#: seconds between two looks for timers that are due: how late a timer may be, but for the time that firing takes
_TIMERS_EVERY = 0.2
_JOBS_EVERY = 1.0
#: seconds between two looks for stages that take too long
_LIMITS_EVERY = 1.0
_HOUSE_EVERY = 300.0
#: seconds between two looks into procrastinate's queues when no notification came
_POLL = 2.0
_TIMERS_AT_ONCE = 2


class Worker:
    """Works on jobs and timers of one database: `threads` jobs at once, each slow one in a process of its own.

    `patience`: seconds that handlers have to finish when the worker is told to stop."""

    def __init__(self, database: Database, runtime: Runtime, *, threads: int = 4, patience: float = 10.0) -> None:
        self._database = database
        self._runtime = runtime
        self._threads = threads
        self._patience = patience
        self._queues = sorted({*runtime.handlers.queues(), RETRY_QUEUE})
        self._processes = HandlerProcesses(runtime.handlers, threads)
        self.steps = Steps(database, runtime, self._processes)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work as long as the block lasts. What is being worked on then is finished, or, if that takes too long, left
        to another worker, its retries unchanged."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            task.cancel()
            cut_short = asyncio.get_running_loop().call_later(self._patience, self._processes.end)
            with contextlib.suppress(asyncio.CancelledError):
                await task
            cut_short.cancel()

    async def run(self) -> None:
        """Work until cancelled; begin again when the database was away."""
        try:
            while True:
                try:
                    await self._work_until_it_breaks()
                except Exception:  # noqa: BLE001 - the worker's loop: it must outlive whatever goes wrong
                    _log.exception("worker_interrupted")
                await asyncio.sleep(1)
        finally:
            await asyncio.to_thread(self._processes.end)

    async def _work_until_it_breaks(self) -> None:
        app = self._app()
        await asyncio.to_thread(adopt_jobs, self._database, self._runtime.handlers)
        async with app.open_async(), asyncio.TaskGroup() as group:
            group.create_task(self._work(app, [TIMER_QUEUE], min(_TIMERS_AT_ONCE, self._threads)))
            group.create_task(self._work(app, self._queues, self._threads))
            group.create_task(self._every(_TIMERS_EVERY, sweep_timers))
            group.create_task(self._every(_JOBS_EVERY, sweep_jobs))
            group.create_task(self._every(_LIMITS_EVERY, self._tell_due_limits))
            group.create_task(self._every(_HOUSE_EVERY, keep_house))

    def _tell_due_limits(self, database: Database) -> int:
        return sweep_stage_limits(database, self._runtime.keys)

    def _app(self) -> procrastinate.App:
        url = make_url(self._database.url).set(drivername="postgresql").render_as_string(hide_password=False)
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4))
        # no retry policy of its own, and its rows are deleted whatever came of them: our tables say what is to be done
        app.task(name=RUN_JOB)(self.steps.run_job)
        app.task(name=FIRE_TIMERS)(self.steps.fire_timers)
        return app

    @staticmethod
    async def _work(app: procrastinate.App, queues: list[str], at_once: int) -> None:
        await app.run_worker_async(
            queues=queues,
            concurrency=at_once,
            fetch_job_polling_interval=_POLL,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _every(self, seconds: float, sweep: Callable[[Database], object]) -> None:
        """Sweep at intervals; a database that is away for a while ends nothing."""
        while True:
            try:
                await asyncio.to_thread(sweep, self._database)
            except Exception:  # noqa: BLE001 - whatever went wrong, the next round may go well
                _log.exception("sweep_failed", sweep=getattr(sweep, "__name__", "sweep"))
            await asyncio.sleep(seconds)
