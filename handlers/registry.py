"""The register of task handlers: which Python function works on which job type.

A handler is a plain function of its inputs (a pydantic model, read from the variables its element sees), and, if it
asks for one, of a `HandlerContext`; what it returns (a pydantic model) becomes the job's result variables::

    @handler("screening.assess")
    def assess(inputs: Inputs, context: HandlerContext) -> Outputs: ...

The decorator only describes; `handlers/__init__.py` lists what is registered."""

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from handlers.ports import HandlerContext

Function = TypeVar("Function", bound=Callable[..., Any])


class BpmnError(Exception):
    """The modelled way out: the error boundary event with this code takes over, with these variables."""

    def __init__(self, code: str, message: str = "", variables: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.message = message
        self.variables = dict(variables or {})
        super().__init__(f"{code}: {message}")


class InvalidHandler(TypeError):
    """A handler's signature or job type cannot be registered."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A registered handler. `queue` is None for quick ones (compute only), else the queue of background jobs.

    `reads` names the records that a run finds in `HandlerContext.records`."""

    job_type: str
    function: Callable[..., BaseModel | None]
    inputs: type[BaseModel] | None
    outputs: type[BaseModel] | None
    wants_context: bool
    queue: str | None
    deadline_seconds: int
    reads: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First line of the docstring: what the modeler shows."""
        return (inspect.getdoc(self.function) or self.job_type).splitlines()[0]

    @property
    def documentation(self) -> str:
        """The docstring."""
        return inspect.getdoc(self.function) or ""

    def __call__(self, variables: Mapping[str, Any], context: HandlerContext) -> dict[str, Any]:
        """Run on raw variables; the result is JSON-like, with decimals kept.

        Raises pydantic.ValidationError for variables that do not fit the inputs, and whatever the handler raises."""
        arguments: list[Any] = []
        if self.inputs is not None:
            arguments.append(self.inputs.model_validate(dict(variables)))
        if self.wants_context:
            arguments.append(context)
        result = self.function(*arguments)
        if self.outputs is None or result is None:
            return {}
        variables = _plain(self.outputs.model_validate(result).model_dump(by_alias=True))
        return typing.cast("dict[str, Any]", variables)


def _plain(value: Any) -> Any:
    """JSON values with decimals kept: days and moments become ISO 8601."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def handler(
    job_type: str, *, queue: str | None = None, deadline_seconds: int = 60, reads: tuple[str, ...] = ()
) -> Callable[[Function], Handler]:
    """Describe a function as the handler of a job type.

    Without `queue` it is quick: it computes, does no I/O and runs inside the engine's transaction. What a slow one
    has to know beside the variables it names in `reads`: the service reads that when it claims the job."""
    if reads and queue is None:
        raise InvalidHandler(f"Expected {job_type} to have a queue, since it reads {', '.join(reads)}.")

    def describe(function: Function) -> Handler:
        hints = typing.get_type_hints(function)
        outputs = hints.pop("return", None)
        inputs = [kind for kind in hints.values() if kind is not HandlerContext]
        for kind in [*inputs, outputs]:
            if kind not in (None, type(None)) and not (isinstance(kind, type) and issubclass(kind, BaseModel)):
                raise InvalidHandler(f"Expected pydantic models in and out of {job_type}, but found {kind}.")
        if len(inputs) > 1:
            raise InvalidHandler(f"Expected {job_type} to take one inputs model, but it takes {len(inputs)}.")
        return Handler(
            job_type=job_type,
            function=function,
            inputs=inputs[0] if inputs else None,
            outputs=None if outputs in (None, type(None)) else outputs,
            wants_context=HandlerContext in hints.values(),
            queue=queue,
            deadline_seconds=deadline_seconds,
            reads=reads,
        )

    return describe


class Registry:
    """The handlers that are registered, by job type."""

    def __init__(self, handlers: Iterable[Handler] = ()) -> None:
        self._handlers: dict[str, Handler] = {}
        self.register(*handlers)

    def register(self, *handlers: Handler) -> None:
        """Register all of them, or none if a job type is taken."""
        types = [*self._handlers, *(each.job_type for each in handlers)]
        taken = {each for each in types if types.count(each) > 1}
        if taken:
            raise InvalidHandler(f"Expected one handler per job type, but {', '.join(sorted(taken))} has two.")
        self._handlers.update({each.job_type: each for each in handlers})

    def get(self, job_type: str) -> Handler | None:
        """The handler of a job type, if there is one."""
        return self._handlers.get(job_type)

    def __iter__(self) -> Iterator[Handler]:
        return iter(self._handlers.values())

    def __len__(self) -> int:
        return len(self._handlers)
