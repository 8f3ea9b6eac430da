"""Logs: one JSON object a line, with the request, trace, instance and actor it belongs to, and no one's data.

Fields are named in a closed list, so that a variable's value cannot get into a log by mistake; of an exception its
type and where it arose are logged, not its message, which may quote a value."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from structlog.typing import Processor

#: besides these, fields that end in `key`, `id` or `count` may be logged
FIELDS = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "exception",
        "method",
        "route",
        "status",
        "milliseconds",
        "actor",
        "type",
        "job_type",
        "outcome",
        "worker",
        "retries",
        "queue",
        "name",
        "version",
        "revision",
        "revisions",
        "file",
        "files",
        "address",
        "port",
        "processes",
        "threads",
        "seconds",
        "error",
        "folder",
        "sweep",
        "reason",
        "warning",
        "filename",
    }
)
_SUFFIXES = ("key", "id", "count")
_WITHHELD = "withheld"
#: libraries that tell more than operators want to know
_QUIET = {"uvicorn.access": logging.WARNING, "alembic": logging.WARNING, "procrastinate": logging.WARNING}


def configure(level: str, form: str) -> None:
    """Send all logs of this process, those of libraries as well, to standard error, as `json`, `console` or what
    suits where it goes (`auto`)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        withhold_exception,
        withhold_fields,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if form == "console" or (form == "auto" and sys.stderr.isatty())
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def withhold_fields(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every field that is not on the list."""
    for name in event:
        if name not in FIELDS and not name.startswith("_") and not name.lower().endswith(_SUFFIXES):
            event[name] = _WITHHELD
    return event


def withhold_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and the places it came through."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["exception"] = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
    return event
