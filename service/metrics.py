"""What is measured, in Prometheus' form. What a transaction counts is counted when it has been committed.

With several server processes each writes its numbers to a file in PROMETHEUS_MULTIPROC_DIR, which `presales serve`
sets, and any of them answers for all."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types for it
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)

_requests = Counter("presales_requests_total", "Requests answered", ["method", "route", "status"])
_request_seconds = Histogram(
    "presales_request_seconds", "Time from request to answer", ["method", "route"], buckets=_SECONDS
)
_steps = Counter("presales_steps_total", "Elements that tokens entered")
_jobs = Counter("presales_jobs_total", "Jobs worked on, by what came of them", ["type", "outcome"])
_job_wait_seconds = Histogram(
    "presales_job_wait_seconds", "Time from when a job was due to when it was begun", ["type"], buckets=_SECONDS
)
_LABELS: Mapping[Counter | Histogram, tuple[str, ...]] = {
    _requests: ("method", "route", "status"),
    _request_seconds: ("method", "route"),
    _steps: (),
    _jobs: ("type", "outcome"),
    _job_wait_seconds: ("type",),
}
#: read off the tables when somebody asks, so they are the same whichever process answers
_TABLE_GAUGES = {
    "presales_incidents_open": "Incidents that nobody has resolved",
    "presales_timer_lag_seconds": "How late the timer is that should have fired longest ago; 0 if none is late",
    "presales_jobs_open": "Jobs that are not done",
}

_pending: ContextVar[list[Callable[[], None]] | None] = ContextVar("pending", default=None)


@contextmanager
def counted_if_committed() -> Iterator[None]:
    """Hold back what the block counts until it has ended well."""
    held: list[Callable[[], None]] = []
    token = _pending.set(held)
    try:
        yield
    finally:
        _pending.reset(token)
    for count in held:
        count()


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered. `route` is the template, not the path."""
    _requests.labels(method, route, str(status)).inc()
    _request_seconds.labels(method, route).observe(seconds)


def steps_taken(number: int) -> None:
    """Tokens entered so many elements."""
    _count(lambda: _steps.inc(number))


def job_begun(job_type: str, waited_seconds: float) -> None:
    """A job was begun so long after it was due."""
    _count(lambda: _job_wait_seconds.labels(job_type).observe(max(waited_seconds, 0.0)))


def job_ended(job_type: str, outcome: str) -> None:
    """A job came to an end or to a failure: completed, error_thrown, failed."""
    _count(lambda: _jobs.labels(job_type, outcome).inc())


def _count(count: Callable[[], None]) -> None:
    held = _pending.get()
    if held is None:
        count()
    else:
        held.append(count)


def exposition(table_figures: Mapping[str, float]) -> bytes:
    """All metrics as text; `table_figures` are the values of `TABLE_GAUGES` by name."""
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library's constructor has no types
    tables = CollectorRegistry()
    for name, documentation in _TABLE_GAUGES.items():
        Gauge(name, documentation, registry=tables).set(table_figures[name])
    return generate_latest(counted) + generate_latest(tables)


@dataclass(frozen=True, slots=True)
class Described:
    """A metric, as the README lists it."""

    name: str
    labels: tuple[str, ...]
    meaning: str


def described() -> list[Described]:
    """All metrics."""
    counted = [
        Described(family.name + ("_total" if family.type == "counter" else ""), labels, family.documentation)
        for metric, labels in _LABELS.items()
        for family in metric.describe()
    ]
    return counted + [Described(name, (), meaning) for name, meaning in _TABLE_GAUGES.items()]
