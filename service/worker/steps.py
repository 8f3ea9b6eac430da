"""What a worker does with one job or timer: each step is a transaction of its own."""

import os
import socket
import time

import structlog

from service import clock
from service.commands.context import CommandContext
from service.commands.fire_timer import FireTimer, fire_timer
from service.commands.run_job import claim_job, finish_job
from service.commands.runtime import Runtime
from service.errors import ResourceExhausted
from service.handler_runner import JobRun, Outcome
from service.identity.actor import Actor
from service.persistence import jobs
from service.persistence.database import Database
from service.persistence.dispatch import return_timer
from service.worker.handler_process import HandlerProcesses, HandlersEnded

_log = structlog.get_logger(__name__)

#: who acts when a timer fires or a handler returns
WORKER = Actor("presales-worker", frozenset())
#: how often an instance that others keep busy is waited for before what a handler did is given up (it runs again)
_TRIES = 5


class Steps:
    """Runs jobs and fires timers on one database."""

    def __init__(self, database: Database, runtime: Runtime, processes: HandlerProcesses) -> None:
        self._database = database
        self._runtime = runtime
        self._processes = processes
        self._name = f"{socket.gethostname()}/{os.getpid()}"

    def context(self) -> CommandContext:
        """Within a transaction: who acts, and the time."""
        return CommandContext(self._runtime, WORKER, clock.now())

    def run_job(self, key: int) -> bool:
        """Claim a job, run its handler, take in what came of it; False if there was nothing to do."""
        with self._database.begin() as connection:
            run = claim_job(connection, key, self._name, self.context())
        if run is None:
            return False
        with structlog.contextvars.bound_contextvars(
            process_instance_key=run.process_instance_key, job_key=run.job_key, actor=WORKER.name
        ):
            try:
                outcome = self._processes.run(run)
            except HandlersEnded:
                return self._give_back(run)
            _log.info("job_run", job_type=run.job_type, outcome=type(outcome).__name__)
            return self._finish(run, outcome)

    def _give_back(self, run: JobRun) -> bool:
        with self._database.begin() as connection:
            jobs.give_back(connection, run.job_key, clock.now())
        _log.info("job_given_back", job_type=run.job_type)
        return False

    def fire_timer(self, key: int) -> bool:
        """Fire a timer; False if it is gone or was moved."""
        with self._database.begin() as connection:
            return fire_timer(connection, FireTimer(key), self.context())

    def fire_timers(self, keys: list[int]) -> None:
        """Fire timers, each in a transaction of its own. One whose instance is busy is swept up again."""
        for key in keys:
            try:
                self.fire_timer(key)
            except ResourceExhausted:
                _log.warning("instance_busy", timer_key=key)
                with self._database.begin() as connection:
                    return_timer(connection, key)
            except Exception:  # noqa: BLE001 - one timer that cannot be fired must not keep the others
                _log.exception("timer_failed", timer_key=key)

    def _finish(self, run: JobRun, outcome: Outcome) -> bool:
        for _ in range(_TRIES - 1):
            try:
                return self._finish_once(run, outcome)
            except ResourceExhausted:
                _log.warning("instance_busy", job_key=run.job_key, job_type=run.job_type)
                time.sleep(1)
        return self._finish_once(run, outcome)

    def _finish_once(self, run: JobRun, outcome: Outcome) -> bool:
        with self._database.begin() as connection:
            return finish_job(connection, run, outcome, self.context())
