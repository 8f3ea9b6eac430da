"""Slow handlers run in processes of their own: one that hangs past its deadline, or takes its process down, is
ended and costs a retry, and neither the worker nor its other jobs notice."""

import multiprocessing
import multiprocessing.connection
import os
import queue
import threading

from service.handler_runner import Failed, HandlerRunner, JobRun, Outcome

#: a fresh interpreter: a fork would inherit database connections and locks of the worker's threads
_context = multiprocessing.get_context("spawn")
#: seconds that a new process may take to import the handlers, on top of the first run's deadline
_START_UP = 30.0


class HandlersEnded(Exception):
    """The worker stopped before the handler returned: the job is left to another."""


class HandlerProcess:
    """One process that runs one handler at a time. Started when it is first needed, and again after it was ended."""

    def __init__(self, runner: HandlerRunner) -> None:
        self._runner = runner
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: multiprocessing.connection.Connection | None = None

    def run(self, run: JobRun, deadline_seconds: float) -> Outcome:
        """Run a handler; when the deadline passes, or the process dies, that is a failure. Never raises."""
        try:
            pipe = self._pipe or self._start()
            pipe.send(run)
            if not pipe.poll(deadline_seconds):
                self.end()
                return Failed(f"Expected '{run.job_type}' to end within {deadline_seconds:g} s, but it did not.")
            outcome: Outcome = pipe.recv()
        except (EOFError, OSError) as error:
            self.end()
            return Failed(f"Expected '{run.job_type}' to return, but its process died ({type(error).__name__}).")
        return outcome

    def _start(self) -> multiprocessing.connection.Connection:
        pipe, theirs = _context.Pipe()
        arguments = (theirs, self._runner)
        self._process = _context.Process(target=_serve, args=arguments, daemon=True, name="presales-handlers")
        self._process.start()
        theirs.close()
        self._pipe = pipe
        if not pipe.poll(_START_UP):
            raise EOFError
        pipe.recv()  # it has imported the handlers
        return pipe

    def kill(self) -> None:
        """End the process, whatever it is doing; whoever waits for it sees it die."""
        process = self._process
        if process is not None:
            process.kill()

    def end(self) -> None:
        """Kill the process and forget it."""
        self.kill()
        if self._process is not None:
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


class HandlerProcesses:
    """As many processes as jobs may run at once."""

    def __init__(self, runner: HandlerRunner, size: int) -> None:
        self._runner = runner
        self._idle: queue.LifoQueue[HandlerProcess] = queue.LifoQueue()
        self._all = [HandlerProcess(runner) for _ in range(size)]
        for each in self._all:
            self._idle.put(each)
        self._ended = threading.Event()

    def run(self, run: JobRun) -> Outcome:
        """Run a slow handler in an idle process, a quick one here.

        Raises HandlersEnded if the run was cut short because the worker stops."""
        if self._runner.is_quick(run.job_type):
            return self._runner.run(run)
        process = self._idle.get()
        try:
            outcome = process.run(run, self._runner.deadline(run.job_type))
        finally:
            self._idle.put(process)
        if self._ended.is_set() and isinstance(outcome, Failed):
            raise HandlersEnded
        return outcome

    def end(self) -> None:
        """Kill them all: the worker stops."""
        self._ended.set()
        for each in self._all:
            each.kill()


def _serve(pipe: multiprocessing.connection.Connection, runner: HandlerRunner) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pipe.send("ready")
    while True:
        try:
            run: JobRun = pipe.recv()
        except EOFError:
            return
        pipe.send(runner.run(run))


def _end_with_parent() -> None:
    """A worker that was killed leaves no handlers behind, not even hanging ones."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
